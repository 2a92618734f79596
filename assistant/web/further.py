"""Questions to go on with, drawn from what an answer cites; only such as the record answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.types import Answer
from assistant.web.desk import Opened
from assistant.web.markup import text
from assistant.web.render import questions
from assistant.web.turns import Turn

_OFFERED = 3
_TRIED = 8  # put to the record at most, to find as many as are offered
_HEADING = (8, 60)  # characters of a heading that can stand in a question
_NUMBER = re.compile(
    r"^(?:(?:appendix|annex|part|section|item)\s+[\dA-Z]{1,3}\b|\d[\d.()]*(?![\w/])|[A-Za-z][.)])"
    r"\s*[:.–-]*\s*",
    re.IGNORECASE,
)
"""What numbers a heading, and is left out of a question about it."""


def go_on(opened: Opened, turns: Sequence[Turn]) -> str:
    """The questions as markup; empty where the last answer cites nothing, or none is answered."""
    if not turns or turns[-1].answer is None or not turns[-1].answer.citations:
        return ""
    asked = {turn.question.casefold() for turn in turns}
    found: list[str] = []
    for question in list(dict.fromkeys(_candidates(opened, turns[-1].answer)))[:_TRIED]:
        if question.casefold() not in asked and _is_answered(opened, question):
            found.append(question)
        if len(found) == _OFFERED:
            break
    if not found:
        return ""
    return f'<nav aria-label="{text("Questions to go on with")}">{questions(found)}</nav>'


def _is_answered(opened: Opened, question: str) -> bool:
    return opened.record.ask(question).outcome == "answered"


def _candidates(opened: Opened, answer: Answer) -> Iterator[str]:
    """What the cited documents invite: their short forms, their publishers, their next headings."""
    said = " ".join(statement.text for statement in answer.statements)
    for meaning in opened.glossary.meanings:
        acronym = meaning.term.acronym
        if acronym.isupper() and re.search(rf"\b{re.escape(acronym)}\b", said):
            yield f"What does {acronym} mean?"
            break
    for body in dict.fromkeys(citation.metadata.body for citation in answer.citations):
        if body and body.removeprefix("NHS ") not in answer.question:
            yield f"What did {body.removeprefix('NHS ')} commit to?"
    cited = {citation.metadata.id: citation.start for citation in answer.citations}
    for id, start in cited.items():
        for heading in _headings_after(opened, id, start):
            yield f"What was said about {heading}?"


def _headings_after(opened: Opened, id: str, start: int) -> Iterator[str]:
    """The headings that follow that place, as they can stand in a sentence."""
    try:
        document = opened.record.document(id)
    except KeyError:  # removed since it was cited
        return
    for passage in document.passages:
        if passage.kind == "heading" and passage.start > start:
            words = " ".join(_NUMBER.sub("", passage.text).split()).strip(" .:*#")
            if _HEADING[0] <= len(words) <= _HEADING[1] and len(words.split()) > 1:
                yield words[0].lower() + words[1:] if words[1:2].islower() else words
