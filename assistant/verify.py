"""Verification: a statement goes out only when each of its quotes stands in its document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.types import Citation, Statement


def keep_supported(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    text_of: Callable[[str], str],
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements whose every quote is found, character for character, and their citations.

    Citations are numbered anew from 1 in the order of the answer.

    Args:
        statements: as composed.
        citations: that they point to by number.
        text_of: the text of a document, by its id.
    """
    faithful = {citation.number: citation for citation in citations if stands(citation, text_of)}
    numbers: dict[int, int] = {}
    kept = []
    for statement in statements:
        if not statement.citations or not all(n in faithful for n in statement.citations):
            continue
        for number in statement.citations:
            numbers.setdefault(number, len(numbers) + 1)
        kept.append(replace(statement, citations=tuple(numbers[n] for n in statement.citations)))
    return tuple(kept), tuple(replace(faithful[old], number=new) for old, new in numbers.items())


def stands(citation: Citation, text_of: Callable[[str], str]) -> bool:
    """Whether the document's text at the citation's span is the quote, letter for letter."""
    try:
        text = text_of(citation.metadata.id)
    except KeyError:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote
