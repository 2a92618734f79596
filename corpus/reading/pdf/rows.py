"""From the segments of one region of a PDF page to its lines.

What stands side by side is a paragraph's number and its text, cells of a table without rules,
a note in the right margin ("ACTION: JB"), or one line with a wide space in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles

from corpus.reading.pdf.cells import find_stretches, read_cells, read_lists
from corpus.reading.pdf.columns import Element
from corpus.reading.pdf.segments import group_rows
from corpus.reading.pdf.types import Line, Segment, Table
from corpus.reading.pdf.words import join_lines

_LABEL = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5}|[A-Z]\d{1,2})[.)]|\(\w{1,4}\)"
    r"|[A-Z]?\d{1,3}(?:[./]\d{1,3}){1,3}[.)]?"
)
_BARE_LABEL = re.compile(r"\d{1,3}")
_TIGHT = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,3}\.?)(?=[A-Z][a-z])"
)
_PROSE = 25  # letters from which what follows a bare number is a paragraph
_BULLETS = "•●⚫∙➢➤►▶‣✓✔❖◆♦■❑❒□⮚"
_LOWER = {"◦": "◦", "○": "◦", "▪": "▪", "▫": "▪"}
_DASHES = "-–—*·"
_BESIDE = 0.9  # of the font size: a number is no further above its text
_APART = 1.6  # of the font size: a line further down begins a paragraph
_NOTE_LETTERS = 30  # in the longest line of a note in the margin
_LONG_CELL = 300  # letters: a longer cell of several paragraphs is text that a grid is laid under


def read_lines(region: Sequence[Element], words: Collection[str]) -> list[Line]:
    """The lines of a region, from the top; `words` as `find_words` gives them."""
    lines: list[Line] = []
    prose: list[Segment] = []
    for element in region:
        if isinstance(element, Table):
            lines += _read_flow(prose) + _read_table(element, words)
            prose = []
        else:
            prose.append(element)
    lines += _read_flow(prose)
    if lines:
        lines[0] = replace(lines[0], apart=True)
    return lines


def _read_flow(segments: Sequence[Segment]) -> list[Line]:
    rows = [_with_label(row) for row in _join_labels(group_rows(segments))]
    if not rows:
        return []
    edge = max(row[-1].right for row in rows)
    if len(rows) > 4:
        edge = quantiles([row[0].right for row in rows], n=20)[-1]
    starts = {stretch.start: stretch for stretch in find_stretches(rows)}
    lines: list[Line] = []
    notes: list[str] = []
    skip = 0
    for index, row in enumerate(rows):
        if index < skip:
            continue
        if stretch := starts.get(index):
            skip = stretch.stop
            inside = rows[index : stretch.stop]
            lines += _listed(inside) if stretch.lists else _tabbed(inside, edge)
            continue
        words = [part for part in row if not _is_note(part, row, edge, len(rows))]
        if notes and words and _opens(lines, words[0]):
            lines[-1] = _noted(lines[-1], notes)
            notes = []
        if words:
            lines.append(_line(words, "  ".join(part.text for part in words), edge))
        notes += [part.text for part in row if part not in words]
    if notes and lines:
        lines[-1] = _noted(lines[-1], notes)
    elif notes:
        lines.append(_line(rows[0], " ".join(notes), edge))
    return lines


def _line(row: Sequence[Segment], text: str, edge: float, *, tabbed: bool = False) -> Line:
    main = max(row, key=lambda part: len(part.text))
    return Line(
        text=text,
        top=max(part.top for part in row),
        base=main.base,
        foot=main.base,
        right=row[-1].right,
        edge=edge,
        size=main.size,
        bold=all(part.bold for part in row),
        row=tabbed,
    )


def _listed(rows: Sequence[Sequence[Segment]]) -> list[Line]:
    flows = [_read_flow(parts) for parts in read_lists(rows)]
    return [line for flow in flows for line in (replace(flow[0], apart=True), *flow[1:])]


def _tabbed(rows: Sequence[Sequence[Segment]], edge: float) -> list[Line]:
    return [
        _line(rows[0], "\t".join(cells).rstrip(), edge, tabbed=True) for cells in read_cells(rows)
    ]


def _read_table(table: Table, words: Collection[str]) -> list[Line]:
    """A line a row; a row of whole paragraphs is text that a grid is laid under, cell by cell."""
    lines: list[Line] = []
    for cells in table.rows:
        flows = [_read_flow(cell) for cell in cells]
        if any(_is_text(flow) for flow in flows):
            lines += _under_grid(flows)
            continue
        texts = [join_lines([line.text for line in flow], words) for flow in flows]
        first = next(line for flow in flows for line in flow)
        lines.append(replace(first, text="\t".join(texts).rstrip(), row=True))
    if lines:
        lines[0] = replace(lines[0], apart=True)
    return lines


def _is_text(flow: Sequence[Line]) -> bool:
    """Whether a cell holds several paragraphs, and more than anybody reads in a table."""
    if sum(len(line.text) for line in flow) <= _LONG_CELL:
        return False
    steps = [above.base - below.base for above, below in pairwise(flow)]
    usual = min((step for step in steps if step > 0), default=0.0)
    return any(step > 1.3 * usual for step in steps)


def _under_grid(flows: Sequence[Sequence[Line]]) -> list[Line]:
    """The cells one below the other, a number in front of the cell that it numbers."""
    lines: list[Line] = []
    label = ""
    for flow in flows:
        if not flow:
            continue
        if len(flow) == 1 and is_label(flow[0].text):
            label = f"{label}{flow[0].text} "
            continue
        lines.append(replace(flow[0], text=f"{label}{flow[0].text}", apart=True))
        lines += flow[1:]
        label = ""
    if label:
        lines.append(
            replace(next(flow for flow in flows if flow)[0], text=label.rstrip(), apart=True)
        )
    return lines


# Labels


def is_label(text: str, following: str | None = None) -> bool:
    """Whether text is the number of a paragraph or item, standing by itself."""
    if _LABEL.fullmatch(text):
        return True
    return bool(_BARE_LABEL.fullmatch(text)) and (following is None or len(following) >= _PROSE)


def _is_bullet(part: Segment) -> bool:
    text = part.text
    return len(text) == 1 and (
        part.symbol
        or text in _BULLETS
        or text in _LOWER
        or text in _DASHES
        or text == "o"
        or _is_private(text)
    )


def _is_private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"


def _with_label(row: list[Segment]) -> list[Segment]:
    """The row with its numbers and bullets put in front of the text that they stand beside."""
    first = row[0]
    if len(row) > 1:
        bullet = _is_bullet(first)
        if bullet or is_label(first.text, row[1].text):
            rest = _with_label(row[1:])
            text = f"{_bullet(first.text) if bullet else first.text} {rest[0].text}"
            return [replace(rest[0], text=text, left=first.left, symbol=False), *rest[1:]]
    sign, words = first.text[:1], first.text[1:]
    spaced = words.startswith(" ")
    if (
        sign in _BULLETS
        or sign in _LOWER
        or _is_private(sign)
        or (spaced and (first.symbol or sign == "o"))
    ):
        first = replace(first, text=f"{_bullet(sign)} {words.lstrip()}", symbol=False)
    return [replace(first, text=_TIGHT.sub(r"\g<0> ", first.text)), *row[1:]]


def _bullet(sign: str) -> str:
    """The sign that a bullet is written as: by its level, as word processors choose it."""
    if sign in _DASHES:
        return sign
    if sign == "o":
        return "◦"
    if sign == "\uf0a7":  # the square of Wingdings
        return "▪"
    return _LOWER.get(sign, "•")


def _join_labels(rows: list[list[Segment]]) -> list[list[Segment]]:
    """A number that stands a little above or below the text beside it, on the line of that."""
    joined: list[list[Segment]] = []
    for row in rows:
        above = joined[-1] if joined else []
        if (
            len(above) == 1
            and (is_label(above[0].text, row[0].text) or _is_bullet(above[0]))
            and above[0].right < row[0].left
            and above[0].base - row[0].base < _BESIDE * row[0].size
        ):
            joined[-1] = [above[0], *row]
        else:
            joined.append(row)
    return joined


# Notes in the margin


def _is_note(part: Segment, row: Sequence[Segment], edge: float, rows: int) -> bool:
    return (
        rows > 4
        and part.left > edge
        and len(part.text) <= _NOTE_LETTERS
        and (part is not row[0] or len(row) == 1)
    )


def _opens(lines: Sequence[Line], part: Segment) -> bool:
    """Whether the part begins a paragraph: a line's height below the last line, or numbered."""
    if not lines:
        return False
    return lines[-1].base - part.base > _APART * part.size or is_label(part.text.split(" ", 1)[0])


def _noted(line: Line, notes: Sequence[str]) -> Line:
    return replace(line, text="  ".join([line.text, " ".join(notes)]))
