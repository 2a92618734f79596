"""Written questions about records, which the models are trained and measured on.

A folder of JSON lines: `{"doc": file name, "q": question, "a": [passages that answer, verbatim but
for white space], "type": kind}`; of an unanswerable question `"a"` is empty and `"near"` holds
passages that only look as if they answered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InputError, ReadingError
from corpus.library import open_library
from corpus.types import Document

HELD_OUT = 0.1
"""Share of the documents whose questions no model is trained on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuestion:
    """A question written over one document, with what answers it."""

    text: str
    document: str  # file name
    kind: str  # "fact", "who", ..., "unanswerable"
    answers: tuple[str, ...]  # verbatim but for white space; empty when nothing answers
    near: tuple[str, ...] = ()  # passages that a careless reader would quote


def read_questions(folder: Path) -> list[WrittenQuestion]:
    """The questions of every `*.jsonl` file in the folder, in order.

    Raises `InputError` for a folder without such files and for a line that is no question.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError(f"{folder}: no *.jsonl files of questions; name the folder they are in")
    found = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                data = json.loads(line)
                question = WrittenQuestion(
                    text=data["q"],
                    document=data["doc"],
                    kind=data.get("type", "fact"),
                    answers=tuple(data["a"]),
                    near=tuple(data.get("near", ())),
                )
            except (ValueError, KeyError, TypeError):
                raise InputError(
                    f'{path}:{number}: not a question; write {{"doc": ..., "q": ..., "a": [...]}}'
                ) from None
            found.append(question)
    return found


def read_documents(folder: Path, questions: Sequence[WrittenQuestion]) -> dict[str, Document]:
    """The documents asked about, by file name; those that cannot be read are left out."""
    names = {question.document for question in questions}
    library = open_library(folder)
    found = {}
    for source in library.sources:
        if source.name in names:
            try:
                found[source.name] = library.read(source)
            except ReadingError:
                continue
    return found


def is_held_out(document: str, share: float = HELD_OUT) -> bool:
    """Whether a document is kept aside: by a hash of its name, so the same in every run."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 1000 < 1000 * share


def flatten(text: str) -> str:
    """Words alone, for finding an answer in a document whatever its line breaks and marks."""
    return " ".join(re.findall(r"\w+", text.lower()))
