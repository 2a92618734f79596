"""Words of a text with their places, and the stems that carry its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import STOPWORDS, stem

_WORD = re.compile(r"[£$€]?\d[\d,.]*\d%?|[£$€]?\d%?|[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_ALIKE = 0.75
"""Share of the shorter stem with which two must begin alike to be forms of one word."""


_BEGIN = 4
"""Letters that two forms of one word have in common at least."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or figure; characters start:end of its text."""

    text: str
    start: int
    end: int
    stem: str  # of the word in lower case; "" for a word that carries no meaning by itself


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words and figures of a text, in order."""
    found = []
    for match in _WORD.finditer(text):
        word = re.sub(r"[’']s?$", "", match[0].replace("’", "'"))
        lower = word.lower()
        bare = lower in STOPWORDS or "n't" in lower or (len(lower) < 2 and not lower.isdigit())
        found.append(Token(match[0], match.start(), match.end(), "" if bare else stem(lower)))
    return tuple(found)


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Stems of the content words that are no figures, in order, each once."""
    return tuple(
        dict.fromkeys(t.stem for t in tokens(text) if t.stem and not t.text[-1:].isdigit())
    )


def alike(one: str, other: str) -> bool:
    """Whether two stems are of one word: "renew" and "renewal"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _BEGIN:
        return False
    if long.startswith(short):
        return len(long) - len(short) <= 4
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), 0)
    return same >= 5 and same >= _ALIKE * len(short) and len(long) - len(short) <= 3


def holds(word: str, words: frozenset[str]) -> bool:
    """Whether a stem is among others, in some form."""
    if word in words:
        return True
    begins = word[:_BEGIN]
    return any(other.startswith(begins) and alike(word, other) for other in words)
