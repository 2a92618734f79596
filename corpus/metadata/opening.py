"""The opening of a document: the lines at its start in which it says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.structure.furniture import is_furniture

_REACH = 2500  # characters
_MOST = 40  # lines
_MARKS = re.compile(r"[*_#|\u00a0\ufeff]+")
_TITLE = 160  # characters, of the longest line that may be a title


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """A line of the opening, without white space and marks of emphasis."""

    words: str
    start: int  # character, in Document.text
    number: int  # from 1
    row: bool  # of a table

    @property
    def short(self) -> bool:
        """Whether the line may be a title, by its length."""
        return len(self.words) <= _TITLE


def read_opening(text: str) -> tuple[OpeningLine, ...]:
    """The lines that say something at the start of a text; page numbers and the like left out."""
    found: list[OpeningLine] = []
    offset = 0
    for number, line in enumerate(text[:_REACH].split("\n"), start=1):
        words = " ".join(_MARKS.sub(" ", line).split())
        if words and not is_furniture(words):
            found.append(
                OpeningLine(words=words, start=offset, number=number, row="\t" in line.strip())
            )
        offset += len(line) + 1
    return tuple(found[:_MOST])
