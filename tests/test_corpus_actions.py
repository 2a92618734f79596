"""Actions: from the rows of a log, and from the lines of minutes."""

from __future__ import annotations

import pytest

from corpus.structure.actions import find_actions
from corpus.structure.passages import read_passages


def actions(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    found = find_actions(read_passages("d", text))
    return [(one.what, one.owner, one.due, one.status) for one in found]


def test_a_log_is_read_by_its_heads() -> None:
    text = (
        "Ref\tAction\tLead officer\tDeadline\tProgress\n"
        "16/07\tAppoint advisers\tDr Quist\t1 Sep 2016\tAt risk\n"
        "16/08\tWrite to wards\t\tOngoing\t\n"
    )
    assert actions(text) == [
        ("Appoint advisers", "Dr Quist", "1 Sep 2016", "At risk"),
        ("Write to wards", None, "Ongoing", None),
    ]


def test_rows_of_another_table_are_no_actions() -> None:
    assert actions("Ward\tBeds\tStatus\nNorth\t4\tOpen\n") == []
    assert actions("Action\tCost\tYear\nPaint\t£4\t2016\n") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Action: Jane Holt to write to the CCG by 4 March.",
         ("Jane Holt to write to the CCG by 4 March", "Jane Holt", "4 March", None)),
        ("ACTION: Confirm whether the plan is public (Omar Reed).",
         ("Confirm whether the plan is public (Omar Reed)", "Omar Reed", None, None)),
        ("Action 3: Draft the letter. Owner: Jane Holt. Due: March 2016. Status: open",
         ("Draft the letter", "Jane Holt", "March 2016", "open")),
        ("Action: The team to report by the next meeting.",
         ("The team to report by the next meeting", "The team", "the next meeting", None)),
    ],
)  # fmt: skip
def test_an_action_in_a_line(line: str, expected: tuple[str, str, str | None, str | None]) -> None:
    assert actions(f"The board met.\n\n{line}\n") == [expected]


def test_initials_alone_own_what_stands_before() -> None:
    assert actions("1.1 The roof is to be mended.\n\nACTION: JB/MS\n") == [
        ("The roof is to be mended.", "JB/MS", None, None)
    ]


def test_bullets_under_a_heading_are_actions() -> None:
    assert [one[0] for one in actions("Actions:\n\n- Ann to call\n- Omar to write\n")] == [
        "Ann to call",
        "Omar to write",
    ]
