"""What the page needs of the assistant, so that it can be shown with any object that has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.holdings import Holdings
from assistant.preferences import Noticed
from assistant.register.types import Entry, Wanted
from assistant.types import Answer
from corpus.bodies import Body
from corpus.types import Document, Metadata, Term
from index.types import Filters, Hit


class Record(Protocol):
    """An open record: `assistant.answering.Assistant` is one. Called from several threads."""

    @property
    def fingerprint(self) -> Mapping[str, str]:
        """What made the index: kept with feedback, so that it can be traced."""
        ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        ignored: Sequence[str] = (),
    ) -> Answer:
        """The answer; `history` is the user's earlier questions, oldest first."""
        ...

    def search(
        self, question: str, *, filters: Filters = Filters(), limit: int = 20
    ) -> Sequence[Hit]:
        """The passages nearest to a question, best first."""
        ...

    def notice(self, question: str, *, ignored: Sequence[str] = ()) -> Noticed | None:
        """What a question names, for which documents are preferred, without what is ignored."""
        ...

    def document(self, id: str) -> Document:
        """One document with its whole text; KeyError when there is none of that id."""
        ...

    def documents(self) -> Sequence[Metadata]:
        """What is known of each document in the record."""
        ...

    def holdings(self) -> Holdings:
        """Every document with its state, and every file that could not be read."""
        ...

    def terms(self) -> Sequence[tuple[str, Term]]:
        """Short forms with what they stand for, each with the id of the document that says so."""
        ...

    def commitments(self, wanted: Wanted = Wanted()) -> Sequence[Entry]:
        """Every commitment that is wanted, in the order of the record; `InputError` says why not.

        What became of each is not looked for: that takes some milliseconds each.
        """
        ...

    def follow(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The commitments with what later records say of each, and where its date stands."""
        ...

    def body(self, name: str | None) -> Body | None:
        """The organisation of that name, with what it became; None for one that is not known."""
        ...

    def starters(self) -> Sequence[str]:
        """Questions to start with, which the record can answer."""
        ...
