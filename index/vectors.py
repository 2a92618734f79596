"""Chunk vectors in Chroma, cosine space: the only importer of chromadb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import StoreError
from index.types import Chunk

if TYPE_CHECKING:
    from index.embed import Vectors

COLLECTION = "chunks"

_GRAPH: Any = {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}
"""Of a new collection. With Chroma's defaults (16, 100, 100) a search for 80 chunks found 41 to 80
of 99 that are alike, as minutes are, and others each time; recall on the shipped corpus fell to
0.975. With these it found all, at no cost that shows."""


_EXACT = 1000
"""Chunks up to which every one is compared with. Chroma writes its graph to disk after as many;
a smaller one it builds anew, and differently, at each opening."""


_COPIED = 1000
"""Chunks copied at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """All of a small collection, ordered by chunk id."""

    ids: list[str]
    documents: list[str]
    vectors: Vectors  # shape (chunks, dimension)


class VectorStore:
    """One vector a chunk under the chunk's id, with its document, digest and text beside it."""

    def __init__(self, folder: Path) -> None:
        """Open the store in the folder, made when it is not there.

        Raises `StoreError` when Chroma cannot open what is there.
        """
        import chromadb
        from chromadb.config import Settings

        self.folder = folder
        try:
            # Any: the interface that it is declared as lacks close()
            self._client: Any = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": _GRAPH},
            )
        except Exception as error:  # chromadb raises kinds of its Rust core without a base
            raise StoreError(
                f"{folder}: Chroma cannot open it ({error}); run: python -m index rebuild"
            ) from None
        self._batch = self._client.get_max_batch_size()
        self._all: _Held | None = None

    def close(self) -> None:
        """Let go of the files."""
        self._client.close()

    def put(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Write chunks, many at once being far faster; vectors of shape (chunks, dimension)."""
        self._all = None
        for first in range(0, len(chunks), self._batch):
            part = chunks[first : first + self._batch]
            self._collection.upsert(
                ids=[chunk.id for chunk in part],
                embeddings=vectors[first : first + self._batch],
                documents=[chunk.text for chunk in part],
                metadatas=[{"document": chunk.document, "digest": chunk.digest} for chunk in part],
            )

    def known(self, document: str) -> tuple[dict[str, str], dict[str, Any]]:
        """What is held for a document: digest by chunk id, and vector by digest."""
        held = self._collection.get(
            where={"document": document}, include=["embeddings", "metadatas"]
        )
        digests = {
            id: str(metadata["digest"])
            for id, metadata in zip(held["ids"], held["metadatas"] or [], strict=True)
        }
        embeddings = held["embeddings"] if held["embeddings"] is not None else []
        return digests, dict(zip(digests.values(), embeddings, strict=True))

    def of(self, ids: Sequence[str]) -> dict[str, Any]:
        """The vectors of the chunks that are held, by chunk id."""
        if not ids:
            return {}
        held = self._collection.get(ids=list(ids), include=["embeddings"])
        embeddings = held["embeddings"] if held["embeddings"] is not None else []
        return dict(zip(held["ids"], embeddings, strict=True))

    def digests(self) -> dict[str, str]:
        """Digest of every chunk held, by chunk id."""
        held = self._collection.get(include=["metadatas"])
        return {
            id: str(metadata["digest"])
            for id, metadata in zip(held["ids"], held["metadatas"] or [], strict=True)
        }

    def count(self) -> int:
        """How many chunks are held."""
        return int(self._collection.count())

    def copy(self, other: VectorStore) -> None:
        """Take over all that another store holds."""
        ids = sorted(other.digests())
        for first in range(0, len(ids), _COPIED):
            held = other._collection.get(
                ids=ids[first : first + _COPIED], include=["embeddings", "documents", "metadatas"]
            )
            self._collection.upsert(
                ids=held["ids"],
                embeddings=held["embeddings"],
                documents=held["documents"],
                metadatas=held["metadatas"],
            )

    def drop(self, ids: Sequence[str]) -> None:
        """Remove chunks by id; ids that are not held are ignored."""
        self._all = None
        for first in range(0, len(ids), self._batch):
            self._collection.delete(ids=list(ids[first : first + self._batch]))

    def nearest(
        self, vector: Vectors, limit: int, documents: Sequence[str] | None = None
    ) -> dict[str, float]:
        """Cosine of the nearest chunks, by chunk id.

        Args:
            vector: of shape (1, dimension), length 1.
            limit: chunks at most.
            documents: ids to search in; None for all.
        """
        if self._collection.count() <= _EXACT:
            return self._nearest_exactly(vector, limit, documents)
        narrow: Any = None if documents is None else {"document": {"$in": list(documents)}}
        found = self._collection.query(
            query_embeddings=vector,
            n_results=limit,
            where=narrow,
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return {id: 1.0 - distance for id, distance in zip(found["ids"][0], distances, strict=True)}

    def _nearest_exactly(
        self, vector: Vectors, limit: int, documents: Sequence[str] | None
    ) -> dict[str, float]:
        """The same by comparing with every chunk: the same answer at every opening."""
        import numpy as np

        if self._all is None or len(self._all.ids) != self._collection.count():
            held = self._collection.get(include=["embeddings", "metadatas"])
            order = np.argsort(held["ids"])
            vectors = np.asarray(held["embeddings"], dtype=np.float32)[order]
            lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
            self._all = _Held(
                ids=[held["ids"][n] for n in order],
                documents=[str((held["metadatas"] or [])[n]["document"]) for n in order],
                vectors=vectors / np.maximum(lengths, 1e-12),
            )
        if not self._all.ids:
            return {}
        scores = self._all.vectors @ vector[0]
        if documents is not None:
            scores[~np.isin(self._all.documents, list(documents))] = -np.inf
        best = np.argsort(-scores, kind="stable")[:limit]
        return {self._all.ids[n]: float(scores[n]) for n in best if np.isfinite(scores[n])}

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """Cosine of the given chunks, by chunk id; vector of shape (1, dimension)."""
        import numpy as np

        if not ids:
            return {}
        held = self._collection.get(ids=list(ids), include=["embeddings"])
        if not held["ids"]:
            return {}
        scores = np.asarray(held["embeddings"], dtype=np.float32) @ vector[0]
        return dict(zip(held["ids"], scores.tolist(), strict=True))
