"""Spreadsheets (XLSX, also with macros or as a template): the only importer of openpyxl."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadingError
from corpus.reading.archive import open_archive
from corpus.reading.compose import compose
from corpus.reading.ooxml import Properties, read_properties
from corpus.reading.options import ReadingOptions
from corpus.reading.parts import Cell, Paragraph, Part, Table
from corpus.reading.types import Reading
from corpus.reading.xlsx.number_format import show

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS = 20_000  # of one sheet, with words in them
_COLUMNS = 200
_CELLS = 500_000  # of the whole file, with words in them
_LAST = 1_048_576  # the last row that a sheet can have


def read_xlsx(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """Every sheet under its name as a heading, its rows as tables; formulas by their results.

    Raises `ReadingError` when the file is damaged, encrypted or hostile.
    """
    with open_archive(path) as archive:
        properties = read_properties(archive)
    try:
        return _read(path, properties)
    except OSError:
        raise
    except Exception as e:  # openpyxl lets kinds of every sort through on damaged files
        raise ReadingError(
            f"{path}: damaged spreadsheet ({type(e).__name__}); save it anew"
        ) from None


def _read(path: Path, properties: Properties) -> Reading:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of charts, styles and checks that we do not read
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            reader = _Reader()
            parts = list(reader.read(book))
    return compose(
        parts, title=properties.title, written=properties.written, notes=tuple(reader.notes)
    )


@dataclass(slots=True, kw_only=True)
class _Row:
    """The cells of one row up to its last that is not empty."""

    texts: list[str]
    headed: bool  # words only: it can stand as the head of a table

    @property
    def filled(self) -> int:
        return sum(bool(text) for text in self.texts)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes through the sheets of one file, within its limits."""

    cells: int = 0
    notes: list[str] = field(default_factory=list)

    def read(self, book: Workbook) -> Iterator[Part]:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                self.notes.append(f"The hidden sheet “{sheet.title}” was left out.")
                continue
            parts = list(_arrange(self._rows(sheet)))
            if parts:
                yield Paragraph(text=sheet.title, level=1)
                yield from parts

    def _rows(self, sheet: Worksheet) -> Iterator[_Row]:
        """The rows of a sheet; where some are empty, one empty one."""
        sheet.reset_dimensions()  # type: ignore[attr-defined]  # programs write them wrong
        count = 0
        empty = False
        for cells in sheet.iter_rows(max_row=_LAST, max_col=_COLUMNS):
            texts = [show(cell.value, cell.number_format) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                empty = True
                continue
            if empty and count:
                yield _Row(texts=[], headed=False)
            empty = False
            count += 1
            self.cells += len(texts)
            if count > _ROWS or self.cells > _CELLS:
                self.notes.append(
                    f"The sheet “{sheet.title}” was read up to its row {count - 1}; "
                    "what follows was left out."
                )
                return
            values = [cell.value for cell in cells if cell.value is not None]
            yield _Row(texts=texts, headed=all(isinstance(value, str) for value in values))


def _arrange(rows: Iterable[_Row]) -> Iterator[Part]:
    """Tables, and the lines of words that stand over or between them."""
    table: list[_Row] = []
    gap = False
    for row in rows:
        if not row.texts:
            gap = True
            continue
        opens = gap and row.headed
        if table and (opens or (gap and row.filled == 1)):
            yield _table(table)
            table = []
        if not table and row.filled == 1:
            yield Paragraph(text="".join(row.texts))
        else:
            table.append(row)
        gap = False
    if table:
        yield _table(table)


def _table(rows: Sequence[_Row]) -> Table:
    return Table(
        rows=tuple(tuple(Cell(parts=(Paragraph(text=text),)) for text in row.texts) for row in rows)
    )
