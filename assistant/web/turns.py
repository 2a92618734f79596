"""One user's conversation: its turns, and how a question becomes the next one."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from assistant.types import LONGEST, Answer
from assistant.web.record import Record
from corpus.errors import UserError
from index.types import Filters

FAULT = "A fault in the app stopped this question. It is in the app's log; you can ask again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and what its user narrowed it to."""

    question: str
    filters: Filters = field(default_factory=Filters)
    ignored: tuple[str, ...] = ()  # named in the question, but not to be preferred by


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with its answer, or with the reason why there is none."""

    asked: Asked
    answer: Answer | None = None
    problem: str | None = None  # in words, when `answer` is None
    user: str | None = None  # who asked, where people sign in
    liked: bool | None = None  # what the user thought of the answer; None: has not said

    @property
    def question(self) -> str:
        """What was asked, as it was typed."""
        return self.asked.question


def objection(question: str) -> str | None:
    """Why the question cannot be asked, in words for the user, or None when it can."""
    if not question.strip():
        return "Enter a question."
    if len(question) > LONGEST:
        return f"Shorten the question to {LONGEST:,} characters or fewer."
    return None


def belonging_to(turns: tuple[Turn, ...], user: str | None) -> tuple[Turn, ...]:
    """The turns of that user: nobody is shown another's, whatever their browser asks for."""
    return tuple(turn for turn in turns if turn.user == user)


def take_turn(
    record: Record, turns: tuple[Turn, ...], asked: Asked, user: str | None = None
) -> Turn:
    """The next turn: asked with the user's earlier questions as its history."""
    history = tuple(turn.question for turn in turns if turn.answer is not None)
    try:
        answer = record.ask(
            asked.question, history=history, filters=asked.filters, ignored=asked.ignored
        )
        return Turn(asked=asked, answer=answer, user=user)
    except UserError as error:
        return Turn(asked=asked, problem=str(error), user=user)
    except Exception:  # the one place where a fault must not take the conversation with it
        logging.getLogger(__name__).exception("a question could not be answered")
        return Turn(asked=asked, problem=FAULT, user=user)
