"""PDF files that carry their text: the only importer of pypdf."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.types import Reading


def read_pdf(path: Path) -> Reading:
    """The text of every page, a blank line between pages.

    Raises `ReadingError` when the file is damaged, encrypted, or has no text (a scan).
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    pages: list[int] = []
    parts: list[str] = []
    length = 0
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError(f"{path}: is encrypted; save a copy without its password")
        title = reader.metadata.title if reader.metadata else None
        for page in reader.pages:
            part = page.extract_text().replace("\r\n", "\n").rstrip() + "\n\n"
            pages.append(length)
            parts.append(part)
            length += len(part)
    except ReadingError:
        raise
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as e:
        # pypdf lets many kinds through on damaged files; each means the same to the user
        raise ReadingError(f"{path}: damaged PDF ({type(e).__name__}); save it anew") from None
    text = "".join(parts)
    if not text.strip():
        raise ReadingError(f"{path}: its pages are pictures without text; give it text by OCR")
    return Reading(text=text, pages=tuple(pages), title=title or None)
