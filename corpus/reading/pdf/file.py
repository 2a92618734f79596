"""A PDF file opened: its pages, and what it says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from corpus.errors import ReadingError
from corpus.reading.pdf.types import OutlineEntry, Properties

_PAGES = 5000
"""Pages of one file that are read; the rest is told."""

_ROOT = re.compile(rb"(\d+)\s+(\d+)\s+obj\s*<<[^>]{0,500}/Type\s*/Catalog\b")
"""The number of the object that a file begins with."""

_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|publisher) -.*|untitled.*|(?:document|slide|book)\s?\d*"
    r"|.*\.(?:docx?|pptx?|xlsx?|rtf|odt|pdf|pub|indd|qxd|tmp|html?)|[\W\d_]*"
    r"|powerpoint presentation|about:blank|no slide title|layout \d+|title)",
    re.IGNORECASE,
)
"""Titles that a program put there, and not a person."""


def open_pdf(path: Path, passwords: Sequence[str]) -> PdfReader:
    """The file opened, with the first of the passwords that fits when it needs one.

    Raises `ReadingError` when it is no PDF, too damaged, or no password fits.
    """
    data = path.read_bytes()  # an OSError here is no damage of the file's
    try:
        reader = _open(data)
        if reader.is_encrypted and not any(reader.decrypt(word) for word in ("", *passwords)):
            if passwords:
                raise ReadingError(f"{path}: is encrypted, and no password given opens it")
            raise ReadingError(
                f"{path}: is encrypted; give its password, or save a copy without it"
            )
        len(reader.pages)
    except (ReadingError, MemoryError):
        raise
    except (DependencyError, NotImplementedError):
        raise ReadingError(
            f"{path}: is encrypted or packed in a way that is not read; "
            "save a copy without encryption"
        ) from None
    except Exception as e:  # pypdf lets kinds of every sort through on damaged files
        raise ReadingError(f"{path}: damaged PDF ({type(e).__name__}); save it anew") from None
    return reader


def _open(data: bytes) -> PdfReader:
    """The file by its table of objects; where that is lost, by looking for the objects."""
    try:
        reader = PdfReader(BytesIO(data))
        reader.root_object  # noqa: B018  # read here, so that a lost one is found out
    except PyPdfError:
        return PdfReader(BytesIO(data + _end_for(data)))
    return reader


def _end_for(data: bytes) -> bytes:
    """An end that sends pypdf looking for the objects of a file that has lost its own."""
    roots = _ROOT.findall(data)
    trailer = b""
    if roots and b"/Root" not in data:
        count = len(data) // 10  # an object takes more bytes than that
        trailer = b"\ntrailer\n<< /Root %s %s R /Size %d >>" % (*roots[-1], count)
    return trailer + b"\nstartxref\n0\n%%EOF\n"


def read_pages(reader: PdfReader) -> tuple[list[PageObject], int]:
    """The pages that are read, and how many more the file has."""
    count = len(reader.pages)
    return [reader.pages[index] for index in range(min(count, _PAGES))], max(0, count - _PAGES)


def read_properties(reader: PdfReader) -> Properties:
    """Title, date, labels and bookmarks; without those that are damaged or say nothing."""
    information = _or_none(lambda: reader.metadata)
    title = _or_none(lambda: information.title if information else None)
    written = _or_none(lambda: information.creation_date if information else None)
    has_labels = _or_none(lambda: "/PageLabels" in reader.root_object)
    words = " ".join(str(title or "").replace("\x00", "").split())
    return Properties(
        title=None if _JUNK_TITLE.fullmatch(words) else words,
        written=written.date().isoformat() if written else None,
        labels=(_or_none(lambda: reader.page_labels) if has_labels else None) or (),
        outline=_or_none(lambda: list(_entries(reader, reader.outline, 1))) or [],
    )


def _or_none(get: Any) -> Any:
    """What `get` gives; None where the file is damaged there, which costs no word of its text."""
    try:
        return get()
    except MemoryError:
        raise
    except Exception:  # pypdf lets kinds of every sort through on damaged files
        return None


def _entries(reader: PdfReader, outline: Sequence[Any], level: int) -> Iterator[OutlineEntry]:
    for item in outline:
        if isinstance(item, list):
            yield from _entries(reader, item, level + 1)
        elif isinstance(item, Destination):
            page = _or_none(lambda item=item: reader.get_destination_page_number(item))
            if page is not None and item.title:
                yield OutlineEntry(title=str(item.title), level=level, page=page)


@contextmanager
def collected_faults() -> Iterator[list[str]]:
    """What pypdf warns of meanwhile, instead of printing it."""
    faults: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            faults.append(record.getMessage())

    log, handler = logging.getLogger("pypdf"), Collect(logging.WARNING)
    before = log.propagate
    log.addHandler(handler)
    log.propagate = False
    try:
        yield faults
    finally:
        log.removeHandler(handler)
        log.propagate = before
