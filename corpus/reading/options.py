"""What a user says of how files are to be read."""

from __future__ import annotations

from dataclasses import dataclass

_GIBIBYTE = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How any one file is read. A reader that has no use for an option leaves it be."""

    passwords: tuple[str, ...] = ()  # tried in order on an encrypted file
    ocr: bool = True  # recognise the words of scanned pages, where tesseract is installed
    seconds: float = 60  # for one file, above 0
    memory: int = 2 * _GIBIBYTE  # bytes, for one file, above 0
