"""Evidence: sentences of the hits, each weighed for "this answers the question".

The weight is a logistic regression over a few plain signs. Its coefficients were fitted on
questions about other records (`python -m bench.calibrate`); no shipped document was seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.question import Asked, Question
from assistant.sides import about
from assistant.words import content_words, stem
from corpus.dates import MONTHS
from index.types import Hit, Sentence

if TYPE_CHECKING:
    from index.embed import Vectors

_MONTH = "|".join(MONTHS)
SIGNS: Mapping[Asked, re.Pattern[str]] = {
    "who": re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Dame|Prof(?:essor)?|Mayor|Lord|Lady)\b\.?\s+[A-Z]"
        r"|\b[A-Z][a-z]+(?: [A-Z]['’]?[A-Za-z]+)+,? [-–]?\s?(?:\(|Chief|Director|Head|Chair|Leader|"
        r"Manager|Officer|Lead|Deputy|Interim)"
        r"|\b(?:chaired by|led by|chief executive|director|chair)\b"
    ),
    "when": re.compile(
        rf"\b(?:{_MONTH})\b|\b(?:19|20)\d\d\b|\b(?:months?|weeks?|years?|quarter|spring|summer|"
        r"autumn|winter|annually|monthly|weekly|daily)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|"
        r"thousand|million|half|third|quarter|majority)\b",
        re.IGNORECASE,
    ),
    "why": re.compile(
        r"\b(?:because|as a result|due to|in order to|so that|therefore|reasons?|owing to|since|"
        r"to ensure|to enable|to allow|led to|caused|follow(?:s|ed|ing))\b",
        re.IGNORECASE,
    ),
    "definition": re.compile(
        r"\b(?:is|are|was|were) (?:an?|the|one of|simply|defined)\b|\bmeans?\b|\brefers? to\b"
        r"|\benables?\b|\boffers?\b|\bie\b|\bi\.e\.|\bknown as\b",
        re.IGNORECASE,
    ),
    "commitment": re.compile(
        r"\b(?:will|shall|would wish to|would seek to|would take|would expect|is committed|are "
        r"committed|commits?|propos\w+|undert\w+|agreed|resolved|be asked|to submit|to provide|to "
        r"report|aims? to|plans? to|intends? to|recommend\w*|action|by (?:the end of|"
        + _MONTH
        + r"))\b",
        re.IGNORECASE,
    ),
}
"""What the sentence that answers such a question tends to hold."""

FEATURES = (
    "sentence_cosine",
    "passage_cosine",
    "passage_score",
    "passage_rank",
    "sentence_overlap",
    "passage_overlap",
    "sign",
    "short",
    "body",
    "resolution",
)

WEIGHTS: Mapping[str, float] = {
    "bias": -5.122,
    "sentence_cosine": 6.67,
    "passage_cosine": -2.185,
    "passage_score": 0.276,
    "passage_rank": -0.962,
    "sentence_overlap": 2.415,
    "passage_overlap": -1.611,
    "sign": 0.156,
    "short": 1.154,
    "body": -0.141,
    "resolution": -0.534,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence of the record, weighed for a question."""

    sentence: Sentence
    hit: Hit
    features: tuple[float, ...]  # as FEATURES names them
    score: float  # log odds that it answers


def weigh(
    question: Question,
    vector: Vectors,
    hits: Sequence[Hit],
    sentences: Sequence[tuple[Sentence, bytes]],
    rarity: Mapping[str, float],
) -> list[Evidence]:
    """The sentences with their weights, best first.

    Args:
        question: what is asked.
        vector: of the question, shape (1, dimension).
        hits: passages, best first.
        sentences: of those passages, each with its vector as float16 bytes.
        rarity: inverse document frequency of each content word of the question.
    """
    import numpy as np

    if not sentences:
        return []
    ranks = {hit.passage.id: rank for rank, hit in enumerate(hits)}
    by_passage = {hit.passage.id: hit for hit in hits}
    matrix = np.frombuffer(b"".join(raw for _, raw in sentences), dtype="<f2")
    cosines = matrix.reshape(len(sentences), -1).astype(np.float32) @ vector[0]
    own = _Overlap(question, rarity)
    around = {
        hit.passage.id: own.of(
            f"{hit.metadata.title} {' '.join(hit.passage.locator.section)} {hit.passage.text}"
        )
        for hit in hits
    }
    found = []
    for (sentence, _), cosine in zip(sentences, cosines.tolist(), strict=True):
        hit = by_passage[sentence.passage]
        features = (
            cosine,
            hit.dense,
            max(-3.0, min(3.0, hit.score)),
            math.log1p(ranks[sentence.passage]),
            own.of(sentence.text),
            around[sentence.passage],
            float(_has_sign(question.asked, sentence.text)),
            float(len(sentence.text.split()) < 6),
            float(_is_of_body(question, hit, sentence)),
            float(hit.passage.kind == "resolution"),
        )
        found.append(
            Evidence(sentence=sentence, hit=hit, features=features, score=_log_odds(features))
        )
    return sorted(found, key=lambda one: (-one.score, one.sentence.passage, one.sentence.start))


def _log_odds(features: Sequence[float]) -> float:
    return WEIGHTS["bias"] + sum(
        WEIGHTS[name] * value for name, value in zip(FEATURES, features, strict=True)
    )


class _Overlap:
    """The share of a question's content words that a text holds, rare words counting more."""

    def __init__(self, question: Question, rarity: Mapping[str, float]) -> None:
        weights = {stem(word): rarity.get(word, 1.0) for word in question.words}
        subject = {word: weight for word, weight in weights.items() if word in question.subject}
        # Names of bodies stand in every heading and form of theirs: they say where, not what.
        self._weights = subject if len(subject) > 1 else weights
        self._total = sum(self._weights.values()) or 1.0

    def of(self, text: str) -> float:
        stems = {stem(word) for word in content_words(text)}
        return sum(w for word, w in self._weights.items() if word in stems) / self._total


def _has_sign(asked: Asked, text: str) -> bool:
    pattern = SIGNS.get(asked)
    return pattern is not None and bool(pattern.search(text))


def _is_of_body(question: Question, hit: Hit, sentence: Sentence) -> bool:
    """Whether the sentence or its document is of a body or place that the question names."""
    names = (*(body.place for body in question.bodies), *question.places)
    words = f"{about(hit.metadata)} {sentence.text.lower()}"
    return any(name and name in words for name in names)
