"""Scores brought together: every metric with its interval, over all pairs and over parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.intervals import Estimate, estimate_means
from eval.metrics import RiskPoint, confusion, quantile, risk_coverage
from eval.registry import METRICS
from eval.scoring import Score
from eval.types import ANSWERING, CATEGORIES, SPLITS

STATUSES = ("passed", "wrong", "refused", "unscored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one system scored over some pairs."""

    pairs: int
    statuses: Mapping[str, int]  # of STATUSES; they add up to `pairs`
    estimates: Mapping[str, Estimate | None]  # by the names of METRICS
    confusion: Mapping[str, Mapping[str, int]]
    risk: tuple[RiskPoint, ...]
    seconds_p50: float | None
    seconds_p95: float | None

    def to_json(self) -> dict[str, Any]:
        """As run.json holds it; numbers rounded to what the intervals can bear."""
        return {
            "pairs": self.pairs,
            "statuses": dict(self.statuses),
            "metrics": {
                name: estimate and estimate.to_json() for name, estimate in self.estimates.items()
            },
            "confusion": {right: dict(row) for right, row in self.confusion.items()},
            "risk_coverage": [
                {key: round(value, 4) for key, value in asdict(point).items()}
                for point in self.risk
            ],
            "seconds": {"p50": _round(self.seconds_p50), "p95": _round(self.seconds_p95)},
        }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def summarise(scores: Sequence[Score]) -> Summary:
    """The summary of these scores, all of them in every denominator that they belong to."""
    statuses = Counter(score.status for score in scores)
    seconds = [score.seconds for score in scores if score.status != "unscored"]
    return Summary(
        pairs=len(scores),
        statuses={status: statuses[status] for status in STATUSES},  # type: ignore[index]
        estimates=estimate_means(
            {name: [score.values[name] for score in scores] for name in METRICS},
            [score.pair.family for score in scores],
        ),
        confusion=confusion((score.pair.outcome, score.outcome) for score in scores),
        risk=risk_coverage(
            (
                (score.confidence, score.status == "passed")
                for score in scores
                if score.outcome in ANSWERING and score.confidence is not None
            ),
            len(scores),
        ),
        seconds_p50=quantile(seconds, 0.5),
        seconds_p95=quantile(seconds, 0.95),
    )


def summarise_parts(scores: Sequence[Score]) -> dict[str, Summary]:
    """Summaries by part: "all", the splits, then each category; parts without pairs left out."""
    parts = {"all": list(scores)}
    for split in SPLITS:
        parts[split] = [score for score in scores if score.pair.split == split]
    for category in CATEGORIES:
        parts[category] = [score for score in scores if score.pair.category == category]
    return {name: summarise(part) for name, part in parts.items() if part}
