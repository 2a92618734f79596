"""The model's reply as statements, while it streams.

A reply is prose or list items with numbers in square brackets: `[1]`, `[1, 2]`, `[1][3]`,
`[1-3]`, before or after the full stop. A statement is handed out once it can no longer change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import NOT_FOUND
from assistant.written.clean import strip_emphasis, strip_invisible
from corpus.sentences import split_sentences

_MARK = re.compile(
    r"\s*[\[【]\s*\^?(?:(?:passages?|sources?|citations?|refs?)\.?\s*)?"
    r"(\d{1,4}(?:\s*(?:[,;&–-]|and)\s*\^?\d{1,4})*)\s*[^\[\]\d]{0,12}?[\]】]",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\s*[\[【][^\]】\n]{0,40}$")
"""A mark, or the beginning of one, that has not been closed yet."""
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)](?!\d)|\(?[a-z]\)|#{1,6})\s+")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_REFUSAL = re.compile(
    re.escape(NOT_FOUND.rstrip(".")) + r"\b[\s.:,;–-]*(?:\(?(?:of|about|on)?\b)?[\s:]*(.*)",
    re.IGNORECASE,
)
_WIDEST = 50
"""Numbers that a range such as [1-3] may span; a wider one is no citation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence or list item of the reply."""

    text: str  # on one line, without citation marks and emphasis
    numbers: tuple[int, ...]  # cited and offered, in order, each once
    unknown: tuple[int, ...]  # cited, and never offered
    line: int  # of the reply: sentences of one line share it
    missing: str | None = None  # for the refusal sentence: what it says is missing; "" for all


class Parser:
    """Takes the reply in pieces of any size; gives statements in order."""

    def __init__(self, offered: int) -> None:
        """`offered` is how many passages were numbered, from 1."""
        self._offered = offered
        self._held = ""  # not yet handed out
        self._line = 0

    def feed(self, piece: str) -> Iterator[Said]:
        """The statements that the piece completes."""
        self._held += piece
        if re.match(r"\s*<(?:t(?:h(?:i(?:n(?:k(?:ing)?)?)?)?)?)?$", self._held, re.IGNORECASE):
            return  # it may become the opening of a thought
        if re.search(r"<think", self._held, re.IGNORECASE):
            if not re.search(r"</think(?:ing)?>", self._held, re.IGNORECASE):
                return
            self._held = strip_thought(self._held)
        *lines, self._held = self._held.split("\n")
        for line in lines:
            yield from self._finish(line)
        yield from self._sentences()

    def close(self) -> Iterator[Said]:
        """What is left when the reply has ended."""
        for line in strip_thought(self._held).split("\n"):
            yield from self._finish(line)
        self._held = ""

    def drop(self) -> None:
        """Forget the sentence that is not complete: the reply was cut off in it."""
        self._held = ""

    def _finish(self, line: str) -> Iterator[Said]:
        yield from self._read(line)
        self._line += 1

    def _sentences(self) -> Iterator[Said]:
        """Complete sentences of the line that is still being written.

        The last one is held back, and the one before it too until the next has three letters:
        marks that follow a full stop belong to the sentence before it.
        """
        if _OPEN.search(self._held):
            return
        bare, _ = _take_marks(self._held)
        spans = split_sentences(bare)
        if len(spans) < 2 or sum(map(str.isalpha, bare[spans[-1].start :])) < 3:
            return
        cut = _raw_offset(self._held, spans[-1].start)
        done, self._held = self._held[:cut], self._held[cut:]
        yield from self._read(done)

    def _read(self, raw: str) -> Iterator[Said]:
        """The sentences of a finished stretch, each with the marks that follow it."""
        raw = strip_emphasis(strip_invisible(raw)).replace("**", "")
        raw = _BULLET.sub("", raw)
        bare, marks = _take_marks(raw)
        spans = split_sentences(bare)
        if not spans:
            return
        numbers: dict[int, list[int]] = {n: [] for n in range(len(spans))}
        for offset, cited in marks:
            before = [n for n, span in enumerate(spans) if span.start < offset]
            numbers[before[-1] if before else 0] += cited
        for n, span in enumerate(spans):
            text = " ".join(bare[span.start : span.end].split())
            refusal = _REFUSAL.match(text)
            cited = list(dict.fromkeys(numbers[n]))
            yield Said(
                text=text,
                numbers=tuple(c for c in cited if 1 <= c <= self._offered),
                unknown=tuple(c for c in cited if not 1 <= c <= self._offered),
                line=self._line,
                missing=refusal[1].strip(" ().") if refusal else None,
            )


def strip_thought(reply: str) -> str:
    """The reply without what a model of the reasoning kind thinks aloud."""
    return _THOUGHT.sub("", reply)


def _take_marks(raw: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its marks, and each mark's numbers with its offset in that text."""
    bare = ""
    marks = []
    last = 0
    for match in _MARK.finditer(raw):
        bare += raw[last : match.start()]
        last = match.end()
        marks.append((len(bare), _numbers(match[1])))
    return bare + raw[last:], marks


def _raw_offset(raw: str, offset: int) -> int:
    """Where in the text with marks stands what is at `offset` without them."""
    removed = 0
    for match in _MARK.finditer(raw):
        if match.start() - removed >= offset:
            break
        removed += match.end() - match.start()
    return offset + removed


def _numbers(listed: str) -> list[int]:
    """The numbers of one mark: "1, 2", "1-3", "2 and 4"."""
    found: list[int] = []
    for part in re.split(r"[,;&]|and", listed):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= _WIDEST:
            found += range(ends[0], ends[1] + 1)
        else:
            found += ends
    return found
