"""One file a format; each the only importer of its library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.pdf import read_pdf
from corpus.reading.text import read_text
from corpus.reading.types import Reading

READERS: dict[str, Callable[[Path], Reading]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".pdf": read_pdf,
}
"""The reader of each format, by file suffix in lower case."""


def read_file(path: Path) -> Reading:
    """The text of a file in any format that is read; `ReadingError` for what cannot be."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise ReadingError(f"{path}: format not read; convert it to one of {known}")
    try:
        return reader(path)
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read: {error.strerror or error}") from None
