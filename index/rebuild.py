"""Vectors made anew beside those in use, and swapped in when they are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.embed import Embedder
from index.store import Store
from index.types import Progress, silent
from index.write import Writer

if TYPE_CHECKING:
    from index.vectors import VectorStore

_DEAD = 0.15
"""Share of removed and replaced vectors from which Chroma is written anew: it never gives their
room back, and searches its graph through them."""


def rebuild(store: Store, model: Embedder, progress: Progress = silent) -> int:
    """Remake all vectors from the catalogue, under the current model and rules, and swap them in.

    The old vectors answer until the new ones are complete. Returns how many documents were done.
    """
    with store.lock():
        name, vectors = store.next_vectors()
        try:
            with store.catalogue.transaction():
                done = _remake(store, vectors, model, progress)
                store.mark_made_by(model)
                store.use_vectors(name, vectors)
        except BaseException:
            vectors.close()  # this process may try again, with the folder made anew
            raise
        store.sweep()
        return done


def _remake(store: Store, vectors: VectorStore, model: Embedder, progress: Progress) -> int:
    """Cut and embed every visible document again; call within a transaction."""
    catalogue, lookup = store.catalogue, store.lookup
    ids = list(lookup.metadata())
    states = catalogue.states()
    writer = Writer(catalogue, model, lambda: vectors, reuse=False)
    for position, id in enumerate(ids):
        progress(position, len(ids), id)
        writer.add(lookup.document(id), states[id].digest, position, is_new=True)
    writer.flush()
    return len(ids)


def compact(store: Store, dropped: int) -> None:
    """Give back the room of what was removed or replaced, where it is worth the while.

    Call while holding the lock. Vectors are copied, not made: as many a second as Chroma takes.

    Args:
        store: the index.
        dropped: vectors that were removed or replaced since the last call.
    """
    catalogue = store.catalogue
    if dropped:
        dead = int(catalogue.meta().get("dropped", "0")) + dropped
        catalogue.set_meta({"dropped": str(dead)})
        if dead > _DEAD * (store.vectors.count() + dead):
            name, vectors = store.next_vectors()
            try:
                vectors.copy(store.vectors)
                with catalogue.transaction():
                    store.use_vectors(name, vectors)
            except BaseException:
                vectors.close()
                raise
            store.sweep()
    catalogue.compact()
