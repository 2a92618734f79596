"""What users said of answers: listed, and an entry turned into the draft of a curated pair."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.feedback import REASONS, Feedback
from eval.errors import RunError
from eval.types import ANSWERING

_LONGEST = 80  # characters of a question in the list


def list_lines(entries: Sequence[Feedback]) -> list[str]:
    """A line for each entry, tab-separated: id, when, liked or why not, question, note."""
    return [
        "\t".join(
            (
                str(entry.id),
                entry.at,
                "useful" if entry.liked else REASONS.get(entry.reason or "", "not useful"),
                _short(str(entry.answer["question"])),
                " ".join(entry.note.split()),
            )
        )
        for entry in entries
    ]


def to_json(entry: Feedback) -> dict[str, Any]:
    """All of an entry, as `--json` prints it."""
    return {
        "id": entry.id,
        "at": entry.at,
        "liked": entry.liked,
        "reason": entry.reason,
        "note": entry.note,
        "history": list(entry.history),
        "answer": dict(entry.answer),
        "passages": [dict(passage) for passage in entry.passages],
        "fingerprint": dict(entry.fingerprint),
    }


def draft_pair(entry: Feedback) -> dict[str, Any]:
    """The draft of a pair, in the form of `eval/pairs`, for a curator to finish.

    What a user liked becomes the facts, with the quotes as evidence. Of an answer that was not
    liked nothing is taken over: its quotes stand as wrong until the curator says what is right.
    """
    answer = entry.answer
    liked = entry.liked and answer["outcome"] in ANSWERING
    facts = [
        {
            "fact": statement["text"],
            "vital": number == 0,
            "patterns": [_pattern(citation["quote"]) for citation in _cited(answer, statement)],
            "evidence": [
                {
                    "document": citation["document"],
                    "paragraph": citation["locator"]["paragraph"],
                    "quote": citation["quote"],
                }
                for citation in _cited(answer, statement)
            ],
        }
        for number, statement in enumerate(answer["statements"] if liked else ())
    ]
    wrong = [] if entry.liked else [_pattern(passage["quote"]) for passage in entry.passages]
    return {
        "id": f"feedback-{entry.id}",
        "question": answer["question"],
        "history": list(entry.history),
        "category": "follow-up" if entry.history else "fact",
        "family": f"feedback-{entry.id}",
        "split": "tune",
        "outcome": [answer["outcome"]] if entry.liked else ["answered"],
        "facts": facts,
        "wrong": wrong if entry.reason == "wrong" else [],
        "author": "feedback",
        "written": date.today().isoformat(),
    }


def choose(entries: Sequence[Feedback], id: int) -> Feedback:
    """The entry of that id; `RunError` when there is none."""
    for entry in entries:
        if entry.id == id:
            return entry
    raise RunError(f"no feedback {id}; 'python -m eval feedback' lists what there is")


def show(entries: Sequence[Feedback], *, as_json: bool) -> str:
    """All of it as lines or JSON lines."""
    if as_json:
        return "\n".join(json.dumps(to_json(entry), ensure_ascii=False) for entry in entries)
    return "\n".join(list_lines(entries)) or "no feedback yet"


def _cited(answer: Any, statement: Any) -> list[Any]:
    return [one for one in answer["citations"] if one["number"] in statement["citations"]]


def _pattern(quote: str) -> str:
    """A regular expression for those words, whatever white space is between them."""
    return " ".join(re.escape(word) for word in quote.split())


def _short(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
