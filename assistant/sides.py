"""The sides of a comparison: bodies, places or years, each with the documents that speak for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.question import Question
from assistant.words import stem
from corpus.types import Metadata

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARING = frozenset(map(stem, ("compare", "differ", "difference", "each", "versus", "vs")))
_BETWEEN = re.compile(
    r"^(?:how|in what ways?) (?:do|does|did)\s*(?:and|or|,)?\s*(?:differ|compare)"
    r"\s*(?:from|to|with)?\s*(?:on|in|over|about|for)?\s+|^compare\s*(?:and|with|to|,)?\s*(?:on|in|over)?\s+"
    r"|^(?:vs\.?|versus|and|or)\s*[:,]?\s+",
    re.IGNORECASE,
)
"""What is left of a comparison's opening when the names of its sides are taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the things compared."""

    name: str  # as an answer names it
    documents: tuple[str, ...]  # ids


def find_sides(question: Question, documents: Mapping[str, Metadata]) -> list[Side]:
    """The sides that a question compares; fewer than two when it compares nothing.

    Bodies and places are sides by the documents that they published or that bear their name;
    where fewer than two are named, years are, by the documents of that year.

    Args:
        question: what is asked.
        documents: that may be answered from, by id.
    """
    named = [(body.name, body.place) for body in question.bodies]
    named += [(place.title(), place) for place in question.places]
    sides = {
        name: tuple(id for id, metadata in documents.items() if place in about(metadata))
        for name, place in named
        if place
    }
    found = [Side(name=name, documents=ids) for name, ids in sides.items() if ids]
    if len(found) < 2 and question.asked == "compare":
        years = dict.fromkeys(_YEAR.findall(question.text))
        dated = {
            year: tuple(id for id, m in documents.items() if (m.date or "").startswith(year))
            for year in years
        }
        if all(dated.values()) and len(dated) > 1:
            found = [Side(name=year, documents=ids) for year, ids in dated.items()]
    return found


def ask_each(question: Question, sides: Sequence[Side]) -> Question:
    """The question without the names of its sides, to be asked of the documents of each."""
    text = question.text
    names = [form for body in question.bodies for form in body.forms] + list(question.places)
    names += [side.name for side in sides]
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}(?:['’]s)?", " ", text, flags=re.IGNORECASE)
    text = _BETWEEN.sub("What is said about ", " ".join(text.split()).strip(" ,:;–-"))
    years = {stem(side.name) for side in sides}
    kept = question.subject - _COMPARING - years
    return replace(
        question,
        text=text,
        words=tuple(word for word in question.words if stem(word) in kept),
        bodies=(),
        places=(),
    )


def about(metadata: Metadata) -> str:
    """The names that a document bears, in lower case: publisher, committee, title."""
    return f"{metadata.body} {metadata.committee} {metadata.title}".lower()
