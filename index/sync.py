"""One sync for both: the catalogue and Chroma brought to where the corpus is.

A document is written to the catalogue as pending, its vectors go to Chroma, and only then is it
marked ready. A sync killed at any point leaves a document either as it was or pending, and the
next sync does the pending ones again; vectors that Chroma already has are not made twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import ReadingError
from corpus.library import Library, Source, hash_rules, open_library
from corpus.types import Document
from index.chunk import CHUNKING, cut
from index.embed import Embedder, open_embedder
from index.settings import IndexSettings
from index.store import Store, hash_corpus
from index.types import Chunk

if TYPE_CHECKING:
    from index.embed import Vectors
    from index.vectors import VectorStore

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and what is being done now."""


def silent(done: int, total: int, what: str) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True, kw_only=True)
class SyncReport:
    """What a sync did; documents by id, files that could not be read by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    embedded: int = 0  # texts that went through the model
    unread: dict[str, str] = field(default_factory=dict)  # file name -> reason, with the mend


def sync(
    library: Library,
    store: Store,
    model: Embedder,
    progress: Progress = silent,
) -> SyncReport:
    """Bring the index to where the corpus is; embeds only what changed.

    Args:
        library: the corpus.
        store: the index, made with `create=True`.
        model: embeds; the one that made the index, or `StoreError`.
        progress: told after each document.
    """
    with store.lock():
        store.sweep()
        if "weights" in store.catalogue.meta():
            store.check_made_by(model)
        else:
            store.mark_made_by(model)
        report = SyncReport()
        states = store.catalogue.states()
        unread = {name: (digest, reason) for name, digest, reason in store.catalogue.unread()}
        seen: list[tuple[str, str, str]] = []
        for position, source in enumerate(library.sources):
            progress(position, len(library.sources), source.name)
            digest = _digest(source, library)
            state = states.pop(source.id, None)
            if state == ("ready", digest):
                report.unchanged += 1
                continue
            known = unread.get(source.name)
            if known and known[0] == digest and state is None:
                seen.append((source.name, *known))
                continue
            try:
                document = library.read(source)
            except ReadingError as error:
                seen.append((source.name, digest, str(error)))
                if state is not None:
                    _remove(store, source.id, report)
                continue
            _write(store, document, digest, position, model, report)
            (report.added if state is None else report.changed).append(source.id)
        for gone in states:
            _remove(store, gone, report)
        with store.catalogue.transaction():
            store.catalogue.set_unread(seen)
            store.catalogue.set_order([source.id for source in library.sources])
            store.catalogue.drop_unused_vectors()
            store.catalogue.set_meta(
                {
                    "corpus": str(library.folder.resolve()),
                    "corpus_hash": hash_corpus(library),
                    "rules": hash_rules(),
                }
            )
        report.unread = {name: reason for name, _, reason in seen}
        progress(len(library.sources), len(library.sources), "done")
        return report


def sync_corpus(settings: IndexSettings, progress: Progress = silent) -> SyncReport:
    """Sync the index of these settings with its corpus, making it when there is none."""
    library = open_library(settings.corpus)
    model = open_embedder(settings.embedder)  # first: a model that is not there leaves no index
    with closing(Store(settings.index_folder, create=True)) as store:
        return sync(library, store, model, progress)


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
    digests = {id: digest for id, (_, digest) in catalogue.states().items()}
    if catalogue.meta().get("weights") != model.fingerprint:
        catalogue.forget_sentence_vectors()
    for position, id in enumerate(ids):
        progress(position, len(ids), id)
        document = lookup.document(id)
        pieces = cut(document, window=model.window, count_tokens=model.count_tokens)
        catalogue.put_pending(document, digests[id], position, pieces)
        _embed_chunks(vectors, id, pieces.chunks, model)
        _embed_sentences(store, id, model)
        catalogue.mark_ready(id)
    return len(ids)


def _digest(source: Source, library: Library) -> str:
    """Of all that decides what a source becomes; equal digests need no reading."""
    known = "" if source.metadata else ",".join(sorted(body.name for body in library.bodies))
    parts = (CHUNKING, hash_rules(), source.name, source.sha256, repr(source.metadata), known)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _write(
    store: Store,
    document: Document,
    digest: str,
    position: int,
    model: Embedder,
    report: SyncReport,
) -> None:
    pieces = cut(document, window=model.window, count_tokens=model.count_tokens)
    with store.catalogue.transaction():
        store.catalogue.put_pending(document, digest, position, pieces)
    report.embedded += _embed_chunks(store.vectors, document.id, pieces.chunks, model)
    with store.catalogue.transaction():
        report.embedded += _embed_sentences(store, document.id, model)
        store.catalogue.mark_ready(document.id)


def _embed_chunks(
    vectors: VectorStore, document: str, chunks: Sequence[Chunk], model: Embedder
) -> int:
    """Write the chunks' vectors, made only for texts not held yet; drop what is held no more."""
    import numpy as np

    held, known = vectors.known(document)
    wanted = {chunk.digest: chunk.text for chunk in chunks if chunk.digest not in known}
    made: Vectors = model.encode(list(wanted.values()))
    known |= dict(zip(wanted, made, strict=True))
    if chunks:
        vectors.put(
            document, chunks, np.asarray([known[c.digest] for c in chunks], dtype=np.float32)
        )
    vectors.drop(sorted(held.keys() - {chunk.id for chunk in chunks}))
    return len(wanted)


def _embed_sentences(store: Store, document: str, model: Embedder) -> int:
    wanted = store.catalogue.sentences_without_vector(document)
    vectors = model.encode([" ".join(text.split()) for text in wanted.values()])
    store.catalogue.put_sentence_vectors(list(wanted), vectors)
    return len(wanted)


def _remove(store: Store, document: str, report: SyncReport) -> None:
    store.catalogue.mark_pending(document)  # unseen from here on, also if killed in between
    store.vectors.drop(list(store.vectors.known(document)[0]))
    with store.catalogue.transaction():
        store.catalogue.remove(document)
    report.removed.append(document)
