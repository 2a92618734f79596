"""The lines of a PDF's pages put together to its text.

Lines of a paragraph follow one another; a blank line stands where the layout shows a gap: more
room than between lines of one paragraph, another size or weight of letters, or a line that ends
its sentence with room to spare. A sentence that goes on over a page's end has no gap in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.reading.pdf.types import Line
from corpus.reading.pdf.words import mend

_LOOSE = 1.2  # of the usual step between lines of a paragraph: a larger one is a gap
_USUAL = 1.35  # of the font size: that step, where a document shows none
_WIDEST = 2.2  # of the font size: no step between lines of a paragraph
_RESIZED = 1.12  # of one size by another: letters of another kind of text
_LETTER = 0.5  # of the font size, the width of a letter in general
_ROOM = 0.15  # of its column's right edge, that a paragraph's last line leaves at the least
_ENDED = re.compile(r"[.!?:;…][”’\"')\]]*(?:  \S.*)?$")
_MARKED = re.compile(r"[•◦▪–—*-] |\(?\w{1,3}[.)] |\(\w{1,4}\) |\d+(?:\.\d+)+\s|\d{1,3}\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line of the text, and where it came to stand."""

    start: int  # character, in the text
    page: int  # from 0
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The text of a file of pages."""

    text: str
    pages: tuple[int, ...]  # offset of each page's first character
    lines: tuple[PlacedLine, ...]


def compose(pages: Sequence[Sequence[Line]], words: Collection[str]) -> PageText:
    """The text, a blank line between pages save where a sentence goes on.

    Args:
        pages: the lines of each page, in reading order.
        words: of the document, by which words cut at a line's end are mended.
    """
    whole = _mended(pages, words)
    steps = _usual_steps(whole)
    parts: list[str] = []
    starts: list[int] = []
    placed: list[PlacedLine] = []
    length = 0
    for page, lines in enumerate(whole):
        starts.append(length)
        following = whole[page + 1][:1] if page + 1 < len(whole) else []
        after = [*lines[1:], *following]
        for index, line in enumerate(lines):
            placed.append(PlacedLine(start=length, page=page, text=line.text))
            apart = index >= len(after) or _is_gap(line, after[index], steps.of(page, line.size))
            part = line.text + ("\n\n" if apart else "\n")
            parts.append(part)
            length += len(part)
        if not lines:
            parts.append("\n\n")
            length += 2
    return PageText(text="".join(parts), pages=tuple(starts), lines=tuple(placed))


def _mended(pages: Sequence[Sequence[Line]], words: Collection[str]) -> list[list[Line]]:
    """The lines with every word that is cut at one's end made whole there."""
    whole: list[list[Line]] = []
    last: Line | None = None
    for lines in pages:
        whole.append([])
        for line in lines:
            above = whole[-1] if whole[-1] else next((page for page in whole[::-1] if page), [])
            if last is not None and _may_be_cut(last, line, seam=above is not whole[-1]):
                mended = mend(last.text, line.text, words)
                if mended is not None:
                    above[-1] = replace(last, text=mended.line)
                    if not mended.following:  # the line was the end of that word
                        above[-1] = replace(above[-1], foot=line.foot, right=line.right)
                    last = above[-1]
                    line = replace(line, text=mended.following)
            if line.text:
                whole[-1].append(line)
                last = line
    return whole


def _may_be_cut(above: Line, below: Line, *, seam: bool) -> bool:
    """Whether a word may be cut between two lines: of one paragraph, as far as layout says."""
    if above.row or below.row or above.bold != below.bold:
        return False
    if seam or below.apart:
        return below.text[0].islower()
    return 0 < above.foot - below.base < _WIDEST * below.size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """Points between lines of one paragraph, by page and size of letters."""

    found: Mapping[tuple[int, int], float]  # page from 0, -1 for the document; points rounded

    def of(self, page: int, size: float) -> float:
        """The step on a page, else in the document, else as a rule."""
        for where in (page, -1):
            if step := self.found.get((where, round(size))):
                return step
        return _USUAL * size


def _usual_steps(pages: Sequence[Sequence[Line]]) -> _Steps:
    seen: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for above, below in pairwise(lines):
            step = above.foot - below.base
            if (
                below.text[0].islower()
                and not (above.row or below.row or below.apart)
                and 0 < step < _WIDEST * below.size
            ):
                seen[page, round(below.size)].append(step)
                seen[-1, round(below.size)].append(step)
    return _Steps(found={key: median(steps) for key, steps in seen.items()})


def _is_gap(above: Line, below: Line, usual: float) -> bool:
    """Whether a blank line stands between two lines."""
    if above.row or below.row:
        return not (above.row and below.row) or below.apart
    if _goes_on(above, below):
        return not below.apart and above.foot - below.base > _WIDEST * below.size
    if below.apart or not 0 < above.foot - below.base <= _LOOSE * usual:
        return True
    if above.bold != below.bold or not 1 / _RESIZED < above.size / below.size < _RESIZED:
        return True
    return _has_room(above, below, least=_ROOM) and bool(_ENDED.search(above.text))


def _goes_on(above: Line, below: Line) -> bool:
    """Whether the sentence of one line goes on in the next."""
    if _ENDED.search(above.text) or _MARKED.match(below.text):
        return False
    if below.text[0].islower():
        return True
    alike = above.bold == below.bold and 1 / _RESIZED < above.size / below.size < _RESIZED
    return alike and not above.bold and not _has_room(above, below)


def _has_room(above: Line, below: Line, *, least: float = 0.0) -> bool:
    """Whether the next line's first word would have fitted on the line above."""
    word = below.text.split(" ", 1)[0]
    needed = (1 + len(word)) * _LETTER * above.size
    return above.right + max(needed, least * above.edge) < above.edge
