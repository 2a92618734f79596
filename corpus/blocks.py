"""From lines to blocks: where one paragraph, bullet, row or heading ends and the next begins.

Records come with lost line breaks, hard-wrapped lines, paragraphs cut by a page's end, Markdown
left by a converter, and bullets in many shapes. A block is one of those pieces with its marker
read off; `corpus.structure` gives it its place in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from corpus.dates import WRITTEN

BlockKind = Literal["heading", "prose", "number", "letter", "roman", "bullet", "resolution", "row"]

_BLANK = " \t\u00a0\ufeff\u200b\f\r"
_BOLD = r"(?:\*\*|__|<b>)?"
_AMOUNT = r"(?:[mb]illion|thousand|per\s?cent|[ap]\.?m)\b"  # "2.4 million", "6.30 pm"
_NUMBER = re.compile(
    rf"{_BOLD}(?:(\d{{1,3}}(?:\.\d{{1,3}}){{1,3}})[.)]?|(\d{{1,3}}|[A-Z]\d{{1,2}})[.)])\s+(?=\S)"
    rf"(?!{_AMOUNT})"
)
_LETTER = re.compile(r"(?:[-–•·]\s*)?(?:\(([a-z])\)|([a-z])[.)])\s+(?=\S)")
_ROMAN = re.compile(r"(?:[-–•·]\s*)?(?:\(([ivx]{1,5})\)|([ivx]{1,5})[.)])\s+(?=\S)")
_BULLET = re.compile(r"([-–—•·▪●◦‣§*\uf0b7]|o(?=\s{2,}|\s+[A-Z]))\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD_LINE = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)\s*$|<b>(.+?)</b>\s*$")
_RESOLUTION = re.compile(
    r"(?:\*\*)?(AGREED|RESOLVED|RECOMMENDED|RECOMMENDATIONS?|DECISION|DECIDED|ACTIONS?)"
    r"(?:\*\*)?\s*(?::[-–—]?|[-–—](?=\s)|(?=\s+(?:that|to)\b))(?:\*\*)?\s*"
)
_UNHEADED_RESOLUTION = re.compile(r"That\b[^.]{0,200}\bbe\b")
_DECORATED = re.compile(r"(?:\*\*|__|<b>|#+\s)*\s*(.*?)\s*(?:\*\*|__|</b>|\s#+)*$")
_ENDED = re.compile(r"[.!?:;…][”’\"')\]*_]*$|:[-–—]$")
_ANNOUNCED = re.compile(r"(?:that|to)?\W*", re.IGNORECASE)
_FURNITURE = re.compile(r"page\s+\d+(?:\s+of\s+\d+)?|[-–]?\s*\d{1,3}\s*[-–]?", re.IGNORECASE)
_CLOSING = re.compile(r"(?:yours|kind|best|warm|with) [a-z ]+$", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=[A-Z])")
_WRAPPED = 160  # characters; the longest line of a text that wraps its lines
_NO_WORDS = re.compile(r"(?:</?b>|[\W_])*$")
_SETTING = re.compile(r"[A-Z][\w ()/]{0,40}:\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a document; `start:end` leaves its marker out."""

    kind: BlockKind
    start: int  # characters, in Document.text
    end: int
    marker: str = ""  # "27", "2.4", "a", "iv", "·", "AGREED"
    level: int = 0  # of a heading: 1 is the outermost


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    text: str  # without the white space at both ends; "" for a blank line


def read_blocks(text: str) -> list[Block]:
    """The blocks of the text, in order; every one non-empty and none overlapping another."""
    blocks: list[Block] = []
    lines = list(_lines(text))
    apart = _are_paragraphs(lines)
    after_gap = True
    for index, line in enumerate(lines):
        if not line.text:
            after_gap = True
            continue
        if _NO_WORDS.match(line.text) or _FURNITURE.fullmatch(line.text):  # a rule, a page number
            after_gap = True
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        before = blocks[-1] if blocks else None
        block = _classify(line, following, before, text, after_gap)
        if before is not None and _continues(before, block, text, after_gap):
            blocks[-1] = replace(before, end=line.end)
        else:
            blocks.append(block)
        after_gap = apart and bool(_ENDED.search(line.text))
    return [_promote(block, blocks, index, text) for index, block in enumerate(blocks)]


