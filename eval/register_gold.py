"""Commitments that people found by reading: the labels that a register is held against.

A file has one JSON object a line, one a document: `document` (its id), `text_sha256` (of the text
as it was read when it was labelled), and `labels` in the order of the document. A label is where
the words stand (`passage`, `start`, `end`), and, unless it is `optional`, every `firmness`, `who`
and `due` that would be right. No words of the documents are in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.types import Firmness
from eval.errors import RunError
from eval.lines import read_lines

Half = Literal["tune", "test"]
ANYONE = "*"
"""A `who` where the document does not say."""
IN_WORDS = "words"
"""A `due` that no calendar can place."""


class Label(BaseModel):
    """One commitment, as somebody who read the document labelled it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    passage: str
    start: int = Field(ge=0)  # characters, in Document.text
    end: int = Field(ge=1)
    optional: bool = False  # readers may differ: neither found nor missed counts
    firmness: tuple[Firmness, ...] = ()
    who: tuple[str, ...] = ()
    due: tuple[str | None, ...] = ()


class LabelledRow(BaseModel):
    """One line of a file of labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    text_sha256: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A document with its labels, and the half that it belongs to."""

    row: LabelledRow
    half: Half


def half_of(document: str) -> Half:
    """The half of a document: by its id's hash, so that nobody chooses."""
    odd = int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2
    return "test" if odd else "tune"


def read_labels(path: Path) -> list[Labelled]:
    """The labelled documents of a file; `RunError` with the first line that is none."""
    found = []
    for number, row in enumerate(read_lines(path), 1):
        found.append(Labelled(row=_read(row, f"{path}:{number}"), half=half_of(row["document"])))
    return found


def _read(row: dict[str, Any], where: str) -> LabelledRow:
    try:
        return LabelledRow.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RunError(f"{where}: {place}: {first['msg']}; see eval/register/README.md") from None


def check_text(labelled: Labelled, text: str) -> None:
    """`RunError` where the text is no longer what was labelled, so that no span would hold."""
    if hashlib.sha256(text.encode()).hexdigest() != labelled.row.text_sha256:
        raise RunError(
            f"{labelled.row.document}: its text is not the one that was labelled (another file, or "
            "read by other rules); label it again, or leave its line out"
        )
