"""Evidence: sentences around the hits, each weighed for "this answers the question".

The weight is a logistic regression over a few plain signs. Its coefficients were fitted on
questions about other records (`python -m bench.calibrate`); no shipped document was seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from assistant.question import Asked, Question
from assistant.reader.windows import Window
from corpus.dates import MONTHS
from corpus.types import Metadata, Passage
from index.types import Hit, Sentence

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
    "reader",
    "reader_behind",
    "sentence_cosine",
    "passage_cosine",
    "passage_score",
    "passage_rank",
    "sign",
    "short",
)

WEIGHTS: Mapping[str, float] = {
    "bias": -2.975,
    "reader": 0.443,
    "reader_behind": -0.171,
    "sentence_cosine": 0.0,  # adds nothing to what the reader says
    "passage_cosine": 1.193,
    "passage_score": 0.653,
    "passage_rank": -0.943,
    "sign": 0.367,
    "short": 0.214,
}
"""With a reader."""

UNREAD: Mapping[str, float] = {
    "bias": -7.298,
    "reader": 0.0,
    "reader_behind": 0.0,
    "sentence_cosine": 8.97,
    "passage_cosine": -0.213,
    "passage_score": 0.96,
    "passage_rank": -1.108,
    "sign": 0.259,
    "short": -0.126,
}
"""Without one."""

_SURE = 8.0
"""Log odds beyond which the reader is no surer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence of the record, weighed for a question."""

    sentence: Sentence
    passage: Passage
    metadata: Metadata  # of its document
    features: tuple[float, ...]  # as FEATURES names them
    score: float  # log odds that it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Windows of the record as they were read for a question."""

    windows: Sequence[Window]
    hits: Sequence[Hit]  # what brought each window
    verdicts: Sequence[Sequence[float]] | None  # log odds of each sentence; None without a reader
    passages: Mapping[str, Passage]  # by id
    cosines: Sequence[float] | None  # of question and each sentence in turn; None with a reader


def weigh(question: Question, read: Read) -> list[Evidence]:
    """The sentences of the windows with their weights, best first.

    Args:
        question: what is asked.
        read: what was read for it.
    """
    if not read.windows:
        return []
    cosines = iter(read.cosines) if read.cosines is not None else repeat(0.0)
    verdicts = read.verdicts or [[0.0] * len(window.sentences) for window in read.windows]
    best = max(max(scores) for scores in verdicts)
    weights = WEIGHTS if read.verdicts else UNREAD
    found = []
    for rank, (window, hit, scores) in enumerate(
        zip(read.windows, read.hits, verdicts, strict=True)
    ):
        for sentence, verdict in zip(window.sentences, scores, strict=True):
            features = (
                max(-_SURE, min(_SURE, verdict)),
                best - verdict,
                next(cosines),
                hit.dense,
                max(-3.0, min(3.0, hit.score)),
                math.log1p(rank),
                float(_has_sign(question.asked, sentence.text)),
                float(len(sentence.text.split()) < 6),
            )
            found.append(
                Evidence(
                    sentence=sentence,
                    passage=read.passages[sentence.passage],
                    metadata=hit.metadata,
                    features=features,
                    score=log_odds(features, weights),
                )
            )
    return sorted(found, key=lambda one: (-one.score, one.sentence.passage, one.sentence.start))


def log_odds(features: Sequence[float], weights: Mapping[str, float]) -> float:
    """Bias and weighted features."""
    return weights["bias"] + sum(
        weights[name] * value for name, value in zip(FEATURES, features, strict=True)
    )


def _has_sign(asked: Asked, text: str) -> bool:
    pattern = SIGNS.get(asked)
    return pattern is not None and bool(pattern.search(text))
