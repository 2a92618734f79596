"""Tables of a PDF page without rules: rows whose parts stand in columns again and again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.reading.pdf.types import Segment

Row = Sequence[Segment]

_NEAR = 4.0  # points: parts this near stand in one column
_FEWEST = 2  # rows of two parts or more that make a table
_SHARE = 0.5  # of a table's rows, those of two parts or more
_STEP = 3.2  # of the font size: rows further apart are of two tables
_CLOSE = 1.35  # of the font size: the next line of the same cell is no further down
_LISTED = 3  # rows of one part that show two lists side by side
_LETTER = 0.5  # of the font size, the width of a letter in general
_ENDED = re.compile(r"[.!?:;][”’\"')\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows, from `start` up to not including `stop`, that make a table."""

    start: int
    stop: int
    lists: bool = False  # two lists side by side, whose rows have nothing to do with one another


def find_stretches(rows: Sequence[Row]) -> list[Stretch]:
    """The stretches of rows that make tables, in order, none overlapping another."""
    found: list[Stretch] = []
    start = 0
    while start < len(rows):
        stop = _reach(rows, start) if len(rows[start]) > 1 else start
        several = sum(len(row) > 1 for row in rows[start:stop])
        if several >= _FEWEST and several >= _SHARE * (stop - start):
            lists = _are_lists(rows[start:stop])
            found.append(Stretch(start=start, stop=stop, lists=lists))
            start = stop
        else:
            start += 1
    return found


def _reach(rows: Sequence[Row], start: int) -> int:
    """Index behind the last row that keeps to the columns that the row at `start` opens."""
    known = list(rows[start])
    last = start  # the last row of several parts, or part of a cell below such
    stop = start + 1
    while stop < len(rows):
        row, above = rows[stop], rows[stop - 1]
        if above[0].base - row[0].base > _STEP * max(row[0].size, above[0].size):
            break
        if len(row) > 1:
            if not any(_aligned(part, other) for part in row[1:] for other in known):
                break
            known += row
            last = stop
        elif row[0].left > min(part.left for part in known) + _NEAR:
            if not any(_aligned(row[0], other) for other in known):
                break
            last = stop
        elif row[0].right >= min(part.left for part in known if part not in _firsts(rows, start)):
            break
        stop += 1
    return last + 1


def _are_lists(rows: Sequence[Row]) -> bool:
    """Whether both of two columns go on alone, and not because a cell's line was full."""
    columns = _columns(rows)
    if len(columns) != 2:
        return False
    limits = _limits(rows, columns)
    alone = [0, 0]
    for above, row in pairwise(rows):
        places = [_column(part, columns) for part in row]
        if len(places) == 1 and not _is_full(above, row[0], places[0], limits, columns):
            alone[places[0]] += 1
    return min(alone) >= 1 and sum(alone) >= _LISTED


def _firsts(rows: Sequence[Row], start: int) -> tuple[Segment, ...]:
    return tuple(row[0] for row in rows[start:] if len(row) > 1)


def _aligned(one: Segment, other: Segment) -> bool:
    return (
        abs(one.left - other.left) <= _NEAR
        or abs(one.right - other.right) <= _NEAR
        or abs(one.left + one.right - other.left - other.right) <= _NEAR
    )


def read_lists(rows: Sequence[Row]) -> list[list[Segment]]:
    """The parts of each of the lists that stand side by side, from the top."""
    columns = _columns(rows)
    parts = [part for row in rows for part in row]
    return [
        [part for part in parts if _column(part, columns) == index] for index in range(len(columns))
    ]


def read_cells(rows: Sequence[Row]) -> list[list[str]]:
    """The cells of a table row by row; a wrapped cell is joined into its row."""
    columns = _columns(rows)
    limits = _limits(rows, columns)
    table: list[list[str]] = []
    above: Row = ()
    for row in rows:
        places = [_column(part, columns) for part in row]
        if table and _carries_on(row, above, places, table[-1], limits, columns):
            for place, part in zip(places, row, strict=True):
                table[-1][place] = f"{table[-1][place]} {part.text}".strip()
        else:
            cells = [""] * len(columns)
            for place, part in zip(places, row, strict=True):
                cells[place] = f"{cells[place]} {part.text}".strip()
            table.append(cells)
        above = row
    return table


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """From and to where each column reaches, from the left; narrow parts tell them first."""
    columns: list[tuple[float, float]] = []
    parts = sorted((part for row in rows for part in row), key=lambda part: part.right - part.left)
    for part in parts:
        met = [column for column in columns if part.left < column[1] and column[0] < part.right]
        if len(met) > 1:
            continue  # reaches over several columns, as a title over them does
        for column in met:
            columns.remove(column)
        columns.append(
            (
                min([part.left, *(start for start, _ in met)]),
                max([part.right, *(end for _, end in met)]),
            )
        )
    return sorted(columns)


def _column(part: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """The first column that the part reaches into."""
    return next(index for index, column in enumerate(columns) if part.left < column[1] + 0.01)


def _limits(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[float]:
    """X to which the words of each column reach."""
    return [
        max(part.right for row in rows for part in row if _column(part, columns) == index)
        for index in range(len(columns))
    ]


def _is_full(
    above: Row,
    part: Segment,
    place: int,
    limits: Sequence[float],
    columns: Sequence[tuple[float, float]],
) -> bool:
    """Whether the first word of a part had no room on the line above, in its column."""
    before = next((other for other in above if _column(other, columns) == place), None)
    word = part.text.split(" ", 1)[0]
    return (
        before is not None and before.right + (1 + len(word)) * _LETTER * part.size >= limits[place]
    )


def _carries_on(
    row: Row,
    above: Row,
    places: Sequence[int],
    cells: Sequence[str],
    limits: Sequence[float],
    columns: Sequence[tuple[float, float]],
) -> bool:
    """Whether the row is the next line of cells above, whose next word did not fit."""
    size = median(part.size for part in row)
    if above[0].base - row[0].base > _CLOSE * size or 0 in places:
        return False
    for place, part in zip(places, row, strict=True):
        full = _is_full(above, part, place, limits, columns)
        if not full or _ENDED.search(cells[place]):
            return False
    return len(row) == 1 or any(part.text[0].islower() for part in row)
