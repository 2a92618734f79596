"""Public sets in their published form, made small: retrieval by spans, refusal by outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.types import Answer
from corpus.types import Span
from eval.baselines import Bm25
from eval.documents import Folder
from eval.errors import RunError
from eval.public import count_questions, hit_at, run_public, span_recall_at
from eval.types import Answerer
from tests.eval_world import refusal

MEETING = "Chair: Good morning.\n\nMember: The ferries were late.\n\nChair: Thank you.\n"


def span(start: int, end: int) -> Span:
    return Span(start=start, end=end)


def test_hits_and_span_recall() -> None:
    gold = [span(10, 20), span(15, 30)]  # 20 characters
    ranked = [span(0, 10), None, span(12, 17), span(28, 40)]
    assert hit_at(ranked, gold, 1) == hit_at(ranked, gold, 2) == 0.0  # 0-10 ends before 10
    assert hit_at(ranked, gold, 3) == 1.0
    assert span_recall_at(ranked, gold, 2) == 0.0
    assert span_recall_at(ranked, gold, 3) == 5 / 20
    assert span_recall_at(ranked, gold, 9) == 7 / 20
    assert span_recall_at(ranked, [], 9) is None


class Cautious(Bm25):
    """BM25 that refuses what mentions a zebra."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        return refusal(question) if "zebra" in question else super().ask(question)


def open_cautious(corpus: Path, index: Path | None) -> dict[str, Answerer]:
    return {"ours": Cautious(Folder(corpus)), "plain": Bm25(Folder(corpus))}


def write_lines(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_qmsum_and_clapnq(tmp_path: Path) -> None:
    start = MEETING.index("The ferries")
    spans = [[start, start + len("The ferries were late.")]]
    write_lines(
        tmp_path / "qmsum" / "gold.jsonl",
        {"doc": "one.txt", "query": "What was said about ferries?", "char_spans": spans},
    )
    meetings = tmp_path / "qmsum" / "documents"
    meetings.mkdir()
    (meetings / "one.txt").write_text(MEETING, encoding="utf-8")
    (meetings / "two.txt").write_text("Chair: Nothing of note.\n", encoding="utf-8")
    passage = {
        "title": "Ferries",
        "text": "Ferries carry cars . They were late .",
        "sentences": ["Ferries carry cars .", "They were late ."],
    }
    write_lines(
        tmp_path / "clapnq" / "answerable.jsonl",
        {
            "id": "1",
            "input": "what do ferries carry",
            "passages": [passage],
            "output": [{"answer": "cars", "selected_sentences": ["Ferries carry cars ."]}],
        },
    )
    write_lines(
        tmp_path / "clapnq" / "unanswerable.jsonl",
        {"id": "2", "input": "do ferries carry a zebra", "passages": [passage], "output": []},
    )
    assert count_questions(tmp_path) == 3
    steps: list[int] = []
    found = {
        result.name: {
            name: None if estimate is None else estimate.value
            for name, estimate in result.estimates.items()
        }
        for result in run_public(tmp_path, open_cautious, lambda: steps.append(1))
    }
    assert len(steps) == 3
    for system in ("ours", "plain"):
        assert found[f"QMSum, one meeting, {system}"]["hit@1"] == 1.0
        assert found[f"QMSum, all meetings, {system}"]["span_recall@1"] == 1.0
    assert found["CLAP NQ"] == {
        "answered when answerable": 1.0,
        "refused when not": 1.0,
        "right passage cited": 1.0,
        "answer sentence cited": 1.0,
        "right passage found@5": 1.0,
        "AUC": 1.0,
    }


def test_a_folder_without_them_says_so(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="neither qmsum/ nor clapnq/"):
        run_public(tmp_path, open_cautious)
    write_lines(tmp_path / "qmsum" / "gold.jsonl", {"doc": "x.txt", "query": "", "char_spans": []})
    (tmp_path / "qmsum" / "documents").mkdir()
    (tmp_path / "qmsum" / "documents" / "y.txt").write_text("Words.\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"gold.jsonl:1: no document 'x.txt'"):
        run_public(tmp_path, open_cautious)
