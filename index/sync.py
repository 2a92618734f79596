"""One sync for both: the catalogue and Chroma brought to where the corpus is.

Files are read in processes of their own while this one embeds. A sync killed at any point leaves
a document either as it was or pending, and the next sync does the pending ones again.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

from corpus.errors import ReadingError
from corpus.library import Library, hash_rules, open_library
from corpus.reading.options import ReadingOptions
from index.embed import Embedder, open_embedder
from index.plan import Plan, digest_attempt, make_plan
from index.rebuild import compact
from index.settings import IndexSettings
from index.store import Store, hash_corpus
from index.types import Progress, silent
from index.write import Writer


@dataclass(slots=True, kw_only=True)
class SyncReport:
    """What a sync did: documents by id, files by name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)  # file -> its name before
    duplicates: dict[str, str] = field(default_factory=dict)  # file -> the one it equals
    unchanged: int = 0
    embedded: int = 0  # texts that went through the model
    unread: dict[str, str] = field(default_factory=dict)  # file -> reason, with the mend
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of files read this time


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
        progress: told before each document.
    """
    with store.lock():
        store.sweep()
        if "weights" in store.catalogue.meta():
            store.check_made_by(model)
        else:
            store.mark_made_by(model)
        plan = make_plan(library, store.catalogue)
        report = SyncReport(unchanged=plan.unchanged, duplicates=plan.duplicates)
        writer = Writer(store.catalogue, model, lambda: store.vectors)
        unread = plan.unread | _write_all(plan, library, store, writer, report, progress)
        for id, state in plan.gone.items():
            writer.dropped += _remove(store, id)
            if state.path not in report.moved.values():
                report.removed.append(id)
        _finish(library, store, unread, plan.duplicates)
        report.embedded = writer.embedded
        report.unread = {name: reason for name, (_, reason) in sorted(unread.items())}
        progress(len(library.sources), len(library.sources), "done")
        compact(store, writer.dropped)
        return report


def sync_corpus(
    settings: IndexSettings,
    progress: Progress = silent,
    options: ReadingOptions = ReadingOptions(),
) -> SyncReport:
    """Sync the index of these settings with its corpus, making it when there is none."""
    library = open_library(settings.corpus, options)
    model = open_embedder(settings.embedder)  # first: a model that is not there leaves no index
    with closing(Store(settings.index_folder, create=True)) as store:
        return sync(library, store, model, progress)


def _write_all(
    plan: Plan,
    library: Library,
    store: Store,
    writer: Writer,
    report: SyncReport,
    progress: Progress,
) -> dict[str, tuple[str, str]]:
    """Read and write what the plan says; returns what could not be read, as the plan has it."""
    unread = {}
    with closing(library.read_all(work.source for work in plan.work)) as outcomes:
        for work, (source, outcome) in zip(plan.work, outcomes, strict=True):
            progress(work.position, len(library.sources), source.name)
            if isinstance(outcome, ReadingError):
                unread[source.name] = (digest_attempt(work.digest, library), str(outcome))
                if not work.is_new:
                    writer.dropped += _remove(store, source.id)
                    report.removed.append(source.id)
                continue
            writer.add(outcome, work.digest, work.position, is_new=work.is_new)
            if outcome.notes:
                report.notes[source.name] = outcome.notes
            if source.name in plan.moved:
                report.moved[source.name] = plan.moved[source.name]
            else:
                (report.added if work.is_new else report.changed).append(source.id)
        writer.flush()
    return unread


def _remove(store: Store, document: str) -> int:
    """Remove a document; returns how many vectors went with it."""
    store.catalogue.mark_pending(document)  # unseen from here on, also if killed in between
    held = list(store.vectors.known(document)[0])
    store.vectors.drop(held)
    with store.catalogue.transaction():
        store.catalogue.remove(document)
    return len(held)


def _finish(
    library: Library,
    store: Store,
    unread: dict[str, tuple[str, str]],
    duplicates: dict[str, str],
) -> None:
    with store.catalogue.transaction():
        store.catalogue.set_unread((name, *known) for name, known in unread.items())
        store.catalogue.set_duplicates(duplicates.items())
        store.catalogue.set_order([source.id for source in library.sources])
        store.catalogue.set_meta(
            {
                "corpus": str(library.folder.resolve()),
                "corpus_hash": hash_corpus(library),
                "rules": hash_rules(),
            }
        )
