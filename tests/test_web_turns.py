"""How a question becomes a turn: its history, its objections, and faults that stay its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.types import LONGEST, NOT_FOUND, Answer
from assistant.web.turns import FAULT, Turn, objection, take_turn
from corpus.errors import InputError
from corpus.types import Document, Metadata


class Recorder:
    """A record that answers nothing, fails when told to, and keeps the histories it was given."""

    def __init__(self) -> None:
        self.histories: list[tuple[str, ...]] = []

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.histories.append(tuple(history))
        if question == "wrong":
            raise InputError("ask it otherwise")
        if question == "broken":
            raise ZeroDivisionError
        return Answer(
            question=question,
            understood=question,
            outcome="not_found",
            text=NOT_FOUND,
            mode="quotes",
        )

    def document(self, id: str) -> Document:
        raise KeyError(id)

    def documents(self) -> list[Metadata]:
        return []

    def starters(self) -> list[str]:
        return []


def test_the_history_is_the_earlier_questions_that_were_answered() -> None:
    record = Recorder()
    turns: tuple[Turn, ...] = ()
    for question in ("first", "wrong", "second", "third"):
        turns = (*turns, take_turn(record, turns, question))
    assert record.histories == [(), ("first",), ("first",), ("first", "second")]


def test_what_the_user_can_mend_is_said_in_the_turn() -> None:
    assert take_turn(Recorder(), (), "wrong") == Turn(question="wrong", problem="ask it otherwise")


def test_a_fault_is_logged_and_leaves_the_conversation(caplog: pytest.LogCaptureFixture) -> None:
    assert take_turn(Recorder(), (), "broken") == Turn(question="broken", problem=FAULT)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("question", ["", " \n", "x" * (LONGEST + 1)])
def test_a_question_that_cannot_be_asked_is_objected_to(question: str) -> None:
    assert objection(question)
    assert objection("What was agreed?") is None
