"""What every reader gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line of the text that the format itself marks as a heading."""

    start: int  # character, in Reading.text: the first of the line
    level: int  # 1 is the outermost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text of a file, and what its format says of it.

    Paragraphs stand on lines of their own with a blank line between. A list item begins with its
    number as a person sees it ("2.4 ", "(a) ") or its bullet ("• ", a level below "◦ ", then
    "▪ "). A table row is one line, its cells apart by tabs, a blank line before and after the
    table.
    """

    text: str
    pages: tuple[int, ...] = ()  # offset of each page's first character; empty without pages
    labels: tuple[str, ...] = ()  # number printed on each page; empty where none is known
    headings: tuple[Heading, ...] = ()  # ascending; empty for a format that marks none
    title: str | None = None  # as the file's own properties give it
    written: str | None = None  # date in the file's properties, "2014-12-12"
    stated: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # what the file says of itself in so many words: field of corpus.types.Metadata -> value
    recognised: Mapping[int, float] = field(
        default_factory=lambda: MappingProxyType({})
    )  # pages read by OCR, from 1, with the mean confidence of their words, 0 to 1
    notes: tuple[str, ...] = ()  # what a user should know, one sentence each
