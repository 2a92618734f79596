"""Questions for commitments, answered from the register.

"What did X commit to?" names nobody's words to search for, only a body and an act: it is answered
with the register's entries of that body, the firmest first, and says how many there are. A
question on one subject ("what did X agree about Y?") gets the few entries about that subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.question import Question
from assistant.register.types import Entry
from assistant.register.whose import is_of
from assistant.words import content_words, stem
from corpus.bodies import Body
from corpus.types import FIRMNESSES, Firmness

MOST = 12
"""Commitments that one answer states unless all are asked for; the firmest are kept."""

ABOUT = 2
"""Entries of the register that an answer on one subject adds to what was found by its words."""

NEAR = 0.35
"""Cosine of question and passage below which an entry is not about the question's subject."""

GROUPS: Mapping[Firmness, str] = {
    "resolved": "Resolved",
    "agreed": "Agreed",
    "undertaken": "Undertaken",
    "requested": "Asked of it",
    "recommended": "Recommended to it",
    "proposed": "Proposed",
    "considered": "To be considered",
}
"""What an answer calls the commitments of each firmness."""

_ACT = frozenset(
    stem(word)
    for word in """commit committed commitment commitments promise promised promises undertake
    undertook undertaken undertaking undertakings pledge pledged pledges agree agreed resolve
    resolved plan plans planned propose proposed intend intended action actions list all every
    everything main key complete full""".split()  # noqa: SIM905 - read as the words they are
)
"""Words of a question that ask for commitments and say nothing of their subject."""
_ALL = re.compile(r"\b(?:all|every|everything|complete|full list)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The entries that an answer states, and how many there are in all."""

    entries: Sequence[Entry]  # the firmest first, then by date
    total: int


def asks_for_all(question: Question) -> bool:
    """Whether the question asks for a body's commitments as such, and not on some subject."""
    if question.asked != "commitment" or not (question.bodies or question.places):
        return False
    return not question.subject - _ACT


def choose_all(question: Question, entries: Sequence[Entry], bodies: tuple[Body, ...]) -> Chosen:
    """The commitments of the bodies named: all when the question says so, else up to `MOST`.

    Args:
        question: one that `asks_for_all`.
        entries: of the register, in the order of the record.
        bodies: organisations known to the record.
    """
    found = theirs(question, entries, bodies)
    found.sort(key=lambda one: (FIRMNESSES.index(one.commitment.firmness), one.metadata.date or ""))
    limit = len(found) if _ALL.search(question.text) else MOST
    return Chosen(entries=found[:limit], total=len(found))


def theirs(question: Question, entries: Sequence[Entry], bodies: tuple[Body, ...]) -> list[Entry]:
    """The entries of the bodies that the question names, or of those of the places it names."""
    wanted = [*question.bodies, *(body for body in bodies if body.place in question.places)]
    return [
        entry
        for entry in entries
        if any(is_of(body, entry.commitment, entry.metadata, bodies) for body in wanted)
    ]


def choose_about(
    question: Question, entries: Sequence[Entry], near: Mapping[str, float]
) -> list[Entry]:
    """The few entries about the question's subject, the nearest first.

    Args:
        question: for commitments on some subject.
        entries: that may be stated.
        near: cosine of the question and the passage of each entry, by the passage's id.
    """
    subject = question.subject - _ACT
    scored = []
    for entry in entries:
        cosine = near.get(entry.commitment.passage, 0.0)
        words = {stem(word) for word in content_words(entry.commitment.what)}
        shared = len(subject & words) / max(1, len(subject))
        if cosine >= NEAR and shared:
            scored.append((cosine + 0.5 * shared, entry))
    scored.sort(key=lambda one: -one[0])
    return [entry for _, entry in scored[:ABOUT]]


def say_how_many(chosen: Chosen, names: Sequence[str]) -> str:
    """How many commitments the register has, and how to see those that an answer leaves out."""
    whose = " and ".join(names)
    many = "1 commitment" if chosen.total == 1 else f"{chosen.total} commitments"
    said = f"The register has {many} of {whose}"
    counts = [
        f"{len(list(group))} {firmness}"
        for firmness, group in groupby(chosen.entries, key=lambda one: one.commitment.firmness)
    ]
    if len(chosen.entries) == chosen.total:
        return f"{said}: {', '.join(counts)}."
    return (
        f"{said}; the {len(chosen.entries)} firmest are here ({', '.join(counts)}). "
        f'Ask to "list all commitments of {whose}", or run: python -m assistant commitments'
    )


def names_of(question: Question) -> list[str]:
    """The bodies, or places, of which a question asks."""
    return [body.name for body in question.bodies] or [place.title() for place in question.places]
