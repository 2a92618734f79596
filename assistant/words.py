"""Words of a question: which of them carry its meaning."""

from __future__ import annotations

import re
from functools import lru_cache

STOPWORDS = frozenset(
    """
    a about after again all also am an and any are aren as at be because been before being
    between both but by can cannot could did didn do does doesn doing don down during each else
    ever every few for from further get gets give given go goes going got had has hasn have
    haven having he hello help her here hers herself hi him himself his how i if in into is isn
    it its itself just know let ll many may me might more most much must my myself no nor not of
    off ok okay on once one only or other our ours out over own per please re s same say says
    said she should so some such t tell than thanks that the their theirs them then there these
    they thing things this those through to too under until up us ve very want was wasn we were
    weren what whats when where whether which while who whom whose why will with within without
    won would wouldn yet you your yours yourself
    """.split()  # noqa: SIM905 - a list of 180 strings is harder to read
)
"""English words that say nothing of a question's subject; what remains goes to BM25."""

_WORD = re.compile(r"[A-Za-z0-9£%]+(?:[’'./-][A-Za-z0-9]+)*%?")


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in lower case, in order, each once."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = re.sub(r"[’']s?$", "", match[0].replace("’", "'")).lower().strip("'")
        if word and word not in STOPWORDS and (len(word) > 1 or word.isdigit()):
            found.setdefault(word)
    return list(found)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A rough common form, so that "committed" meets "commits" and "practices" "practice".

    Only for comparing a question with a sentence; SQLite stems for the full text by itself.
    """
    word = word.lower()
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + replacement
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


_ENDINGS = (
    ("ations", ""),
    ("ation", ""),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("ions", ""),
    ("ion", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ers", ""),
    ("ed", ""),
    ("er", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
)
