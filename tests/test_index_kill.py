"""`kill -9` in the middle of a sync: the next one completes it, and `verify` approves."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.library import open_library
from index.catalogue import FILE
from index.embed import open_embedder
from index.store import Store
from index.sync import sync
from index.verify import verify
from tests.index_world import ROOT, write_model

DOCUMENTS = 6
DICE = random.Random(2014)


def write_papers(folder: Path, year: int) -> None:
    """Six documents of a hundred paragraphs; another year changes every one of them in part."""
    folder.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        paragraphs = [
            f"{n}. Paper {number} of {year if n % 2 else 'any year'} noted a visit to ward {n}."
            for n in range(1, 101)
        ]
        (folder / f"paper-{number}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model, and an index of the papers as they were the year before."""
    world = tmp_path_factory.mktemp("killed")
    model = write_model(world / "model")
    write_papers(world / "papers", 2013)
    with closing(Store(world / "before", create=True)) as store:
        sync(open_library(world / "papers"), store, open_embedder(str(model)))
    write_papers(world / "papers", 2014)
    return world


def count(index: Path, condition: str) -> int:
    """Documents of the catalogue as it stands on disk, seen from outside; 0 when it has none."""
    try:
        with closing(sqlite3.connect(f"file:{index / FILE}?mode=ro", uri=True)) as db:
            return int(
                db.execute(f"SELECT count(*) FROM documents WHERE {condition}").fetchone()[0]
            )
    except sqlite3.OperationalError:
        return 0


def kill_sync(world: Path, index: Path, ripe: Callable[[], bool], delay: float) -> int:
    """Start a sync, and kill it `delay` seconds after it is ripe; returns how it ended."""
    options = ("--corpus", world / "papers", "--index", index, "--embedder", world / "model")
    command = [sys.executable, "-m", "index", "sync", *map(str, options)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        until = time.monotonic() + 120
        while not ripe() and process.poll() is None:
            assert time.monotonic() < until, "the sync does not come that far"
            time.sleep(0.005)
        time.sleep(delay)
        process.kill()
    return process.returncode


@pytest.mark.parametrize("done", range(DOCUMENTS))
def test_killed_sync_is_completed_by_the_next(done: int, world: Path, tmp_path: Path) -> None:
    """Killed at a random moment after so many documents; odd rounds change an index, even make."""
    index = tmp_path / "index"
    if changing := done % 2 == 1:
        shutil.copytree(world / "before", index)
        with closing(sqlite3.connect(index / FILE)) as db:
            old = {row[0] for row in db.execute("SELECT digest FROM documents")}
        names = ", ".join(f"'{digest}'" for digest in old)
        finished = f"state = 'ready' AND digest NOT IN ({names})"
    else:
        finished = "state = 'ready'"
    ended = kill_sync(
        world,
        index,
        lambda: (index / FILE).is_file() and count(index, finished) >= done,
        DICE.uniform(0, 0.1),
    )
    assert ended in (-signal.SIGKILL, 0)
    if done == 0:
        assert ended == -signal.SIGKILL  # the model alone takes longer to load
        assert count(index, finished) < DOCUMENTS
    with closing(Store(index, create=True)) as store:
        ready = count(index, finished)
        assert len(store.lookup.metadata()) >= ready >= done
        report = sync(open_library(world / "papers"), store, open_embedder(str(world / "model")))
        assert report.unchanged == ready  # what was done is not done again
        assert len(report.changed if changing else report.added + report.changed) == (
            DOCUMENTS - ready
        )
        assert verify(store) == []
        assert len(store.lookup.metadata()) == DOCUMENTS
        assert all(
            "2014" in store.lookup.text(id) and "2013" not in store.lookup.text(id)
            for id in store.lookup.metadata()
        )
        again = sync(open_library(world / "papers"), store, open_embedder(str(world / "model")))
        assert (again.unchanged, again.embedded) == (DOCUMENTS, 0)
