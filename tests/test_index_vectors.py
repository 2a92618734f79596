"""The Chroma collection: cosine space, updates in place, open to llama-index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from corpus.library import open_library
from index.store import Store
from index.sync import sync
from index.types import Chunk
from index.vectors import COLLECTION, VectorStore
from tests.index_world import WordEmbedder

UNIT = np.eye(4, dtype=np.float32)


@pytest.fixture(params=["every chunk", "graph"])
def vectors(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[VectorStore]:
    """A store that compares with every chunk, as small ones do, and one that asks the graph."""
    if request.param == "graph":
        monkeypatch.setattr("index.vectors._EXACT", -1)
    with closing(VectorStore(tmp_path / "chroma")) as opened:
        yield opened


def make(id: str, digest: str = "0", text: str = "words") -> Chunk:
    return Chunk(id=id, passages=(), text=text, digest=digest)


def test_nearest_are_cosines_best_first(vectors: VectorStore) -> None:
    assert vectors.nearest(UNIT[:1], 5) == {}
    chunks = [make("a@0"), make("a@1"), make("a@2")]
    slanted = np.array([[3, 4, 0, 0], [-2, 0, 0, 0], [0.5, 0, 0, 0]], dtype=np.float32)
    vectors.put(chunks, slanted)
    found = vectors.nearest(UNIT[:1], 5)
    assert list(found) == ["a@2", "a@0", "a@1"]
    assert list(found.values()) == pytest.approx([1.0, 0.6, -1.0], abs=1e-6)
    assert list(vectors.nearest(UNIT[:1], 1)) == ["a@2"]


def test_nearest_and_cosines_agree(vectors: VectorStore) -> None:
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(20, 4)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors.put([make(f"a@{n}") for n in range(20)], rows)
    found = vectors.nearest(UNIT[:1], 20)
    direct = vectors.cosines(UNIT[:1], [*found, "a@99"])
    assert direct == pytest.approx(found, abs=1e-5)
    assert vectors.cosines(UNIT[:1], []) == vectors.cosines(UNIT[:1], ["a@99"]) == {}


def test_nearest_of_many_alike_are_all_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma's own settings lose up to half of them, and not the same half each time."""
    monkeypatch.setattr("index.vectors._EXACT", -1)
    model = WordEmbedder(dimension=2048)
    texts = [f"The larch plantation was visited by ranger number {n}." for n in range(99)]
    rows = model.encode(texts)
    question = model.encode(["larch plantation visited by ranger"])
    worst = np.sort(rows @ question[0])[-80]
    for _ in range(3):  # the graph is made anew each time a small collection is opened
        with closing(VectorStore(tmp_path / "alike")) as vectors:
            vectors.put([make(f"a@{n:04d}", str(n)) for n in range(99)], rows)
            found = vectors.nearest(question, 80)
            assert len(found) == 80
            assert min(found.values()) >= worst - 1e-5


def test_nearest_within_documents(vectors: VectorStore) -> None:
    vectors.put([make("a@0")], UNIT[:1])
    vectors.put([make("b@0"), make("b@1")], UNIT[1:3])
    assert set(vectors.nearest(UNIT[:1], 5, ["b"])) == {"b@0", "b@1"}
    assert set(vectors.nearest(UNIT[:1], 5, ["a", "b"])) == {"a@0", "b@0", "b@1"}
    assert vectors.nearest(UNIT[:1], 5, ["c"]) == {}


def test_put_again_updates_in_place(vectors: VectorStore) -> None:
    vectors.put([make("a@0", "old", "old words"), make("a@1", "kept")], UNIT[:2])
    vectors.put([make("a@0", "new", "new words")], UNIT[2:3])
    assert vectors.digests() == {"a@0": "new", "a@1": "kept"}
    digests, by_digest = vectors.known("a")
    assert digests == {"a@0": "new", "a@1": "kept"}
    assert np.allclose(by_digest["new"], UNIT[2])
    assert np.allclose(by_digest["kept"], UNIT[1])
    assert vectors.nearest(UNIT[2:3], 1) == {"a@0": pytest.approx(1.0)}


def test_drop_ignores_what_is_not_held(vectors: VectorStore) -> None:
    vectors.put([make("a@0"), make("a@1")], UNIT[:2])
    vectors.drop(["a@1", "a@7"])
    vectors.drop([])
    assert vectors.digests() == {"a@0": "0"}
    assert vectors.known("b") == ({}, {})


def test_more_than_one_call_may_take(vectors: VectorStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_batch", 3)
    rows = np.tile(UNIT, (2, 1))
    vectors.put([make(f"a@{n}", str(n)) for n in range(8)], rows)
    assert vectors.digests() == {f"a@{n}": str(n) for n in range(8)}
    _, by_digest = vectors.known("a")
    assert all(np.allclose(by_digest[str(n)], rows[n]) for n in range(8))
    vectors.drop([f"a@{n}" for n in range(7)])
    assert vectors.digests() == {"a@7": "7"}


def test_llama_index_opens_the_collection(small_corpus: Path, tmp_path: Path) -> None:
    from llama_index.core.vector_stores import (
        MetadataFilter,
        MetadataFilters,
        VectorStoreQuery,
    )
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = WordEmbedder(dimension=2048)
    with closing(Store(tmp_path / "index", create=True)) as store:
        sync(open_library(small_corpus), store, model)
        folder = store.vectors.folder
        wanted = next(
            chunk for chunk in store.catalogue.chunks("ccg-letter") if "minibus" in chunk.text
        )
        vector = model.encode(["we will pay for a minibus from Dale Street"])
        expected = store.vectors.nearest(vector, 2)
    # Any: the interface that it is declared as lacks close()
    theirs_client: Any = chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )
    with closing(theirs_client) as client:
        collection = client.get_collection(COLLECTION)
        assert collection.configuration_json["hnsw"]["space"] == "cosine"
        theirs = ChromaVectorStore(chroma_collection=collection)
        question = VectorStoreQuery(query_embedding=vector[0].tolist(), similarity_top_k=2)
        found = theirs.query(question)
        assert found.ids == list(expected)
        assert found.ids[0] == wanted.id
        assert found.nodes is not None
        assert found.nodes[0].get_content() == wanted.text
        assert found.nodes[0].metadata["document"] == "ccg-letter"
        question.filters = MetadataFilters(
            filters=[MetadataFilter(key="document", value="bcf-report")]
        )
        assert all(id.startswith("bcf-report@") for id in theirs.query(question).ids or [""])


def test_what_is_written_or_dropped_is_seen_at_once(vectors: VectorStore) -> None:
    vectors.put([make("a@0"), make("a@1")], UNIT[:2])
    assert next(iter(vectors.nearest(UNIT[1:2], 1))) == "a@1"
    vectors.put([make("a@1", "1")], UNIT[2:3])  # as many chunks as before, another vector
    assert vectors.nearest(UNIT[2:3], 1) == pytest.approx({"a@1": 1.0})
    vectors.drop(["a@1"])
    assert set(vectors.nearest(UNIT[2:3], 5)) == {"a@0"}
