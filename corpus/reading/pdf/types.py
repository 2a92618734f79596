"""What stands on a PDF page before it is read: runs of letters, ruled lines, pictures.

Lengths are points (1/72 inch). A page is seen as its reader holds it, turned by its /Rotate, and
then turned again so that the letters of a `Run` stand upright: x grows to the right, y upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HiddenBy = Literal["invisible ink", "white ink", "being off the page", "being too small to see"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Letters shown by one operator, without a wide gap among them."""

    text: str
    left: float
    right: float
    base: float  # y of the line that the letters stand on
    size: float  # of the font, as seen
    bold: bool = False
    symbol: bool = False  # in a font of signs (Wingdings), whose letters are no letters
    drawn: bool = False  # a small picture, which is a bullet where it stands before a line
    angle: int = 0  # degrees that the page is turned so that the run stands upright, 0 to 359
    hidden: HiddenBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line drawn across or down the page."""

    across: bool
    at: float  # y of one across, x of one down
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page: its runs in the order in which they were drawn, its rules, its extent."""

    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    width: float
    height: float
    pictured: float = 0.0  # share of the page that its largest picture covers, 0 to 1
    shapes: int = 0  # filled or drawn
    fault: str | None = None  # why some of it could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Runs side by side on one line: a whole line of prose, or a cell's line in a table."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    symbol: bool = False  # its first sign is of a font of signs

    @property
    def top(self) -> float:
        """Y above which no letter of it reaches."""
        return self.base + 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Y below which no letter of it reaches."""
        return self.base - 0.25 * self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the text to come, and what the layout says of it."""

    text: str
    top: float  # y
    base: float
    foot: float  # y of its last line on the page, where a word cut there was made whole
    right: float
    edge: float  # x to which the lines of its column reach
    size: float
    bold: bool = False
    row: bool = False  # of a table, its cells apart by tabs
    apart: bool = False  # begins a part of the page of its own: a column, a table, a cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table by its ruled lines: rows of cells, each cell the segments in it."""

    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[tuple[tuple[Segment, ...], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """A bookmark: the words of a heading, and the page that it stands on."""

    title: str
    level: int  # 1 is the outermost
    page: int  # from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What the file says of itself."""

    title: str | None
    written: str | None  # "2014-12-12"
    labels: Sequence[str]  # one a page, empty where the file defines none
    outline: Sequence[OutlineEntry]
