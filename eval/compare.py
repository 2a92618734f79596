"""A run held against an earlier one: paired differences, and the pairs that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.intervals import Estimate, estimate_means
from eval.registry import METRICS
from eval.types import CATEGORIES, SPLITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One pair in one run, as both runs store it."""

    id: str
    family: str
    category: str
    split: str
    question: str
    status: str
    reasons: tuple[str, ...]
    answer: str
    outcome: str | None
    metrics: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A pair that passes in one run and not in the other."""

    before: Line
    after: Line

    @property
    def worse(self) -> bool:
        """It passed before."""
        return self.before.status == "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One set: this run minus the baseline, over the pairs of both."""

    set: str
    pairs: int  # in both runs
    only_before: tuple[str, ...]  # pair ids that this run does not have
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]  # same id, another question: compared, and said
    differences: Mapping[str, Mapping[str, Estimate | None]]  # by part, by metric
    changes: tuple[Change, ...]

    @property
    def losses(self) -> tuple[str, ...]:
        """Gating metrics that are significantly worse over all pairs."""
        return tuple(
            name
            for name, estimate in self.differences.get("all", {}).items()
            if METRICS[name].gates and estimate is not None and is_worse(name, estimate)
        )

    def to_json(self) -> dict[str, Any]:
        """As run.json holds it."""
        return {
            "set": self.set,
            "pairs": self.pairs,
            "only_before": list(self.only_before),
            "only_after": list(self.only_after),
            "reworded": list(self.reworded),
            "significantly_worse": list(self.losses),
            "differences": {
                part: {
                    name: {
                        "value": round(estimate.value, 4),
                        "low": round(estimate.low, 4),
                        "high": round(estimate.high, 4),
                        "n": estimate.n,
                    }
                    for name, estimate in of_part.items()
                    if estimate is not None
                }
                for part, of_part in self.differences.items()
            },
            "changed": [
                {
                    "id": change.after.id,
                    "worse": change.worse,
                    "question": change.after.question,
                    "before": _side(change.before),
                    "after": _side(change.after),
                }
                for change in self.changes
            ],
        }


def _side(line: Line) -> dict[str, Any]:
    return {
        "status": line.status,
        "outcome": line.outcome,
        "reasons": list(line.reasons),
        "answer": line.answer,
    }


def is_worse(metric: str, difference: Estimate) -> bool:
    """The whole interval of the difference is on the bad side of nothing."""
    if METRICS[metric].better == "lower":
        return difference.low > 0
    return METRICS[metric].better == "higher" and difference.high < 0


def is_better(metric: str, difference: Estimate) -> bool:
    """The whole interval of the difference is on the good side of nothing."""
    if METRICS[metric].better == "lower":
        return difference.high < 0
    return METRICS[metric].better == "higher" and difference.low > 0


def read_line(stored: Mapping[str, Any]) -> Line:
    """A line of answers.jsonl."""
    answer = stored["reply"]["answer"]
    return Line(
        id=stored["id"],
        family=stored["pair"]["family"],
        category=stored["pair"]["category"],
        split=stored["pair"]["split"],
        question=stored["pair"]["question"],
        status=stored["status"],
        reasons=tuple(stored["reasons"]),
        answer="" if answer is None else str(answer.get("answer", "")),
        outcome=None if answer is None else answer.get("outcome"),
        metrics=stored["metrics"],
    )


def compare_lines(set_name: str, before: Sequence[Line], after: Sequence[Line]) -> Comparison:
    """This run minus the earlier one, for each metric and part of the set.

    The difference is taken within each pair, over pairs that both runs have and to which the
    metric applies in both; its interval resamples families (see `eval.intervals`). Families and
    categories are those of this run.
    """
    old = {line.id: line for line in before}
    both = [(old[line.id], line) for line in after if line.id in old]
    parts: dict[str, list[tuple[Line, Line]]] = {"all": both}
    for split in SPLITS:
        parts[split] = [pair for pair in both if pair[1].split == split]
    for category in CATEGORIES:
        parts[category] = [pair for pair in both if pair[1].category == category]
    return Comparison(
        set=set_name,
        pairs=len(both),
        only_before=tuple(sorted(set(old) - {line.id for line in after})),
        only_after=tuple(sorted(line.id for line in after if line.id not in old)),
        reworded=tuple(b.id for a, b in both if a.question != b.question),
        differences={name: _differences(part) for name, part in parts.items() if part},
        changes=tuple(
            Change(before=a, after=b)
            for a, b in both
            if (a.status == "passed") != (b.status == "passed")
        ),
    )


def _differences(pairs: Sequence[tuple[Line, Line]]) -> dict[str, Estimate | None]:
    columns: dict[str, list[float | None]] = {}
    for name in METRICS:
        columns[name] = []
        for a, b in pairs:
            old, new = a.metrics.get(name), b.metrics.get(name)
            columns[name].append(None if old is None or new is None else new - old)
    return estimate_means(columns, [b.family for _, b in pairs], proportions=False)
