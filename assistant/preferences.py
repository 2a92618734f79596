"""Which documents a question would rather be answered from: a preference, never a wall.

"What did the 2014 minutes say about parking?" names a year and a kind. The minutes of 2014 are
preferred; if they say nothing, a report of 2013 that does is still found. Only the user's own
filters exclude.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.question import Question
from assistant.sides import about
from corpus.dates import MONTHS
from corpus.types import KINDS, Metadata

_BODY = 0.5
_DATE = 0.4
_KIND = 0.3
_LATEST = 0.4
"""What each is worth, in standard deviations of a passage's fused score."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|at present)\b", re.IGNORECASE
)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}),? ((?:19|20)\d\d)\b", re.IGNORECASE)


def prefer(question: Question, documents: Mapping[str, Metadata]) -> dict[str, float]:
    """What each document's passages gain, by id; those that gain nothing are left out.

    Args:
        question: what is asked.
        documents: that may be answered from, by id.
    """
    text = question.text.lower()
    names = [name for name in (*(body.place for body in question.bodies), *question.places) if name]
    years = set(_YEAR.findall(text))
    months = {f"{year}-{MONTHS[month]:02d}" for month, year in _MONTH.findall(text)}
    kinds = {kind for kind in KINDS if kind != "other" and re.search(rf"\b{kind}s?\b", text)}
    newest = bool(_NEWEST.search(text))
    dates = sorted({m.date for m in documents.values() if m.date}) if newest else []
    found = {}
    for id, metadata in documents.items():
        gain = _BODY * any(name in about(metadata) for name in names)
        gain += _KIND * (metadata.kind in kinds)
        if metadata.date:
            gain += _DATE * (metadata.date[:4] in years) + _DATE * (metadata.date[:7] in months)
            if newest and len(dates) > 1:
                gain += _LATEST * dates.index(metadata.date) / (len(dates) - 1)
        if gain:
            found[id] = gain
    return found
