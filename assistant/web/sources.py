"""What of an answer can be opened beside the chat: its citations, else the nearest passages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from assistant.types import Answer
from corpus.types import Locator, Metadata

NEAREST = 5
"""How many of the nearest passages are offered when the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Words of a document that the reader can open, highlighted in their place."""

    number: int  # from 1, within its answer
    cited: bool  # False: only near; it does not answer the question
    metadata: Metadata
    locator: Locator
    quote: str  # verbatim: text[start:end] of the document
    start: int  # characters, in the document's text
    end: int


def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The answer's citations in their order; without any, and not found, the nearest passages."""
    if answer.citations:
        return tuple(
            Source(
                number=citation.number,
                cited=True,
                metadata=citation.metadata,
                locator=citation.locator,
                quote=citation.quote,
                start=citation.start,
                end=citation.end,
            )
            for citation in answer.citations
        )
    if answer.outcome != "not_found":
        return ()
    # Those of one document together, as they are listed: the numbers then run in reading order.
    nearest = list(islice(answer.hits, NEAREST))
    rank = {hit.metadata.id: place for place, hit in reversed(list(enumerate(nearest)))}
    nearest.sort(key=lambda hit: rank[hit.metadata.id])
    return tuple(
        Source(
            number=number,
            cited=False,
            metadata=hit.metadata,
            locator=hit.passage.locator,
            quote=hit.passage.text,
            start=hit.passage.start,
            end=hit.passage.end,
        )
        for number, hit in enumerate(nearest, start=1)
    )


def find(sources: tuple[Source, ...], number: int) -> Source | None:
    """The one with this number, or None: numbers come from the browser, so any can be asked for."""
    return next((item for item in sources if item.number == number), None)
