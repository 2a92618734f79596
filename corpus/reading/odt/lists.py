"""Automatic numbers of an ODT file, written out as an office program shows them.

A list's style says how each level is numbered (OpenDocument 1.3, part 3, section 16.30); the list
itself where it starts, and whether it goes on from one before it (sections 5.3.3 and 5.3.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.reading.numerals import to_letters, to_roman, to_whole
from corpus.reading.odt.styles import STYLE, TEXT, Styles
from corpus.reading.parts import make_bullet

if TYPE_CHECKING:
    from corpus.reading.xml import Element

_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_PLACE = re.compile(r"%(\d{1,2})%")
_BULLETS = (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image")
_LEVELS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    bullet: bool = False
    format: str = ""  # "1", "a", "A", "i", "I"; "" for no number
    synced: bool = False  # aa, bb after z, and not aa, ab
    prefix: str = ""
    suffix: str = ""
    shown: int = 1  # levels that the number shows: 2 for "1.2"
    start: int = 1
    pattern: str | None = None  # "%1%.%2%." in place of prefix, suffix and levels shown


Counts = dict[int, int]
"""Where a list has got to, by level from 1."""


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists of one document, and where each of them has got to."""

    styles: Styles
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by list style
    by_id: dict[str, Counts] = field(default_factory=dict)
    by_style: dict[str, Counts] = field(default_factory=dict)  # of the last list in each style
    headings: Counts = field(default_factory=dict)

    def open(self, element: Element, style: str) -> Counts:
        """The counts of a list that begins here: new ones, or those of a list that it goes on."""
        other = element.get(f"{TEXT}continue-list")
        counts: Counts = {}
        if other is not None and other in self.by_id:
            counts = self.by_id[other]
        elif element.get(f"{TEXT}continue-numbering") == "true":
            counts = self.by_style.get(style, counts)
        self.by_style[style] = counts
        if id := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self.by_id[id] = counts
        return counts

    def number(self, style: str, counts: Counts, depth: int, start: str | None = None) -> str:
        """The number or bullet of the next item at a level from 1; "" where it has none."""
        return _advance(self._levels(style), counts, depth, start)

    def number_heading(self, depth: int, start: str | None = None) -> str:
        """The number of the next heading at a level from 1; "" where the outline has none."""
        if self.styles.outline is None:
            return ""
        if "" not in self.levels:
            self.levels[""] = _read_levels(self.styles.outline)
        return _advance(self.levels[""], self.headings, depth, start)

    def _levels(self, style: str) -> dict[int, _Level]:
        if style not in self.levels:
            element = self.styles.lists.get(style)
            self.levels[style] = {} if element is None else _read_levels(element)
        return self.levels[style]


def _advance(levels: dict[int, _Level], counts: Counts, depth: int, start: str | None) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    counts[depth] = to_whole(start, counts.get(depth, level.start - 1) + 1)
    for below in [place for place in counts if place > depth]:
        del counts[below]
    if level.bullet:
        return make_bullet(sum(levels[place].bullet for place in levels if place < depth))
    if level.pattern is not None:
        return _PLACE.sub(
            lambda match: _write(levels, counts, int(match[1])), level.pattern
        ).strip()
    if not level.format:
        return f"{level.prefix}{level.suffix}".strip()
    shown = range(max(1, depth - level.shown + 1), depth + 1)
    numbers = filter(None, (_write(levels, counts, place) for place in shown))
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


def _write(levels: dict[int, _Level], counts: Counts, depth: int) -> str:
    level = levels.get(depth, _Level())
    number = counts.get(depth, level.start)
    match level.format:
        case "":
            return ""
        case "a":
            return to_letters(number, doubled=level.synced)
        case "A":
            return to_letters(number, doubled=level.synced).upper()
        case "i":
            return to_roman(number)
        case "I":
            return to_roman(number).upper()
        case _:
            return str(number)


def _read_levels(element: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for child in element:
        depth = to_whole(child.get(f"{TEXT}level"), 0)
        if not 0 < depth <= _LEVELS:
            continue
        levels[depth] = _Level(
            bullet=child.tag in _BULLETS,
            format=child.get(f"{STYLE}num-format", ""),
            synced=child.get(f"{STYLE}num-letter-sync") == "true",
            prefix=child.get(f"{STYLE}num-prefix", ""),
            suffix=child.get(f"{STYLE}num-suffix", ""),
            shown=to_whole(child.get(f"{TEXT}display-levels"), 1),
            start=to_whole(child.get(f"{TEXT}start-value"), 1),
            pattern=child.get(f"{_LOEXT}num-list-format"),
        )
    return levels
