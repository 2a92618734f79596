"""What every reader gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text of a file, and where its pages begin."""

    text: str
    pages: tuple[int, ...] = ()  # offset of each page's first character; empty without pages
    title: str | None = None  # as the file's own properties give it
