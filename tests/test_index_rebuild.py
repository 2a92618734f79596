"""A rebuild remakes the vectors beside those in use, and swaps them in when they are complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.library import open_library
from index.embed import LibraryEmbedder, PlainEmbedder, open_embedder
from index.rebuild import rebuild
from index.search import search
from index.settings import IndexSettings
from index.store import Store
from index.sync import sync, sync_corpus
from index.verify import verify
from tests.index_world import WordEmbedder, run_index, sync_folder, write_model

OLD = WordEmbedder("old")
NEW = WordEmbedder("new", dimension=128)
QUESTION = "Who will pay for a minibus from Dale Street?"


@pytest.fixture
def store(small_corpus: Path, tmp_path: Path) -> Iterator[Store]:
    """A sound index made by the old model."""
    with closing(Store(tmp_path / "index", create=True)) as opened:
        sync(open_library(small_corpus), opened, OLD)
        yield opened


def ask(store: Store, model: WordEmbedder) -> list[str]:
    hits = search(store, model.encode([QUESTION]), ["minibus"], limit=5)
    return [hit.passage.id for hit in hits]


def chroma_folders(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.glob("chroma-*"))


def test_old_vectors_answer_until_the_new_are_complete(store: Store) -> None:
    expected = ask(store, OLD)
    assert expected[0].startswith("ccg-letter#")
    answered = []

    def watch(done: int, total: int, what: str) -> None:
        with closing(Store(store.folder)) as reader:
            assert reader.catalogue.meta()["embedder"] == "old"
            answered.append(ask(reader, OLD))

    assert rebuild(store, NEW, watch) == 3
    assert answered == [expected] * 3
    assert store.catalogue.meta()["embedder"] == "new"
    assert store.catalogue.meta()["dimension"] == "128"
    assert ask(store, NEW)[0] == expected[0]
    assert chroma_folders(store) == ["chroma-2"]
    assert verify(store) == []


def test_reader_follows_the_swap(store: Store) -> None:
    with closing(Store(store.folder)) as reader:
        before = ask(reader, OLD)
        rebuild(store, OLD)
        assert ask(reader, OLD) == before
        assert reader.vectors.folder.name == "chroma-2"
        assert verify(reader) == []


def test_index_is_the_new_models_from_then_on(store: Store, small_corpus: Path) -> None:
    rebuild(store, NEW)
    report, texts = sync_folder(small_corpus, store, NEW)
    assert (report.unchanged, texts) == (3, [])
    with pytest.raises(StoreError, match="made by embedding model new, asked with old"):
        sync(open_library(small_corpus), store, OLD)
    letter = small_corpus / "ccg-letter.txt"
    letter.write_text(letter.read_text().replace("March 2017", "April 2017"))
    report, texts = sync_folder(small_corpus, store, NEW)
    assert report.changed == ["ccg-letter"]
    assert report.embedded == 1
    assert verify(store) == []


def test_rebuild_that_fails_leaves_the_index_as_it_was(store: Store, small_corpus: Path) -> None:
    expected = ask(store, OLD)

    def fail(done: int, total: int, what: str) -> None:
        if done == 2:
            raise MemoryError

    with pytest.raises(MemoryError):
        rebuild(store, NEW, fail)
    assert ask(store, OLD) == expected
    assert verify(store) == []
    assert chroma_folders(store) == ["chroma-1", "chroma-2"]
    assert sync_folder(small_corpus, store, OLD)[0].unchanged == 3
    assert chroma_folders(store) == ["chroma-1"]  # swept
    rebuild(store, NEW)
    assert verify(store) == []


def test_rebuild_takes_up_new_rules_of_cutting(store: Store, small_corpus: Path) -> None:
    store.catalogue.set_meta({"chunking": "passages-0"})
    rebuild(store, OLD)
    assert sync_folder(small_corpus, store, OLD)[0].unchanged == 3
    assert verify(store) == []


def test_nobody_else_writes_during_a_rebuild(store: Store, small_corpus: Path) -> None:
    told = []

    def write_too(done: int, total: int, what: str) -> None:
        if done == 1:
            with closing(Store(store.folder, create=True)) as other:
                with pytest.raises(StoreError, match="another sync is writing") as raised:
                    sync(open_library(small_corpus), other, OLD)
                told.append(str(raised.value))

    rebuild(store, OLD, write_too)
    assert len(told) == 1
    assert verify(store) == []


def test_models_from_disk_are_told_apart_and_rebuild_changes_over(
    small_corpus: Path, tmp_path: Path
) -> None:
    first = write_model(tmp_path / "first")
    second = write_model(tmp_path / "second", pooling="max", seed=2)
    settings = IndexSettings(corpus=small_corpus, index=tmp_path / "of-disk", embedder=str(first))
    assert isinstance(open_embedder(str(first)), PlainEmbedder)
    assert isinstance(open_embedder(str(second)), LibraryEmbedder)
    sync_corpus(settings)
    changed = settings.model_copy(update={"embedder": str(second)})
    with pytest.raises(StoreError, match=r"made by embedding model first, asked with .*second"):
        sync_corpus(changed)
    with closing(Store(settings.index_folder)) as store:
        rebuild(store, open_embedder(str(second)))
        assert verify(store) == []
    assert sync_corpus(changed).unchanged == 3
    done = run_index(
        "sync", "--corpus", small_corpus, "--index", settings.index_folder, "--embedder", first
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "run: python -m index rebuild" in done.stderr
