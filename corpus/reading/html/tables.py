"""The rows of a table of a page, every place that a cell spans in them."""

from __future__ import annotations

import re

from corpus.reading.html.markup import Element

_WIDEST = 100
"""Columns that a cell may span; the HTML standard allows 1000, no record needs them."""


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of each row of the table itself, not of tables inside it."""
    rows: list[list[Element]] = []
    stack = list(reversed(table.children))
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            continue
        if node.tag in ("thead", "tbody", "tfoot"):
            stack.extend(reversed(node.children))
        elif node.tag == "tr":
            rows.append(
                [c for c in node.children if isinstance(c, Element) and c.tag in ("td", "th")]
            )
    return rows


def lay_out(rows: list[list[Element]]) -> list[list[Element | None]]:
    """The rows with None in every further place that a cell spans, across or down."""
    laid: list[list[Element | None]] = []
    below: dict[int, int] = {}  # column -> rows that a cell above still fills
    for row in rows:
        line: list[Element | None] = []
        filled, below = below, {}
        cells = iter(row)
        cell = next(cells, None)
        while cell is not None or len(line) <= max(filled, default=-1):
            column = len(line)
            if (left := filled.pop(column, 0)) or cell is None:
                line.append(None)
                if left > 1:
                    below[column] = left - 1
                continue
            height = _read_span(cell, "rowspan")
            for place in range(min(_read_span(cell, "colspan"), _WIDEST)):
                filled.pop(column + place, None)
                line.append(None if place else cell)
                if height > 1:
                    below[column + place] = height - 1
            cell = next(cells, None)
        laid.append(line)
    return laid


def _read_span(cell: Element, name: str) -> int:
    written = cell.attributes.get(name, "").strip()
    return max(int(written), 1) if re.fullmatch("[0-9]{1,5}", written) else 1
