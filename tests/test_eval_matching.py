"""Matching: what counts as stated."""

from __future__ import annotations

import pytest

from eval.matching import content_stems, find_pattern, stem, text_to_match
from eval.types import Said, SaidStatement


def test_white_space_and_case_do_not_matter() -> None:
    assert find_pattern(["tide tables"], "The TIDE\n   tables were late") == "tide tables"


def test_typographic_punctuation_matches_the_keyboard_kind_and_itself() -> None:
    text = "the Council\u2019s 2014\u201315 plan"
    assert find_pattern(["council's 2014-15"], text)
    assert find_pattern(["council\u2019s"], text)


def test_the_first_pattern_that_is_found_is_named() -> None:
    assert find_pattern(["twelve", r"\b12\b"], "12 tables") == r"\b12\b"
    assert find_pattern(["twelve"], "12 tables") is None
    assert find_pattern([], "12 tables") is None


def test_what_is_matched_are_the_statements_without_their_markers() -> None:
    said = Said(
        outcome="answered",
        text="12 tables [1] by June [2]",
        statements=(
            SaidStatement(text="12 tables", citations=(1,)),
            SaidStatement(text="by\nJune", citations=(2,)),
        ),
        citations=(),
    )
    assert text_to_match(said) == "12 tables by June"
    bare = Said(outcome="not_found", text="It is  not said.", statements=(), citations=())
    assert text_to_match(bare) == "It is not said."
    free = Said(outcome="answered", text="12 tables", statements=(), citations=())
    assert text_to_match(free) == ""  # nothing that a citation could stand behind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("practice", "practices"),
        ("committing", "committed"),
        ("body", "bodies"),
        ("board's", "board"),
    ],
)
def test_plural_and_tense_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_content_stems_leave_out_what_carries_no_topic() -> None:
    assert content_stems("What is the fee, and is it £4,500?") == {"fee", "4500"}
