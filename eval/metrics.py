"""Metrics of what an answer states: each a pure function, `None` where it does not apply.

Shares are 0 to 1. What counts as stated is decided in `eval.matching`; what is cited is measured
in `eval.citing`, what is found in `eval.ranking`. How they come together: `eval.scoring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.types import ANSWERING, OUTCOMES, REFUSING


def share(flags: Iterable[bool]) -> float | None:
    """Sum of the flags over their number; None when there are none."""
    flags = list(flags)
    return sum(flags) / len(flags) if flags else None


def fact_recall(stated: Sequence[bool]) -> float | None:
    """Facts stated / facts, the partial nugget score.

    Source: "V" and "A" of AutoNuggetizer (Pradeep et al., TREC 2024 RAG track,
    arXiv:2411.09607): over vital nuggets only, or over all. None for a pair without facts.
    """
    return share(stated)


def fact_recall_strict(stated: Sequence[bool]) -> float | None:
    """1.0 when every fact is stated, else 0.0: a half answer counts as none.

    None for a pair without facts.
    """
    return float(all(stated)) if stated else None


def answer_precision(useful: Sequence[bool]) -> float | None:
    """Statements that state a fact of the pair or cite its evidence / statements.

    The complement is padding. None for an answer without statements.
    """
    return share(useful)


def count_words(text: str) -> int:
    """Words of a text, split at white space."""
    return len(text.split())


def outcome_is_right(right: Sequence[str], got: str | None) -> bool:
    """The outcome is one of the pair's; no outcome (an error) is not."""
    return got in right


def is_coverage(right: Sequence[str], got: str | None) -> float | None:
    """Of pairs that can be answered: 1.0 when it was answered, even in part.

    Coverage, as in selective prediction (El-Yaniv and Wiener, JMLR 2010). None for the others.
    """
    if not any(outcome in ANSWERING for outcome in right):
        return None
    return float(got in ANSWERING)


def is_correct_refusal(right: Sequence[str], got: str | None) -> float | None:
    """Of pairs that must be refused: 1.0 when the refusal was a right one. None for the others."""
    if any(outcome in ANSWERING for outcome in right):
        return None
    return float(got in right)


def is_false_refusal(right: Sequence[str], got: str | None) -> float | None:
    """Of pairs for which no refusal is right: 1.0 when it refused. None for the others.

    An error is no refusal: it is counted as unscored.
    """
    if any(outcome in REFUSING for outcome in right):
        return None
    return float(got in REFUSING)


def confusion(pairs: Iterable[tuple[Sequence[str], str | None]]) -> dict[str, dict[str, int]]:
    """Counts by right outcome (several joined with "/") and by the outcome that came.

    Every row has every outcome, and "error" for pairs that came back with none.
    """
    table: dict[str, dict[str, int]] = {}
    for right, got in pairs:
        row = table.setdefault("/".join(right), dict.fromkeys((*OUTCOMES, "error"), 0))
        row[got if got in OUTCOMES else "error"] += 1
    return dict(sorted(table.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """A point of the risk-coverage curve."""

    coverage: float  # share of all pairs answered, 0 to 1
    risk: float  # share of those that did not pass, 0 to 1


def risk_coverage(answered: Iterable[tuple[float, bool]], pairs: int) -> tuple[RiskPoint, ...]:
    """Risk at each coverage when only the most confident answers are given.

    `answered` holds (confidence, passed) of each answered pair, `pairs` counts all pairs asked.
    Equal confidences are one step, since no threshold tells them apart. Source: Geifman and
    El-Yaniv, "Selective classification for deep neural networks", NeurIPS 2017.
    """
    by_confidence: dict[float, list[bool]] = {}
    for confidence, passed in answered:
        by_confidence.setdefault(confidence, []).append(passed)
    points = []
    given = failed = 0
    for confidence in sorted(by_confidence, reverse=True):
        given += len(by_confidence[confidence])
        failed += sum(not passed for passed in by_confidence[confidence])
        points.append(RiskPoint(coverage=given / pairs, risk=failed / given))
    return tuple(points)


def quantile(values: Sequence[float], q: float) -> float | None:
    """The q-quantile (0 to 1), linear between order statistics (type 7 of Hyndman and Fan, 1996).

    None when there are no values.
    """
    if not values:
        return None
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def cohen_kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Agreement of two raters beyond chance: (observed - expected) / (1 - expected), -1 to 1.

    `table` counts items by (first's label, second's label). None without items, or when both
    give one and the same label throughout (chance explains everything). Source: Cohen, 1960,
    "A coefficient of agreement for nominal scales".
    """
    total = sum(table.values())
    if not total:
        return None
    labels = sorted({label for pair in table for label in pair})
    observed = sum(table.get((label, label), 0) for label in labels) / total
    expected = (
        sum(
            sum(table.get((label, other), 0) for other in labels)
            * sum(table.get((other, label), 0) for other in labels)
            for label in labels
        )
        / total**2
    )
    return None if expected == 1 else (observed - expected) / (1 - expected)
