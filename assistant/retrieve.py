"""From a question to the passages that may answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.question import Question
from corpus.bodies import Body
from corpus.types import Metadata
from index.search import search, select_documents
from index.types import Filters, Hit

if TYPE_CHECKING:
    from index.embed import Embedder, Vectors
    from index.store import Store

LIMIT = 20
"""Hits of one search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """What a search found, and the vector it searched with."""

    hits: tuple[Hit, ...]  # best first
    vector: Vectors  # of the question, shape (1, dimension)


class Retriever:
    """The search of one index with its own embedding model."""

    def __init__(self, store: Store, embedder: Embedder, bodies: tuple[Body, ...]) -> None:
        self.store = store
        self.embedder = embedder
        self.bodies = bodies

    def find(
        self, question: Question, filters: Filters = Filters(), limit: int = LIMIT
    ) -> Retrieved:
        """The passages nearest to the question, best first.

        The filters are walls. The bodies that the question itself names are preferences: each
        has its own documents searched as well, so that no side of a comparison is crowded out.
        """
        metadata = self.store.lookup.metadata()
        allowed = self.select(filters)
        vector = self.embedder.encode([question.text])
        words = (*question.words, *question.expansions)
        found = search(self.store, vector, words, limit=limit, documents=allowed)
        if question.asked == "compare":
            for documents in self._sides(question, metadata, allowed):
                found += search(
                    self.store, vector, words, limit=max(limit // 4, 3), documents=documents
                )
        best: dict[str, Hit] = {}
        for hit in found:
            best.setdefault(hit.passage.id, hit)
        return Retrieved(hits=tuple(best.values()), vector=vector)

    def select(self, filters: Filters) -> list[str] | None:
        """Ids of the documents that pass the filters; None for all."""
        return select_documents(filters, self.store.lookup.metadata(), self.bodies)

    def _sides(
        self, question: Question, metadata: dict[str, Metadata], allowed: Sequence[str] | None
    ) -> list[list[str]]:
        """The documents of each body or place that the question names."""
        sides = []
        for name in (*(body.place for body in question.bodies), *question.places):
            documents = [
                id
                for id, document in metadata.items()
                if name
                and name in f"{document.body} {document.committee} {document.title}".lower()
                and (allowed is None or id in allowed)
            ]
            if documents:
                sides.append(documents)
        return sides
