"""The pieces that a text is read as: its lines, and the blocks that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.structure.markers import read_markers

BlockKind = Literal["heading", "prose", "number", "letter", "roman", "bullet", "resolution", "row"]

_BLANK = " \t\u00a0\ufeff\u200b\f\r"
_ROW = re.compile(r"\|.*\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a document; `start:end` leaves its marker out."""

    kind: BlockKind
    start: int  # characters, in Document.text
    end: int
    marker: str = ""  # "27", "2.4", "a", "iv", "·", "AGREED", "Item 5"
    level: int = 0  # of a heading: 1 is the outermost
    guessed: bool = False  # a heading by its looks alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a text; `start:end` leaves the white space at its ends out."""

    start: int
    end: int
    text: str  # without the white space at both ends; "" for a blank line
    page: bool  # begins with a page break


def read_lines(text: str) -> Iterator[Line]:
    """The lines of the text, in order."""
    offset = 0
    for raw in text.split("\n"):
        bare = raw.strip(_BLANK)
        start = offset + (raw.find(bare) if bare else 0)
        yield Line(start=start, end=start + len(bare), text=bare, page=raw.startswith("\f"))
        offset += len(raw) + 1


def is_row(line: str) -> bool:
    """Whether the line is a table's: cells apart by pipes or tabs, and not a marker's one tab."""
    if _ROW.fullmatch(line):
        return True
    before, tab, after = line.partition("\t")
    if not tab:
        return False
    marked = any(marker.end > len(before) for marker in read_markers(line))
    return "\t" in after.strip() or not marked
