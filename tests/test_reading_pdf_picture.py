"""Pages of PDFs as pictures with the quote marked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus.reading.pdf.picture import Picture, Wanted, draw
from tests.pdf_world import Paper

LONG = (
    "The Harbour Lane clinic will open on 9 May 2017 with fourteen beds, and its lease of "
    "ninety-nine years was signed by the Chief Officer in the presence of both landlords."
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    made = Paper()
    made.line("Clinics report", bold=True)
    for number in range(20):
        made.paragraph(f"{number}. A paragraph that says nothing of any clinic at all.")
    made.paragraph(LONG)
    made.page()
    made.paragraph("The second page goes on about something else.")
    made.canvas.save()
    path = tmp_path / "clinics.pdf"
    path.write_bytes(made.file.getvalue())
    return path


def drawn(path: Path, quote: str, page: int = 1, *, whole: bool = False) -> Picture:
    picture = draw(Wanted(path=path, page=page, quote=quote, whole=whole))
    assert picture is not None
    return picture


def yellow(picture: Picture) -> int:
    """How many dots are marked."""
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    assert image.size == (picture.width, picture.height)
    return sum(
        count
        for count, colour in image.getcolors(2**24) or ()
        if isinstance(colour, tuple) and colour[0] > 230 and colour[2] < 60
    )


def test_the_quote_is_marked_and_the_page_cut_around_it(paper: Path) -> None:
    whole, cut = drawn(paper, LONG, whole=True), drawn(paper, LONG)
    assert whole.marked
    assert cut.marked
    assert cut.height < whole.height / 3
    assert yellow(cut) == pytest.approx(yellow(whole), rel=0.05)
    assert yellow(cut) > 3 * yellow(drawn(paper, "fourteen beds"))


def test_a_quote_over_the_end_of_a_page_is_marked_as_far_as_it_goes(paper: Path) -> None:
    both = f"{LONG} The second page goes on"
    first, second = drawn(paper, both), drawn(paper, both, page=2)
    assert first.marked
    assert second.marked
    assert yellow(second) < yellow(first)


def test_a_quote_that_is_not_there_marks_nothing(paper: Path) -> None:
    picture = drawn(paper, "Nobody wrote this.")
    assert not picture.marked
    assert picture.whole
    assert yellow(picture) == 0


def test_no_such_page_and_no_pdf_are_no_picture(paper: Path, tmp_path: Path) -> None:
    assert draw(Wanted(path=paper, page=3, quote="x")) is None
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    assert draw(Wanted(path=broken, page=1, quote="x")) is None
