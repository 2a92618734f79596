"""What an index holds of its corpus: each document with its state, and each file left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.types import Metadata
from index.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A document that can be cited."""

    metadata: Metadata
    file: str  # in the corpus folder
    notes: tuple[str, ...]  # what a user should know of how it was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that cannot be cited."""

    file: str
    reason: str  # why it could not be read, or which file it equals


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """All of it, in the order of the corpus."""

    documents: tuple[Holding, ...]
    unread: tuple[Unread, ...]


def list_holdings(store: Store) -> Holdings:
    """What the index holds now."""
    notes = store.lookup.notes()
    states = store.catalogue.states()
    documents = tuple(
        Holding(metadata=metadata, file=states[id].path, notes=notes.get(states[id].path, ()))
        for id, metadata in store.lookup.metadata().items()
    )
    unread = [
        Unread(file=name, reason=_without_folder(reason, name))
        for name, _, reason in store.catalogue.unread()
    ]
    unread += [
        Unread(file=name, reason=f"the same as {original}, which is read")
        for name, original in store.catalogue.duplicates().items()
    ]
    return Holdings(documents=documents, unread=tuple(unread))


def _without_folder(reason: str, name: str) -> str:
    """A reason without the path of this machine that it begins with."""
    path, found, rest = reason.partition(": ")
    return rest if found and Path(path).name == Path(name).name else reason
