"""Rows of a table: their cells, whether they head the columns, and the number one may carry."""

from __future__ import annotations

import re

_ROW_NUMBER = re.compile(
    r"(?P<stopped>\d{1,3}(?:\.\d{1,3})+[.):]?|\d{1,3}[.):]|[A-Z]\d{1,2}[.):]?|\d{1,4}/\d{1,4}[a-z]?)"
    r"|\d{1,3}"
)
_NUMBER_HEAD = re.compile(
    r"(?:agenda |minute |action |paper )?(?:item|no\.?|number|ref\.?|reference|para(?:graph)?|#)"
    r"(?: no\.?| number)?",
    re.IGNORECASE,
)
_LONGEST_HEAD = 80  # characters
_STATES = re.compile(r"\w{2,} [^.]*\w{3,}[.;]$")  # "No." may head a column, a sentence does not
_HEADS = re.compile(
    r"(?:name|organisation|body|role|position|representing|item|title|actions?|owner|lead|status"
    r"|progress|who|what|when|by whom|by when|due(?: date)?|deadline|date|decision|description"
    r"|update|details?|term|acronym|abbreviation|meaning|definition|amount|cost|year|number|no\.?"
    r"|question|answer|response|comment|time|venue)s?",
    re.IGNORECASE,
)


def split_cells(row: str) -> list[str]:
    """The cells of a table row, written with tabs or pipes, without the empty ones at its end."""
    cells = row.strip("|").split("|") if row.startswith("|") else row.split("\t")
    while cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def are_heads(cells: list[str], below: list[str]) -> bool:
    """Whether the cells of a table's first row head its columns.

    Three cells or more, all short words; two only where they are words that head columns, for a
    table of two columns is mostly one of names and values.
    """
    if not below or len(cells) < 2 or len(below) > len(cells) or not all(cells):
        return False
    if len(cells) == 2:
        return all(_HEADS.fullmatch(cell) for cell in cells)
    return all(len(cell) <= _LONGEST_HEAD and not _STATES.search(cell) for cell in cells)


def number_row(cells: list[str], header: str | None) -> str:
    """The number of a paragraph that stands in a table; "" for a row of figures or names.

    A decimal or a number with a stop numbers its row where the table has no heads; below heads,
    only where the first says so.
    """
    if len(cells) < 2 or (numbered := _ROW_NUMBER.fullmatch(cells[0])) is None:
        return ""
    heads = split_cells(header) if header else [""]
    says_so = bool(_NUMBER_HEAD.fullmatch(heads[0]))
    worded = any(cell[:1].isalpha() for cell in cells[1:])
    if worded and (says_so or (not header and numbered["stopped"])):
        return numbered[0].rstrip(".):")
    return ""
