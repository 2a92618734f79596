"""Dates as exactly as a record gives them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import Period, find_compact_date, find_date, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-12", date(2014, 12, 1), date(2014, 12, 31)),
        ("2015-02", date(2015, 2, 1), date(2015, 2, 28)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2014-12-12", date(2014, 12, 12), date(2014, 12, 12)),
        (" 2014-12 ", date(2014, 12, 1), date(2014, 12, 31)),
    ],
)
def test_the_period_that_a_date_means(text: str, first: date, last: date) -> None:
    assert parse_period(text) == Period(first=first, last=last)


@pytest.mark.parametrize(
    "text",
    ["", "14", "2014-1", "2014-13", "2014-00", "2014-12-00", "2014-06-31", "2015-02-29", "0000",
     "2014/12/12", "12-12-2014", "2014-12-12T00:00", "soon"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is"):
        parse_period(text)


@given(st.dates())
def test_a_day_is_its_own_period(day: date) -> None:
    assert parse_period(day.isoformat()) == Period(first=day, last=day)


@pytest.mark.parametrize(
    ("text", "written", "offset"),
    [
        ("12th December 2014", "2014-12-12", 0),
        ("Held on 3 March 2016 at noon", "2016-03-03", 8),
        ("by 5 Dec 2012", "2012-12-05", 3),
        ("22-July-2014", "2014-07-22", 0),
        ("15 th September 2010", "2010-09-15", 0),
        ("Sept. 2010", "2010-09", 0),
        ("on the 1st of April, 2015", "2015-04-01", 7),
        ("ON 3 MARCH 2016", "2016-03-03", 3),
        ("by April 2015.", "2015-04", 3),
        ("04/07/2019", "2019-07-04", 0),
        ("4.7.2019", "2019-07-04", 0),
        ("panel 2019-07-04 minutes", "2019-07-04", 6),
        ("3\nMarch\n2016", "2016-03-03", 0),
        ("31 June 2014, or rather 1 July 2014", "2014-07-01", 24),
        ("13/13/2014 and 2014-13-01 and May 2014", "2014-05", 30),
    ],
)
def test_the_first_date_written(text: str, written: str, offset: int) -> None:
    assert find_date(text) == (written, offset)


@pytest.mark.parametrize(
    "text", ["", "in 2014/15", "in 2014", "12th December", "9th January", "14 July April", "1/2/15"]
)
def test_no_date_is_made_up(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("20141212 minutes", "2014-12-12"),
        ("minutes 12-12-2014", "2014-12-12"),
        ("agenda 24 06 10", "2010-06-24"),
        ("08.02.11", "2011-02-08"),
        ("20141399 minutes", None),
        ("v1-2 report", None),
        ("190711", None),
        ("201412123", None),
    ],
)
def test_dates_in_figures_alone_as_file_names_have_them(name: str, written: str | None) -> None:
    assert find_compact_date(name) == written
