"""Who did what to whom: two names on the two sides of a verb must not have changed places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from assistant.written.checks.names import Name, names
from assistant.written.checks.tokens import holds, stems

_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|got)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|de)\b.*\bby\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Side:
    doer: Name
    done_to: Name
    words: frozenset[str]  # stems between them


def swapped(statement: str, quote: str) -> bool:
    """Whether the statement has doer and done-to of its source the other way round."""
    theirs = list(_sides(quote))
    return any(
        _same(mine.doer, other.done_to)
        and _same(mine.done_to, other.doer)
        and not (_same(mine.doer, other.doer) or _same(mine.done_to, other.done_to))
        and any(holds(word, other.words) for word in mine.words)
        for mine in _sides(statement)
        for other in theirs
    )


def _sides(text: str) -> Iterator[_Side]:
    for first, second in combinations(names(text), 2):
        between = text[first.end : second.start]
        words = frozenset(stems(between))
        if not words or re.search(r"[.;,:]|\b(?:but|while|and that)\b", between):
            continue
        if _PASSIVE.search(between):
            first, second = second, first
        yield _Side(first, second, words)


def _same(one: Name, other: Name) -> bool:
    return bool(one.words & other.words)
