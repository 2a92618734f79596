"""A page of a PDF as a picture, with a quote of it marked, whole or cut to what is around it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WIDTH = 1000  # dots that a page is wide
_TALLEST = 2000  # dots that a page may be high: a longer one is drawn smaller
_MARK = (255, 221, 0)
_AROUND = 110  # dots shown above and below the quote
_LEAST = 12  # characters of a quote that must be found on the page, from its beginning or end


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to draw."""

    path: Path  # of the PDF
    page: int  # from 1
    quote: str  # to be marked
    whole: bool = False  # the whole page, else the part around the quote
    passwords: tuple[str, ...] = ()  # one of which opens it, if it is encrypted


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page, or a part of it."""

    png: bytes
    width: int  # dots
    height: int
    marked: bool  # whether the quote was found on the page
    whole: bool  # whether all of the page is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    left: float  # dots from the left edge of the picture
    top: float
    right: float
    bottom: float


def draw(wanted: Wanted) -> Picture | None:
    """The picture; None when the file cannot be opened or has no such page.

    A hostile file can crash the library that draws: call it in a process of its own
    (`corpus.reading.pool.call_each`).
    """
    from PIL import Image, ImageChops, ImageDraw

    from corpus.reading.ocr import open_pdf

    document = open_pdf(wanted.path, wanted.passwords)
    if document is None:
        return None
    with closing(document):
        if not 1 <= wanted.page <= len(document):
            return None
        with closing(document[wanted.page - 1]) as page:
            width, height = page.get_size()
            scale = min(_WIDTH / max(width, 1.0), _TALLEST / max(height, 1.0))
            image = page.render(scale=scale).to_pil().convert("RGB")
            boxes = _find(page, wanted.quote, scale, height)
    if boxes:
        marks = Image.new("RGB", image.size, "white")
        brush = ImageDraw.Draw(marks)
        for box in boxes:
            brush.rectangle((box.left - 2, box.top - 2, box.right + 2, box.bottom + 2), fill=_MARK)
        image = ImageChops.multiply(image, marks)
    whole = wanted.whole or not boxes
    if not whole:
        top = max(0, int(min(box.top for box in boxes)) - _AROUND)
        bottom = min(image.height, int(max(box.bottom for box in boxes)) + _AROUND)
        image = image.crop((0, top, image.width, bottom))
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return Picture(
        png=file.getvalue(),
        width=image.width,
        height=image.height,
        marked=bool(boxes),
        whole=whole,
    )


def _find(page: Any, quote: str, scale: float, height: float) -> Sequence[_Box]:
    """Where the quote stands on the page, a box a line; none where it is not found.

    Text is compared by its letters and figures alone, since spaces, hyphens and quotation marks
    come out of a PDF in many ways. Of a quote that runs over a page's end, the part on it is found.
    """
    with closing(page.get_textpage()) as words:
        letters: list[str] = []
        places: list[int] = []
        for index in range(words.count_chars()):
            for letter in words.get_text_range(index, 1).lower():
                if letter.isalnum():
                    letters.append(letter)
                    places.append(index)
        found = _span("".join(letters), "".join(filter(str.isalnum, quote.lower())))
        if found is None:
            return ()
        boxes: list[_Box] = []
        for index in dict.fromkeys(places[found.start : found.stop]):
            left, bottom, right, top = words.get_charbox(index)
            box = _Box(
                left=left * scale,
                top=(height - top) * scale,
                right=right * scale,
                bottom=(height - bottom) * scale,
            )
            boxes.append(box)
    return _join(boxes)


def _span(letters: str, quote: str) -> range | None:
    """Where the quote is among the letters: whole, else its beginning or end at the page's."""
    at = letters.find(quote) if quote else -1
    if at >= 0:
        return range(at, at + len(quote))
    for size in range(min(len(quote) - 1, len(letters)), _LEAST - 1, -1):
        if letters.endswith(quote[:size]):
            return range(len(letters) - size, len(letters))
        if letters.startswith(quote[-size:]):
            return range(size)
    return None


def _join(boxes: Sequence[_Box]) -> Sequence[_Box]:
    """Boxes of letters as boxes of lines: those that overlap in height and follow each other."""
    lines: list[_Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and box.top < last.bottom and box.bottom > last.top and box.right >= last.left:
            lines[-1] = _Box(
                left=min(last.left, box.left),
                top=min(last.top, box.top),
                right=max(last.right, box.right),
                bottom=max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines
