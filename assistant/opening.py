"""An index opened, made first where there is none, and the bodies that its record knows."""

from __future__ import annotations

from pathlib import Path

from corpus.bodies import BODIES, Body, add_publishers, read_bodies
from corpus.errors import CorpusError
from corpus.library import SHIPPED
from index.catalogue import FILE
from index.settings import IndexSettings
from index.store import Store
from index.sync import sync_corpus
from index.types import Progress, silent


def open_store(settings: IndexSettings, progress: Progress = silent) -> Store:
    """The index of these settings, built when there is none.

    Raises a `UserError` when the corpus is missing or faulty, or the index is of another format.
    """
    folder = settings.index_folder
    if not settings.corpus.is_dir():
        raise CorpusError(f"{settings.corpus}: no such corpus folder; name one with --corpus DIR")
    if not (folder / FILE).is_file():
        sync_corpus(settings, progress)
    store = Store(folder)
    if "corpus_hash" not in store.catalogue.meta():  # its first sync was killed
        store.close()
        sync_corpus(settings, progress)
        store = Store(folder)
    return store


def know_bodies(store: Store, corpus: Path) -> tuple[Body, ...]:
    """The bodies of the shipped list, of the corpus's own, and every publisher and committee."""
    bodies = read_bodies(SHIPPED / BODIES, corpus / BODIES)
    for metadata in store.lookup.metadata().values():
        bodies = add_publishers(bodies, (metadata.body, metadata.committee))
    return bodies
