"""PDF files: their text in reading order, page by page, and what their layout says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.ocr import Recognised, can_recognise, recognise
from corpus.reading.options import ReadingOptions
from corpus.reading.pdf.furniture import Furniture, find_furniture
from corpus.reading.pdf.headings import find_headings
from corpus.reading.pdf.notes import note_reading
from corpus.reading.pdf.page import Laid, arrange, count_letters, lay, segments_of
from corpus.reading.pdf.text import compose
from corpus.reading.pdf.types import PageContent
from corpus.reading.pdf.words import find_words
from corpus.reading.types import Reading

_OCR_SHARE = 0.7
"""Of the seconds for a file: what OCR may take of them, so that what it found is kept."""

_DRAWN = 20
"""Shapes from which a page without letters shows something, be it letters drawn as shapes."""

_PHOTOGRAPH = 0.9
"""Share of the page from which a picture may be a scan, with few letters printed over it."""

_STAMP = 100
"""Letters printed over a scan, at the most."""


def read_pdf(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The text of every page, a blank line between pages save where a sentence goes on.

    Raises `ReadingError` when the file is damaged, encrypted without a password that fits, or a
    scan that cannot be recognised.
    """
    from corpus.reading.pdf.content import read_page
    from corpus.reading.pdf.faces import Faces
    from corpus.reading.pdf.file import collected_faults, open_pdf, read_pages, read_properties

    with collected_faults() as faults:
        reader = open_pdf(path, options.passwords)
        pages, beyond = read_pages(reader)
        faces = Faces()
        contents = [read_page(page, faces) for page in pages]
        properties = read_properties(reader)
    laid = [lay(content) for content in contents]
    pictures = [page for page, content in enumerate(contents) if _is_picture(content, laid[page])]
    recognised = {
        found.page: found
        for found in _recognise(path, options, pictures)
        if _is_better(found, laid[found.page])
    }
    for page, found in recognised.items():
        laid[page] = lay(found.content)
    unread = {page: _why_unread(options) for page in pictures if not laid[page].readable}
    if not any(page.readable for page in laid):
        raise ReadingError(f"{path}: {_why_nothing(contents, laid, unread)}")

    words = find_words([part.text for page in laid for part in segments_of(page)])
    furniture = find_furniture([page.sheet for page in laid])
    composed = compose(
        [arrange(page, found, words) for page, found in zip(laid, furniture, strict=True)], words
    )
    confidence = {page + 1: found.confidence for page, found in sorted(recognised.items())}
    return Reading(
        text=composed.text,
        pages=composed.pages,
        labels=_labels(furniture, properties.labels),
        headings=find_headings(properties.outline, composed.lines),
        title=properties.title,
        written=properties.written,
        recognised=confidence,
        notes=note_reading(
            contents, laid, faults=faults, beyond=beyond, recognised=confidence, unread=unread
        ),
    )


def _is_picture(content: PageContent, laid: Laid) -> bool:
    """Whether what a person reads on the page may be in a picture, or drawn as shapes."""
    if laid.readable:
        return content.pictured >= _PHOTOGRAPH and count_letters(laid) < _STAMP and not laid.layer
    return content.pictured > 0 or content.shapes >= _DRAWN or bool(content.runs)


def _recognise(path: Path, options: ReadingOptions, pages: Sequence[int]) -> list[Recognised]:
    if not (pages and options.ocr and can_recognise()):
        return []
    seconds = _OCR_SHARE * options.seconds
    return list(recognise(path, pages, passwords=options.passwords, seconds=seconds))


def _is_better(found: Recognised, laid: Laid) -> bool:
    """Whether OCR says what the page's own letters do not: more than twice as much."""
    return not laid.readable or count_letters(lay(found.content)) > 2 * count_letters(laid)


def _why_unread(options: ReadingOptions) -> str:
    if not options.ocr:
        return "pictures without text; allow OCR to have them read"
    if not can_recognise():
        return "pictures without text; install tesseract-ocr to have them read"
    return "pictures without text, in which OCR found no words"


def _why_nothing(
    contents: Sequence[PageContent], laid: Sequence[Laid], unread: dict[int, str]
) -> str:
    """Why a file has no text at all."""
    if not contents:
        return "damaged PDF (no pages); save it anew"
    if fault := next((content.fault for content in contents if content.fault), None):
        return f"damaged PDF (a page {fault}); save it anew"
    hidden = next((reason for page in laid for reason in page.hidden), None)
    if hidden and not any(content.pictured for content in contents):
        return f"all its text is hidden, by {hidden}; save a copy that shows it"
    if unread:
        return f"its pages are {next(iter(unread.values()))}"
    return "its pages are pictures or blank, without text; give it text by OCR"


def _labels(furniture: Sequence[Furniture], defined: Sequence[str]) -> tuple[str, ...]:
    """The number on each page: as it is printed, else as the file defines it."""
    labels = tuple(
        found.label or (defined[page] if page < len(defined) else "")
        for page, found in enumerate(furniture)
    )
    return labels if any(labels) else ()
