"""One page of a PDF: what of it is text, and in which order it is read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.reading.pdf.columns import Element, read_regions
from corpus.reading.pdf.furniture import Furniture, Sheet
from corpus.reading.pdf.rows import read_lines
from corpus.reading.pdf.segments import group_rows, read_segments
from corpus.reading.pdf.tables import take_tables
from corpus.reading.pdf.types import HiddenBy, Line, PageContent, Run, Segment, Table

_SCANNED = 0.5  # of the page: a picture this large may be a scan, with its words beneath
_UNKNOWN = 0.3  # share of signs of no known letter from which a page's text is no text


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A page's text in segments, before its furniture is known."""

    sheet: Sheet  # rows that stand upright and in no ruled table
    tables: tuple[Table, ...]
    askew: tuple[tuple[Segment, ...], ...]  # segments of each other direction of writing
    hidden: Counter[HiddenBy]  # letters left out
    layer: bool  # its text is invisible, over or under a scan
    readable: bool  # has text of known letters


def lay(content: PageContent) -> Laid:
    """The page's visible text; of a scan with text laid under it, that text."""
    layer = content.pictured >= _SCANNED
    runs, hidden = _visible(content.runs, layer)
    turns = Counter[int]()
    for run in runs:
        turns[run.angle] += len(run.text)
    upright = max(turns, key=lambda turn: turns[turn]) if turns else 0
    main = [run for run in runs if run.angle == upright]
    tables, loose = take_tables(main, content.rules) if upright == 0 else ([], main)
    ys = [y for _, y in _corners(content, upright)]
    others = sorted(turns.keys() - {upright})
    return Laid(
        sheet=Sheet(rows=group_rows(read_segments(loose)), top=max(ys), bottom=min(ys)),
        tables=tuple(tables),
        askew=tuple(
            tuple(read_segments(run for run in runs if run.angle == turn)) for turn in others
        ),
        hidden=hidden,
        layer=layer and any(run.hidden == "invisible ink" for run in runs),
        readable=_is_readable(runs),
    )


def segments_of(laid: Laid) -> Iterable[Segment]:
    """Every segment of the page."""
    for row in laid.sheet.rows:
        yield from row
    for table in laid.tables:
        for cells in table.rows:
            for cell in cells:
                yield from cell
    for group in laid.askew:
        yield from group


def count_letters(laid: Laid) -> int:
    """Letters and digits on the page."""
    return sum(letter.isalnum() for part in segments_of(laid) for letter in part.text)


def arrange(laid: Laid, furniture: Furniture, words: Collection[str]) -> list[Line]:
    """The page's lines in reading order, without its furniture; what is written askew last."""
    rows = (row for index, row in enumerate(laid.sheet.rows) if index not in furniture.rows)
    elements: list[Element] = [*(segment for row in rows for segment in row), *laid.tables]
    lines = [line for region in read_regions(elements) for line in read_lines(region, words)]
    for group in laid.askew:
        lines += read_lines(list(group), words)
    return lines


def _visible(runs: Sequence[Run], layer: bool) -> tuple[list[Run], Counter[HiddenBy]]:
    """The runs that a reader sees, or that stand for a scan, and the letters of the others."""
    kept: list[Run] = []
    hidden = Counter[HiddenBy]()
    tiny = all(run.hidden == "being too small to see" for run in runs)  # a plan, scaled down
    for run in runs:
        seen = run.hidden is None or (layer and run.hidden == "invisible ink")
        if seen or (tiny and run.hidden == "being too small to see"):
            kept.append(run)
        elif run.hidden:
            hidden[run.hidden] += len(run.text)
    return kept, hidden


def _corners(content: PageContent, angle: int) -> list[tuple[float, float]]:
    """The page's corners where its letters, turned by an angle, stand upright."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [
        (x * cosine + y * sine, y * cosine - x * sine)
        for x in (0.0, content.width)
        for y in (0.0, content.height)
    ]


def _is_readable(runs: Sequence[Run]) -> bool:
    letters = [letter for run in runs for letter in run.text if not (run.drawn or letter.isspace())]
    unknown = sum(letter == "\ufffd" or letter < " " for letter in letters)
    return bool(letters) and unknown <= _UNKNOWN * len(letters)
