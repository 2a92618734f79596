"""Automatic numbers of a DOCX file, written out as Word shows them.

A paragraph names a list (`numId`) and a depth (`ilvl`). Lists that share an abstract list share its
counters. The rules are those of ECMA-376, part 1, section 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.reading.docx.styles import VAL, Styles, W, is_on, value_of
from corpus.reading.numerals import to_letters, to_ordinal, to_roman, to_whole
from corpus.reading.parts import make_bullet

if TYPE_CHECKING:
    from corpus.reading.xml import Element

_DEEPEST = 9  # levels that a list can have
_LINKS = 5  # lists that name another as theirs; more is a circle
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    format: str = "decimal"
    text: str = ""  # "%1.%2"; the bullet itself in a bulleted list
    start: int = 1
    restart: int | None = None  # level, from 1, that starts it anew; 0 never; None any above it
    legal: bool = False  # every number in it as digits
    style: str | None = None  # the paragraph style that stands for this level
    picture: bool = False  # a picture for its bullet


@dataclass(slots=True, kw_only=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    restarts: set[int]  # levels that begin anew with this list, though others share their counter


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The lists of one document, and where each of them has got to."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstract list, by level
    begun: set[str] = field(default_factory=set)

    def level_of_style(self, list_id: str, style: str | None) -> int:
        """The depth at which a list numbers paragraphs of a style; 0 where it does not say."""
        levels = self.lists[list_id].levels if list_id in self.lists else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def number(self, list_id: str, depth: int) -> str:
        """The number or bullet of the next paragraph of a list; "" where it has none."""
        numbered = self.lists.get(list_id)
        if numbered is None or depth not in numbered.levels:
            return ""
        counts = self.counts.setdefault(numbered.abstract, {})
        if list_id not in self.begun:
            self.begun.add(list_id)
            for place in numbered.restarts:
                counts.pop(place, None)
        level = numbered.levels[depth]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for below in [place for place in counts if place > depth]:
            restart = numbered.levels[below].restart if below in numbered.levels else None
            if restart is None or depth < restart:
                del counts[below]
        if level.format == "bullet":
            above = [place for place in numbered.levels if place < depth]
            bullets = sum(numbered.levels[place].format == "bullet" for place in above)
            return make_bullet(bullets) if level.picture or level.text.strip() else ""
        return _PLACE.sub(
            lambda match: _write(numbered.levels, counts, int(match[1]) - 1, legal=level.legal),
            level.text,
        ).strip()


def _write(levels: dict[int, _Level], counts: dict[int, int], depth: int, *, legal: bool) -> str:
    level = levels.get(depth, _Level())
    number = counts.get(depth, level.start)
    kind = "decimal" if legal and level.format != "none" else level.format
    match kind:
        case "none" | "bullet":
            return ""
        case "lowerLetter":
            return to_letters(number, doubled=True)
        case "upperLetter":
            return to_letters(number, doubled=True).upper()
        case "lowerRoman":
            return to_roman(number)
        case "upperRoman":
            return to_roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case "ordinal":
            return to_ordinal(number)
        case _:
            return str(number)


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists of a numbering part; none where the document has no such part."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts = {
        element.get(f"{W}abstractNumId", ""): element for element in root.findall(f"{W}abstractNum")
    }
    nums = {element.get(f"{W}numId", ""): element for element in root.findall(f"{W}num")}
    for id, element in nums.items():
        abstract = value_of(element, "abstractNumId") or ""
        for _ in range(_LINKS):  # a list can be given by the style that is named for it
            linked = value_of(abstracts.get(abstract), "numStyleLink")
            if linked is None:
                break
            other = nums.get(list_of_style(styles, linked) or "")
            abstract = value_of(other, "abstractNumId") or "" if other is not None else abstract
        if abstract not in abstracts:
            continue
        levels = _read_levels(abstracts[abstract])
        restarts: set[int] = set()
        for override in element.findall(f"{W}lvlOverride"):
            levels |= _read_levels(override)
            start = value_of(override, "startOverride")
            depth = to_whole(override.get(f"{W}ilvl"), 0)
            if start is not None and depth in levels:
                levels[depth] = replace(levels[depth], start=to_whole(start, 1))
                restarts.add(depth)
        numbering.lists[id] = _List(abstract=abstract, levels=levels, restarts=restarts)
    return numbering


def list_of_style(styles: Styles, style: str | None) -> str | None:
    """The list that a style puts its paragraphs in."""
    for element in styles.chain(style):
        listed = element.find(f"{W}pPr/{W}numPr/{W}numId")
        if listed is not None:
            return listed.get(VAL)
    return None


def _read_levels(parent: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in parent.findall(f"{W}lvl"):
        restart = value_of(element, "lvlRestart")
        levels[to_whole(element.get(f"{W}ilvl"), 0)] = _Level(
            format=value_of(element, "numFmt") or "decimal",
            text=value_of(element, "lvlText") or "",
            start=to_whole(value_of(element, "start"), 0),
            restart=None if restart is None else to_whole(restart, 0),
            legal=bool(is_on(element, "isLgl")),
            style=value_of(element, "pStyle"),
            picture=element.find(f"{W}lvlPicBulletId") is not None,
        )
    return dict(list(levels.items())[:_DEEPEST])
