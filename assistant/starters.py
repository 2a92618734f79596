"""Questions to start with, drawn from the documents that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.words import content_words
from corpus.types import KINDS, Metadata, Term

_LONG = 7  # letters from which a word of a title may name its subject
_PAPER = frozenset(
    """meeting meetings minutes agenda agendas report reports update updates letter letters
    strategy strategies leaders members council councils committee commission expression interest
    item items annual monthly quarterly document documents appendix version""".split()  # noqa: SIM905
) | frozenset(KINDS)
"""Words of titles that say what a paper is, not what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a tour for somebody new to the record."""

    name: str
    why: str  # what the step shows, in a sentence
    questions: tuple[str, ...]


def suggest(documents: Sequence[Metadata], terms: Sequence[Term], limit: int = 4) -> list[str]:
    """Up to `limit` questions that these documents invite, in the order of the corpus.

    A commissioning body is asked what it committed to; a committee that keeps minutes, what it
    asked for; an acronym that a document defines, what it means.
    """
    commissioners = [
        document.body.removeprefix("NHS ")
        for document in documents
        if document.body and ("CCG" in document.body or "Clinical" in document.body)
    ]
    bodies = dict.fromkeys(commissioners or [d.body for d in documents if d.body])
    questions = [f"What did {body} commit to?" for body in list(bodies)[:1]]
    minuted = [d.committee or d.body for d in documents if d.kind == "minutes"]
    questions += [f"What did the {name} ask for?" for name in dict.fromkeys(minuted) if name][:1]
    questions += [f"What does {term.acronym} mean?" for term in terms][:1]
    questions += [f"What are the main points of “{d.title}”?" for d in documents if d.title][:1]
    return questions[:limit]


def guide(documents: Sequence[Metadata], terms: Sequence[Term]) -> tuple[Step, ...]:
    """A tour of three steps through any record: what it is about, who decides, what is promised.

    Each has more questions than will be shown, the best first: not every one is answered.
    """
    subjects = _subjects(documents)
    bodies = [d.body.removeprefix("NHS ") for d in documents if d.body]
    bodies.sort(key=lambda body: "CCG" not in body and "Clinical" not in body)
    committees = dict.fromkeys(d.committee for d in documents if d.committee)
    return (
        Step(
            name="What is it about?",
            why="Words and short forms are explained from the documents that define them.",
            questions=(
                *(f"What is {subject}?" for subject in subjects),
                *(f"What does {term.acronym} mean?" for term in terms[:4]),
            ),
        ),
        Step(
            name="Who decides?",
            why="Every statement has a number: it opens the paragraph that says so.",
            questions=(
                *(f"Who is responsible for {subject}?" for subject in subjects),
                *(f"What did the {name} ask for?" for name in committees),
                *(f"What did {body} decide?" for body in dict.fromkeys(bodies)),
            ),
        ),
        Step(
            name="What was promised, and when?",
            why="Promises, resolutions and actions are gathered, with the date of each document.",
            questions=tuple(f"What did {body} commit to?" for body in dict.fromkeys(bodies)),
        ),
    )


def _subjects(documents: Sequence[Metadata], limit: int = 3) -> list[str]:
    """What titles are about: long words that several have, without the names of bodies.

    A word that mostly has the same word behind it is taken with that: "primary care".
    """
    names = {w for d in documents for n in (d.body, d.committee) if n for w in content_words(n)}
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for document in documents:
        words = document.title.lower().replace(":", " :").split()
        own = {word for word in words if len(word) >= _LONG and word.replace("-", "").isalpha()}
        counts.update(own - names - _PAPER)
        pairs.update(set(pairwise(words)))
    subjects: dict[str, None] = {}
    for word, number in counts.most_common(limit):
        if number > 1:
            behind = [b for (a, b), n in pairs.items() if a == word and 2 * n > number]
            subjects[" ".join((word, *(b for b in behind if b.isalpha())))] = None
    return list(subjects)
