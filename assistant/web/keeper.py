"""Documents added and removed while others go on asking: one change after the other.

A change is made in a thread of its own: the files, the index, and then the record is opened anew
and takes the place of the one that answered until then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

from assistant.answering import Assistant
from assistant.web.settings import WebSettings
from corpus.errors import InputError, UserError
from corpus.keeping.add import Request, add
from corpus.keeping.remove import remove
from corpus.keeping.types import AddReport
from corpus.library import open_library
from index.store import Store
from index.sync import sync

FAULT = "A fault in the app stopped this change. It is in the app's log."


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a change is."""

    said: str = "Waiting for another change to end…"
    done: bool = False
    lines: tuple[str, ...] = ()  # what became of each file, once done
    failed: bool = False


@dataclass(slots=True, kw_only=True)
class Change:
    """A change under way. Threads may watch it."""

    progress: Progress = field(default_factory=Progress)
    _news: Condition = field(default_factory=Condition)

    def say(self, progress: Progress) -> None:
        """Tell whoever watches."""
        with self._news:
            self.progress = progress
            self._news.notify_all()

    def wait(self, seen: Progress) -> Progress:
        """The progress, as soon as it differs from what was seen."""
        with self._news:
            self._news.wait_for(lambda: self.progress is not seen, timeout=5)
            return self.progress


class Keeper:
    """Changes the corpus of these settings and its index, one change at a time."""

    def __init__(
        self,
        settings: WebSettings,
        current: Callable[[], Assistant],
        swap: Callable[[Assistant], None],
    ) -> None:
        self.settings, self._current, self._swap = settings, current, swap
        self._line = ThreadPoolExecutor(1, "keeping")

    def add(self, files: Sequence[Path], clear: Callable[[], None]) -> Change:
        """Add files to the corpus; `clear` is called when they are no longer needed."""

        def work(change: Change) -> tuple[str, ...]:
            try:
                report = add(
                    self.settings.corpus,
                    Request(wanted=tuple(map(str, files))),
                    lambda label: change.say(Progress(said=f"Reading {Path(label).name}…")),
                )
            finally:
                clear()
            if any(item.state == "added" for item in report.additions):
                self._sync(change)
            return _told(report)

        return self._begin(work)

    def remove(self, id: str) -> Change:
        """Remove a document, its file included."""

        def work(change: Change) -> tuple[str, ...]:
            library = open_library(self.settings.corpus)
            source = next((source for source in library.sources if source.id == id), None)
            if source is None:
                raise InputError("that document is not there any more")
            if len(library.sources) == 1:
                raise InputError("the last document cannot be removed; add another first")
            remove(self.settings.corpus, [source])
            self._sync(change)
            return (f"{source.name}: removed.",)

        return self._begin(work)

    def _sync(self, change: Change) -> None:
        """The index brought to where the corpus is, and the record opened anew."""

        def tell(done: int, total: int, what: str) -> None:
            change.say(Progress(said=f"Indexing: {done} of {total} documents…"))

        before = self._current()
        with closing(Store(self.settings.index_folder, create=True)) as store:
            sync(open_library(self.settings.corpus), store, before.embedder, tell)
        self._swap(before.reopened(self.settings))

    def _begin(self, work: Callable[[Change], tuple[str, ...]]) -> Change:
        if not self.settings.can_change:
            raise InputError("documents cannot be changed here")
        change = Change()

        def run() -> None:
            try:
                change.say(Progress(said="Done.", done=True, lines=work(change)))
            except UserError as error:
                change.say(Progress(said=str(error), done=True, failed=True))
            except Exception:  # it must not end the thread that makes the changes
                logging.getLogger(__name__).exception("a change of the documents failed")
                change.say(Progress(said=FAULT, done=True, failed=True))

        self._line.submit(run)
        return change


def _told(report: AddReport) -> tuple[str, ...]:
    """What became of each file, a line each, without the paths of this server."""
    lines = [
        f"{item.name}: {item.state}"
        + (f", {item.passages} passages" if item.passages else "")
        + "."
        + "".join(f" {note}" for note in item.notes)
        for item in report.additions
    ]
    lines += [f"{Path(r.label).name}: not added: {r.reason}" for r in report.refusals]
    lines += [f"{Path(left.label).name}: left out: {left.reason}" for left in report.leftovers]
    return tuple(lines)
