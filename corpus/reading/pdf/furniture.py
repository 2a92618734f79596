"""What stands on page after page of a PDF: running headers, footers and page numbers.

A line near the top or bottom edge is furniture when pages nearby have the same line in the same
place, with no other difference than a number that counts the pages. That number is the page's
printed label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.reading.pdf.types import Segment

_LINES = 4  # from each edge, among which furniture is looked for
_ZONE = 0.25  # of the page's height, from each edge
_PLACE = 4.0  # points that furniture may stand higher or lower on another page
_WINDOW = 4  # pages before and behind: with odd and even pages apart, two of each kind
_TITLE = re.compile(
    r"(?:agenda\s+)?(?:appendix|annexe?|attachment|chapter|enclosure|figure|item|paper|part|schedule"
    r"|section|slide|table)\s*#"
)
"""What counts itself, page after page, and is the title of each."""

_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"\W*([ivxlc]{1,7})\W*", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BARE = re.compile(r"(?:page\s*)?[-–—|]?\s*(\d{1,4})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one page, from the top, and its height in points."""

    rows: Sequence[Sequence[Segment]]
    top: float  # y of the page's upper edge
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Of one page: which of its rows are furniture, and the number printed there."""

    rows: frozenset[int] = frozenset()  # indexes into Sheet.rows
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A line near an edge."""

    row: int  # index into Sheet.rows
    place: float  # points from the edge
    mask: str  # its words with each number masked
    numbers: tuple[str, ...]
    words: str


def find_furniture(sheets: Sequence[Sheet]) -> list[Furniture]:
    """The furniture of each page."""
    edges = [[list(_marks(sheet, upper)) for upper in (True, False)] for sheet in sheets]
    found = [_furniture(edges, page) for page in range(len(sheets))]
    if all(len(page.rows) == len(sheet.rows) for page, sheet in zip(found, sheets, strict=True)):
        return [replace(page, rows=frozenset()) for page in found]  # nothing else is there to read
    return found


def _marks(sheet: Sheet, upper: bool) -> Iterator[_Mark]:
    order = range(len(sheet.rows)) if upper else range(len(sheet.rows) - 1, -1, -1)
    for row in list(order)[:_LINES]:
        base = sheet.rows[row][0].base
        place = sheet.top - base if upper else base - sheet.bottom
        if place > _ZONE * (sheet.top - sheet.bottom):
            return
        words = " ".join(part.text for part in sheet.rows[row])
        numbers = tuple(_NUMBER.findall(words))
        mask = _NUMBER.sub("#", words).casefold()
        if roman := _ROMAN.fullmatch(words):
            numbers, mask = (roman[1],), mask.replace(roman[1].casefold(), "roman")
        yield _Mark(row=row, place=place, mask=mask, numbers=numbers, words=words)


def _furniture(edges: Sequence[Sequence[Sequence[_Mark]]], page: int) -> Furniture:
    rows: set[int] = set()
    label = ""
    for edge, marks in enumerate(edges[page]):
        near = [
            (other, edges[other][edge])
            for other in range(max(0, page - _WINDOW), min(len(edges), page + _WINDOW + 1))
            if other != page
        ]
        for mark in marks:
            same, counted = 0, ""
            for other, others in near:
                for found in others:
                    number = _compare(mark, found, other - page)
                    same += number is not None
                    counted = counted or number or ""
            bare = _BARE.fullmatch(mark.words) if mark is marks[0] else None
            alone = bare is not None and int(bare[1]) == page + 1
            if not (counted or alone or same >= min(2, len(edges) - 1) > 0):
                break  # what stands behind a line of the text is text
            rows.add(mark.row)
            label = label or counted or (bare[1] if alone and bare else "")
    return Furniture(rows=frozenset(rows), label=label)


def _compare(mark: _Mark, other: _Mark, distance: int) -> str | None:
    """The number that counts the pages; "" where the lines are the same; None where they differ.

    Lines of numbers alone are the same only where one counts the pages: others are a table's.
    """
    if mark.mask != other.mask or abs(mark.place - other.place) > _PLACE:
        return None
    differ = [pair for pair in zip(mark.numbers, other.numbers, strict=True) if pair[0] != pair[1]]
    if not differ:
        return "" if any(letter.isalpha() for letter in mark.mask) else None
    values = [(_value(one), _value(two)) for one, two in differ]
    counts = [value for value in values if value[1] - value[0] == distance]
    if len(counts) != len(values) or len(values) > 1 or _TITLE.match(mark.mask):
        return None
    return differ[0][0]


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number[:9])
    values = [_ROMAN_VALUES[letter] for letter in number.lower()]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )
