"""Which documents a question would rather be answered from: a preference, never a wall.

"What did the 2014 minutes say about parking?" names a year and a kind. The minutes of 2014 are
preferred; if they say nothing, a report of 2013 that does is still found. Only the user's own
filters exclude.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What a question names, for which documents are preferred."""

    names: Mapping[str, str]  # of a body or place, as people know it -> as it is looked for
    years: tuple[str, ...]
    months: tuple[str, ...]  # "2014-12"
    kinds: tuple[str, ...]  # of documents


def notice(question: Question) -> Noticed:
    """What the question names, without what it is told to ignore."""
    text = question.text.lower()
    names = {body.name: body.place for body in question.bodies}
    names |= {place.title(): place for place in question.places}
    months = (f"{year}-{MONTHS[month]:02d}" for month, year in _MONTH.findall(text))
    kinds = (kind for kind in KINDS if kind != "other" and re.search(rf"\b{kind}s?\b", text))
    left = question.ignored
    return Noticed(
        names={name: place for name, place in names.items() if place and name not in left},
        years=tuple(y for y in dict.fromkeys(_YEAR.findall(text)) if y not in left),
        months=tuple(month for month in dict.fromkeys(months) if month not in left),
        kinds=tuple(kind for kind in kinds if kind not in left),
    )


def prefer(question: Question, documents: Mapping[str, Metadata]) -> dict[str, float]:
    """What each document's passages gain, by id; those that gain nothing are left out.

    Args:
        question: what is asked.
        documents: that may be answered from, by id.
    """
    noticed = notice(question)
    names, years, months, kinds = (
        noticed.names.values(),
        noticed.years,
        noticed.months,
        noticed.kinds,
    )
    newest = bool(_NEWEST.search(question.text))
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
