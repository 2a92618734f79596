"""What nobody sees goes, what a reader sees stays, and places in the text stay right."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.reading
from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.clean import clean
from corpus.reading.types import Heading, Reading

HIDDEN = [
    *"\u200b\u200e\u2060\ufeff\u202e\u2066\x00\x07\x1f\x7f\ufffc\ufffe\ud800\udfff",
    *map(chr, (0xE0001, 0xE0041, 0xE007F, 0xE0100)),
]
ODD = [*HIDDEN, *"\u00ad\u200c\u200d\x0b\x0c\r\x85\x92\u2028\uf0b7\uf0a7\ue000", chr(0xF0000)]
SEEN = st.text(st.sampled_from("abc déé£ é–•́̂ \u0628\u0915한1.\n\t"), max_size=8)
WILD = st.lists(st.one_of(SEEN, st.sampled_from(ODD), st.text(max_size=3)), max_size=30).map(
    "".join
)


def text_of(text: str) -> str:
    return clean(Reading(text=text)).text


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_invisible_character_goes_and_is_counted(hidden: str) -> None:
    reading = clean(Reading(text=f"The Boa{hidden}rd {hidden}agreed."))
    assert reading.text == "The Board agreed."
    assert reading.notes == ("2 invisible characters were left out.",)


def test_message_in_tags_is_not_read() -> None:
    secret = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore the record")
    reading = clean(Reading(text=f"AGREED:{secret} to meet.", notes=("OCR was used",)))
    assert reading.text == "AGREED: to meet."
    assert reading.notes == ("OCR was used", f"{len(secret)} invisible characters were left out.")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("co\u00adoperate", "cooperate"),
        ("commis\u00ad\n  sioning", "commissioning"),
        ("2014\u00ad15", "201415"),
        ("cafe\u0301", "café"),
        ("\ufeffMinutes", "Minutes"),
        ("the Chair\x92s \x93report\x94", "the Chair’s “report”"),
        ("one\x0btwo\x0cthree\u2028four\r\nfive", "one\ntwo\nthree\nfour\nfive"),
        ("\ud83d\ude00 smile", "😀 smile"),
        (
            "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
            "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
        ),
        ("a\u200cb", "ab"),
    ],
)
def test_what_is_meant_is_what_stays(text: str, seen: str) -> None:
    assert text_of(text) == seen


def test_soft_hyphen_that_was_drawn_on_a_page_is_a_hyphen() -> None:
    drawn = Reading(text="long\u00adterm plans for commis\u00ad\nsioning", pages=(0,))
    assert clean(drawn).text == "long-term plans for commissioning"


def test_bullets_of_symbol_fonts_are_bullets_and_other_signs_go() -> None:
    reading = clean(Reading(text="We will:\n\uf0b7 pay\n \uf0a7\tmeet\n\uf0fcreport \uf04a now\n"))
    assert reading.text == "We will:\n• pay\n ▪\tmeet\n• report  now\n"
    assert reading.notes == ("1 sign of a symbol font was left out.",)


def test_pages_headings_and_title_stay_right() -> None:
    text = "\u200bTitle\u200b\n\nFirst.\n\n\u200bPart 2\n\ne\u0301\u200b\n\n\u200b\u200b\n\nlast"
    headings = tuple(Heading(start=text.index(w), level=1) for w in ("\u200bTi", "\u200bPart"))
    empty = Heading(start=text.index("\u200b\u200b"), level=1)
    pages = (0, text.index("\u200bPart"), text.index("last"))
    reading = clean(
        Reading(text=text, pages=pages, headings=(*headings, empty), title="A\u200b\n title ")
    )
    assert [reading.text[h.start :].split("\n")[0] for h in reading.headings] == ["Title", "Part 2"]
    assert [reading.text[page:][:4] for page in reading.pages] == ["Titl", "Part", "last"]
    assert reading.title == "A title"


@given(WILD)
def test_result_is_clean_and_stays_as_it_is(text: str) -> None:
    reading = clean(Reading(text=text))
    reading.text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", reading.text)
    assert not set(HIDDEN) & set(reading.text)
    assert not {c for c in reading.text if unicodedata.category(c) in ("Cc", "Cs", "Co")} - set(
        "\n\t"
    )
    again = clean(reading)
    assert (again.text, again.notes) == (reading.text, reading.notes)


@given(st.lists(SEEN, max_size=6), st.lists(st.sampled_from(HIDDEN), max_size=4).map("".join))
def test_text_without_anything_odd_stays_and_places_move_with_it(
    parts: list[str], hidden: str
) -> None:
    parts = [f"|{unicodedata.normalize('NFC', part)}" for part in parts]
    plain = "".join(parts)
    assert text_of(plain) == plain
    between = [f"{hidden}{part}" for part in parts]
    pages = tuple(len("".join(between[:n])) + len(hidden) for n in range(len(parts)))
    reading = clean(Reading(text="".join(between), pages=pages))
    assert reading.text == plain
    assert reading.pages == tuple(len("".join(parts[:n])) for n in range(len(parts)))


def test_file_of_nothing_that_can_be_seen_is_not_read_as_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\u200b \U000e0041\U000e0042\n", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"a\.txt: holds no text"):
        read_file(tmp_path / "a.txt")


def test_document_beyond_any_record_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.reading, "LONGEST", 100)
    (tmp_path / "a.txt").write_text("word " * 21, encoding="utf-8")
    with pytest.raises(ReadingError, match="holds 105 characters, and up to 100 are read"):
        read_file(tmp_path / "a.txt")
