"""From lines to blocks: where one paragraph, bullet, row or heading ends and the next begins.

Records come with lost line breaks, hard-wrapped lines, paragraphs cut by a page's end, Markdown
left by a converter, and bullets in many shapes. A block is one of those pieces with its marker
read off; `corpus.structure.passages` gives it its place in the document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from corpus.structure.furniture import is_furniture
from corpus.structure.markers import Marker, read_markers
from corpus.structure.numbering import Break, Numbering
from corpus.structure.pieces import Block, BlockKind, Line, is_row, read_lines
from corpus.structure.settling import settle_blocks
from corpus.structure.titles import (
    MARKDOWN_HEADING,
    ends_sentence,
    is_bold,
    is_closing,
    is_date,
    is_title,
    is_unheaded_resolution,
    looks_like_heading,
    opens_anew,
    stands_over,
)

_DECORATED = re.compile(r"(?:\*\*|__|<b>|#+\s)*\s*(.*?)\s*(?:\*\*|__|</b>|\s#+)*$")
_ANNOUNCED = re.compile(r"(?:that|to)?\W*", re.IGNORECASE)
_LABELLED = re.compile(r"[A-Z][\w’' /()&-]{1,40}[:;]\s")  # "In attendance: ..."
_ROLL = re.compile(
    r"(?:also |other )?(?:present|in attendance|attendees|apologies(?: for absence)?|secretariat"
    r"|observers?|officers|officials|absent|guests?|invited)\s*[:;]",
    re.IGNORECASE,
)
"""Lists of attendance, which follow each other without a gap."""
_WRAPPED = 160  # characters; the longest line of a text that wraps its lines
_TAIL = 40  # characters at the end of a block that tell whether its sentence goes on


def read_blocks(text: str, headings: Mapping[int, int] | None = None) -> list[Block]:
    """The blocks of the text, in order; every one non-empty and none overlapping another.

    Args:
        text: the whole document.
        headings: level of each line that the format marks as a heading, by the offset of the
            line's first character.
    """
    reader = _Reader(text=text, lines=list(read_lines(text)), headings=headings or {})
    return settle_blocks(reader.read(), text)


class _Reader:
    """The blocks read so far, and what is known of the whole text."""

    def __init__(self, *, text: str, lines: list[Line], headings: Mapping[int, int]) -> None:
        self.text = text
        self.lines = lines
        self.headings = _at_lines(lines, headings)
        self.blocks: list[Block] = []
        lengths = sorted(len(line.text) for line in lines if line.text)
        width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        self.apart = width > _WRAPPED  # nobody wraps at that: a line's end is a paragraph's end
        self.width = 0 if self.apart else width
        places = (m.place for line in lines for m in read_markers(line.text) if m.place)
        self.numbering = Numbering(places=frozenset(places))
        self.alone: Marker | None = None  # a number on a line of its own, before its words

    def read(self) -> list[Block]:
        after_gap, previous = True, ""
        for index, line in enumerate(self.lines):
            if not line.text:
                after_gap = True
                continue
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            if self._stands_alone(line, following, after_gap=after_gap, previous=previous):
                continue
            if is_furniture(line.text):
                after_gap = True
                continue
            block = self._classify(line, following, after_gap=after_gap, previous=previous)
            before = self.blocks[-1] if self.blocks else None
            labelled = bool(_ROLL.match(line.text)) or (
                bool(_LABELLED.match(line.text)) and not self._is_full(line, previous)
            )
            if before is not None and _continues(before, block, self.text, after_gap or labelled):
                self.blocks[-1] = replace(before, end=line.end)
            else:
                self.blocks.append(block)
            self.alone = None
            after_gap = self.apart and ends_sentence(line.text)
            previous = line.text
        return self.blocks

    def _break(self, line: Line, *, after_gap: bool, previous: str) -> Break:
        """What stands between the line and the block before it."""
        if not self.blocks or self.blocks[-1].kind in ("heading", "row"):
            return Break(gap=True, ended=True, full=False, before="")
        before = self.blocks[-1]
        tail = self.text[max(before.start, before.end - _TAIL) : before.end]
        return Break(
            gap=after_gap,
            ended=ends_sentence(tail),
            full=self._is_full(line, previous),
            before=tail,
        )

    def _is_full(self, line: Line, previous: str) -> bool:
        """Whether the line before had no room for the first word of this one."""
        first = line.text.split(maxsplit=1)[0]
        return bool(self.width) and len(previous) + 1 + len(first) > 0.9 * self.width

    def _stands_alone(
        self, line: Line, following: Line | None, *, after_gap: bool, previous: str
    ) -> bool:
        """Whether the line is a number by itself, which numbers the words on the next line."""
        readings = [m for m in read_markers(line.text) if _is_bare(m, line.text)]
        if not readings:
            return False
        if readings[0].weak:  # "12" may be a page's number: then a gap or a page's end follows
            near = following is not None and following.text and not following.page
            if not (near and after_gap and following and following.text[0].isupper()):
                return False
        between = self._break(line, after_gap=after_gap, previous=previous)
        chosen = self.numbering.choose(readings, between)
        if chosen is not None:
            self.alone = chosen
        return chosen is not None

    def _classify(
        self, line: Line, following: Line | None, *, after_gap: bool, previous: str
    ) -> Block:
        below = following.text if following else ""
        if level := self.headings.get(line.start):
            if (block := self._read_marked_heading(line, level)) is not None:
                return block
        elif is_row(line.text):
            return Block(kind="row", start=line.start, end=line.end)
        if heading := MARKDOWN_HEADING.match(line.text):
            return _heading(line, heading.start(2), level=len(heading[1]))
        between = self._break(line, after_gap=after_gap, previous=previous)
        if self.alone is not None:
            return self._read_numbered(line, replace(self.alone, end=0), below)
        if not self._is_within_sentence(line.text, between):
            marker = self.numbering.choose(_before_words(line.text), between)
            if marker is not None:
                return self._read_numbered(line, marker, below)
        if is_bold(line.text):
            return _heading(line, 0, level=4)
        before = self.blocks[-1] if self.blocks else None
        signed = before is not None and before.kind == "prose" and is_closing(self._words(before))
        if not signed and looks_like_heading(line.text, below, after_gap=after_gap):
            level = 2 if line.text.isupper() else 3
            return _heading(line, 0, level=max(level, self._deepest() + 1), guessed=True)
        if is_unheaded_resolution(line.text):
            return Block(kind="resolution", start=line.start, end=line.end)
        return Block(kind="prose", start=line.start, end=line.end)

    def _read_marked_heading(self, line: Line, level: int) -> Block | None:
        """The heading that the format marks; None for a paragraph in a heading's style."""
        marker = self.numbering.choose(
            _before_words(line.text), Break(gap=True, ended=True, full=False, before="")
        )
        if marker is not None and marker.kind in ("bullet", "letter", "roman"):
            return self._read_numbered(line, marker, "")
        if marker is not None and (ends_sentence(line.text) or not is_title(line.text)):
            return self._read_numbered(line, marker, "")
        if not is_title(line.text):
            return None
        label = marker.label if marker else ""
        if marker is not None and marker.kind == "resolution":
            return Block(kind="heading", start=line.start, end=line.end, marker=label, level=level)
        return replace(_heading(line, 0, level=level), marker=label, level=level, kind="heading")

    def _read_numbered(self, line: Line, marker: Marker, below: str) -> Block:
        """The block that a line's own marker opens."""
        start, words = line.start + marker.end, line.text[marker.end :]
        if marker.kind == "item":
            return Block(
                kind="heading", start=line.start, end=line.end, marker=marker.label, level=2
            )
        if marker.kind == "resolution" and _ANNOUNCED.fullmatch(words):
            return Block(
                kind="heading", start=line.start, end=line.end, marker=marker.label, level=3
            )
        if marker.kind == "number" and (
            marker.label.endswith(".0")
            or stands_over(words, below)
            or self._is_short_title(words, below)
            or (marker.weak and below.startswith(f"{marker.label}.1"))
            or (is_bold(line.text) and not ends_sentence(words.rstrip("*_")))
        ):
            return _heading(line, 0, level=2, label=marker.label)
        kind: BlockKind = marker.kind
        return Block(kind=kind, start=start, end=line.end, marker=marker.label)

    def _is_short_title(self, words: str, below: str) -> bool:
        """Whether a line ends well before the margin, over a line that begins anew."""
        short = len(words) < 0.6 * self.width and words[:1].isupper()
        return short and not ends_sentence(words) and below[:1].isupper() and not opens_anew(below)

    def _is_within_sentence(self, line: str, between: Break) -> bool:
        """Whether a dash or a word of decision goes on with the sentence of the line before."""
        if between.gap or between.ended:
            return False
        if line[0] in "-–—":
            lists = self.blocks[-1].kind == "bullet"
            return between.full and not lists and line.lstrip("-–— ")[:1].islower()
        return line.startswith(("AGREED that", "RESOLVED that", "AGREED to", "RESOLVED to"))

    def _deepest(self) -> int:
        return max(self.headings.values(), default=0)

    def _words(self, block: Block) -> str:
        return self.text[block.start : block.end]


