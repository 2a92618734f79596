"""What of an answer can be opened beside the chat: its citations, else the nearest passages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from assistant.types import Answer
from corpus.types import Locator, Metadata

NEAREST = 5
"""How many of the nearest passages are offered when the record does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a document that the reader can open, highlighted in their place."""

    number: int  # from 1, within its answer
    cited: bool  # False: only near; it does not answer the question
    metadata: Metadata
    locator: Locator
    quote: str  # verbatim: text[start:end] of the document
    start: int  # characters, in the document's text
    end: int


def evidence_of(answer: Answer) -> tuple[Evidence, ...]:
    """The answer's citations in their order; without any, and not found, the nearest passages."""
    if answer.citations:
        return tuple(
            Evidence(
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
    return tuple(
        Evidence(
            number=number,
            cited=False,
            metadata=hit.metadata,
            locator=hit.passage.locator,
            quote=hit.passage.text,
            start=hit.passage.start,
            end=hit.passage.end,
        )
        for number, hit in enumerate(islice(answer.hits, NEAREST), start=1)
    )


def find(evidence: tuple[Evidence, ...], number: int) -> Evidence | None:
    """The one with this number, or None: numbers come from the browser, so any can be asked for."""
    return next((item for item in evidence if item.number == number), None)
