"""By when: dates, periods, and words that no calendar can place."""

from __future__ import annotations

import pytest

from corpus.commitments.due import Calendar, find_due, find_next_meeting

DAY = Calendar(base="2014-11-04")


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("The CCG will report by 30 June.", "2015-06-30"),
        ("The CCG will report by 12th December 2014.", "2014-12-12"),
        ("A report will come to the December meeting.", "2014-12"),
        ("A review is to be provided early in 2020.", "2020-01/2020-04"),
        ("He will reply within ten working days.", "2014-11-18"),
        ("He will reply in six weeks' time.", "2014-12-16"),
        ("They will report in three months.", "2015-02"),
        ("It will be published by the end of the month.", "2014-11-30"),
        ("It will be published before the end of the financial year.", "2015-03-31"),
        ("It will be published by the end of 2016.", "2016-12-31"),
        ("It will be open by Christmas.", "2014-12-25"),
        ("It will be in place by the first quarter of 2015/16.", "2015-04/2015-06"),
        ("It will start in autumn 2016.", "2016-09/2016-11"),
        ("On 1 May 2015 they will meet, and the plan will be sent by 3 April 2015.", "2015-04-03"),
    ],
)
def test_dates(sentence: str, date: str) -> None:
    due = find_due(sentence, DAY)
    assert due is not None
    assert due.date == date


@pytest.mark.parametrize(
    "sentence",
    [
        "Those refused since October will be told.",
        "The Chair will answer the letter of 3 March 2014.",
        "The CCG will write to the practices.",
    ],
)
def test_dates_that_are_past_or_absent(sentence: str) -> None:
    assert find_due(sentence, DAY) is None


def test_words_that_no_calendar_can_place() -> None:
    due = find_due("The CCG will reply as soon as possible.", DAY)
    assert due is not None
    assert (due.words, due.date) == ("as soon as possible", None)


def test_the_next_meeting_where_its_day_is_given() -> None:
    text = "He will report to the next meeting.\n\nDate of next meeting: 18 December 2014"
    day = find_next_meeting(text)
    assert day == "2014-12-18"
    due = find_due(
        "He will report to the next meeting.", Calendar(base="2014-11-04", next_meeting=day)
    )
    assert due is not None
    assert due.date == "2014-12-18"


def test_a_year_alone_places_months_in_it() -> None:
    due = find_due("A report will come to the December meeting.", Calendar(base="2014"))
    assert due is not None
    assert due.date == "2014-12"


def test_without_a_date_of_its_own_a_document_gives_words_only() -> None:
    due = find_due("She will write by 30 June.", Calendar(base=None))
    assert due is not None
    assert due.date is None
