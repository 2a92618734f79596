"""Pictures of pages read by tesseract: the only importer of pytesseract and pypdfium2."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from corpus.reading.pdf.types import PageContent, Run

_INCH = 72.0  # points
_DOTS = 300  # an inch, which tesseract's models were made for
_LARGEST = 5000  # dots along a page's longer side; a larger poster is drawn more coarsely
_SUREST = 100.0  # tesseract's confidence goes from 0 to this
_THREADS = "OMP_THREAD_LIMIT"
_UNSURE = 20.0  # words below are marks on the paper more often than words


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What OCR made of one page."""

    page: int  # from 0
    content: PageContent
    confidence: float  # mean of its words', 0 to 1


def can_recognise() -> bool:
    """Whether tesseract is installed."""
    return shutil.which("tesseract") is not None


def recognise(
    path: Path, pages: Sequence[int], *, passwords: Sequence[str], seconds: float
) -> Iterator[Recognised]:
    """The words on pages of a PDF; pages without words, or beyond the time, are left out.

    Args:
        path: of the PDF.
        pages: which of its pages, from 0.
        passwords: one of which opens it, if it is encrypted.
        seconds: for all pages together.
    """
    import pypdfium2
    import pytesseract

    until = time.monotonic() + seconds
    document = open_pdf(path, passwords)
    if document is None:
        return
    with closing(document):
        for number in pages:
            left = until - time.monotonic()
            if left <= 0:
                return
            try:
                with closing(document[number]) as page:
                    width, height = page.get_size()
                    scale = min(_DOTS / _INCH, _LARGEST / max(width, height, 1.0))
                    image = page.render(scale=scale, grayscale=True).to_pil()
                with _one_thread():
                    found = pytesseract.image_to_data(
                        image, lang="eng", timeout=left, output_type=pytesseract.Output.DICT
                    )
            except (RuntimeError, pypdfium2.PdfiumError):
                continue  # out of time, or a page that cannot be drawn: told as one not read
            runs, sure = _read_words(found, scale, height)
            if runs:
                content = PageContent(runs=runs, rules=(), width=width, height=height)
                yield Recognised(page=number, content=content, confidence=sure)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Tesseract on one core: its threads wait for one another, and double the work."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def open_pdf(path: Path, passwords: Sequence[str]) -> Any:
    """The file as pdfium opens it; None where it does not."""
    import pypdfium2

    for password in (None, *passwords):
        try:
            return pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError:
            continue
    return None


def _read_words(
    found: Mapping[str, Sequence[Any]], scale: float, height: float
) -> tuple[tuple[Run, ...], float]:
    """The words as runs, those of one line on one base, and their mean confidence."""
    lines: dict[tuple[int, int, int], list[int]] = {}
    for index, text in enumerate(found["text"]):
        if text.strip() and float(found["conf"][index]) >= _UNSURE:
            key = (found["block_num"][index], found["par_num"][index], found["line_num"][index])
            lines.setdefault(key, []).append(index)
    runs = []
    for words in lines.values():
        top = min(found["top"][index] for index in words)
        bottom = max(found["top"][index] + found["height"][index] for index in words)
        for index in words:
            left = found["left"][index]
            runs.append(
                Run(
                    text=found["text"][index].strip(),
                    left=left / scale,
                    right=(left + found["width"][index]) / scale,
                    base=height - bottom / scale,
                    size=max((bottom - top) / scale, 1.0),
                )
            )
    sure = [float(found["conf"][index]) for words in lines.values() for index in words]
    return tuple(runs), mean(sure) / _SUREST if sure else 0.0
