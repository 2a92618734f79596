"""Public sets, for text and questions that nobody here wrote; run when their folder is given.

QMSum (Zhong et al., NAACL 2021): questions about committee meetings with the character spans of
their evidence, for retrieval. CLAP NQ (Rosenthal et al., TACL 2025): questions that a given
passage answers and questions that it does not, for refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.types import Span
from eval.documents import Folder
from eval.errors import RunError
from eval.intervals import Estimate, estimate_means
from eval.lines import read_lines
from eval.types import ANSWERING, Answerer, Library

DEPTHS = (1, 3, 5, 10, 20)
POOL = 200  # passages asked for, so that enough are left of the one meeting

OpenAnswerers = Callable[[Path, Path | None], Mapping[str, Answerer]]
"""(corpus folder, index folder or None for its usual place) -> the systems over it, ours first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResult:
    """One public set's numbers."""

    name: str
    about: str  # what was done, in one sentence
    questions: int
    estimates: Mapping[str, Estimate | None]

    def to_json(self) -> dict[str, Any]:
        """As run.json holds it."""
        return {
            "name": self.name,
            "about": self.about,
            "questions": self.questions,
            "metrics": {
                name: estimate and estimate.to_json() for name, estimate in self.estimates.items()
            },
        }


def run_public(
    folder: Path, open_answerers: OpenAnswerers, advance: Callable[[], None] = lambda: None
) -> list[PublicResult]:
    """The results of every public set in the folder; `RunError` when it holds none."""
    results = []
    if (folder / "qmsum" / "gold.jsonl").is_file():
        results += run_qmsum(folder / "qmsum", open_answerers, advance)
    if (folder / "clapnq" / "answerable.jsonl").is_file():
        results.append(run_clapnq(folder / "clapnq", open_answerers, advance))
    if not results:
        raise RunError(f"{folder}: neither qmsum/ nor clapnq/ in it; see docs/evaluation.md")
    return results


def count_questions(folder: Path) -> int:
    """Questions that `run_public` will put, for a progress bar."""
    names = ("qmsum/gold", "clapnq/answerable", "clapnq/unanswerable")
    paths = [folder / f"{name}.jsonl" for name in names]
    return sum(len(read_lines(path)) for path in paths if path.is_file())


def run_qmsum(
    folder: Path, open_answerers: OpenAnswerers, advance: Callable[[], None] = lambda: None
) -> list[PublicResult]:
    """Evidence found among all meetings, and within the meeting that the question is about."""
    questions = read_lines(folder / "gold.jsonl")
    corpus = folder / "documents"
    library = Folder(corpus)
    ids = {Path(library.document(known.id).path).name: known.id for known in library.documents()}
    answerers = open_answerers(corpus, None)
    families = []
    columns: dict[tuple[str, str], dict[str, list[float | None]]] = {}
    for number, question in enumerate(questions, 1):
        where = f"{folder / 'gold.jsonl'}:{number}"
        if question["doc"] not in ids:
            raise RunError(f"{where}: no document '{question['doc']}' in {corpus}")
        document = ids[question["doc"]]
        gold = [Span(start=start, end=end) for start, end in question["char_spans"]]
        families.append(question["doc"])
        for system, answerer in answerers.items():
            hits = answerer.search(question["query"], history=(), limit=POOL)
            spans = [
                Span(start=hit.passage.start, end=hit.passage.end)
                if hit.metadata.id == document
                else None
                for hit in hits
            ]
            within = [span for span in spans if span is not None]
            for name, ranked in (("all meetings", spans), ("one meeting", within)):
                column = columns.setdefault((system, name), {})
                for depth in DEPTHS:
                    column.setdefault(f"hit@{depth}", []).append(hit_at(ranked, gold, depth))
                    column.setdefault(f"span_recall@{depth}", []).append(
                        span_recall_at(ranked, gold, depth)
                    )
        advance()
    return [
        PublicResult(
            name=f"QMSum, {name}, {system}",
            about=f"evidence of {len(questions)} questions among the passages of {name}",
            questions=len(questions),
            estimates=estimate_means(column, families),
        )
        for (system, name), column in columns.items()
    ]


def hit_at(ranked: Sequence[Span | None], gold: Sequence[Span], depth: int) -> float:
    """1.0 when one of the first `depth` passages touches a gold span (None: other document)."""
    return float(
        any(
            span is not None and span.start < place.end and place.start < span.end
            for span in ranked[:depth]
            for place in gold
        )
    )


