"""Scoring: what passes, and that each way of breaking an answerer shows in the right metric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.asking import ask_pairs
from eval.scoring import Score, score_replies
from eval.summary import Summary, summarise, summarise_parts
from eval.types import Pair
from tests.eval_world import (
    AnswersEverything,
    ChangesADigit,
    CitesTheNextParagraph,
    Crashes,
    MislabelsParagraphs,
    Oracle,
    RefusesEverything,
    SaysTheMinutes,
    make_pairs,
    make_shelf,
)


def score_with(kind: type[Oracle]) -> tuple[Score, ...]:
    shelf, pairs = make_shelf(), make_pairs()
    return score_replies(pairs, ask_pairs(kind(shelf, pairs), pairs), shelf)


def means(summary: Summary) -> dict[str, float]:
    return {
        name: estimate.value for name, estimate in summary.estimates.items() if estimate is not None
    }


GOOD_AT_ONE = (
    "answer_accuracy",
    "fact_recall_vital",
    "fact_recall_vital_strict",
    "answer_precision",
    "quote_fidelity",
    "quote_characters",
    "locator_document",
    "locator_paragraph",
    "evidence_recall",
    "citation_recall_gold",
    "citation_precision_gold",
    "citation_recall",
    "citation_precision",
    "outcome_accuracy",
    "coverage",
    "correct_refusals",
    "recall@1",
    "doc_mrr",
)


def test_a_right_answerer_has_full_marks() -> None:
    values = means(summarise(score_with(Oracle)))
    assert {name: values[name] for name in GOOD_AT_ONE} == dict.fromkeys(GOOD_AT_ONE, 1.0)
    assert values["false_refusals"] == values["unscored"] == 0.0
    assert "locator_page" not in values  # these documents have no pages: it does not apply


@pytest.mark.parametrize(
    ("kind", "caught", "untouched"),
    [
        (
            AnswersEverything,
            {"correct_refusals": 0.0, "outcome_accuracy": 3 / 5, "precision_when_answered": 3 / 5},
            ("coverage", "quote_fidelity", "citation_recall_gold", "fact_recall_vital"),
        ),
        (
            RefusesEverything,
            {"coverage": 0.0, "false_refusals": 1.0, "fact_recall_vital": 0.0},
            ("correct_refusals",),
        ),
        (
            MislabelsParagraphs,
            {"locator_paragraph": 0.0},
            ("quote_fidelity", "citation_recall_gold", "answer_accuracy"),
        ),
        (
            CitesTheNextParagraph,
            {"citation_precision_gold": 0.0, "citation_recall_gold": 0.0, "citation_recall": 0.0},
            ("quote_fidelity", "locator_paragraph", "fact_recall_vital", "coverage"),
        ),
        (
            ChangesADigit,
            {"quote_fidelity": 2 / 3, "fact_recall_vital": 2 / 3, "no_wrong_claim": 0.0},
            ("locator_paragraph", "coverage", "correct_refusals"),
        ),
    ],
)
def test_each_break_shows_in_its_metric(
    kind: type[Oracle], caught: dict[str, float], untouched: tuple[str, ...]
) -> None:
    values = means(summarise(score_with(kind)))
    assert {name: values[name] for name in caught} == pytest.approx(caught)
    assert {name: values[name] for name in untouched} == dict.fromkeys(untouched, 1.0)


def test_one_digit_is_one_character_of_its_quote() -> None:
    lamp = next(s for s in score_with(ChangesADigit) if s.pair.id == "lamp")
    length = len("2. The lamp would cost £310, which the Trust did not have.")
    assert lamp.values["quote_characters"] == pytest.approx((length - 1) / length)
    assert lamp.values["citation_recall"] == 0.0  # the passage has no 316
    assert lamp.status == "wrong"
    assert lamp.reasons == (
        "misses: £310",
        "wrong claim: £ ?31[1-9]",
        "quote [1] is not in the record",
    )


def test_wrong_refused_and_unscored_are_told_apart_and_all_counted() -> None:
    assert [score.status for score in score_with(RefusesEverything)] == [
        *["refused"] * 3,
        *["passed"] * 2,
    ]
    crashed = score_with(Crashes)
    assert crashed[4].status == "unscored"
    assert crashed[4].reasons == ("could not be scored: RuntimeError: the index is gone",)
    summary = summarise(crashed)
    assert dict(summary.statuses) == {"passed": 4, "wrong": 0, "refused": 0, "unscored": 1}
    assert means(summary)["answer_accuracy"] == 4 / 5  # a crash stays in the denominator
    assert summary.confusion["not_found"]["error"] == 1


def test_a_pair_without_a_reply_is_unscored_and_fails() -> None:
    shelf, pairs = make_shelf(), make_pairs()
    replies = ask_pairs(Oracle(shelf, pairs), pairs)
    del replies["who"]
    scores = score_replies(pairs, replies, shelf)
    assert [score.pair.id for score in scores if score.status == "unscored"] == ["who"]
    assert len(scores) == len(pairs)


def test_where_a_refusal_is_right_too_the_facts_are_not_asked_of_it() -> None:
    shelf = make_shelf()
    pairs = tuple(replace(pair, outcome=("answered", "not_found")) for pair in make_pairs()[:1])
    refused = score_replies(pairs, ask_pairs(RefusesEverything(shelf, pairs), pairs), shelf)[0]
    assert refused.status == "passed"
    assert refused.values["fact_recall_vital"] is None
    answered = score_replies(pairs, ask_pairs(Oracle(shelf, pairs), pairs), shelf)[0]
    assert answered.values["fact_recall_vital"] == 1.0


def test_a_refusal_that_states_something_does_not_pass() -> None:
    shelf, pairs = make_shelf(), make_pairs()
    replies = ask_pairs(AnswersEverything(shelf, pairs), pairs)
    said = replies["chair"].said
    assert said is not None
    replies["chair"] = replace(replies["chair"], said=replace(said, outcome="not_found"))
    chair = next(s for s in score_replies(pairs, replies, shelf) if s.pair.id == "chair")
    assert chair.status == "wrong"
    assert chair.reasons == ("refuses, and yet states something",)


def test_a_citation_of_a_document_that_is_not_there_is_not_faithful() -> None:
    shelf, pairs = make_shelf(), make_pairs()
    replies = ask_pairs(Oracle(shelf, pairs), pairs)
    said = replies["who"].said
    assert said is not None
    lost = tuple(replace(citation, document="no-such") for citation in said.citations)
    replies["who"] = replace(replies["who"], said=replace(said, citations=lost))
    who = next(s for s in score_replies(pairs, replies, shelf) if s.pair.id == "who")
    assert who.values["quote_fidelity"] == who.values["locator_document"] == 0.0
    assert who.status == "wrong"


def test_a_fact_that_two_statements_state_together_is_stated() -> None:
    shelf = make_shelf()
    pair = make_pairs()[0]
    fact = replace(pair.facts[0], patterns=("12 tide tables.*dredging",))
    pairs: tuple[Pair, ...] = (replace(pair, facts=(fact,)),)
    replies = ask_pairs(SaysTheMinutes(shelf, pairs), pairs)
    score = score_replies(pairs, replies, shelf)[0]
    assert score.status == "passed"
    assert score.values["citation_recall_gold"] == 1.0
    assert score.values["answer_precision"] == 1 / 3  # the others are not at the evidence


def test_parts_hold_every_pair_once_a_dimension() -> None:
    parts = summarise_parts(score_with(Oracle))
    assert list(parts) == ["all", "tune", "test", "number", "who", "unanswerable"]
    assert parts["tune"].pairs + parts["test"].pairs == parts["all"].pairs == 5
