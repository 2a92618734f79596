"""PDF files that carry their text: the only importer of pypdf."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.types import Reading


def read_pdf(path: Path) -> Reading:
    """The text of every page, a blank line between pages.

    Raises `ReadingError` when the file is damaged, encrypted, or has no text (a scan).
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    data = path.read_bytes()  # an OSError here is no damage of the file's
    pages: list[int] = []
    parts: list[str] = []
    length = 0
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError(f"{path}: is encrypted; save a copy without its password")
        title = reader.metadata.title if reader.metadata else None
        for page in reader.pages:
            part = _mend(page.extract_text()).rstrip() + "\n\n"
            pages.append(length)
            parts.append(part)
            length += len(part)
    except ReadingError:
        raise
    except (DependencyError, NotImplementedError):  # AES needs a library that we do not ask for
        raise ReadingError(
            f"{path}: is encrypted or packed in a way that is not read; "
            "save a copy without encryption"
        ) from None
    except Exception as e:  # pypdf lets kinds of every sort through on damaged files
        raise ReadingError(f"{path}: damaged PDF ({type(e).__name__}); save it anew") from None
    text = "".join(parts)
    if not text.strip():
        raise ReadingError(f"{path}: its pages are pictures without text; give it text by OCR")
    return Reading(text=text, pages=tuple(pages), title=title or None)


def _mend(text: str) -> str:
    """Line ends as one newline; halves of letters, which no file can hold, joined or marked."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
