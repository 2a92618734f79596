"""The bookmarks of a PDF found again as headings in its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.reading.pdf.text import PlacedLine
from corpus.reading.pdf.types import OutlineEntry
from corpus.reading.types import Heading

_LETTERS = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"^(?:\(?[\dA-Za-z]{1,3}[.)]|[A-Z]?\d+(?:\.\d+)*\.?)\s+")
_LINES = 3  # that a heading may be wrapped over


def find_headings(
    outline: Sequence[OutlineEntry], lines: Sequence[PlacedLine]
) -> tuple[Heading, ...]:
    """A heading for each bookmark whose words stand on a line of its page, in ascending order."""
    by_page: dict[int, list[PlacedLine]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    found: dict[int, Heading] = {}
    for entry in outline:
        place = _find(entry.title, by_page.get(entry.page, ()), taken=found.keys())
        if place is not None:
            found[place] = Heading(start=place, level=entry.level)
    return tuple(found[start] for start in sorted(found))


def _find(title: str, lines: Sequence[PlacedLine], taken: Collection[int]) -> int | None:
    wanted = {_bare(title), _bare(_NUMBERED.sub("", title))} - {""}
    for index, line in enumerate(lines):
        if line.start in taken:
            continue
        words = ""
        for other in lines[index : index + _LINES]:
            words = f"{words} {other.text}".strip()
            if {_bare(words), _bare(_NUMBERED.sub("", words))} & wanted:
                return line.start
    return None


def _bare(words: str) -> str:
    return " ".join(_LETTERS.findall(words.casefold()))
