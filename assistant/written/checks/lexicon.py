"""Everyday English: words that may stand for each other, and opposites, from files beside this.

General words only, of the kind that any report uses; nothing of any one subject or record. What is
not here is not taken for a synonym: the statement is then replaced by the record's own words.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.words import stem

_HERE = Path(__file__).parent


def _groups(line: str) -> frozenset[str]:
    return frozenset(stem(word) for word in line.split())


def _lines(file: str) -> list[str]:
    return (_HERE / file).read_text(encoding="utf-8").splitlines()


SYNONYMS = tuple(_groups(line) for line in _lines("synonyms.txt"))
"""Groups of stems that may stand for each other; a word may be of several."""

OPPOSITES = tuple(
    (_groups(one), _groups(other))
    for one, other in (line.split(" / ") for line in _lines("opposites.txt"))
)
"""Pairs of groups of stems that mean the opposite."""


@lru_cache(maxsize=4096)
def synonyms(word: str) -> frozenset[str]:
    """The stems for which a stem may stand, itself among them."""
    return frozenset({word}).union(*(group for group in SYNONYMS if word in group))
