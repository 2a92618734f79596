"""Whether the record answers at all: decided before anything is said.

Two questions, two scores. Is the question about what this record is about? (How near is the
nearest passage, and are the question's words in the record at all?) And does the best sentence
answer it? Both are logistic regressions fitted on questions about other records
(`python -m bench.calibrate`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.evidence import Evidence
from index.types import Hit

TOPIC: Mapping[str, float] = {"bias": -11.621, "nearest": 24.617, "known": 4.623}
"""Log odds that a question is about what the record is about."""

ON_TOPIC = 0.1
"""Probability below which a question is not about this record.

Lower than even odds, since a wrong refusal costs the user more than an answer that is visibly
beside the point: of 200 questions about anything else, 0.95 are refused over the shipped
documents and 0.90 over the invented ones; of `tune` questions that are answered, 0.03 and 0.00.
"""

ENOUGH = 0.02
"""Probability of the best sentence below which the record is said not to answer."""


def probability(log_odds: float) -> float:
    """The probability that log odds stand for."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def topic_features(hits: Sequence[Hit], frequencies: Mapping[str, int]) -> tuple[float, float]:
    """The nearest passage's cosine, and the share of the question's words that the record has.

    Args:
        hits: of the question.
        frequencies: in how many passages each content word of the question occurs.
    """
    nearest = max((hit.dense for hit in hits), default=0.0)
    known = sum(count > 0 for count in frequencies.values()) / max(1, len(frequencies))
    return nearest, known


def is_on_topic(hits: Sequence[Hit], frequencies: Mapping[str, int]) -> bool:
    """Whether the question is about what the record is about."""
    nearest, known = topic_features(hits, frequencies)
    odds = TOPIC["bias"] + TOPIC["nearest"] * nearest + TOPIC["known"] * known
    return probability(odds) >= ON_TOPIC


def is_answered(evidence: Sequence[Evidence]) -> bool:
    """Whether the best of the evidence, best first, is enough to answer with."""
    return bool(evidence) and probability(evidence[0].score) >= ENOUGH
