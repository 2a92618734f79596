"""Lists of attendance: who, in what role, present or not."""

from __future__ import annotations

import pytest

from corpus.structure.attendance import find_attendance
from corpus.structure.passages import read_passages


def attending(text: str) -> list[tuple[str, str, str | None]]:
    """Presence, name and what the list says about each, whose spans are checked."""
    passages = read_passages("d", text)
    found = find_attendance(passages)
    for one in found:
        assert " ".join(text[one.start : one.end].split()) == one.name
        assert one.passage in {passage.id for passage in passages}
    return [(one.presence, one.name, one.about) for one in found]


def test_lists_in_running_text() -> None:
    text = (
        "Present: Professor Ann Reed (Chair), Omar Holt (Fenwick Borough Council), Jane\n"
        "Lee, Chief Officer (JL)\n"
        "Also in attendance: Councillor Brook and Dr Sue Lock (CCG)\n"
        "Apologies; Tim Cheetham (Cabinet Member, Dale Council)\n\n"
        "1. Finance\n\nMr Smith, Mr Jones and Ms Byrne spoke.\n"
    )
    assert attending(text) == [
        ("present", "Professor Ann Reed", "Chair"),
        ("present", "Omar Holt", "Fenwick Borough Council"),
        ("present", "Jane Lee", "Chief Officer"),
        ("in attendance", "Councillor Brook", None),
        ("in attendance", "Dr Sue Lock", "CCG"),
        ("apologies", "Tim Cheetham", "Cabinet Member, Dale Council"),
    ]


def test_a_table_below_a_heading() -> None:
    text = (
        "Attendees:\n\nAnn Reed\tCabinet Office\nOmar Holt (Secretariat)\tACPO\n\n1. Finance\n\nX."
    )
    assert attending(text) == [
        ("present", "Ann Reed", "Cabinet Office"),
        ("present", "Omar Holt", "ACPO, Secretariat"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Apologies\n\nApologies for absence were received from Ann Reed and Omar Holt.\n",
        "Apologies for absence: Ann Reed; Omar Holt\n",
        "## Apologies\n\n- Ann Reed\n- Omar Holt\n",
    ],
)
def test_apologies(text: str) -> None:
    assert attending(text) == [("apologies", "Ann Reed", None), ("apologies", "Omar Holt", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Present arrangements are that Ann Reed leads.\n",
        "The panel met.\n",
        "Staff: none were there",
    ],
)
def test_no_list(text: str) -> None:
    assert attending(text) == []
