"""Scanned pages: found out, and read by tesseract where it is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.options import ReadingOptions
from tests.pdf_world import HEIGHT, LEFT, SIZE, WIDTH, Paper, encrypt

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Debian: apt-get install tesseract-ocr"
)
WORDS = (
    "27. The board agreed that the chief officer would bring",
    "a paper on the savings to its next meeting.",
)


def scan(tmp_path: Path, *, typed: str = "", layer: bool = False) -> Path:
    """A PDF whose first page is the picture of a page.

    Args:
        tmp_path: where it is written.
        typed: words of a second page, which is no picture.
        layer: whether its words lie under the picture too.
    """
    paper = Paper()
    for words in WORDS:
        paper.line(words, size=12)
    with pypdfium2.PdfDocument(paper.save(tmp_path / "paper.pdf")) as document:
        picture = document[0].render(scale=2.5, grayscale=True).to_pil()
    scanned = Paper()
    scanned.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    if layer:
        under = scanned.canvas.beginText(LEFT, scanned.y)
        under.setFont("Helvetica", SIZE)
        under.setTextRenderMode(3)
        under.textLines(list(WORDS))
        scanned.canvas.drawText(under)
    if typed:
        scanned.page()
        scanned.line(typed)
    return scanned.save(tmp_path / "scan.pdf")


@needs_tesseract
def test_a_scan_is_read_with_its_confidence(tmp_path: Path) -> None:
    reading = read_file(scan(tmp_path))
    assert " ".join(reading.text.split()) == " ".join(WORDS)
    assert set(reading.recognised) == {1}
    assert 0.7 < reading.recognised[1] <= 1
    assert "read from a picture by OCR" in reading.notes[0]


@needs_tesseract
def test_a_closed_scan_is_read(tmp_path: Path) -> None:
    closed = encrypt(scan(tmp_path), "secret", "AES-256")
    reading = read_file(closed, ReadingOptions(passwords=("guess", "secret")))
    assert "27. The board agreed" in reading.text


@needs_tesseract
def test_recognition_keeps_to_its_time(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="pictures without text"):
        read_file(scan(tmp_path), ReadingOptions(seconds=0.001))


def test_a_scan_that_is_not_to_be_recognised_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"its pages are pictures without text; allow OCR"):
        read_file(scan(tmp_path), ReadingOptions(ocr=False))


def test_a_scan_without_tesseract_tells_how_to_have_it_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        ReadingError, match=r"its pages are pictures without text; install tesseract-ocr"
    ):
        read_file(path)


def test_a_file_scanned_in_part_names_the_pages_that_are_not_read(tmp_path: Path) -> None:
    reading = read_file(scan(tmp_path, typed="The board met."), ReadingOptions(ocr=False))
    assert reading.text == "\n\nThe board met.\n\n"
    assert reading.pages == (0, 2)
    assert reading.notes == (
        "Not read, page 1: pictures without text; allow OCR to have them read.",
    )


def test_words_laid_under_a_scan_are_its_text(tmp_path: Path) -> None:
    reading = read_file(scan(tmp_path, layer=True))
    assert " ".join(reading.text.split()) == " ".join(WORDS)
    assert not reading.recognised
    assert reading.notes == ("The text of page 1 was laid under a scan by an earlier OCR.",)
