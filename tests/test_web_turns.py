"""How a question becomes a turn: its history, its objections, and faults that stay its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.types import LONGEST, Answer
from assistant.web.turns import FAULT, Asked, Turn, belonging_to, objection, take_turn
from corpus.errors import InputError
from index.types import Filters
from tests.record_world import PlainRecord


class Recorder(PlainRecord):
    """A record that answers nothing, fails when told to, and keeps what it was asked with."""

    def __init__(self) -> None:
        super().__init__()
        self.histories: list[tuple[str, ...]] = []
        self.narrowed: list[tuple[Filters, tuple[str, ...]]] = []

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        ignored: Sequence[str] = (),
    ) -> Answer:
        self.histories.append(tuple(history))
        self.narrowed.append((filters, tuple(ignored)))
        if question == "wrong":
            raise InputError("ask it otherwise")
        if question == "broken":
            raise ZeroDivisionError
        return super().ask(question)


def asked(question: str) -> Asked:
    return Asked(question=question)


def test_the_history_is_the_earlier_questions_that_were_answered() -> None:
    record = Recorder()
    turns: tuple[Turn, ...] = ()
    for question in ("first", "wrong", "second", "third"):
        turns = (*turns, take_turn(record, turns, asked(question)))
    assert record.histories == [(), ("first",), ("first",), ("first", "second")]


def test_what_the_user_can_mend_is_said_in_the_turn() -> None:
    turn = take_turn(Recorder(), (), asked("wrong"))
    assert turn == Turn(asked=asked("wrong"), problem="ask it otherwise")


def test_a_fault_is_logged_and_leaves_the_conversation(caplog: pytest.LogCaptureFixture) -> None:
    turn = take_turn(Recorder(), (), asked("broken"))
    assert turn == Turn(asked=asked("broken"), problem=FAULT)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("question", ["", " \n", "x" * (LONGEST + 1)])
def test_a_question_that_cannot_be_asked_is_objected_to(question: str) -> None:
    assert objection(question)
    assert objection("What was agreed?") is None


def test_what_the_user_narrowed_it_to_is_asked_with() -> None:
    record = Recorder()
    filters = Filters(kind=("minutes",))
    take_turn(record, (), Asked(question="q", filters=filters, ignored=("2014",)))
    assert record.narrowed == [(filters, ("2014",))]


def test_nobody_is_shown_the_turns_of_another() -> None:
    turns = tuple(take_turn(Recorder(), (), asked("q"), user) for user in ("ann", "bob", None))
    assert [turn.user for turn in belonging_to(turns, "ann")] == ["ann"]
    assert [turn.user for turn in belonging_to(turns, None)] == [None]
