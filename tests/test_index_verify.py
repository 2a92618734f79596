"""Each fault that `verify` should find, made by hand; and the mend it names does mend it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StoreError
from corpus.library import open_library
from index.catalogue import FILE
from index.rebuild import rebuild
from index.store import Store
from index.sync import sync
from index.types import Chunk
from index.verify import verify
from tests.index_world import WordEmbedder

MODEL = WordEmbedder()


@pytest.fixture
def folder(small_corpus: Path, tmp_path: Path) -> Path:
    """A sound index of the small corpus."""
    folder = tmp_path / "index"
    with closing(Store(folder, create=True)) as store:
        sync(open_library(small_corpus), store, MODEL)
        assert verify(store) == []
    return folder


def run_sql(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def sql(*statements: str) -> Callable[[Path], None]:
    return lambda folder: run_sql(folder, *statements)


def drop_chunk(folder: Path) -> None:
    with closing(Store(folder)) as store:
        store.vectors.drop(["bcf-report@0001"])


def drop_all_chunks(folder: Path) -> None:
    shutil.rmtree(folder / "chroma-1")


def put_chunk(folder: Path, id: str) -> None:
    chunk = Chunk(id=id, passages=(), text="stray", digest="0" * 64)
    with closing(Store(folder)) as store:
        store.vectors.put([chunk], np.ones((1, MODEL.dimension), np.float32))


@dataclass(frozen=True, kw_only=True)
class Fault:
    damage: Callable[[Path], None]
    told: str
    mend: str  # the last words of the line


FAULTS = {
    "unfinished": Fault(
        damage=sql("UPDATE documents SET state = 'pending' WHERE id = 'ccg-letter'"),
        told="catalogue: document ccg-letter is not complete",
        mend="; run: python -m index sync",
    ),
    "without-words": Fault(
        damage=sql(
            "DELETE FROM words WHERE rowid = "
            "(SELECT number FROM passages WHERE document = 'ccg-letter' AND kind = 'item')"
        ),
        told="is missing from the full text",
        mend="; run: python -m index rebuild",
    ),
    "stray-words": Fault(
        damage=sql("INSERT INTO words (rowid, own, context) VALUES (9999, 'stray', '')"),
        told="catalogue: full text has row 9999 that no passage has",
        mend="; remove the folder, run: python -m index sync",
    ),
    "sentence-past-the-end": Fault(
        damage=sql(
            'UPDATE sentences SET "end" = 99999 WHERE start = (SELECT max(start) FROM sentences)'
        ),
        told="catalogue: a sentence of passage ",
        mend="; run: python -m index rebuild",
    ),
    "passage-past-the-end": Fault(
        damage=sql("UPDATE passages SET \"end\" = 99999 WHERE id = 'ccg-letter#0000'"),
        told="catalogue: passage ccg-letter#0000 lies outside its document",
        mend="; remove the folder, run: python -m index sync",
    ),
    "passage-before-the-start": Fault(
        damage=sql("UPDATE passages SET start = -1 WHERE id = 'ccg-letter#0000'"),
        told="catalogue: passage ccg-letter#0000 lies outside its document",
        mend="; remove the folder, run: python -m index sync",
    ),
    "passage-without-letters": Fault(
        damage=sql("UPDATE passages SET \"end\" = start WHERE id = 'ccg-letter#0000'"),
        told="catalogue: passage ccg-letter#0000 lies outside its document",
        mend="; remove the folder, run: python -m index sync",
    ),
    "chroma-lacks-one": Fault(
        damage=drop_chunk,
        told="Chroma lacks chunk bcf-report@0001",
        mend="; run: python -m index rebuild",
    ),
    "chroma-is-gone": Fault(
        damage=drop_all_chunks,
        told="Chroma lacks chunk ",
        mend="; run: python -m index rebuild",
    ),
    "chroma-has-a-stray": Fault(
        damage=lambda folder: put_chunk(folder, "gone@0000"),
        told="Chroma has stray chunk gone@0000",
        mend="; run: python -m index rebuild",
    ),
    "digests-differ": Fault(
        damage=lambda folder: put_chunk(folder, "ccg-letter@0000"),
        told="chunk ccg-letter@0000 differs between the catalogue and Chroma",
        mend="; run: python -m index rebuild",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_found_and_its_mend_mends(fault: Fault, folder: Path, small_corpus: Path) -> None:
    fault.damage(folder)
    with closing(Store(folder)) as store:
        found = verify(store)
    assert found
    assert all(fault.told in line and line.endswith(fault.mend) for line in found), found
    if "remove the folder" in fault.mend:
        shutil.rmtree(folder)
    with closing(Store(folder, create=True)) as store:
        if fault.mend.endswith("rebuild"):
            rebuild(store, MODEL)
        else:
            sync(open_library(small_corpus), store, MODEL)
        assert verify(store) == []
        assert len(store.lookup.metadata()) == 3


def test_every_fault_is_told_at_once(folder: Path) -> None:
    put_chunk(folder, "gone@0000")
    drop_chunk(folder)
    run_sql(folder, "UPDATE passages SET \"end\" = 99999 WHERE id LIKE 'ccg-letter#000_'")
    with closing(Store(folder)) as store:
        found = verify(store)
    assert len(found) > 3
    assert len([line for line in found if "ccg-letter#" in line]) == len(found) - 2


def test_chroma_that_does_not_open_names_the_mend(folder: Path, small_corpus: Path) -> None:
    (folder / "chroma-1" / "chroma.sqlite3").write_bytes(b"not a database " * 400)
    with closing(Store(folder)) as store:
        with pytest.raises(StoreError, match="run: python -m index rebuild") as told:
            verify(store)
        assert len(str(told.value).splitlines()) == 1
        rebuild(store, MODEL)
        assert verify(store) == []


def test_file_that_is_no_catalogue_is_a_store_error(folder: Path) -> None:
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / FILE).write_bytes(b"not a database " * 400)
    with pytest.raises(StoreError, match=r"not a catalogue .*; remove the folder") as told:
        Store(folder)
    assert len(str(told.value).splitlines()) == 1


def test_folder_without_an_index_is_a_store_error_and_stays_empty(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no index here; run: python -m index sync"):
        Store(tmp_path)
    assert list(tmp_path.iterdir()) == []
