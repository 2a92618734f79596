"""The measurements, made small: what they find must hold here too."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bench.churn import LARGER, churn
from bench.fuzz import Damage, damage, fuzz
from bench.kill import kill
from bench.papers import write_papers
from bench.quick import QuickEmbedder
from corpus.reading import READERS
from corpus.reading.options import ReadingOptions
from corpus.reading.text import read_text
from corpus.reading.types import Reading


def test_index_stays_small_and_sound_when_documents_come_and_go(tmp_path: Path) -> None:
    write_papers(tmp_path / "corpus", documents=20, paragraphs=10)
    figures = churn(tmp_path / "corpus", tmp_path, QuickEmbedder(), rounds=3, share=0.2)
    assert figures["times as large"] <= LARGER
    assert (figures["faults"], figures["not read"]) == (0, 0)


def test_sync_after_killed_syncs_is_sound(tmp_path: Path) -> None:
    write_papers(tmp_path / "corpus", documents=8, paragraphs=10)
    figures, faults = kill(tmp_path / "corpus", tmp_path / "index", None, rounds=2, seed=4)
    assert faults == []
    assert sum(figures[how] for how in ("killed", "ended before") if how in figures) == 2


def test_papers_of_one_seed_are_the_same_and_no_two_alike(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_papers(tmp_path / name, documents=5, paragraphs=4)
    first, second = (
        [path.read_text() for path in sorted((tmp_path / name).iterdir())] for name in ("a", "b")
    )
    assert first == second
    assert len(set(first)) == 5


@pytest.mark.parametrize("text", ["The board met.", ""])
def test_quick_embedder_gives_unit_vectors(text: str) -> None:
    vectors = QuickEmbedder().encode([text, text])
    assert vectors.shape == (2, 384)
    assert float(vectors[0] @ vectors[1]) == pytest.approx(1.0, abs=1e-5)


def test_damaged_files_are_read_or_refused() -> None:
    found = fuzz(
        [b"1. Apologies\n\nNone.\n\n2.1 The Board AGREED:\n(a) to write;\n"], ".txt", minutes=0.02
    )
    assert found.read > 0
    assert found.faults == {}


def test_fault_of_a_reader_is_found_and_its_file_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(path: Path, options: ReadingOptions) -> Reading:
        if b"\x00" in path.read_bytes():
            raise KeyError("Type")
        return read_text(path, options)

    monkeypatch.setitem(READERS, ".txt", stumble)
    found = fuzz([b"The Board met."], ".txt", minutes=0.05, out=tmp_path)
    assert [fault.split(" in ")[0] for fault in found.faults] == ["KeyError"]
    assert b"\x00" in (tmp_path / "fault-0.txt").read_bytes()


def test_part_of_an_archive_is_damaged_within() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as whole:
        whole.writestr("word/document.xml", "<p>The Board met.</p>")
    one = Damage(part=0, at=0.0, length=3, by=b"<q>", copies=2)
    made = damage(content.getvalue(), [one], archive=True)
    with zipfile.ZipFile(io.BytesIO(made)) as whole:
        assert whole.read("word/document.xml") == b"<q><q>The Board met.</p>"
