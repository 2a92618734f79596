"""An index folder: its catalogue, its vectors, its lock, and what made it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from corpus.library import hash_rules
from corpus.locking import hold
from index.catalogue import FILE, Catalogue
from index.chunk import CHUNKING
from index.settings import FORMAT

if TYPE_CHECKING:
    from corpus.library import Library
    from index.embed import Embedder
    from index.vectors import VectorStore

_LOCK = "lock"
_FIRST = "chroma-1"


class Store:
    """An index folder, opened. Chroma is imported when vectors are first asked for."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the folder; `StoreError` when there is no index and none is to be made.

        With `create`, an index of another format gives way to an empty one of ours.
        """
        self.folder = folder
        if create:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(
                    f"{folder}: cannot be made ({error.strerror}); name another with --index DIR"
                ) from None
        self.catalogue = Catalogue(folder / FILE, create=create)
        made = self.catalogue.meta().get("format")
        if made is not None and made != FORMAT:
            if not create:
                raise StoreError(
                    f"{folder}: index of format {made}, this program reads {FORMAT}; "
                    "run: python -m index sync"
                )
            self._start_anew()
        self.lookup = self.catalogue.lookup
        self._vectors: VectorStore | None = None

    @property
    def vectors(self) -> VectorStore:
        """The vectors that the catalogue points to, also after a rebuild by another process."""
        name = self.catalogue.meta().get("vectors", _FIRST)
        held = self._vectors  # once: another thread may be here too
        if held is None or held.folder.name != name:
            from index.vectors import VectorStore

            held = self._vectors = VectorStore(self.folder / name)
        return held

    def close(self) -> None:
        """Close the catalogue and the vectors."""
        self.catalogue.close()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the index for writing; `StoreError` when another process holds it."""
        with hold(self.folder / _LOCK) as held:
            if not held:
                raise StoreError(
                    f"{self.folder}: another sync is writing this index; wait for it to end"
                )
            yield

    def _start_anew(self) -> None:
        """Put an empty catalogue in the place of one of another format, and of its vectors."""
        with self.lock():
            self.catalogue.close()
            for path in self.folder.glob(f"{FILE}*"):
                path.unlink()
            for folder in self.folder.glob("chroma-*"):
                shutil.rmtree(folder)
            self.catalogue = Catalogue(self.folder / FILE, create=True)

    def check_made_by(self, embedder: Embedder) -> None:
        """`StoreError` unless this model and these rules made the index."""
        made = self.catalogue.meta()
        if made.get("weights") != embedder.fingerprint:
            raise StoreError(
                f"{self.folder}: index made by embedding model {made.get('embedder')}, asked with "
                f"{embedder.name}; name that model with --embedder, or run: "
                "python -m index rebuild"
            )
        if made.get("chunking") != CHUNKING:
            raise StoreError(
                f"{self.folder}: index made by chunking rules {made.get('chunking')}, this program "
                f"has {CHUNKING}; run: python -m index rebuild"
            )

    def mark_made_by(self, embedder: Embedder) -> None:
        """Record what makes the index, before anything is written with it."""
        self.catalogue.set_meta(
            {
                "format": FORMAT,
                "chunking": CHUNKING,
                "embedder": embedder.name,
                "weights": embedder.fingerprint,
                "dimension": str(embedder.dimension),
            }
        )

    def next_vectors(self) -> tuple[str, VectorStore]:
        """A fresh, empty vector store beside the one in use, and its name."""
        from index.vectors import VectorStore

        current = self.catalogue.meta().get("vectors", _FIRST)
        name = f"chroma-{int(current.rsplit('-', 1)[1]) + 1}"
        shutil.rmtree(self.folder / name, ignore_errors=True)  # left by a rebuild that was killed
        return name, VectorStore(self.folder / name)

    def use_vectors(self, name: str, vectors: VectorStore) -> None:
        """Point the catalogue at another vector store; call within a transaction."""
        self.catalogue.set_meta({"vectors": name, "dropped": "0"})
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = vectors

    def sweep(self) -> None:
        """Remove vector stores that the catalogue does not point to."""
        current = self.catalogue.meta().get("vectors", _FIRST)
        for folder in self.folder.glob("chroma-*"):
            if folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)


def is_stale(store: Store, library: Library) -> bool:
    """Whether the corpus, or the rules of reading it, have changed since the last sync."""
    made = store.catalogue.meta()
    return (made.get("corpus_hash"), made.get("rules")) != (hash_corpus(library), hash_rules())


def hash_corpus(library: Library) -> str:
    """Sha256 over the corpus: each source's id, file hash and given metadata."""
    digest = hashlib.sha256()
    for source in library.sources:
        digest.update(json.dumps([source.id, source.sha256, dict(source.given)]).encode())
    return digest.hexdigest()
