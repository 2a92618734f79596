"""What an office document is made of, as its reader hands it to `corpus.reading.compose`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

BULLETS = ("•", "◦", "▪")
"""The bullet of each depth of a list; the last serves all that are deeper."""

Emphasis = Literal[0, 1, 2]
"""None; wholly bold; wholly italic or underlined."""


def find_emphasis(text: Iterable[str], *, plain: bool, upright: bool) -> Emphasis:
    """How the whole of a paragraph is emphasised.

    Args:
        text: its pieces.
        plain: whether some words are not bold.
        upright: whether some words are neither italic nor underlined.
    """
    if not any(part.strip() for part in text):
        return 0
    return 1 if not plain else 2 if not upright else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph with what its format says of it."""

    text: str  # may hold line breaks as "\n" and tabs as "\t"
    marker: str = ""  # its automatic number or bullet, "2.4", "(a)", "•"
    level: int = 0  # of a heading by style, 1 is the outermost; 0 for none
    emphasis: Emphasis = 0
    centred: bool = False

    @property
    def line(self) -> str:
        """The paragraph with its marker before it."""
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table, with what stands in it in order."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table by row; a merged cell has its text once, and empty cells for the rest of it."""

    rows: tuple[tuple[Cell, ...], ...]


Part: TypeAlias = Paragraph | Table


def make_bullet(depth: int) -> str:
    """The bullet of a list's item, its depth counted from 0."""
    return BULLETS[min(max(depth, 0), len(BULLETS) - 1)]
