"""From the paragraphs and tables of an office document to the text that every reader gives.

Word processors say which paragraph is a heading and which words are bold, and people make headings
of either; they put words in columns with tables, and with tabs. What a person sees is decided here,
once for all formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.reading.headings import TYPED_MARKER, find_headings
from corpus.reading.layout import Rows, write_out
from corpus.reading.parts import Paragraph, Part, Table
from corpus.reading.types import Heading, Reading

_COLUMNS = 200  # characters of a line in columns; a longer one is a paragraph with a stray tab
_WIDE = re.compile(r" {5,}")  # spaces typed to reach a column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    level: int = 0  # of a heading; 0 for none
    row: bool = False  # of a table that the format knows as one
    columns: bool = False  # words apart by tabs
    joined: bool = False  # to the line before it, without a blank line between


def compose(
    parts: Iterable[Part],
    *,
    title: str | None = None,
    written: str | None = None,
    notes: Sequence[str] = (),
) -> Reading:
    """The reading of a document given by its parts in order.

    Headings are those that the document's styles mark, and lines that are wholly bold, italic or
    underlined and stand over other text; the latter stand below all of the former.
    """
    pieces = [piece for part in parts for piece in _flatten(part)]
    text: list[str] = []
    headings: list[Heading] = []
    length = 0
    for line in _lines(find_headings(pieces)):
        gap = "" if not text else "\n" if line.joined else "\n\n"
        if line.level:
            headings.append(Heading(start=length + len(gap), level=line.level))
        text += (gap, line.text)
        length += len(gap) + len(line.text)
    return Reading(
        text="".join((*text, "\n")),
        headings=tuple(headings),
        title=title or None,
        written=written,
        notes=tuple(dict.fromkeys(notes)),
    )


def _flatten(part: Part) -> Iterator[Paragraph | Rows]:
    if isinstance(part, Table):
        yield from write_out(part)
    elif part.text.strip():
        yield part


def _lines(pieces: Iterable[Paragraph | Rows]) -> Iterator[_Line]:
    """Every line of the text; two or more in columns, one after another, are a table."""
    in_table = False
    split = (line for piece in pieces for line in _split(piece))
    for columns, group in groupby(_align(split), key=lambda line: line.columns):
        lines = list(group)
        is_table = columns and len(lines) > 1
        for place, line in enumerate(lines):
            if is_table:
                cells = (" ".join(cell.split()) for cell in line.text.split("\t"))
                yield replace(line, text="\t".join(cells).rstrip(), joined=bool(place))
            elif columns:
                yield replace(line, text=" ".join(line.text.split()), joined=line.joined)
            else:
                yield replace(line, joined=line.joined and not in_table)
            in_table = is_table


def _align(lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines, one that begins with a tab below a line in columns being in columns itself."""
    above = False
    for line in lines:
        above = line.columns or (above and not line.row and line.text.startswith("\t"))
        kept = above or line.row
        yield replace(line, columns=above, text=line.text if kept else line.text.strip())


def _split(piece: Paragraph | Rows) -> Iterator[_Line]:
    if isinstance(piece, Rows):
        for place, row in enumerate(piece.lines):
            yield _Line(text=row, row=True, joined=bool(place))
        return
    if piece.level:
        yield _Line(text=" ".join(piece.line.split()), level=piece.level)
        return
    first = True
    for raw in piece.line.split("\n"):
        text = _WIDE.sub("\t", raw.strip(" ").rstrip())
        if not text.strip():
            continue
        marked = first and (piece.marker or TYPED_MARKER.match(text))
        columns = "\t" in text.strip() and not marked and len(text) <= _COLUMNS
        if not columns:
            text = "\t" * text.startswith("\t") + " ".join(text.split())
        yield _Line(text=text, columns=columns, joined=not first)
        first = False
