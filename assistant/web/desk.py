"""What the page works with: the record that is open now, and all that is derived from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.feedback import FeedbackStore
from assistant.starters import Step, guide
from assistant.web.limits import RateLimit
from assistant.web.record import Record
from assistant.web.settings import WebSettings
from assistant.web.terms import Glossary, make_glossary
from corpus.types import Metadata

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.web.keeper import Keeper

_TRIED, _OFFERED = 5, 2  # questions of a step that are put to the record, and that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A record with what every view shows of it."""

    record: Record
    documents: dict[str, Metadata]  # by id, in the order of the corpus
    glossary: Glossary
    tour: Sequence[Step]  # for newcomers, with questions that the record answers


class Desk:
    """One for the whole server. The record is swapped when documents have changed."""

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self.feedback = FeedbackStore(settings.feedback_file)
        self.limit = RateLimit(settings.rate)
        self._opened: Future[Opened] = Future()
        self._assistant: Assistant | None = None
        self._keeper: Keeper | None = None

    def open(self, open_assistant: Callable[[], Assistant]) -> None:
        """Open the record; whoever asked for it before then waits. Raises what opening raises."""
        try:
            self.swap(open_assistant())
        except BaseException as error:  # handed on to those who wait
            self._opened.set_exception(error)
            raise

    @property
    def is_open(self) -> bool:
        """Whether questions can be answered."""
        return self._opened.done() and self._opened.exception() is None

    def opened(self) -> Opened:
        """The record as it is now; waits until it is open."""
        return self._opened.result()

    def swap(self, assistant: Assistant) -> None:
        """Let this one answer from now on."""
        self._assistant = assistant
        opened: Future[Opened] = Future()
        opened.set_result(look(assistant))
        before, self._opened = self._opened, opened
        if not before.done():
            before.set_result(opened.result())

    def keeper(self) -> Keeper:
        """Who adds and removes documents."""
        from assistant.web.keeper import Keeper

        self.opened()
        if self._keeper is None:
            self._keeper = Keeper(self.settings, self._current, self.swap)
        return self._keeper

    def _current(self) -> Assistant:
        assert self._assistant is not None
        return self._assistant


def look(record: Record) -> Opened:
    """What every view shows of a record."""
    documents = {metadata.id: metadata for metadata in record.documents()}
    return Opened(
        record=record,
        documents=documents,
        glossary=make_glossary(record.terms(), documents),
        tour=_tour(record, list(documents.values())),
    )


def _tour(record: Record, documents: Sequence[Metadata]) -> tuple[Step, ...]:
    """The steps with such questions as the record answers: to offer another is no welcome."""
    terms = [term for _, term in record.terms()]
    return tuple(
        replace(step, questions=tuple(_answered(record, step.questions)))
        for step in guide(documents, terms)
    )


def _answered(record: Record, questions: Sequence[str]) -> Sequence[str]:
    kept: list[str] = []
    for question in questions[:_TRIED]:
        if record.ask(question).outcome == "answered":
            kept.append(question)
        if len(kept) == _OFFERED:
            break
    return kept
