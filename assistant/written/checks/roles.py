"""Who did what to whom: names, and the parts of a contrast, must not have changed places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from assistant.written.checks.names import Name, names
from assistant.written.checks.tokens import holds, stems
from assistant.written.checks.wording import CONTRAST

_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|got)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|de)\b.*\bby\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Side:
    doer: Name
    done_to: Name
    words: frozenset[str]  # stems between them


_STANDS_FOR = re.compile(r"\b(?:its?|they|them|their|this|these|so)\b", re.IGNORECASE)
"""Words that bring what one part of a sentence says into another."""


def credited_to_another(statement: str, quote: str) -> bool:
    """Whether the statement gives its subject what another says or does in the quote.

    The part of the quote that has most of the statement's words names others only, and the
    statement's own subject stands in another part.
    """
    parts = CONTRAST.split(quote)
    subject = next(iter(names(statement)), None)
    if len(parts) < 2 or subject is None or CONTRAST.search(statement):
        return False
    told = stems(statement[subject.end :])
    meant = max(parts, key=lambda part: sum(holds(s, frozenset(stems(part))) for s in told))
    if not told or not holds(told[0], frozenset(stems(meant))):
        return False
    others = [name for name in names(meant) if not name.words & subject.words]
    elsewhere = any(
        name.words & subject.words for part in parts if part is not meant for name in names(part)
    )
    here = any(name.words & subject.words for name in names(meant))
    opens = any(not stems(meant[: name.start]) for name in others)
    return elsewhere and not here and opens


def mixed(statement: str, quote: str) -> bool:
    """Whether the statement joins a predicate to the object of the other side of a contrast.

    "Most praised the midwives, but a third complained about visits" does not bear out "a third
    complained about the midwives".
    """
    parts = [frozenset(stems(part)) for part in CONTRAST.split(quote)]
    said = stems(statement)
    if len(parts) < 2 or len(said) < 2 or CONTRAST.search(statement) or _STANDS_FOR.search(quote):
        return False
    last = said[-1]
    own = [part for part in parts if holds(last, part)]
    if len(own) != 1:
        return False
    before = said[-2]
    return not holds(before, own[0]) and any(holds(before, part) for part in parts)


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
