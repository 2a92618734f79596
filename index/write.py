"""Documents written to catalogue and Chroma, in groups: one document's texts fill no batch.

A group is written to the catalogue as pending, its vectors go to Chroma, and only then is it
marked ready, so that a sync killed at any point leaves each document as it was or pending.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.types import Document
from index.catalogue import Catalogue
from index.chunk import Pieces, cut
from index.embed import Embedder

if TYPE_CHECKING:
    from index.vectors import VectorStore

_GROUP = 256
"""Chunks after which a group is written: some two seconds of embedding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    document: Document
    digest: str
    position: int
    pieces: Pieces
    is_new: bool


class Writer:
    """Writes documents; those of the last group only when `flush` is called."""

    def __init__(
        self,
        catalogue: Catalogue,
        model: Embedder,
        vectors: Callable[[], VectorStore],
        *,
        reuse: bool = True,
    ) -> None:
        """Write through these; `vectors` is called when there is something to write.

        Args:
            catalogue: the truth.
            model: embeds what is not embedded yet.
            vectors: gives the place of the chunks' vectors.
            reuse: whether vectors that other documents' chunks have may be taken over.
        """
        self._catalogue = catalogue
        self._model = model
        self._open = vectors
        self._reuse = reuse
        self._group: list[_Entry] = []
        self.embedded = 0  # texts that went through the model
        self.dropped = 0  # vectors in Chroma that were removed or replaced

    def add(self, document: Document, digest: str, position: int, *, is_new: bool) -> None:
        """Take a document in; `is_new` when nothing is held under its id."""
        window, count_tokens = self._model.window, self._model.count_tokens
        pieces = cut(document, window=window, count_tokens=count_tokens)
        self._group.append(
            _Entry(
                document=document, digest=digest, position=position, pieces=pieces, is_new=is_new
            )
        )
        if sum(len(entry.pieces.chunks) for entry in self._group) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what was taken in."""
        group, self._group = self._group, []
        if not group:
            return
        catalogue, vectors = self._catalogue, self._open()
        with catalogue.transaction():
            for entry in group:
                catalogue.put_pending(entry.document, entry.digest, entry.position, entry.pieces)
        ids = [entry.document.id for entry in group]
        held, known = self._find_held(group, vectors)
        chunks = [chunk for entry in group for chunk in entry.pieces.chunks]
        wanted = {chunk.digest: chunk.text for chunk in chunks if chunk.digest not in known}
        made = self._model.encode(list(wanted.values()))
        self.embedded += len(made)
        known |= dict(zip(wanted, made, strict=True))
        self._put(group, vectors, held, known)
        with catalogue.transaction():
            for id in ids:
                catalogue.mark_ready(id)

    def _find_held(
        self, group: list[_Entry], vectors: VectorStore
    ) -> tuple[dict[str, str], dict[str, object]]:
        """Digest by id of the chunks held for the group, and vectors that need not be made."""
        held: dict[str, str] = {}
        known: dict[str, object] = {}
        for entry in group:
            if not entry.is_new:
                digests, own = vectors.known(entry.document.id)
                held |= digests
                known |= own
        if self._reuse:
            chunks = (chunk for entry in group for chunk in entry.pieces.chunks)
            elsewhere = self._catalogue.find_chunks(
                [chunk.digest for chunk in chunks if chunk.digest not in known]
            )
            of = vectors.of(list(elsewhere.values()))
            known |= {digest: of[id] for digest, id in elsewhere.items() if id in of}
        return held, known

    def _put(
        self,
        group: list[_Entry],
        vectors: VectorStore,
        held: dict[str, str],
        known: dict[str, object],
    ) -> None:
        import numpy as np

        chunks = [chunk for entry in group for chunk in entry.pieces.chunks]
        fresh = [chunk for chunk in chunks if held.get(chunk.id) != chunk.digest]
        if fresh:
            rows = np.asarray([known[chunk.digest] for chunk in fresh], dtype=np.float32)
            vectors.put(fresh, rows)
        stale = sorted(held.keys() - {chunk.id for chunk in chunks})
        vectors.drop(stale)
        self.dropped += len(stale) + sum(chunk.id in held for chunk in fresh)
