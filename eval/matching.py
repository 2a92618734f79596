"""Whether a text states a fact: patterns over text whose white space is collapsed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from eval.types import ANSWERING, Said

_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
    }
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d,./:]*\d|\d")

_STOP = """
a about after all also am an and any are as at be because been before being between both but by
can could did do does doing done down during each for from further get give given had has have
having he her here him his how i if in into is it its it's just let may me might more most much
must my no nor not of off on once only or other our out over own please same shall she should so
some such tell than that the their them then there these they this those through to too under
until up us very was we were what what's when where which while who whom whose why will with would
you your
"""
STOP = frozenset(_STOP.split())
"""Words that carry no topic; `no` and `not` are here too, and looked for by name where needed."""


def collapse(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """The text collapsed, its typographic quotes and hyphens as a keyboard has them."""
    return collapse(text).translate(_PLAIN)


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern with case ignored; `re.error` when it is not a regular expression."""
    return re.compile(pattern, re.IGNORECASE)


def find_pattern(patterns: Iterable[str], text: str) -> str | None:
    """The first pattern that is found in the text, as it is or with plain punctuation."""
    forms = (collapse(text), plain(text))
    for pattern in patterns:
        if any(compile_pattern(pattern).search(form) for form in forms):
            return pattern
    return None


def text_to_match(said: Said) -> str:
    """What an answer states: its statements' text joined; of a refusal, the text as it is.

    An answer without statements states nothing: text that no citation can stand behind is not
    matched against facts.
    """
    if said.outcome in ANSWERING:
        return collapse(" ".join(statement.text for statement in said.statements))
    return collapse(said.text)


def words(text: str) -> list[str]:
    """Words and numbers in lower case, in order."""
    return _WORD.findall(plain(text).lower())


def stem(word: str) -> str:
    """A word without its commonest English endings: enough to match plural and tense."""
    word = word.removesuffix("'s").replace("'", "")
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("ly", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    return word.removesuffix("e") if len(word) > 3 else word


def content_stems(text: str) -> set[str]:
    """The stems of the words that carry the topic; numbers as they are, commas dropped."""
    return {
        word.replace(",", "") if word[0].isdigit() else stem(word)
        for word in words(text)
        if word not in STOP
    }
