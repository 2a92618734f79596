"""A run: sets loaded and proved, every system asked, everything scored, a verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.asking import ask_pairs
from eval.check import check_pairs, count_pairs, faults_of
from eval.compare import Comparison, compare_lines, read_line
from eval.documents import Folder
from eval.errors import PairsError, RunError
from eval.floors import Floor, FloorCheck, check_floors
from eval.judge import Judge, Judgement, JudgeSummary, summarise_judge
from eval.pairs import check_ids, read_pairs
from eval.public import PublicResult
from eval.scoring import Score, score_replies
from eval.store import FORMAT, OURS, AskedSet, find_versions, read_answers, score_lines
from eval.summary import Summary, summarise_parts
from eval.types import Answerer, Pair, PairSet, Reply

PAIRS = Path(__file__).with_name("pairs")
RECORDS = Path(__file__).with_name("records")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSet:
    """A set with every system's scores."""

    asked: AskedSet
    scores: Mapping[str, tuple[Score, ...]]  # by system
    summaries: Mapping[str, Mapping[str, Summary]]  # by system, by part
    floors: tuple[FloorCheck, ...]
    judge: JudgeSummary | None
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the run is good, and why not."""

    reasons: tuple[str, ...]

    @property
    def code(self) -> int:
        """The exit code: 0 good, 1 not."""
        return 1 if self.reasons else 0


def find_sets(
    pairs: Path | None, corpus: Path | None, index: Path | None, split: str | None
) -> list[PairSet]:
    """The sets to run: the pairs file given, else the two that ship.

    Raises `RunError` and `PairsError`, the faults of all files at once.
    """
    from corpus.library import SHIPPED

    if pairs is not None:
        wanted = [(pairs.stem, pairs, corpus or SHIPPED, index)]
    elif corpus is not None:
        raise RunError("--corpus goes with --pairs FILE: the shipped pairs are about our documents")
    else:
        # An index folder belongs to one corpus, so one given by hand is for the first set only.
        wanted = [
            ("shipped", PAIRS / "shipped.jsonl", SHIPPED, index),
            ("records", PAIRS / "records.jsonl", RECORDS, None),
        ]
    faults: list[str] = []
    sets = []
    for name, path, folder, of_index in wanted:
        try:
            found = read_pairs(path)
        except PairsError as error:
            # What is sound by itself is held against its documents too: all faults at once.
            documents = Folder(folder) if error.sound else None
            proofs = [f for pair in error.sound if documents for f in faults_of(pair, documents)]
            faults += [*error.faults, *proofs]
            continue
        sets.append(PairSet(name=name, pairs=found, path=path, corpus=folder, index=of_index))
    if not faults:
        faults = check_ids([pair for one in sets for pair in one.pairs])
    if faults:
        raise PairsError(faults)
    return [_take_split(one, split) for one in sets]


def _take_split(one: PairSet, split: str | None) -> PairSet:
    kept = tuple(pair for pair in one.pairs if split in (None, pair.split))
    if not kept:
        raise RunError(f"{one.path}: no pair of the '{split}' half; leave out --split")
    return PairSet(name=one.name, pairs=kept, path=one.path, corpus=one.corpus, index=one.index)


def prove_sets(sets: Iterable[PairSet]) -> dict[str, Folder]:
    """The documents of each set, its pairs proved against them; `PairsError` with all faults."""
    libraries = {}
    faults: list[str] = []
    for one in sets:
        libraries[one.name] = Folder(one.corpus)
        try:
            check_pairs(one.pairs, libraries[one.name])
        except PairsError as error:
            faults += error.faults
    if faults:
        raise PairsError(faults)
    return libraries


def ask_set(
    one: PairSet,
    library: Folder,
    systems: Mapping[str, Answerer],
    *,
    judge: Judge | None = None,
    fingerprint: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    advance: Callable[[], None] = lambda: None,
) -> AskedSet:
    """Every system's replies to every pair, and the judge's opinion of ours."""
    replies = {name: ask_pairs(system, one.pairs, advance) for name, system in systems.items()}
    judgements = {}
    if judge is not None:
        judgements = judge_pairs(judge, one.pairs, replies[OURS], advance)
    return AskedSet(
        name=one.name,
        pairs_path=one.path,
        corpus=one.corpus,
        corpus_digest=library.digest,
        documents=len(library.documents()),
        unread=tuple(library.unread),
        pairs=one.pairs,
        replies=replies,
        fingerprint=dict(fingerprint or {}),
        settings=dict(settings or {}),
        judgements=judgements,
        judge_model=judge.model if judge else None,
    )


def judge_pairs(
    judge: Judge,
    pairs: Sequence[Pair],
    replies: Mapping[str, Reply],
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Judgement]:
    """The judge's opinion of every pair that has facts."""
    found = {}
    for pair in pairs:
        if pair.facts:
            found[pair.id] = judge.judge(pair, replies[pair.id])
        advance()
    return found


