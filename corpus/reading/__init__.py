"""One file a format; each the only importer of its library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.clean import clean
from corpus.reading.docx.reader import read_docx
from corpus.reading.email import read_email
from corpus.reading.html.reader import read_html
from corpus.reading.libreoffice import CONVERTED, read_by_libreoffice
from corpus.reading.moderngov.xml import read_moderngov_xml
from corpus.reading.odt.reader import read_odt
from corpus.reading.options import ReadingOptions
from corpus.reading.pdf.reader import read_pdf
from corpus.reading.text import read_text
from corpus.reading.types import Reading
from corpus.reading.xlsx.reader import read_xlsx

READERS: dict[str, Callable[[Path, ReadingOptions], Reading]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".docm": read_docx,
    ".dotx": read_docx,
    ".odt": read_odt,
    ".ott": read_odt,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xltx": read_xlsx,
    ".eml": read_email,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".aspx": read_html,
    ".xml": read_moderngov_xml,
    **dict.fromkeys(CONVERTED, read_by_libreoffice),
}
"""The reader of each format, by file suffix in lower case."""

LONGEST = 20_000_000
"""Characters of a document. A council's agenda pack of 500 pages has some 1.5 million."""


def read_file(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """What can be seen of a file in any format that is read; `ReadingError` for what cannot be."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise ReadingError(f"{path}: format not read; convert it to one of {known}")
    try:
        reading = clean(reader(path, options))
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read: {error.strerror or error}") from None
    if not any(character.isalnum() for character in reading.text):
        raise ReadingError(f"{path}: holds no text that can be seen; remove it or put its text in")
    if len(reading.text) > LONGEST:
        raise ReadingError(
            f"{path}: holds {len(reading.text):,} characters, and up to {LONGEST:,} are read; "
            "split it"
        )
    return reading