def _at_lines(lines: list[Line], headings: Mapping[int, int]) -> dict[int, int]:
    """The headings by the first character of their line that is no white space."""
    if not headings:
        return {}
    starts = sorted(headings)
    found: dict[int, int] = {}
    place = 0
    for line in lines:
        while place < len(starts) and starts[place] <= line.end:
            if line.text:
                found[line.start] = headings[starts[place]]
            place += 1
    return found


def _is_bare(marker: Marker, line: str) -> bool:
    """Whether the line is the number or bullet by itself."""
    return marker.end == len(line) and marker.kind not in ("resolution", "item")


def _before_words(line: str) -> list[Marker]:
    """The readings of what the line begins with, where words follow it."""
    return [marker for marker in read_markers(line) if not _is_bare(marker, line)]


def _heading(
    line: Line, offset: int, level: int, *, label: str = "", guessed: bool = False
) -> Block:
    """A heading: Markdown and bold marks left out of its span, its number in it and as marker."""
    inner = _DECORATED.match(line.text, offset)
    first, last = inner.span(1) if inner else (offset, len(line.text))
    stripped = line.text[first:last]
    start, end = line.start + first, line.start + last
    if not label:
        numbers = (m for m in read_markers(stripped) if m.kind == "number" and not m.weak)
        label = next((m.label for m in numbers if m.end < len(stripped)), "")
    if label:
        level = 1 + len([part for part in label.split(".") if part != "0"])
    elif is_date(stripped):
        return Block(kind="prose", start=start, end=end)
    return Block(kind="heading", start=start, end=end, marker=label, level=level, guessed=guessed)


def _continues(before: Block, block: Block, text: str, after_gap: bool) -> bool:
    """Whether an unmarked line carries on the block before it: wrapped, or cut by a page's end."""
    if block.kind != "prose" or before.kind in ("heading", "row"):
        return False
    if not after_gap:
        return True
    tail = text[before.start : before.end]
    if ends_sentence(tail):
        return False
    if text[block.start].islower():
        return True
    return before.kind == "number" and len(tail) > 80  # cut before a capital, as in a name
