"""Proof that the catalogue and Chroma agree."""

from __future__ import annotations

from index.store import Store


def verify(store: Store) -> list[str]:
    """What does not hold, one line each with how to mend it; empty when the index is sound."""
    faults = [f"{fault}; run: python -m index sync" for fault in store.catalogue.faults()]
    wanted = store.catalogue.chunk_digests()
    held = store.vectors.digests()
    mend = "run: python -m index rebuild"
    faults += [f"Chroma lacks chunk {id}; {mend}" for id in sorted(wanted.keys() - held.keys())]
    faults += [f"Chroma has stray chunk {id}; {mend}" for id in sorted(held.keys() - wanted.keys())]
    faults += [
        f"chunk {id} differs between the catalogue and Chroma; {mend}"
        for id in sorted(wanted.keys() & held.keys())
        if wanted[id] != held[id]
    ]
    return faults
