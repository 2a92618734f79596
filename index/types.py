"""The words of the index: what is embedded, what is found, and how a search is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.types import Metadata, Passage

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and what is being done now."""


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """What is embedded: one or a few passages, or a part of a long one, under a header line."""

    id: str  # "DOCUMENT@0007": from document and position
    passages: tuple[str, ...]  # ids, in order
    text: str  # header and words, as the embedding model sees them
    digest: str  # sha256 of `text`: equal digests have equal vectors

    @property
    def document(self) -> str:
        """Id of the document that it is of."""
        return self.id.rsplit("@", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence or list item that can be quoted as a statement."""

    passage: str  # id
    start: int  # characters, in Document.text
    end: int
    text: str  # Document.text[start:end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the user asked to see only; empty or None means all.

    A document with a date known only to the year or month passes `since` and `until` when any
    day that it may have been published on does; one without a date passes neither.
    """

    body: tuple[str, ...] = ()  # names or aliases, case ignored
    since: str | None = None  # "2014", "2014-12" or "2014-12-12", inclusive
    until: str | None = None
    kind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage with its retrieval scores."""

    passage: Passage
    metadata: Metadata  # of its document
    score: float  # fused; only its order within one search means anything
    dense: float  # cosine of question and best chunk, -1 to 1
    lexical: float  # BM25, 0 upwards; 0.0 when no word matched
