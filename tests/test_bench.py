"""The measurements, made small: what they find must hold here too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.churn import LARGER, churn
from bench.kill import kill
from bench.papers import write_papers
from bench.quick import QuickEmbedder


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
