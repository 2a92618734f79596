"""A jumble of the record's own words is no statement of it."""

from __future__ import annotations

import random

import pytest

from assistant.written.checks.order import is_jumbled

QUOTE = (
    "The Board agreed that the walk-in centre at Moorgate should close in March 2016, and that the "
    "savings be spent on home visits by practice nurses."
)


@pytest.mark.parametrize(
    "statement",
    [
        QUOTE,
        "The Board agreed to close the Moorgate walk-in centre in March 2016.",
        "The savings will be spent on home visits by practice nurses.",
        "The walk-in centre at Moorgate should close, the Board agreed.",
        "The Board agreed.",
    ],
)
def test_statement_in_other_words_keeps_most_of_the_order(statement: str) -> None:
    assert not is_jumbled(statement, QUOTE)


@pytest.mark.parametrize(
    "statement",
    [
        "Nurses practice visits home spent savings March close Moorgate centre agreed Board.",
        "The of Board agreed walk-in centre.",
        "Home visits agreed the Board of.",
    ],
)
def test_jumble_of_its_words_is_seen(statement: str) -> None:
    assert is_jumbled(statement, QUOTE)


def test_most_shuffles_are_seen() -> None:
    rng = random.Random(7)
    seen = 0
    for _ in range(200):
        words = QUOTE.split()
        rng.shuffle(words)
        seen += is_jumbled(" ".join(words), QUOTE)
    assert seen >= 180
