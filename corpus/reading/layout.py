"""Which tables are tables, and which only put text in its place on the page.

Minutes are often typed into a table of three columns: number, what was said, who is to act. A row
of it is a page long, and nobody would cite it whole, so such a table is written out paragraph by
paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.reading.parts import Cell, Paragraph, Part, Table

_PARAGRAPHS = 3  # in a cell from which it holds prose
_PROSE = 400  # characters in a cell from which it holds prose
_SHARE = 0.25  # of the rows from which a table with prose in them only lays out text
_SHORT = 60  # characters of a cell that its column's head may stand before: "Action: the Chair"
_NUMBER = re.compile(r"\(?[A-Z]{0,4}[/.-]?\d{1,4}(?:[/.]\d{1,4})*[.):]?|\(?[a-z][.)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The lines of a table, its cells apart by tabs."""

    lines: tuple[str, ...]


def write_out(table: Table) -> Iterator[Paragraph | Rows]:
    """The table as lines, or the paragraphs of one that only lays out text."""
    rows = _drop_empty(table.rows)
    if not rows:
        return
    if len(rows[0]) == 1:
        for (cell,) in rows:
            yield from _write_cell(cell)
    elif _lays_out(rows):
        yield from _write_prose(rows)
    else:
        yield Rows(lines=tuple("\t".join(_join(cell) for cell in row).rstrip("\t") for row in rows))


def _drop_empty(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows and columns that hold words, every row as wide as the widest."""
    width = max((len(row) for row in rows), default=0)
    whole = [[*row, *[Cell()] * (width - len(row))] for row in rows if any(map(_join, row))]
    kept = [place for place in range(width) if any(_join(row[place]) for row in whole)]
    return [[row[place] for place in kept] for row in whole]


def _lays_out(rows: Sequence[Sequence[Cell]]) -> bool:
    cells = [cell for row in rows for cell in row]
    if any(isinstance(part, Table) and _is_wide(part) for cell in cells for part in cell.parts):
        return True
    prose = sum(any(_holds_prose(cell) for cell in row) for row in rows)
    return prose >= max(1, _SHARE * len(rows))


def _is_wide(table: Table) -> bool:
    rows = _drop_empty(table.rows)
    return len(rows) > 1 and len(rows[0]) > 1


def _holds_prose(cell: Cell) -> bool:
    filled = [part for part in cell.parts if _words(part)]
    return len(filled) >= _PARAGRAPHS and sum(len(_words(part)) for part in filled) >= _PROSE


def _write_prose(rows: Sequence[Sequence[Cell]]) -> Iterator[Paragraph | Rows]:
    heads = [_join(cell) for cell in rows[0]]
    headed = all(len(head) <= _SHORT for head in heads) and not any(map(_holds_prose, rows[0]))
    if headed:
        yield Rows(lines=("\t".join(heads).strip("\t"),))
    for row in rows[headed:]:
        number = ""
        for head, cell in zip(heads, row, strict=True):
            words = _join(cell)
            if _NUMBER.fullmatch(words):
                number = words
                continue
            parts = list(_write_cell(cell))
            first = parts[0] if parts else None
            if number and isinstance(first, Paragraph) and not first.marker:
                parts[0] = replace(first, marker=number)
                number = ""
            elif headed and head and cell is not row[0] and 0 < len(words) <= _SHORT:
                parts = [Paragraph(text=f"{head.rstrip(':')}: {words}")]
            yield from parts
        if number:  # a number with nothing beside it
            yield Paragraph(text=number)


def _write_cell(cell: Cell) -> Iterator[Paragraph | Rows]:
    for part in cell.parts:
        if isinstance(part, Table):
            yield from write_out(part)
        elif part.text.strip():
            yield part


def _join(cell: Cell) -> str:
    """The words of a cell on one line."""
    return " ".join(filter(None, (_words(part) for part in cell.parts)))


def _words(part: Part) -> str:
    if isinstance(part, Paragraph):
        return " ".join(part.line.split()) if part.text.strip() else ""
    return " ".join(filter(None, (_join(cell) for row in part.rows for cell in row)))
