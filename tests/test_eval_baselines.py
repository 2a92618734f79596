"""The baselines: they answer with what they find, whole, and cite it truly."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.asking import ask_pairs
from eval.baselines import Bm25, LlamaIndexStarter
from eval.documents import Folder
from eval.matching import content_stems

if TYPE_CHECKING:
    from index.embed import Vectors
from tests.eval_world import make_pairs, make_shelf, write_corpus


class HashedWords:
    """An embedding model of a kind: each word stem has its direction."""

    name = "hashed words"
    fingerprint = "none"
    dimension = 64
    window = 1000

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in content_stems(text):
                at = int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension
                vectors[row, at] += 1
            vectors[row] /= max(float(np.linalg.norm(vectors[row])), 1e-9)
        return vectors

    def count_tokens(self, text: str) -> int:
        return len(text.split())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    write_corpus(tmp_path / "corpus", make_shelf())
    return Folder(tmp_path / "corpus")


def test_bm25_finds_by_words_and_quotes_the_passages(folder: Folder) -> None:
    bm25 = Bm25(folder)
    answer = bm25.ask("what do moorings cost? fees?")
    assert answer.outcome == "answered"
    assert "£4,500" in answer.statements[0].text
    for citation in answer.citations:
        document = folder.document(citation.metadata.id)
        assert document.text[citation.start : citation.end] == citation.quote
    scores = [hit.score for hit in bm25.search("the lighthouse lamp")]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 0 for score in scores)


def test_bm25_refuses_only_where_no_word_is_anywhere(folder: Folder) -> None:
    assert Bm25(folder).ask("zebra xylophone").outcome == "not_found"
    assert Bm25(folder).ask("?!").outcome == "not_found"
    assert Bm25(folder).ask('"quoted" AND NEAR( the').outcome == "answered"  # never a query error


def test_a_follow_up_is_searched_for_with_what_was_asked_before(folder: Folder) -> None:
    alone = Bm25(folder).search("and when?")
    with_history = Bm25(folder).search("and when?", history=("dredging?",))
    assert "dredging" in with_history[0].passage.text
    assert [hit.passage.id for hit in alone] != [hit.passage.id for hit in with_history]


def test_the_starter_answers_with_its_two_best_nodes(folder: Folder) -> None:
    starter = LlamaIndexStarter(folder, HashedWords())
    answer = starter.ask("what would the second lamp cost?")
    assert answer.outcome == "answered"
    assert 1 <= len(answer.statements) <= 2
    assert "£310" in answer.statements[0].text
    for citation in answer.citations:
        document = folder.document(citation.metadata.id)
        assert document.text[citation.start : citation.end] == citation.quote != ""
    hits = starter.search("what would the second lamp cost?", limit=3)
    assert len(hits) == 3
    assert hits[0].dense > 0


def test_both_can_be_scored(folder: Folder) -> None:
    for system in (Bm25(folder), LlamaIndexStarter(folder, HashedWords())):
        replies = ask_pairs(system, make_pairs())
        assert [reply.error for reply in replies.values()] == [None] * 5
        assert all(reply.confidence is not None for reply in replies.values())
