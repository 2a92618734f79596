"""A record without an index, for tests of what is shown of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.holdings import Holdings
from assistant.preferences import Noticed
from assistant.register.types import Entry, Wanted
from assistant.types import NOT_FOUND, Answer
from corpus.bodies import Body
from corpus.types import Document, Metadata, Term
from index.types import Filters, Hit


class PlainRecord:
    """Holds the documents that it is given, and answers nothing."""

    def __init__(self, *documents: Document) -> None:
        self.held = {document.id: document for document in documents}

    @property
    def fingerprint(self) -> Mapping[str, str]:
        return {"format": "test"}

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        ignored: Sequence[str] = (),
    ) -> Answer:
        return Answer(
            question=question,
            understood=question,
            outcome="not_found",
            text=NOT_FOUND,
            mode="quotes",
            filters=filters,
        )

    def search(
        self, question: str, *, filters: Filters = Filters(), limit: int = 20
    ) -> Sequence[Hit]:
        return []

    def notice(self, question: str, *, ignored: Sequence[str] = ()) -> Noticed | None:
        return None

    def document(self, id: str) -> Document:
        return self.held[id]

    def documents(self) -> Sequence[Metadata]:
        return [document.metadata for document in self.held.values()]

    def holdings(self) -> Holdings:
        return Holdings(documents=(), unread=())

    def terms(self) -> Sequence[tuple[str, Term]]:
        return [(id, term) for id, document in self.held.items() for term in document.terms]

    def commitments(self, wanted: Wanted = Wanted()) -> Sequence[Entry]:
        return []

    def follow(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        return entries

    def body(self, name: str | None) -> Body | None:
        return None

    def starters(self) -> Sequence[str]:
        return []