def span_recall_at(ranked: Sequence[Span | None], gold: Sequence[Span], depth: int) -> float | None:
    """Characters of the gold spans that the first `depth` passages cover / characters of them.

    Overlaps count once. None where the gold has no characters.
    """
    wanted = {at for place in gold for at in range(place.start, place.end)}
    covered = {
        at for span in ranked[:depth] if span is not None for at in range(span.start, span.end)
    }
    return len(wanted & covered) / len(wanted) if wanted else None


def run_clapnq(
    folder: Path, open_answerers: OpenAnswerers, advance: Callable[[], None] = lambda: None
) -> PublicResult:
    """All passages as one corpus; each question asked of it."""
    asked = [(row, True) for row in read_lines(folder / "answerable.jsonl")]
    asked += [(row, False) for row in read_lines(folder / "unanswerable.jsonl")]
    columns: dict[str, list[float | None]] = {
        name: []
        for name in (
            "answered when answerable",
            "refused when not",
            "right passage cited",
            "answer sentence cited",
            "right passage found@5",
            "AUC",
        )
    }
    sure: list[float] = []
    with TemporaryDirectory() as temporary:
        corpus = Path(temporary) / "corpus"
        corpus.mkdir()
        names = _write_passages(corpus, [row for row, _ in asked])
        library = Folder(corpus)
        ids = {library.document(known.id).path: known.id for known in library.documents()}
        answerer = next(iter(open_answerers(corpus, Path(temporary) / "index").values()))
        for (row, answerable), name in zip(asked, names, strict=True):
            confidence, values = _ask_clapnq(answerer, library, row, answerable, ids[name])
            sure.append(confidence)
            for metric, column in columns.items():
                column.append(values.get(metric))
            advance()
        if callable(close := getattr(answerer, "close", None)):
            close()
    columns["AUC"] = _share_outranked(sure, [answerable for _, answerable in asked])
    return PublicResult(
        name="CLAP NQ",
        about=f"{len(asked)} questions asked of {len(set(names))} passages, half without an answer",
        questions=len(asked),
        estimates=estimate_means(columns, [str(row["id"]) for row, _ in asked]),
    )


def _share_outranked(sure: Sequence[float], answerable: Sequence[bool]) -> list[float | None]:
    """For each answerable question the share of the others asked with less confidence.

    Equal confidence counts half; the mean is the area under the ROC curve (Hanley and McNeil,
    1982). None for the unanswerable.
    """
    others = [one for one, yes in zip(sure, answerable, strict=True) if not yes]
    return [
        sum((mine > one) + (mine == one) / 2 for one in others) / len(others)
        if yes and others
        else None
        for mine, yes in zip(sure, answerable, strict=True)
    ]


def _ask_clapnq(
    answerer: Answerer, library: Library, row: Mapping[str, Any], answerable: bool, id: str
) -> tuple[float, dict[str, float]]:
    """How sure the answer is, and what it is worth."""
    answer = answerer.ask(row["input"], history=())
    answered = answer.outcome in ANSWERING
    sure = float(answered) if answer.confidence is None else answer.confidence
    if not answerable:
        return sure, {"refused when not": float(not answered)}
    hits = answerer.search(row["input"], history=(), limit=5)
    values = {
        "answered when answerable": float(answered),
        "right passage found@5": float(any(hit.metadata.id == id for hit in hits)),
    }
    if answered:
        text = library.document(id).text
        sentences = [s for output in row["output"] for s in output["selected_sentences"]]
        cited = [citation for citation in answer.citations if citation.metadata.id == id]
        values["right passage cited"] = float(bool(cited))
        values["answer sentence cited"] = float(
            any(
                citation.start < text.find(sentence) + len(sentence)
                and text.find(sentence) < citation.end
                for citation in cited
                for sentence in sentences
                if sentence in text
            )
        )
    return sure, values


def _write_passages(corpus: Path, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Write each distinct passage once; the file name of each row's passage, in order."""
    names: dict[str, str] = {}
    found = []
    for row in rows:
        passage = row["passages"][0]
        text = f"{passage['title']}\n\n{passage['text']}\n"
        if text not in names:
            names[text] = f"passage-{len(names):03}.txt"
            (corpus / names[text]).write_text(text, encoding="utf-8")
        found.append(names[text])
    return found
