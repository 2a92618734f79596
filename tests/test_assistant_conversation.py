"""Follow-ups with no model."""

from __future__ import annotations

from assistant.conversation import stand_alone
from corpus.bodies import Body

BODIES = (Body(name="NHS Fenwick CCG"), Body(name="Dale Vale CCG"))


def test_what_about_asks_the_same_of_another_body() -> None:
    history = ["What did Fenwick CCG commit to?"]
    assert (
        stand_alone("And what about Dale Vale CCG?", history, BODIES)
        == "What did Dale Vale CCG commit to?"
    )
    assert stand_alone("what about dale vale", history, BODIES) == "What did dale vale commit to?"


def test_a_pronoun_takes_the_subject_along() -> None:
    found = stand_alone("why was that?", ["Was the application deferred?"], BODIES)
    assert found == "Was the application deferred – why was that?"


def test_a_chain_keeps_the_thread() -> None:
    history = ["When will the walk-in centre close?", "why?"]
    assert "walk-in centre" in stand_alone("and who decided it?", history, BODIES)


def test_a_new_subject_drops_the_thread() -> None:
    question = "How many emergency admissions were there in 2016?"
    assert stand_alone(question, ["What did Fenwick CCG commit to?"], BODIES) == question


def test_no_history_leaves_the_question_alone() -> None:
    assert stand_alone("why was that?", [], BODIES) == "why was that?"
