"""A briefing: answers under their questions, with one list of references for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.types import Answer, Citation, Outcome, Statement
from corpus.errors import InputError
from corpus.types import Metadata

_LONGEST = 200  # characters of a topic
_ASKED = (
    ("What it is", "What is {}?"),
    ("What was decided", "What was agreed about {}?"),
    ("Who is responsible", "Who is responsible for {}?"),
    ("Why", "Why is there {}?"),
    ("Risks and concerns", "What are the risks and concerns about {}?"),
    ("Money", "How much does {} cost?"),
    ("What comes next", "What are the next steps on {}?"),
)
"""What a topic is asked for: the heading, and the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A question with what the record says to it."""

    heading: str
    outcome: Outcome
    statements: tuple[Statement, ...]  # citations numbered through the whole briefing
    said: str  # in place of statements, where there are none
    missing: tuple[str, ...]  # what the record does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What is taken away."""

    title: str
    made: date
    sections: tuple[Section, ...]
    references: tuple[Citation, ...]  # in the order of their numbers

    @property
    def documents(self) -> tuple[Metadata, ...]:
        """The documents that are cited, each once."""
        return tuple({one.metadata.id: one.metadata for one in self.references}.values())


def compose(
    title: str, answers: Sequence[Answer], headings: Sequence[str] = (), made: date | None = None
) -> Briefing:
    """The answers as one briefing; words cited twice are one reference.

    Args:
        title: of the briefing.
        answers: in their order.
        headings: one for each answer; the questions where there are none.
        made: today where it is not given.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    references: list[Citation] = []
    sections = []
    for answer, heading in zip(
        answers, headings or [answer.question for answer in answers], strict=True
    ):
        places = {}
        for citation in answer.citations:
            key = (citation.metadata.id, citation.start, citation.end)
            if key not in numbers:
                numbers[key] = len(references) + 1
                references.append(replace(citation, number=numbers[key]))
            places[citation.number] = numbers[key]
        sections.append(
            Section(
                heading=heading,
                outcome=answer.outcome,
                statements=tuple(
                    replace(one, citations=tuple(places[n] for n in one.citations if n in places))
                    for one in answer.statements
                ),
                said="" if answer.statements else answer.text,
                missing=answer.missing,
            )
        )
    return Briefing(
        title=title,
        made=made or date.today(),
        sections=tuple(sections),
        references=tuple(references),
    )


def brief_on(topic: str, ask: Callable[[str], Answer]) -> Briefing:
    """What the record says on a topic: the questions that it answers, and no statement twice.

    Raises `InputError` for no topic, and for one that the record says nothing on.
    """
    topic = " ".join(topic.split()).rstrip("?.!")
    if not topic or len(topic) > _LONGEST:
        raise InputError(f"name a topic of up to {_LONGEST} characters")
    seen: set[str] = set()
    answers, headings = [], []
    for heading, question in _ASKED:
        answer = ask(question.format(topic))
        fresh = tuple(one for one in answer.statements if one.text not in seen)
        if answer.outcome not in ("answered", "partial") or not fresh:
            continue
        seen |= {one.text for one in fresh}
        used = {number for one in fresh for number in one.citations}
        kept = tuple(one for one in answer.citations if one.number in used)
        answers.append(replace(answer, statements=fresh, citations=kept))
        headings.append(heading)
    if not answers:
        raise InputError(f"the record says nothing on “{topic}”; try other words")
    return compose(f"Briefing: {topic}", answers, headings)
