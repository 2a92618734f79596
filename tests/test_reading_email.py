"""E-mail: the lines of its head, and its words."""

from __future__ import annotations

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.email import read_email
from corpus.structure.passages import read_passages

HEAD = (
    "From: Jo Smith <jo@ccg.example>\nTo: board@ccg.example\n"
    "Date: Tue, 13 May 2014 09:30:00 +0100\nSubject: Winter plan – approved\n\n"
)


def compose(body: str = "We agreed the plan.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jo Smith <jo@ccg.example>"
    message["To"] = "board@ccg.example"
    message["Date"] = "Tue, 13 May 2014 09:30:00 +0100"
    message["Subject"] = "Winter plan – approved"
    message.set_content(body)
    return message


def save(path: Path, message: EmailMessage) -> Path:
    path.write_bytes(message.as_bytes())
    return path


def test_head_and_plain_text(tmp_path: Path) -> None:
    message = compose("We agreed the plan – and £5m.\n")
    message.add_alternative("<p>We agreed <b>the plan</b>.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    reading = read_email(save(tmp_path / "mail.eml", message))
    assert reading.text == f"{HEAD}We agreed the plan – and £5m.\n"
    assert (reading.title, reading.written) == ("Winter plan – approved", "2014-05-13")
    assert reading.notes == ("Attachments were not read: plan.pdf.",)


def test_html_where_there_is_no_plain_text(tmp_path: Path) -> None:
    message = compose()
    message.set_content("<h1>Décision</h1><p>We agreed.</p>", subtype="html", charset="cp1252")
    reading = read_email(save(tmp_path / "mail.eml", message))
    assert reading.text.startswith(f"{HEAD}Décision\n\nWe agreed.")
    (heading,) = reading.headings
    assert reading.text[heading.start :].startswith("Décision")
    assert reading.title == "Winter plan – approved"


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(
        b"From: a@b.example\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
        b"We agreed the \r\nwhole plan.\r\n> quoted \r\n-- \r\nJo\r\n"
    )
    assert read_email(path).text == (
        "From: a@b.example\n\nWe agreed the whole plan.\n> quoted \n-- \nJo\n"
    )


def test_unknown_charsets_and_wrong_ones(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    for charset in (b"no-such", b"utf-8", b"us-ascii"):
        path.write_bytes(
            b"From: a@b.example\r\nContent-Type: text/plain; charset=" + charset + b"\r\n\r\n"
            b"cost \xa35m\r\n"
        )
        assert "cost £5m" in read_email(path).text


def test_what_is_no_email(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"Only words.\n")
    with pytest.raises(ReadingError, match="not an e-mail"):
        read_file(path)


def test_deeply_nested_parts_end(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(100)
    )
    path.write_text(f"From: a@b.example\n{nested}\nwords\n", encoding="ascii")
    assert read_email(path).text.startswith("From: a@b.example")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mail.eml"
        path.write_bytes(b"From: " + data)
        with suppress(ReadingError):
            read_email(path)


WORDS = st.lists(
    st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=9), min_size=1, max_size=20
).map(" ".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_no_word_is_lost_and_spans_hold(paragraphs: list[str]) -> None:
    body = "\n\n".join(paragraphs) + "\n"
    with TemporaryDirectory() as folder:
        reading = read_email(save(Path(folder) / "mail.eml", compose(body)))
    assert reading.text == HEAD + body
    for passage in read_passages("mail", reading.text, headings=reading.headings):
        assert reading.text[passage.start : passage.end] == passage.text
