"""Whether a statement's words stand together as they do in the quote: a jumble says nothing."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.written.checks.tokens import holds, tokens

REACH = 3
"""Words of the quote within which two that are neighbours in the statement are still together."""

TOGETHER = 0.5
"""Share of such neighbours below which a statement is a jumble of the quote's words."""

FEW = 4
"""Neighbours below which no order can be told."""


_NO_ENGLISH = re.compile(
    r"\b(?:the|an?)\s+(?:the|an?|of|to|by|for|with|from|in|on|at|and|or|but|was|were|is|are|be|been|"
    r"has|have|had|will|would|should|could|may|that|which|who|it|they|there|not)\b"
    r"|\b(?:of|by|with|from|for|at)\s+(?:of|and|or|was|were|is|are|been|has|have|had|will|would)\b"
    r"|^\W*(?:was|were)\b|\b(?:the|an?|of)\W*$",
    re.IGNORECASE,
)
"""Words that stand beside each other in no English sentence, or not at its beginning or end."""


def is_jumbled(statement: str, quote: str) -> bool:
    """Whether few neighbouring words of the statement are together, in their order, in the quote.

    Words that the quote has not, and those that carry no meaning, are passed over. A statement in
    another voice ("was agreed by the board") keeps most of its neighbours together.
    """
    if _NO_ENGLISH.search(statement):
        return True
    share, neighbours = share_together(statement, quote)
    return neighbours >= FEW and share < TOGETHER


def share_together(statement: str, quote: str) -> tuple[float, int]:
    """The share of the statement's neighbours that are together in the quote, and how many."""
    quoted = [token.stem for token in tokens(quote) if token.stem]
    places = [
        [n for n, stem in enumerate(quoted) if holds(token.stem, frozenset((stem,)))]
        for token in tokens(statement)
        if token.stem
    ]
    pairs = list(pairwise(place for place in places if place))
    together = sum(
        any(0 < b - a <= REACH for a in before for b in after) for before, after in pairs
    )
    return (together / len(pairs) if pairs else 1.0), len(pairs)
