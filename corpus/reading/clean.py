"""What nobody sees is kept out of a reading, whatever its format: it is neither searched nor shown.

Files carry characters without a glyph: tags and zero-width marks that can hide words from their
reader, controls, halves of letters, signs of symbol fonts that stand where no letter does. They
go, and the reading says how many; spelling is made one (Unicode NFC). Pages and headings stay
where they are in what is left.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.reading.types import Reading

_INVISIBLE = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default-ignorable characters (Unicode's DerivedCoreProperties), with the object replacement
character; the joiners and the soft hyphen, which can be meant, have rules of their own."""

_JOINED = re.compile("[\u0620-\u0dff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe]")
"""Scripts in which a joiner or non-joiner changes how a word is written: Arabic and Indic."""

_BREAKS = "\x0b\x0c\r\u2028\u2029"  # of a line

_BULLETS = {"\uf0a7": "▪", "\uf0a8": "◦", "\uf0d8": "‣", "\uf0e8": "‣"}
"""Bullets of Symbol and Wingdings that show a level of their own; every other one is "•"."""

_INDENT = 40  # characters before a bullet, at most

_SPECIAL = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200c\u200d\u2028\u2029{_INVISIBLE}"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
    r"(?:(?<=\u00ad)[ \t]*\n[ \t]*(?=[^\W\d_])|(?<=[\ud800-\udbff])[\udc00-\udfff]|(?<=\r)\n)?"
)
"""A character that may have to go, and what goes with it: the line end after a soft hyphen, the
other half of a letter, the other half of a line end. What goes before it, `_Rules` looks at."""

_COMPOSED = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""A run that normalisation can change: nothing of it joins what stands around it."""


def clean(reading: Reading) -> Reading:
    """The reading without what nobody sees, with a note of how much that was."""
    rules = _Rules(drawn=bool(reading.pages))
    text, places = _edit(
        reading.text, rules, (*reading.pages, *(h.start for h in reading.headings))
    )
    title, _ = _edit(reading.title or "", rules)
    pages, starts = places[: len(reading.pages)], places[len(reading.pages) :]
    headings = tuple(
        replace(heading, start=start)
        for heading, start in zip(reading.headings, starts, strict=True)
        if text[start : start + 1].strip()  # else nothing of it is left
    )
    return replace(
        reading,
        text=text,
        pages=tuple(pages),
        headings=headings,
        title=" ".join(title.split()) or None,
        notes=(*reading.notes, *rules.notes()),
    )


class _Rules:
    """What becomes of each special character, and how many were left out."""

    def __init__(self, *, drawn: bool) -> None:
        """Rules for text that was drawn on pages, where a soft hyphen is a hyphen that shows."""
        self._drawn = drawn
        self._left_out: Counter[str] = Counter()

    def __call__(self, match: re.Match[str]) -> str:
        """What stands in the place of a match of `_SPECIAL`."""
        found, first = match[0], match[0][0]
        if first == "\u00ad":
            if "\n" in found and match.string[max(match.start() - 1, 0)].isalpha():
                return ""
            return ("-" if self._drawn else "") + found[1:]
        if first in _BREAKS:
            return "\n"
        if "\x80" <= first <= "\x9f":  # as browsers read them: a code page taken for another
            return bytes([ord(first)]).decode("cp1252", "ignore")
        if "\ud800" <= first <= "\udbff" and len(found) == 2:
            return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if first in "\u200c\u200d" and self._joins(match):
            return first
        if unicodedata.category(first) == "Co":
            return self._replace_sign(match)
        if first != "\ufeff" or match.start():  # at the start it says how the text is encoded
            self._left_out["hidden"] += 1
        return ""

    def _joins(self, match: re.Match[str]) -> bool:
        around = (
            match.string[max(match.start() - 1, 0)] + match.string[match.end() : match.end() + 1]
        )
        return len(around) == 2 and all(map(_JOINED.match, around))

    def _replace_sign(self, match: re.Match[str]) -> str:
        """The bullet for a sign of a symbol font that begins a line with text after it."""
        text, start, end = match.string, match.start(), match.end()
        before = "\n" + text[:start] if start < _INDENT else text[start - _INDENT : start]
        _, begins, before = before.rpartition("\n")
        after = text[end : end + _INDENT].lstrip(" \t\u00a0")[:1]
        if begins and not before.strip() and after.strip() and not _SPECIAL.match(after):
            return _BULLETS.get(match[0], "•") + ("" if text[end].isspace() else " ")
        self._left_out["sign"] += 1
        return ""

    def notes(self) -> tuple[str, ...]:
        """A sentence for each kind of character that was left out."""
        one_many = {
            "hidden": ("invisible character was", "invisible characters were"),
            "sign": ("sign of a symbol font was", "signs of a symbol font were"),
        }
        return tuple(
            f"{count:,} {one if count == 1 else many} left out."
            for group, (one, many) in one_many.items()
            if (count := self._left_out[group])
        )


def _edit(text: str, rules: _Rules, places: Sequence[int] = ()) -> tuple[str, list[int]]:
    """The text by the rules and in Unicode NFC, and where the places in it have moved to."""
    text, moved = _substitute(text, _SPECIAL, rules, places)
    if not text.isascii():
        text, moved = _substitute(text, _COMPOSED, _compose, moved)
    return text, moved


def _compose(run: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", run[0])


def _substitute(
    text: str, pattern: re.Pattern[str], rule: Callable[[re.Match[str]], str], places: Sequence[int]
) -> tuple[str, list[int]]:
    """`pattern.sub`, with the places moved along; one within a match moves to its end at most."""
    parts: list[str] = []
    starts, ends, news, sizes = [0], [0], [0], [0]
    length = 0
    for match in pattern.finditer(text):
        if (put := rule(match)) == match[0]:
            continue
        parts += (text[ends[-1] : match.start()], put)
        length += match.start() - ends[-1]
        starts.append(match.start())
        ends.append(match.end())
        news.append(length)
        sizes.append(len(put))
        length += len(put)
    parts.append(text[ends[-1] :])

    def move(place: int) -> int:
        n = bisect_right(starts, place) - 1
        past = place - ends[n]
        return news[n] + (sizes[n] + past if past >= 0 else min(place - starts[n], sizes[n]))

    return "".join(parts), [move(place) for place in places]
