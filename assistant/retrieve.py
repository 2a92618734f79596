"""From a question to the passages that may answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.preferences import prefer
from assistant.question import Question
from corpus.bodies import Body
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
        self, question: Question, documents: Sequence[str] | None = None, limit: int = LIMIT
    ) -> Retrieved:
        """The passages nearest to the question, best first.

        Args:
            question: what is asked.
            documents: ids to search in; None for all.
            limit: passages at most.
        """
        vector = self.embedder.encode([question.text])
        words = (*question.words, *question.expansions)
        hits = search(
            self.store,
            vector,
            words,
            limit=limit,
            documents=documents,
            preferred=prefer(question, self.store.lookup.metadata()),
        )
        return Retrieved(hits=tuple(hits), vector=vector)

    def select(self, filters: Filters) -> list[str] | None:
        """Ids of the documents that pass the filters; None for all."""
        return select_documents(filters, self.store.lookup.metadata(), self.bodies)
