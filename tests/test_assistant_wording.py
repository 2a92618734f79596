"""Dates, places and outcomes in plain English."""

from __future__ import annotations

import pytest

from assistant.types import NOT_FOUND, Answer, Outcome
from assistant.wording import count, date_in_words, locator_in_words, outcome_in_words
from corpus.types import Locator


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2014", "2014"),
        ("2014-12", "December 2014"),
        ("2014-12-02", "2 December 2014"),
        (None, "date not known"),
        ("spring 2014", "spring 2014"),
        ("2014-13", "2014-13"),
        ("2014-00-01", "2014-00-01"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(date: str | None, words: str) -> None:
    assert date_in_words(date) == words


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        (Locator(paragraph="27", section=("Governance",)), "paragraph 27, Governance"),
        (Locator(page=3, paragraph="3.4.2"), "page 3, paragraph 3.4.2"),
        (Locator(paragraph="3(a)"), "paragraph 3(a)"),
        (Locator(paragraph="AGREED 1a"), "AGREED 1a"),
        (Locator(paragraph="¶14"), "paragraph 14 (our count)"),
        (Locator(section=("Part one", "Scope")), "Scope"),
        (Locator(), "whole document"),
    ],
)
def test_a_locator_says_where_to_look(locator: Locator, words: str) -> None:
    assert locator_in_words(locator) == words


def test_a_full_locator_gives_every_heading() -> None:
    locator = Locator(section=("Part one", "Scope"), paragraph="2")
    assert locator_in_words(locator, full=True) == "paragraph 2, Part one > Scope"


def test_counts_have_their_plural() -> None:
    assert [count(n, "document") for n in (0, 1, 2, 1200)] == [
        "0 documents",
        "1 document",
        "2 documents",
        "1,200 documents",
    ]


@pytest.mark.parametrize("outcome", ["not_found", "unclear", "declined"])
def test_an_outcome_without_an_answer_claims_no_documents(outcome: Outcome) -> None:
    answer = Answer(question="q", understood="q", outcome=outcome, text="", mode="quotes")
    words = outcome_in_words(answer)
    assert "document" not in words
    assert (words == NOT_FOUND) == (outcome == "not_found")
