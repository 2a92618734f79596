"""Quotes mode: an answer put together from verbatim sentences of the record."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.antecedents import name_antecedent
from assistant.evidence import SIGNS, Evidence
from assistant.question import Asked, Question
from assistant.types import Citation, Statement
from corpus.bodies import Body
from corpus.sentences import split_sentences
from corpus.types import Metadata, Passage
from index.chunk import row_words

WORDS = 150
"""Words after which an answer takes no further statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How much an answer of one kind says."""

    statements: int  # at most
    share: float  # of the best sentence's odds that a further one must have


SHAPES: Mapping[Asked, Shape] = {
    "list": Shape(statements=8, share=0.1),
    "commitment": Shape(statements=8, share=0.05),
}
A_PART = Shape(statements=3, share=0.2)
"""Of each side of a comparison, and of each part of a question that asks several things."""

_PLAIN = Shape(statements=5, share=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the record that an answer is to state."""

    metadata: Metadata
    passage: Passage
    start: int  # characters, in the document's text
    end: int
    group: str | None = None  # heading that it is stated under

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


def announces(text: str) -> bool:
    """Whether a sentence only introduces what follows it, as in "The benefits include:"."""
    return text.rstrip("-–—* ").endswith(":")


def choose(
    question: Question,
    evidence: Sequence[Evidence],
    items: Mapping[str, Sequence[Passage]],
    shape: Shape | None = None,
) -> list[Evidence]:
    """The sentences to state, best first: as many as the kind of question needs, and no more.

    Args:
        question: what is asked.
        evidence: weighed sentences, best first.
        items: for a passage that introduces a list, its items. A sentence that introduces one is
            chosen only where the whole list can be stated with it.
        shape: how much to say; by default what the kind of question wants.
    """
    shape = shape or SHAPES.get(question.asked, _PLAIN)
    if not evidence:
        return []
    pool = list(evidence)
    if question.asked == "commitment":
        signed = [one for one in pool if SIGNS["commitment"].search(one.sentence.text)]
        pool = signed or pool
    floor = pool[0].score + math.log(shape.share)
    chosen: list[Evidence] = []
    words = 0
    said: set[str] = set()
    for one in pool:
        key = " ".join(re.findall(r"\w+", one.sentence.text.lower()))
        length = len(one.sentence.text.split())
        if announces(one.sentence.text):
            listed = sum(len(item.text.split()) for item in items.get(one.sentence.passage, ()))
            if not 0 < listed <= WORDS:
                continue
            length += listed
        if one.score < floor or key in said or (chosen and words + length > WORDS):
            continue
        said.add(key)
        chosen.append(one)
        words += length
        if len(chosen) == shape.statements:
            break
    return chosen


def to_quotes(
    question: Question,
    chosen: Sequence[Evidence],
    items: Mapping[str, Sequence[Passage]],
    parents: Mapping[str, Passage],
) -> list[Quote]:
    """The quotes of an answer in the order of the record, each list item after what introduces it.

    Args:
        question: what is asked.
        chosen: sentences, best first; the best one's document comes first.
        items: for a passage that introduces a list, its items.
        parents: the passage that introduces each list item, by id.
    """
    quotes: dict[tuple[str, int], Quote] = {}
    order = {id: n for n, id in enumerate(dict.fromkeys(o.metadata.id for o in chosen))}

    def add(metadata: Metadata, passage: Passage, start: int, end: int) -> None:
        quote = Quote(metadata=metadata, passage=passage, start=start, end=end)
        quotes.setdefault((metadata.id, start), quote)

    for one in chosen:
        passage, metadata = one.passage, one.metadata
        lead = parents.get(passage.parent or "")
        listed = passage if announces(one.sentence.text) else lead or passage
        if lead is not None:
            start, end = introduction(lead)
            if len(lead.text[start - lead.start : end - lead.start].split()) >= 5:
                add(metadata, lead, start, end)
        add(metadata, passage, one.sentence.start, one.sentence.end)
        if announces(one.sentence.text) or (question.asked == "list" and one is chosen[0]):
            for item in items.get(listed.id, ()):
                add(metadata, item, item.start, item.end)
    return sorted(quotes.values(), key=lambda quote: (order[quote.metadata.id], quote.start))


def introduction(lead: Passage) -> tuple[int, int]:
    """The span of the passage's last sentence, which announces the list."""
    spans = split_sentences(lead.text)
    if not spans:
        return lead.start, lead.end
    return lead.start + spans[-1].start, lead.start + spans[-1].end


def to_statements(
    quotes: Sequence[Quote], bodies: tuple[Body, ...]
) -> tuple[list[Statement], list[Citation]]:
    """One statement a quote; the same words of several documents are one, with all citations.

    Args:
        quotes: in the order of the answer.
        bodies: organisations known to the record, for whom a pronoun means.
    """
    statements: dict[str, tuple[str, str | None, list[int]]] = {}
    citations = []
    for number, quote in enumerate(quotes, start=1):
        citations.append(
            Citation(
                number=number,
                metadata=quote.metadata,
                passage=quote.passage.id,
                locator=quote.passage.locator,
                quote=quote.text,
                start=quote.start,
                end=quote.end,
            )
        )
        words = tidy(quote)
        before = quote.passage.text[: quote.start - quote.passage.start]
        said = name_antecedent(words, before, quote.metadata, bodies)
        same = " ".join(re.findall(r"\w+", words.lower()))
        statements.setdefault(same, (said, quote.group, []))[2].append(number)
    return [
        Statement(text=text, citations=tuple(numbers), group=group)
        for text, group, numbers in statements.values()
    ], citations


def tidy(quote: Quote) -> str:
    """The quote as an answer shows it: on one line, without the marks of bold type."""
    words = row_words(quote.passage) if quote.passage.kind == "row" else quote.text
    words = re.sub(r"\*\*|__|</?b>", "", words)
    return " ".join(words.split())
