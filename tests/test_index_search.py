"""Search over a small record whose words are chosen so that the right order can be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.bodies import Body
from corpus.errors import InputError
from corpus.library import open_library
from corpus.types import Metadata
from index.search import POOL, search, select_documents
from index.store import Store
from index.sync import sync
from index.types import Filters
from tests.index_world import WordEmbedder

MODEL = WordEmbedder(dimension=2048)

HARBOUR = """1. The harbour master will dredge the channel in September.

2. Mooring fees were frozen for fishing boats.

3. The lighthouse lamp was replaced by the Trust.
"""
FORESTRY = """1. Larch trees in the northern plantation were felled.

2. The sawmill burned down, and zebrawood was lost.

3. Mooring fees were frozen for fishing boats.
"""
ROUTINE = "\n\n".join(
    f"{number}. The larch plantation was visited by ranger number {number}."
    for number in range(1, POOL + 20)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("record")
    corpus = folder / "papers"
    corpus.mkdir()
    (corpus / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (corpus / "forestry.txt").write_text(FORESTRY, encoding="utf-8")
    with closing(Store(folder / "index", create=True)) as opened:
        sync(open_library(corpus), opened, MODEL)
        yield opened


def test_dense_alone_finds_what_shares_words(store: Store) -> None:
    hits = search(store, MODEL.encode(["who will dredge the channel"]), (), limit=3)
    assert hits[0].passage.text.startswith("The harbour master will dredge")
    assert hits[0].metadata.id == "harbour"
    assert all(hit.lexical == 0.0 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    (chunk,) = store.lookup.passage_chunks([hits[0].passage.id])[hits[0].passage.id]
    text = next(c.text for c in store.catalogue.chunks("harbour") if c.id == chunk)
    cosine = float(MODEL.encode(["who will dredge the channel"])[0] @ MODEL.encode([text])[0])
    assert hits[0].dense == pytest.approx(cosine, abs=1e-5)


def test_words_move_a_passage_up_that_the_vector_does_not_know(store: Store) -> None:
    vector = MODEL.encode(["mooring fees for fishing boats by the harbour master"])
    without = search(store, vector, (), limit=6)
    assert without[0].passage.text.startswith("Mooring fees")
    worded = search(store, vector, ("zebrawood",), limit=6)
    ranks = [
        [hit.passage.text.startswith("The sawmill") for hit in hits].index(True)
        for hits in (without, worded)
    ]
    assert ranks[1] < ranks[0]
    found = worded[ranks[1]]
    assert found.lexical > 0.0
    assert [hit.passage.id for hit in worded if hit.lexical > 0] == [found.passage.id]


def test_passage_that_only_its_words_find_is_found(tmp_path: Path) -> None:
    """More passages than dense search puts forward are nearer to the question's vector."""
    corpus = tmp_path / "papers"
    corpus.mkdir()
    (corpus / "routine.txt").write_text(ROUTINE, encoding="utf-8")
    (corpus / "sawmill.txt").write_text("The sawmill burned; zebrawood was lost.\n\n" * 9, "utf-8")
    with closing(Store(tmp_path / "index", create=True)) as store:
        sync(open_library(corpus), store, MODEL)
        question = "larch plantation visited by ranger"
        vector = MODEL.encode([question])
        dense = search(store, vector, (), limit=1000)
        assert len(dense) == POOL
        assert all(hit.metadata.id == "routine" for hit in dense)
        both = search(store, vector, ("zebrawood",), limit=1000)
        hits = [hit for hit in both if hit.metadata.id == "sawmill"]
        assert [hit.passage.id for hit in hits] == [f"sawmill#{n:04d}" for n in range(9)]  # ties
        for hit, chunk in zip(hits, store.catalogue.chunks("sawmill"), strict=True):
            assert hit.lexical > 0.0
            cosine = float(vector[0] @ MODEL.encode([chunk.text])[0])
            assert hit.dense == pytest.approx(cosine, abs=1e-5)


def test_own_words_count_more_than_the_headers(tmp_path: Path) -> None:
    corpus = tmp_path / "papers"
    corpus.mkdir()
    (corpus / "a.txt").write_text(
        "Dredging\n\n1. It was put off until the spring of that year.\n\n"
        "Other\n\n2. Then dredging was put off until the spring.\n",
        encoding="utf-8",
    )
    with closing(Store(tmp_path / "index", create=True)) as store:
        sync(open_library(corpus), store, MODEL)
        found = store.lookup.find_words(["dredging"], 10)
        texts = [store.lookup.passages([id])[id][1].text for id in found]
    assert [text[:4] for text in texts] == ["Then", "It w"]


def test_word_forms_and_odd_terms(store: Store) -> None:
    assert (
        store.lookup.find_words(["dredged"], 5).keys()
        == store.lookup.find_words(["dredge"], 5).keys()
        != set()
    )
    for odd in ('"', "-", "AND", "NEAR(", "a*", ""):
        assert store.lookup.find_words([odd], 5).keys() <= {"forestry#0000", "forestry#0001"}
    assert store.lookup.find_words([], 5) == {}
    assert store.lookup.document_frequency(["mooring", "zebrawood", "absent"]) == {
        "mooring": 2,
        "zebrawood": 1,
        "absent": 0,
    }


