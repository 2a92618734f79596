"""PDF files that are closed, damaged, hidden from their reader, or made to do harm."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.options import ReadingOptions
from tests.pdf_world import LEFT, SIZE, WIDTH, Paper, encrypt, read

WORDS = "The board met and agreed the plan for the year."


def write(path: Path) -> Path:
    paper = Paper()
    paper.paragraph(WORDS)
    return paper.save(path / "a.pdf")


def draw_objects(*bodies: str, pages: str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>") -> bytes:
    """A PDF without a table of its objects, the third of them on."""
    whole = ["<< /Type /Catalog /Pages 2 0 R >>", pages, *bodies]
    data = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(whole, 1))
    return f"%PDF-1.4\n{data}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode("latin-1")


def stream(words: str, extra: str = "") -> str:
    return f"<< {extra} /Length {len(words)} >>\nstream\n{words}\nendstream"


# Closed


@pytest.mark.parametrize("cipher", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_closed_file_is_opened_by_its_password(tmp_path: Path, cipher: str) -> None:
    closed = encrypt(write(tmp_path), "secret", cipher)
    with pytest.raises(ReadingError, match=r"closed\.pdf: is encrypted; give its password"):
        read_file(closed)
    with pytest.raises(ReadingError, match="is encrypted, and no password given opens it"):
        read_file(closed, ReadingOptions(passwords=("guess",)))
    reading = read_file(closed, ReadingOptions(passwords=("guess", "secret")))
    assert reading.text == f"{WORDS}\n\n"


@pytest.mark.parametrize("cipher", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_closed_against_changes_only_is_read(tmp_path: Path, cipher: str) -> None:
    assert read_file(encrypt(write(tmp_path), "", cipher)).text == f"{WORDS}\n\n"


# Damaged


def test_a_file_cut_short_gives_what_is_left_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"xref", 0, data.rindex(b"startxref"))] + b"trailer")
    reading = read_file(path)
    assert WORDS in reading.text
    assert "what could be recovered was read" in reading.notes[0]


def test_a_file_without_a_table_of_its_objects_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        draw_objects(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F 5 0 R >> >> >>",
            stream("BT /F 12 Tf 72 720 Td (The board met.) Tj ET"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        )
    )
    reading = read_file(path)
    assert reading.text == "The board met.\n\n"
    assert "in its structure; what could be recovered was read" in reading.notes[0]


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=6),
    end=st.floats(0.2, 1),
)
def test_any_damage_is_told_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[float, bytes]], end: float
) -> None:
    path = write(tmp_path_factory.mktemp("pdf"))
    data = bytearray(path.read_bytes())
    for place, junk in cuts:
        start = int(place * len(data))
        data[start : start + len(junk)] = junk
    path.write_bytes(data[: int(end * len(data))])
    told = ""
    try:
        text = read_file(path, ReadingOptions(ocr=False)).text
    except ReadingError as error:
        text, told = "", str(error)
    assert any(letter.isalnum() for letter in text) or told.startswith(f"{path}: ")
    assert "\n" not in told


# Made to do harm


def test_forms_that_draw_one_another_end(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>"
    path.write_bytes(
        draw_objects(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F 7 0 R >> /XObject << /X 5 0 R >> >> >>",
            stream("BT /F 12 Tf 72 720 Td (The board met.) Tj ET /X Do"),
            stream("/X Do /X Do /X Do", form.format(6)),
            stream("/X Do /X Do /X Do", form.format(5)),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        )
    )
    reading = read_file(path)
    assert reading.text.startswith("The board met.")
    assert any("more than is safe to unpack" in note for note in reading.notes)


def test_a_page_that_unpacks_to_more_than_is_safe_is_told(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * 76_000_000, 1).decode("latin-1")
    path = tmp_path / "a.pdf"
    path.write_bytes(
        draw_objects(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(packed, "/Filter /FlateDecode"),
        )
    )
    with pytest.raises(ReadingError, match="more than is safe to unpack"):
        read_file(path)


@pytest.mark.parametrize("kids", ["[2 0 R]", "[3 0 R 2 0 R]", "[9 0 R]", "(none)"])
def test_pages_that_hold_themselves_or_are_not_there_end(tmp_path: Path, kids: str) -> None:
    path = tmp_path / "a.pdf"
    pages = f"<< /Type /Pages /Kids {kids} /Count 1 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    path.write_bytes(draw_objects(page, pages=pages))
    with pytest.raises(ReadingError, match=r"a\.pdf: (damaged PDF|its pages are)"):
        read_file(path)


# Hidden


def test_what_no_reader_sees_is_left_out_and_told(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.line(WORDS)
        paper.at("written far away", WIDTH + 50, 700)
        paper.at("written too small", LEFT, 600, size=1)
        paper.canvas.setFillColorRGB(1, 1, 1)
        paper.at("written in white", LEFT, 500)
        paper.canvas.setFillColorRGB(0, 0, 0)
        hidden = paper.canvas.beginText(LEFT, 400)
        hidden.setFont("Helvetica", SIZE)
        hidden.setTextRenderMode(3)
        hidden.textLine("written without ink")
        paper.canvas.drawText(hidden)

    reading = read(tmp_path, draw)
    assert reading.text == f"{WORDS}\n\n"
    told = " ".join(reading.notes)
    for reason in ("off the page", "too small to see", "white ink", "invisible ink"):
        assert reason in told
    assert "letters on page 1" in told


def test_white_letters_on_a_dark_ground_are_seen(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.line(WORDS)
        paper.canvas.setFillColorRGB(0, 0.2, 0.4)
        paper.canvas.rect(LEFT, 490, 300, 30, fill=1)
        paper.canvas.setFillColorRGB(1, 1, 1)
        paper.at("Recommendations", LEFT + 4, 500)

    reading = read(tmp_path, draw)
    assert "Recommendations" in reading.text
    assert not reading.notes


def test_a_file_of_hidden_words_only_cannot_be_read(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.setFillColorRGB(1, 1, 1)
        paper.line(WORDS)

    with pytest.raises(ReadingError, match="all its text is hidden, by white ink"):
        read(tmp_path, draw)


def test_what_is_filled_in_on_a_form_is_read(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.line("Name of the committee:")
        paper.canvas.acroForm.textfield(
            value="Primary Care", x=LEFT, y=600, width=200, height=20, fontName="Helvetica"
        )

    assert "Primary Care" in read(tmp_path, draw).text
