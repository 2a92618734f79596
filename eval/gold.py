"""Where a pair's evidence stands in the documents: what citations and hits are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.types import Document, Passage
from eval.types import Evidence, Library, Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One piece of evidence, found: the quote's span and the passages that hold it."""

    document: str
    start: int  # characters of the quote, in Document.text
    end: int
    passages: tuple[Passage, ...]
    paragraph: str | None  # the label that the pair's author read, where one was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """The evidence of a pair: for each fact, in order, its places. Any place will do."""

    facts: tuple[tuple[Place, ...], ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All of them."""
        return tuple(place for places in self.facts for place in places)

    @property
    def passages(self) -> frozenset[str]:
        """The ids of all passages that hold evidence."""
        return frozenset(passage.id for place in self.places for passage in place.passages)

    @property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that hold evidence."""
        return frozenset(place.document for place in self.places)


def passages_at(document: Document, start: int, end: int) -> tuple[Passage, ...]:
    """The passages that a span stands in.

    The shortest that holds all of it, else every passage that it touches, in document order.
    """
    holding = [p for p in document.passages if p.start <= start and end <= p.end]
    if holding:
        return (min(holding, key=lambda p: (p.end - p.start, p.start)),)
    return tuple(p for p in document.passages if p.start < end and start < p.end)


def find_place(evidence: Evidence, document: Document) -> Place:
    """The place of a quote; ValueError says what is wrong when it is not there exactly once."""
    count = document.text.count(evidence.quote)
    if count != 1:
        found = "is not in" if count == 0 else f"is found {count} times in"
        raise ValueError(
            f"quote {evidence.quote!r} {found} {document.id}; copy it letter for letter"
            + (", with enough around it to be found once" if count else "")
        )
    start = document.text.index(evidence.quote)
    end = start + len(evidence.quote)
    return Place(
        document=document.id,
        start=start,
        end=end,
        passages=passages_at(document, start, end),
        paragraph=evidence.paragraph,
    )


def find_gold(pair: Pair, library: Library) -> Gold:
    """The gold of a pair; ValueError or KeyError when `check` would have found a fault."""
    return Gold(
        facts=tuple(
            tuple(find_place(e, library.document(e.document)) for e in fact.evidence)
            for fact in pair.facts
        )
    )


def find_all_gold(pairs: tuple[Pair, ...], library: Library) -> Mapping[str, Gold]:
    """The gold of every pair, by pair id."""
    return {pair.id: find_gold(pair, library) for pair in pairs}
