"""Bodies: by every name they go by, and what they became."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.bodies import Body, add_publishers, find_bodies, name_body, read_bodies
from corpus.errors import ManifestError
from corpus.library import SHIPPED

CITY = Body(name="NHS Leicester City CCG", aliases=("Leicester CCG",))
EAST = Body(name="NHS East Leicestershire and Rutland CCG")
BOARD = Body(name="Wolverhampton Health and Wellbeing Board")
ENGLAND = Body(name="NHS England", aliases=("NHSE",))
BODIES = (CITY, EAST, BOARD, ENGLAND)


def found(text: str, bodies: tuple[Body, ...] = BODIES) -> list[tuple[str, str]]:
    """Each body named in the text with the words that name it."""
    return [(m.body.name, text[m.start : m.end]) for m in find_bodies(text, bodies)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("NHS Leicester City CCG", CITY),
        ("leicester city ccg", CITY),
        ("Leicester City Clinical Commissioning Group", CITY),
        ("NHS Leicester City  Clinical Commissioning Group", CITY),
        ("Leicester CCG", CITY),
        ("Leicester Clinical Commissioning Group", CITY),
        ("East Leicestershire & Rutland CCG", EAST),
        ("East Leicestershire and Rutland Clinical Commissioning Group", EAST),
        ("Wolverhampton HWB", BOARD),
        ("Wolverhampton Health & Wellbeing Board", BOARD),
        ("nhse", ENGLAND),
        ("NHS England", ENGLAND),
        ("England", None),
        ("CCG", None),
        ("Leicester", None),
        ("", None),
    ],
)
def test_a_body_by_any_of_its_names(name: str, body: Body | None) -> None:
    assert name_body(name, BODIES) is body


def test_and_is_and_however_it_is_written() -> None:
    body = Body(name="Dale & Fenwick Council")
    for words in ("Dale & Fenwick Council", "Dale and Fenwick Council"):
        assert name_body(words, (body,)) is body
        assert found(f"the {words} met", (body,)) == [(body.name, words)]


def test_bodies_are_found_in_a_text_in_order_with_their_spans() -> None:
    text = (
        "East Leicestershire & Rutland\nClinical Commissioning Group wrote to NHSE and to the "
        "LEICESTER CITY CCG."
    )
    assert found(text) == [
        (EAST.name, "East Leicestershire & Rutland\nClinical Commissioning Group"),
        (ENGLAND.name, "NHSE"),
        (CITY.name, "LEICESTER CITY CCG"),
    ]


def test_the_longest_name_wins() -> None:
    council = Body(name="Leicester City Council")
    panel = Body(name="Leicester City Council Scrutiny Panel")
    assert found("the Leicester City Council Scrutiny Panel met", (council, panel)) == [
        (panel.name, "Leicester City Council Scrutiny Panel")
    ]


@pytest.mark.parametrize("text", ["", "the CCGs", "NHSEngland", "XNHSE", "NHSE2", "England"])
def test_part_of_a_name_or_word_names_nothing(text: str) -> None:
    assert found(text) == []


def test_without_bodies_none_is_found() -> None:
    assert find_bodies("Leicester City CCG", ()) == []


@given(st.text(max_size=20), st.text(max_size=20))
def test_spans_hold_in_any_text(before: str, after: str) -> None:
    text = f"{before} NHS England {after}"
    assert (ENGLAND.name, "NHS England") in found(text)


def test_spans_hold_after_a_letter_that_grows_when_made_small() -> None:
    assert found("İİİ NHS England") == [(ENGLAND.name, "NHS England")]


def test_the_place_is_what_is_its_own() -> None:
    assert CITY.place == "leicester"
    assert EAST.place == "east leicestershire rutland"
    assert ENGLAND.place == ""


def test_publishers_that_no_body_names_are_added_once() -> None:
    names = ["Fenwick Panel", None, "Leicester Clinical Commissioning Group", "Fenwick Panel", ""]
    assert add_publishers(BODIES, names) == (*BODIES, Body(name="Fenwick Panel"))


def test_the_shipped_bodies_lead_to_what_they_became() -> None:
    bodies = read_bodies(SHIPPED / "bodies.toml")
    city = name_body("Leicester City CCG", bodies)
    assert city is not None
    assert city.on == "2022-07-01"
    assert city.became is not None
    assert name_body(city.became, bodies) is name_body("LLR ICB", bodies)
    successors = [body.became for body in bodies if body.became]
    assert all(name_body(name, bodies) for name in successors)


def test_bodies_of_a_later_file_replace_those_of_an_earlier(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('[[body]]\nname = "A CCG"\n[[body]]\nname = "B CCG"\n', encoding="utf-8")
    second.write_text(
        '[[body]]\nname = "A CCG"\naliases = ["The A"]\nbecame = "C ICB"\non = "2022-07"\n',
        encoding="utf-8",
    )
    assert read_bodies(first, second, tmp_path / "none.toml") == (
        Body(name="A CCG", aliases=("The A",), became="C ICB", on="2022-07"),
        Body(name="B CCG"),
    )


def test_every_fault_of_every_bodies_file_is_told_with_its_line(tmp_path: Path) -> None:
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text('[[body]]\nname = "A"\non = "2022-13"\n\n[[body]]\non = "2022"\n', "utf-8")
    second.write_text('[[body]]\nname = "B"\nalias = "x"\naliases = [1]\n', "utf-8")
    with pytest.raises(ManifestError) as raised:
        read_bodies(first, second)
    assert sorted(fault.split(": ")[0] for fault in raised.value.faults) == [
        f"{first}:3",
        f"{first}:5",
        f"{second}:3",
        f"{second}:4",
    ]
