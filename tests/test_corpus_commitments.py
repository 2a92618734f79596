"""Commitments found in small documents, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import open_library
from corpus.types import Commitment, Document

HEAD = """THORNBY BOROUGH COUNCIL
HEALTH SCRUTINY PANEL

MINUTES of the meeting held on 4 February 2014

PRESENT: Councillor Ida Moss (Chair), Councillor Ravi Pell

In attendance: Ms Nell Archer (Thornby CCG), Dr Owen Platt (Thornby CCG)

"""


def read(folder: Path, text: str, name: str = "minutes.txt") -> Document:
    (folder / name).write_text(text, encoding="utf-8")
    library = open_library(folder)
    (source,) = [one for one in library.sources if one.name == name]
    return library.read(source)


def find(folder: Path, sentence: str) -> list[Commitment]:
    """The commitments of minutes that hold one paragraph."""
    document = read(folder, f"{HEAD}5. Community beds\n\n{sentence}\n")
    for one in document.commitments:
        assert document.text[one.start : one.end].strip()
        assert one.passage in {passage.id for passage in document.passages}
    return list(document.commitments)


@pytest.mark.parametrize(
    "sentence",
    [
        "The CCG had submitted a bid for the ward and had agreed to fund two beds.",
        "CCGs are required to publish a register of interests.",
        "Members were asked to declare any interests.",
        "It was expected that NHS England would issue guidance in the near future.",
        "Ms Archer explained how the beds would be opened.",
        "Councillor Pell asked whether the ward would be closed.",
        "The report was noted and the minutes were approved.",
        "The scheme would cost £40,000 and would mean fewer admissions.",
        "The government will publish a white paper.",
        "The ward was closed in 2012 and it would not be possible to open it.",
        "Will the CCG publish the survey?",
    ],
)
def test_what_only_looks_like_a_commitment(tmp_path: Path, sentence: str) -> None:
    assert find(tmp_path, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "firmness", "who", "due"),
    [
        (
            "Ms Archer undertook to send the survey by 12 March.",
            "undertaken",
            "Ms Archer",
            "2014-03-12",
        ),
        (
            "Dr Platt said that he would reply within ten working days.",
            "undertaken",
            "Dr Platt",
            "2014-02-18",
        ),
        (
            "It was agreed that the CCG would bring the plan to the June meeting.",
            "agreed",
            "Thornby CCG",
            "2014-06",
        ),
        (
            "The Panel agreed to visit the ward before the end of the financial year.",
            "agreed",
            "Health Scrutiny Panel",
            "2014-03-31",
        ),
        ("The Panel asked the CCG to publish the survey.", "requested", "Thornby CCG", None),
        ("The CCG proposes to close the ward in 2015.", "proposed", "Thornby CCG", None),
        ("The Panel may wish to visit the ward.", "considered", "Health Scrutiny Panel", None),
        ("Thornby CCG is committed to opening four beds.", "undertaken", "Thornby CCG", None),
    ],
)
def test_firmness_who_and_by_when(
    tmp_path: Path, sentence: str, firmness: str, who: str, due: str | None
) -> None:
    (one,) = find(tmp_path, sentence)
    assert one.firmness == firmness
    assert one.who
    assert one.who.casefold() == who.casefold()
    assert (one.due.date if one.due else None) == due


def test_conditions_are_kept(tmp_path: Path) -> None:
    (one,) = find(tmp_path, "If the bid is successful, the CCG will open four beds.")
    assert one.condition == "If the bid is successful"


def test_resolutions_with_parts_and_routine_left_out(tmp_path: Path) -> None:
    text = (
        f"{HEAD}6. Beds\n\nRESOLVED:\n\n(a) That the report be noted;\n\n"
        "(b) That the CCG be asked to write to the Chair by 3 March 2014; and\n\n"
        "(c) That the Director of Public Health report to the Panel early in 2015.\n"
    )
    asked, decided = read(tmp_path, text).commitments
    assert (asked.firmness, asked.who) == ("requested", "Thornby CCG")
    assert asked.due
    assert asked.due.date == "2014-03-03"
    assert (decided.firmness, decided.who) == ("resolved", "Director of Public Health")
    assert decided.due
    assert decided.due.date == "2015-01/2015-04"


def test_a_list_takes_who_and_firmness_from_what_introduces_it(tmp_path: Path) -> None:
    text = (
        f"{HEAD}7. Survey\n\nAGREED:\n\n1. That Thornby CCG be asked to provide the Panel with:\n"
        "   a) the results of the survey; and\n   b) a list of the wards.\n"
    )
    found = read(tmp_path, text).commitments
    assert [one.who for one in found] == ["Thornby CCG", "Thornby CCG"]
    assert {one.firmness for one in found} == {"requested"}
    assert found[0].what.startswith("That Thornby CCG be asked to provide the Panel with")


def test_an_action_log_gives_owner_due_and_status(tmp_path: Path) -> None:
    text = (
        "Thornby Health Board\n\nAction log as at 4 February 2014\n\n"
        "Action\tOwner\tDue\tStatus\n"
        "Send the survey to the wards\tNell Archer\t31 March 2014\tOpen\n"
        "Book a room\tOwen Platt\tNext meeting\tDone\n"
    )
    send, book = read(tmp_path, text, "action-log.txt").commitments
    assert (send.who, send.status) == ("Nell Archer", "Open")
    assert send.due
    assert send.due.date == "2014-03-31"
    assert send.what == "Send the survey to the wards"
    assert book.due
    assert (book.due.words, book.due.date) == ("Next meeting", None)


def test_we_is_whoever_publishes_and_others_plans_are_not_ours(tmp_path: Path) -> None:
    text = (
        "Thornby Hospitals NHS Trust\n\n14 October 2015\n\nDear Councillor Moss\n\n"
        "Preparing for winter\n\nWe will open twenty beds by 1st December. "
        "NHS England will issue a circular. If successful, we would wish to keep them open.\n\n"
        "Yours sincerely\n\nAda Birch\nChief Executive\n"
    )
    first, second = read(tmp_path, text, "letter.txt").commitments
    assert (first.firmness, first.who) == ("undertaken", "Thornby Hospitals NHS Trust")
    assert first.due
    assert first.due.date == "2015-12-01"
    assert (second.firmness, second.condition) == ("proposed", "If successful")
