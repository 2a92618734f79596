"""Whether the record answers at all: decided before anything is said.

Two questions, two scores. Is the question about what this record is about? (How near is the
nearest passage, and are the question's words in the record at all?) And does the best sentence
answer it? Both are logistic regressions fitted on questions about other records
(`python -m bench.calibrate`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.evidence import FEATURES, Evidence
from assistant.question import Question
from index.types import Hit

TOPIC: Mapping[str, float] = {"bias": -13.41, "nearest": 31.207, "known": 5.444}
"""Log odds that a question is about what the record is about."""

ON_TOPIC = 0.03
"""Probability below which a question is not about this record.

Far lower than even odds: what is on the subject and not answered is for `ANSWERED` to tell. Of
questions about held-out records fewer than 0.02 fall below it.
"""

ANSWERED: Mapping[str, float] = {
    "bias": 0.382,
    "best": 0.392,
    "second": 0.206,
    "specifics": 0.287,
}
"""Log odds that the record answers, by the best of what was read."""

ENOUGH = 0.2
"""Probability below which the record is said not to answer.

On questions about held-out records 0.04 of the answerable ones and half of the written near misses
fall below it (`python -m bench.calibrate`).
"""

ENOUGH_FOR_PART = 0.1
"""The same for a side of a comparison or a part of a question, which is asked in fewer words."""

_SPECIFIC = re.compile(r"\b\d[\d,.]*\b|(?<=\w )[A-Z][A-Za-z]{2,}\b")


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


def answer_features(question: Question, evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """The signs of `ANSWERED`, in its order after the bias.

    Args:
        question: what is asked.
        evidence: weighed sentences, best first; at least one.
    """
    place = FEATURES.index("reader")
    verdicts = sorted((one.features[place] for one in evidence), reverse=True)
    return (
        verdicts[0],
        verdicts[min(1, len(verdicts) - 1)],
        _specifics(question, evidence[:8]),
    )


def _specifics(question: Question, evidence: Sequence[Evidence]) -> float:
    """The share of a question's names, years and figures that the evidence or its title holds."""
    asked = {word.lower().strip(".,") for word in _SPECIFIC.findall(question.text)}
    if not asked:
        return 1.0
    read = " ".join(
        f"{one.passage.text} {one.metadata.title} {one.metadata.body} {one.metadata.date}"
        for one in evidence
    ).lower()
    return sum(word in read for word in asked) / len(asked)


def answer_probability(question: Question, evidence: Sequence[Evidence]) -> float:
    """The probability that the best of the evidence, best first, answers the question."""
    if not evidence:
        return 0.0
    features = answer_features(question, evidence)
    weights = [value for name, value in ANSWERED.items() if name != "bias"]
    return probability(
        ANSWERED["bias"] + sum(w * x for w, x in zip(weights, features, strict=True))
    )