def _are_paragraphs(lines: list[_Line]) -> bool:
    """Whether a line that ends a sentence ends its paragraph too.

    So it is where many lines are longer than anybody wraps them.
    """
    lengths = sorted(len(line.text) for line in lines if line.text)
    return bool(lengths) and lengths[int(0.9 * (len(lengths) - 1))] > _WRAPPED


def _promote(block: Block, blocks: list[Block], index: int, text: str) -> Block:
    """A short numbered title over its own paragraphs ("5. Winter plan") is a heading."""
    words = text[block.start : block.end]
    if block.kind != "number" or len(words) > 60 or _ENDED.search(words):
        return block
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or not words[0].isupper():
        return block
    deeper = following.kind == "number" and following.marker.startswith(f"{block.marker}.")
    if following.kind != "prose" and not deeper:
        return block
    level = 1 + len(block.marker.split("."))
    return replace(block, kind="heading", level=level)


def _lines(text: str) -> Iterator[_Line]:
    offset = 0
    for raw in text.split("\n"):
        bare = raw.strip(_BLANK)
        start = offset + (raw.find(bare) if bare else 0)
        yield _Line(start=start, end=start + len(bare), text=bare)
        offset += len(raw) + 1


def _classify(
    line: _Line, following: str, before: Block | None, text: str, after_gap: bool
) -> Block:
    if ("\t" in line.text and not _is_tabbed_item(line.text)) or re.fullmatch(r"\|.*\|", line.text):
        return Block(kind="row", start=line.start, end=line.end)
    if heading := _MARKDOWN_HEADING.match(line.text):
        return _heading(line, heading.start(2), level=len(heading[1]))
    if marked := _marked(line, before, text, after_gap):
        words = text[marked.start : marked.end]
        if marked.kind == "number" and (
            marked.marker.endswith(".0") or _stands_over(words, following)
        ):
            return _heading(line, 0, level=2)
        return marked
    if bare := _is_numbered_title(line.text, following, after_gap):
        return Block(kind="heading", start=line.start, end=line.end, marker=bare, level=2)
    if _BOLD_LINE.match(line.text) and len(line.text) < 120:
        return _heading(line, 0, level=4)
    if not _is_signed(before, text) and _looks_like_heading(line.text, following, after_gap):
        return _heading(line, 0, level=2 if line.text.isupper() else 3)
    if _UNHEADED_RESOLUTION.match(line.text):
        return Block(kind="resolution", start=line.start, end=line.end)
    return Block(kind="prose", start=line.start, end=line.end)


def _is_tabbed_item(words: str) -> bool:
    """Whether the line's one tab stands between a marker and its words, and between no cells."""
    before, _, after = words.partition("\t")
    return "\t" not in after and any(
        (match := pattern.match(words)) and match.end() > len(before)
        for pattern in (_RESOLUTION, _NUMBER, _ROMAN, _LETTER, _BULLET)
    )


def _marked(line: _Line, before: Block | None, text: str, after_gap: bool) -> Block | None:
    """The block that the line's own marker opens, if it has one."""
    if not after_gap and before is not None and before.kind == "prose":
        tail = text[before.start : before.end]
        if not _ENDED.search(tail) and not _BULLET.match(line.text):
            return None  # a wrapped line that happens to begin with "2.4 million" or "a."
    if resolution := _RESOLUTION.match(line.text):
        marker = resolution[1]
        if _ANNOUNCED.fullmatch(line.text, resolution.end()):
            return Block(kind="heading", start=line.start, end=line.end, marker=marker, level=3)
        return Block(
            kind="resolution", start=line.start + resolution.end(), end=line.end, marker=marker
        )
    patterns: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (
        ("number", _NUMBER),
        ("roman", _ROMAN),
        ("letter", _LETTER),
        ("bullet", _BULLET),
    )
    for kind, pattern in patterns:
        if match := pattern.match(line.text):
            marker = next(group for group in match.groups() if group)
            if kind == "roman" and len(marker) == 1 and not _continues_romans(marker, before):
                continue
            return Block(kind=kind, start=line.start + match.end(), end=line.end, marker=marker)
    return None