def score_set(
    asked: AskedSet,
    library: Folder,
    floors: Mapping[str, tuple[Floor, ...]],
    baseline: Path | None = None,
) -> ScoredSet:
    """The scores of a set, held against floors and an earlier run."""
    scores = {
        system: score_replies(asked.pairs, replies, library)
        for system, replies in asked.replies.items()
    }
    summaries = {system: summarise_parts(of_system) for system, of_system in scores.items()}
    comparison = None
    if baseline is not None:
        before = [
            read_line(line)
            for line in read_answers(baseline)
            if line["set"] == asked.name and line["system"] == OURS
        ]
        after = [read_line(line) for line in score_lines(asked, OURS, scores[OURS])]
        comparison = compare_lines(asked.name, before, after)
    return ScoredSet(
        asked=asked,
        scores=scores,
        summaries=summaries,
        floors=check_floors(floors, asked.name, summaries[OURS]["all"]),
        judge=(
            summarise_judge(asked.judge_model or "", scores[OURS], asked.judgements)
            if asked.judgements
            else None
        ),
        comparison=comparison,
    )


def decide(sets: Sequence[ScoredSet]) -> Verdict:
    """Every reason why the run is not good: floors, unscored pairs, significant losses."""
    reasons = []
    for one in sets:
        name = one.asked.name
        for floor in one.floors:
            if not floor.held:
                found = "applies to no pair" if floor.value is None else f"is {floor.value:.3f}"
                reasons.append(f"{name}: {floor.metric} {found}, floor {floor.limit:g}")
        unscored = one.summaries[OURS]["all"].statuses["unscored"]
        if unscored:
            reasons.append(f"{name}: {unscored} pairs could not be scored; see answers.jsonl")
        if one.comparison is not None:
            if not one.comparison.pairs:
                reasons.append(f"{name}: the baseline has none of these pairs")
            for metric in one.comparison.losses:
                difference = one.comparison.differences["all"][metric]
                assert difference is not None  # `losses` names only metrics that have one
                reasons.append(
                    f"{name}: {metric} is significantly worse than the baseline "
                    f"({difference.value:+.3f}, {difference.low:+.3f} to {difference.high:+.3f})"
                )
    return Verdict(reasons=tuple(reasons))


def describe_run(
    sets: Sequence[ScoredSet],
    verdict: Verdict,
    *,
    written: str,
    command: Sequence[str],
    seconds: float,
    baseline: str | None = None,
    public: Sequence[PublicResult] = (),
    rescored: str | None = None,
) -> dict[str, Any]:
    """The content of run.json: what was asked, of what, with what, and every number."""
    return {
        "format": FORMAT,
        "written": written,
        "command": list(command),
        "seconds": round(seconds, 2),
        "versions": find_versions(),
        "rescored": rescored,
        "baseline": baseline,
        "verdict": {"exit": verdict.code, "reasons": list(verdict.reasons)},
        "sets": [_describe_set(one) for one in sets],
        "public": [result.to_json() for result in public],
    }


def _describe_set(one: ScoredSet) -> dict[str, Any]:
    asked = one.asked
    census = count_pairs(asked.pairs)
    return {
        "name": asked.name,
        "pairs": {
            "file": str(asked.pairs_path),
            "sha256": hashlib.sha256(asked.pairs_path.read_bytes()).hexdigest(),
            "count": census.pairs,
            "families": census.families,
            "facts": census.facts,
            "vital": census.vital,
            "unanswerable": census.unanswerable,
            "with_evidence": census.with_evidence,
            "few_words": census.few_words,
        },
        "corpus": {
            "folder": str(asked.corpus),
            "sha256": asked.corpus_digest,
            "documents": asked.documents,
            "unread": list(asked.unread),
        },
        "settings": dict(asked.settings),
        "fingerprint": dict(asked.fingerprint),
        "floors": [
            {
                "metric": floor.metric,
                "limit": floor.limit,
                "value": None if floor.value is None else round(floor.value, 4),
                "held": floor.held,
            }
            for floor in one.floors
        ],
        "systems": {
            system: {part: summary.to_json() for part, summary in parts.items()}
            for system, parts in one.summaries.items()
        },
        "judge": None if one.judge is None else one.judge.to_json(),
        "comparison": None if one.comparison is None else one.comparison.to_json(),
    }
