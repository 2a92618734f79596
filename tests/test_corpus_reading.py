"""Reading files: every encoding and line end, and what cannot be read."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.types import Reading


def read(tmp_path: Path, data: bytes, name: str = "a.txt") -> Reading:
    path = tmp_path / name
    path.write_bytes(data)
    return read_file(path)


def fault(tmp_path: Path, data: bytes, name: str = "a.txt") -> str:
    """The one line that says why the file cannot be read."""
    with pytest.raises(ReadingError) as raised:
        read(tmp_path, data, name)
    message = str(raised.value)
    assert message.startswith(f"{tmp_path / name}: ")
    assert "\n" not in message
    return message.removeprefix(f"{tmp_path / name}: ")


def make_pdf(*pages: str, title: str | None = None, letters: str = "") -> bytes:
    """A PDF written by hand: a page for each text, one line in Helvetica on it.

    Args:
        pages: text of each page, without brackets.
        title: in the file's properties.
        letters: lines of the font's table from codes to Unicode, "<41> <0042>" each.
    """
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, words in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("cp1252") if words else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream")
    if letters:
        table = f"{letters.count('>') // 2} beginbfchar\n{letters}\nendbfchar".encode()
        objects[2] = objects[2].replace(b" >>", b" /ToUnicode %d 0 R >>" % (len(objects) + 1))
        objects.append(b"<< /Length %d >>\nstream\n" % len(table) + table + b"\nendstream")
    if title is not None:
        objects.append(f"<< /Title ({title}) >>".encode())
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    places_at = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    info = b" /Info %d 0 R" % len(objects) if title is not None else b""
    data += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, info)
    return data + b"startxref\n%d\n%%%%EOF\n" % places_at


def encrypt(tmp_path: Path, data: bytes, *, password: str) -> bytes:
    """The same PDF, opened only by that password."""
    plain, closed = tmp_path / "plain.pdf", tmp_path / "closed.pdf"
    plain.write_bytes(data)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(closed)
    return closed.read_bytes()


# Text


@pytest.mark.parametrize("suffix", ["txt", "text", "md", "markdown", "TXT"])
def test_text_by_any_of_its_suffixes(tmp_path: Path, suffix: str) -> None:
    reading = read(tmp_path, b"The board met.\n", f"a.{suffix}")
    assert reading == Reading(text="The board met.\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_text_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    words = "The groups’ “plan” cost £4.2 million – café.\n"
    assert read(tmp_path, words.encode(encoding)).text == words


def test_utf_16_of_either_order(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xfe\xff\x00H\x00i").text == "Hi"
    assert read(tmp_path, b"\xff\xfeH\x00i\x00").text == "Hi"


def test_a_byte_that_no_code_page_has_is_marked_and_loses_nothing_else(tmp_path: Path) -> None:
    assert read(tmp_path, b"caf\xe9 \x81 met").text == "café \ufffd met"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_are_one_newline(tmp_path: Path, end: bytes) -> None:
    assert read(tmp_path, end.join([b"one", b"", b"two", b""])).text == "one\n\ntwo\n"


def test_a_stray_null_is_a_space(tmp_path: Path) -> None:
    text = read(tmp_path, b"The board\x00met. " + b"It was noted. " * 20).text
    assert text.startswith("The board met. It was")


def test_page_breaks_and_tabs_are_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"a\tb\x0cc\td\x0c").text == "a\tb\nc\td\n"


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf\n", b"\xc2\xa0\x0c\n***\n"])
def test_a_file_without_words_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    assert fault(tmp_path, data) == "holds no text; remove it or put its text in"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" * 9,
        zlib.compress(b"".join(b"%d squared is %d. " % (n, n * n) for n in range(3000))),
        "The board met.".encode("utf-16-le"),
        b"The board met, and it was noted.\x00" * 9,
    ],
    ids=["every byte", "picture", "compressed", "utf-16 without its mark", "records"],
)
def test_a_file_that_is_no_text_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    assert fault(tmp_path, data) == "not a text file; remove it or convert it to text"


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.gz"])
def test_a_format_that_is_not_read_is_told_with_those_that_are(tmp_path: Path, name: str) -> None:
    told = fault(tmp_path, b"The board met.", name)
    assert told.startswith("format not read; convert it to one of .")
    assert ".pdf" in told


def test_a_file_that_is_gone_cannot_be_read(tmp_path: Path) -> None:
    for name in ("gone.txt", "gone.pdf"):
        with pytest.raises(ReadingError, match=rf"{name}: cannot be read: No such file"):
            read_file(tmp_path / name)


# PDF


def test_a_pdf_of_two_pages_tells_where_each_begins(tmp_path: Path) -> None:
    data = make_pdf("1. The board met.", "2. It cost \u00a34 million.")
    reading = read(tmp_path, data, "a.pdf")
    assert reading.text == "1. The board met.\n\n2. It cost £4 million.\n\n"
    assert reading.pages == (0, 19)
    assert reading.text[19:].startswith("2. It")
    assert reading.title is None


def test_a_page_without_text_keeps_its_number(tmp_path: Path) -> None:
    reading = read(tmp_path, make_pdf("One.", "", "Three."), "a.PDF")
    assert reading.text == "One.\n\n\n\nThree.\n\n"
    assert reading.pages == (0, 6, 8)


def test_the_title_of_a_pdf(tmp_path: Path) -> None:
    assert read(tmp_path, make_pdf("Hello.", title="Board minutes"), "a.pdf").title == (
        "Board minutes"
    )
    assert read(tmp_path, make_pdf("Hello.", title=""), "a.pdf").title is None


def test_half_a_letter_in_a_pdf_is_marked_so_that_the_text_can_be_kept(tmp_path: Path) -> None:
    data = make_pdf("A met B.", letters="<41> <D83D>\n<42> <D83DDE00>")
    text = read(tmp_path, data, "a.pdf").text
    assert text == "\ufffd met \U0001f600.\n\n"
    assert text.encode("utf-8")


def test_a_pdf_of_pictures_cannot_be_read(tmp_path: Path) -> None:
    assert fault(tmp_path, make_pdf("", ""), "a.pdf").startswith("its pages are pictures")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"The board met.",
        lambda data: data[:40],
        lambda data: data.replace(b"/Pages", b"/Pigs "),
        lambda data: data.replace(b"/Kids [4 0 R]", b"/Kids [9 0 R]"),
    ],
    ids=["empty", "no PDF", "cut short", "no pages", "page missing"],
)
def test_a_damaged_pdf_cannot_be_read(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    told = fault(tmp_path, damage(make_pdf("The board met.")), "a.pdf")
    assert told.startswith(("damaged PDF", "its pages are pictures"))


def test_a_pdf_behind_a_password_cannot_be_read(tmp_path: Path) -> None:
    data = encrypt(tmp_path, make_pdf("The board met."), password="secret")
    assert fault(tmp_path, data, "a.pdf") == (
        "is encrypted; give its password, or save a copy without it"
    )


def test_a_pdf_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    data = encrypt(tmp_path, make_pdf("The board met."), password="")
    assert b"The board" not in data
    assert read(tmp_path, data, "a.pdf").text == "The board met.\n\n"


def test_a_pdf_in_a_cipher_that_nobody_knows_cannot_be_read(tmp_path: Path) -> None:
    data = encrypt(tmp_path, make_pdf("The board met."), password="")
    told = fault(tmp_path, data.replace(b"/Standard", b"/Stondard"), "a.pdf")
    assert told.startswith("is encrypted or packed in a way that is not read")