def _continues_romans(marker: str, before: Block | None) -> bool:
    """Whether i, v or x is a roman numeral here, and not the ninth, 22nd or 24th letter."""
    if before is None or before.kind not in ("letter", "roman"):
        return marker == "i"
    return before.kind == "roman" or (marker == "i" and before.marker != "h")


def _heading(line: _Line, offset: int, level: int) -> Block:
    """A heading: Markdown and bold marks left out of its span, its number in it and as marker."""
    inner = _DECORATED.match(line.text, offset)
    first, last = inner.span(1) if inner else (offset, len(line.text))
    stripped = line.text[first:last]
    start, end = line.start + first, line.start + last
    numbered = _NUMBER.match(stripped)
    marker = (numbered[1] or numbered[2]) if numbered else ""
    if marker:
        level = 1 + len([part for part in marker.split(".") if part != "0"])
    elif _is_date(stripped):
        return Block(kind="prose", start=start, end=end)
    return Block(kind="heading", start=start, end=end, marker=marker, level=level)


def _is_signed(before: Block | None, text: str) -> bool:
    """Whether the block before closes a letter, so that the line is who signed it."""
    if before is None or before.kind != "prose":
        return False
    words = text[before.start : before.end].rstrip(" ,")
    return len(words.split()) <= 3 and bool(_CLOSING.match(words))


def _is_date(words: str) -> bool:
    return bool(WRITTEN.search(words)) and len(WRITTEN.sub("", words).split()) <= 1


def _is_numbered_title(words: str, following: str, after_gap: bool) -> str | None:
    """The number of a title without a full stop ("3 Finance") over its paragraphs ("3.1 ...")."""
    bare = _BARE_NUMBER.match(words)
    if bare is None or len(words) > 60 or _ENDED.search(words):
        return None
    wide = after_gap and words[len(bare[1]) : len(bare[1]) + 2].isspace()
    return bare[1] if wide or following.startswith(f"{bare[1]}.1") else None


def _looks_like_heading(words: str, following: str, after_gap: bool) -> bool:
    """Whether an unmarked line reads as a heading: short, alone, not a sentence, not a date."""
    if (
        len(words) > (100 if words.isupper() else 80)
        or not words[0].isupper()
        or words.endswith((".", ",", ";", "?", "!", "-"))
    ):
        return False
    if _is_date(words) or _CLOSING.match(words):
        return False
    if words.endswith(":"):
        return len(words.split()) <= 2 and after_gap
    if _SETTING.match(words) or _UNHEADED_RESOLUTION.match(words):
        return False
    if not following or _opens_anew(following):
        return after_gap
    return after_gap and _stands_over(words, following)


def _stands_over(words: str, following: str) -> bool:
    """Whether a line is a title over the text that follows it without a gap."""
    return (
        len(words) <= 50
        and words[:1].isupper()
        and not _ENDED.search(words)
        and following[:1].isupper()
        and len(words) < 0.6 * len(following)
        and not _opens_anew(following)
    )


def _opens_anew(words: str) -> bool:
    return any(pattern.match(words) for pattern in (_NUMBER, _LETTER, _BULLET, _RESOLUTION)) or (
        "\t" in words
    )


def _continues(before: Block, block: Block, text: str, after_gap: bool) -> bool:
    """Whether an unmarked line carries on the block before it: wrapped, or cut by a page's end."""
    if block.kind != "prose" or before.kind in ("heading", "row"):
        return False
    if not after_gap:
        return True
    tail = text[before.start : before.end]
    if _ENDED.search(tail):
        return False
    if text[block.start].islower():
        return True
    return before.kind == "number" and len(tail) > 80  # cut before a capital, as in a name
