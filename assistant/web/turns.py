"""One user's conversation: its turns, and how a question becomes the next one."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.types import LONGEST, Answer
from assistant.web.record import Record
from corpus.errors import UserError

FAULT = "A fault in the app stopped this question. It is in the app's log; you can ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with its answer, or with the reason why there is none."""

    question: str
    answer: Answer | None = None
    problem: str | None = None  # in words, when `answer` is None


def objection(question: str) -> str | None:
    """Why the question cannot be asked, in words for the user, or None when it can."""
    if not question.strip():
        return "Enter a question."
    if len(question) > LONGEST:
        return f"Shorten the question to {LONGEST:,} characters or fewer."
    return None


def take_turn(record: Record, turns: tuple[Turn, ...], question: str) -> Turn:
    """The next turn: `question` asked with the user's earlier questions as its history."""
    history = tuple(turn.question for turn in turns if turn.answer is not None)
    try:
        return Turn(question=question, answer=record.ask(question, history=history))
    except UserError as error:
        return Turn(question=question, problem=str(error))
    except Exception:  # the one place where a fault must not take the conversation with it
        logging.getLogger(__name__).exception("a question could not be answered")
        return Turn(question=question, problem=FAULT)
