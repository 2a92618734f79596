"""What the tests of written answers share: invented records, and statements about them.

A statement names the passages that it cites by words that stand in them. The false ones are each
false in one way, which `kind` names; the true ones are worded as a good model words them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.written.passages import Source
from tests.written_papers import FILES

SETS = ("written_statements.jsonl", "written_held_out.jsonl", "written_unseen.jsonl")
"""Statements: made with the rules, held back from them at first, and measured before a change."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with the words by which the passages that it cites are found."""

    kind: str  # "true", or in what it is false
    cites: tuple[str, ...]
    text: str


def read_cases(file: str = "written_statements.jsonl") -> list[Case]:
    """The statements of a file beside this one."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [Case(one["kind"], tuple(one["cites"]), one["text"]) for one in read]


def write_records(folder: Path) -> Path:
    """The records as files of a folder."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def open_records(folder: Path, **more: object) -> Assistant:
    """The assistant over the records; `more` are further settings."""
    corpus = folder / "records"
    if not corpus.is_dir():
        write_records(corpus)
    return Assistant.open(Settings(corpus=corpus, index=folder / "index", **more))  # type: ignore[arg-type]


def find_sources(assistant: Assistant, cites: Sequence[str]) -> list[Source]:
    """The passages that hold the words, as a model would be offered them."""
    found: list[Source] = []
    for words in cites:
        documents = [assistant.document(known.id) for known in assistant.documents()]
        matches = [
            (document, passage)
            for document in documents
            for passage in document.passages
            if words in " ".join(passage.text.split()) and passage.kind != "heading"
        ]
        assert len(matches) == 1, (words, [passage.text for _, passage in matches])
        document, passage = matches[0]
        held = assistant.store.lookup.sentences([passage.id])
        leads = assistant.store.lookup.passages([passage.parent] if passage.parent else [])
        found.append(
            Source(
                number=len(found) + 1,
                metadata=document.metadata,
                passage=passage,
                lead=next((lead for _, lead in leads.values()), None),
                sentences=tuple(held),
            )
        )
    return found