def test_order_is_the_same_every_time_and_ties_go_by_id(store: Store, tmp_path: Path) -> None:
    vector = MODEL.encode(["mooring fees for boats"])

    def ask(one: Store) -> list[tuple[str, float]]:
        hits = search(one, vector, ("mooring", "fees"), limit=6)
        return [(hit.passage.id, hit.score) for hit in hits]

    expected = ask(store)
    assert ask(store) == expected
    corpus = Path(store.catalogue.meta()["corpus"])
    with closing(Store(tmp_path / "index", create=True)) as other:
        sync(open_library(corpus), other, MODEL)
        assert [id for id, _ in ask(other)] == [id for id, _ in expected]
    twice = tmp_path / "twice"
    twice.mkdir()
    (twice / "a.txt").write_text("Fees were frozen for boats.\n\n" * 5, encoding="utf-8")
    with closing(Store(tmp_path / "ties", create=True)) as ties:
        sync(open_library(twice), ties, MODEL)
        found = ask(ties)
    assert len(found) == 5
    assert [id for id, _ in found] == sorted(id for id, _ in found)


def test_search_within_documents(store: Store) -> None:
    vector = MODEL.encode(["mooring fees for fishing boats"])
    every = search(store, vector, ("mooring",), limit=20)
    assert {hit.metadata.id for hit in every} == {"harbour", "forestry"}
    for id in ("harbour", "forestry"):
        hits = search(store, vector, ("mooring",), limit=20, documents=[id])
        assert {hit.metadata.id for hit in hits} == {id}
        assert hits[0].passage.text.startswith("Mooring fees")
    assert search(store, vector, ("mooring",), limit=20, documents=[]) == []
    assert len(search(store, vector, ("mooring",), limit=2)) == 2


def test_empty_index_has_no_hits(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "index", create=True)) as store:
        assert search(store, MODEL.encode(["anything"]), ("anything",), limit=5) == []


BODIES = (
    Body(name="NHS Fenwick CCG", aliases=("Fenwick Commissioners",), became="Fenshire CCG"),
    Body(name="Fenshire CCG", became="Fenshire ICB", on="2022-07-01"),
    Body(name="Fenshire ICB", aliases=("FICB",)),
    Body(name="Fenwick Council"),
    Body(name="Health Panel"),
)


def held(id: str, **fields: str | None) -> Metadata:
    return Metadata(id=id, title=id, **fields)  # type: ignore[arg-type]


RECORD = {
    one.id: one
    for one in (
        held("old", body="NHS Fenwick CCG", date="2014", kind="report"),
        held("middle", body="Fenshire CCG", date="2014-12-12", kind="letter"),
        held("new", body="Fenshire ICB", date="2023-02", kind="report"),
        held("council", body="Fenwick Council", committee="Health Panel", kind="minutes"),
    )
}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(body=("NHS Fenwick CCG",)), ["old"]),
        (Filters(body=("fenwick ccg",)), ["old"]),
        (Filters(body=("Fenwick Commissioners",)), ["old"]),
        (Filters(body=("Fenwick Clinical Commissioning Group",)), ["old"]),
        (Filters(body=("Fenshire CCG",)), ["old", "middle"]),
        (Filters(body=("ficb",)), ["old", "middle", "new"]),  # and all that became it
        (Filters(body=("Health Panel",)), ["council"]),  # a committee
        (Filters(body=("Fenwick Council", "Fenwick CCG")), ["old", "council"]),
        (Filters(kind=("report",)), ["old", "new"]),
        (Filters(kind=("letter", "minutes")), ["middle", "council"]),
        (Filters(kind=("plan",)), []),
        (Filters(body=("FICB",), kind=("report",)), ["old", "new"]),
        (Filters(since="2014"), ["old", "middle", "new"]),  # none without a date
        (Filters(since="2014-12-12"), ["old", "middle", "new"]),  # "2014" may be after the 12th
        (Filters(since="2014-12-13"), ["old", "new"]),
        (Filters(since="2015"), ["new"]),
        (Filters(since="2023-02-28"), ["new"]),
        (Filters(since="2023-03"), []),
        (Filters(until="2014"), ["old", "middle"]),
        (Filters(until="2014-12-11"), ["old"]),
        (Filters(until="2014-12-12"), ["old", "middle"]),
        (Filters(until="2014-01-01"), ["old"]),
        (Filters(until="2013"), []),
        (Filters(since="2014-06", until="2014-07"), ["old"]),
        (Filters(since="2014-12", until="2023-02-01"), ["old", "middle", "new"]),
    ],
    ids=str,
)
def test_filters_let_through(filters: Filters, expected: list[str]) -> None:
    assert select_documents(filters, RECORD, BODIES) == expected


def test_no_filters_is_no_narrowing() -> None:
    assert select_documents(Filters(), RECORD, BODIES) is None


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(body=("Atlantis CCG",)), "'Atlantis CCG' is not a body of this record; known: "),
        (Filters(kind=("poem",)), "'poem' is not a kind; one of: minutes, agenda, "),
        (Filters(since="last year"), "'last year' is not a date; write 2014, "),
        (Filters(until="2014-02-30"), "'2014-02-30' is no day of the calendar"),
        (Filters(since="2014-13"), "'2014-13' is no day of the calendar"),
    ],
    ids=str,
)
def test_filter_that_cannot_be_is_an_input_error(filters: Filters, told: str) -> None:
    with pytest.raises(InputError) as raised:
        select_documents(filters, RECORD, BODIES)
    assert told in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
