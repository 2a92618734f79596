"""Misspelt words are set right by the record's own words, and no other word is touched."""

from __future__ import annotations

import pytest

from assistant.spelling import correct, correct_all

RECORD = {"commissioning": 40, "leicester": 30, "practices": 20, "practises": 15, "footfall": 2}


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("comissioning", "commissioning"),
        ("comisioning", "commissioning"),
        ("liecester", "leicester"),
        ("commissioning", None),  # the record has it
        ("practites", None),  # as near to two words that are both common
        ("lei", None),
        ("2014x", None),
        ("zebra", None),
        ("eicester", None),  # a word's first letter is rarely wrong
    ],
)
def test_correct(word: str, right: str | None) -> None:
    assert correct(word, RECORD) == right


def test_only_the_misspelt_ones_are_given_back() -> None:
    assert correct_all(["zebra", "comissioning"], RECORD) == {"comissioning": "commissioning"}
