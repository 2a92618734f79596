"""Pages of PDFs as pictures beside their text, drawn in a process of their own."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from assistant.web.markup import text
from corpus.reading.options import ReadingOptions
from corpus.reading.pdf.picture import Picture, Wanted, draw
from corpus.reading.pool import call_each
from corpus.types import Document

_SECONDS = 15.0  # that drawing one page may take


@lru_cache(maxsize=64)
def draw_page(wanted: Wanted, sha256: str) -> Picture | None:
    """The picture, remembered for as long as the file is the same; None where there is none."""
    memory = ReadingOptions().memory
    for _, outcome in call_each(draw, [wanted], seconds=_SECONDS, memory=memory):
        return outcome if isinstance(outcome, Picture) else None
    return None


def page_of(document: Document, corpus: Path, start: int, end: int, *, whole: bool) -> str:
    """The figure for the page that those characters stand on; empty where there is none."""
    file = (corpus / document.path).resolve()
    if file.suffix.lower() != ".pdf" or not file.is_relative_to(corpus.resolve()):
        return ""
    page = _page_at(document, start)
    if page is None:
        return ""
    quote = document.text[start:end]
    picture = draw_page(Wanted(path=file, page=page, quote=quote, whole=whole), document.sha256)
    if picture is None:
        return ""
    said = f"Page {page} of {document.metadata.title}"
    alt = f"{said}, {'with the quote marked' if picture.marked else 'as published'}"
    button = (
        ""
        if picture.whole
        else ('<button type="button" class="plain" data-do="sheet">Show the whole page</button>')
    )
    return (
        f'<figure class="page"><figcaption>Page {page} as published{button}</figcaption>'
        f'<div class="sheet" tabindex="0" role="region" aria-label="Picture of page {page}">'
        f'<img alt="{text(alt)}" width="{picture.width}" height="{picture.height}" '
        f'src="data:image/png;base64,{b64encode(picture.png).decode()}"></div></figure>'
    )


def _page_at(document: Document, start: int) -> int | None:
    """The page on which the passage at that character stands; None where there are no pages."""
    pages = [p.locator.page for p in document.passages if p.start <= start and p.locator.page]
    return pages[-1] if pages else None
