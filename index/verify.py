"""Proof that the catalogue and Chroma agree."""

from __future__ import annotations

from index.store import Store


def verify(store: Store) -> list[str]:
    """What does not hold, one line each with how to mend it; empty when the index is sound."""
    faults = store.catalogue.faults()
    unfinished = {id for id, state in store.catalogue.states().items() if not state.ready}
    wanted = store.catalogue.chunk_digests()
    held = {
        id: digest
        for id, digest in store.vectors.digests().items()
        if id.rsplit("@", 1)[0] not in unfinished  # reported as such; a sync will do them again
    }
    mend = "run: python -m index rebuild"
    faults += [f"Chroma lacks chunk {id}; {mend}" for id in sorted(wanted.keys() - held.keys())]
    faults += [f"Chroma has stray chunk {id}; {mend}" for id in sorted(held.keys() - wanted.keys())]
    faults += [
        f"chunk {id} differs between the catalogue and Chroma; {mend}"
        for id in sorted(wanted.keys() & held.keys())
        if wanted[id] != held[id]
    ]
    return faults
