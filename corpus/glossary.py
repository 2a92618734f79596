"""Acronyms and their expansions, where a document defines them: "Better Care Fund (BCF)".

The long form is found by matching the acronym's letters backwards through the words before the
bracket, after Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions
in biomedical text" (Pacific Symposium on Biocomputing, 2003).
"""

from __future__ import annotations

import re

from corpus.types import Term

_BRACKET = re.compile(r"\(\s*[‘'“\"]?([A-Z][A-Za-z&]{1,9}?)s?[’'”\"]?\s*\)")


def find_terms(text: str) -> tuple[Term, ...]:
    """The acronyms that the text defines, each once, at its first definition."""
    found: dict[str, Term] = {}
    for bracket in _BRACKET.finditer(text):
        acronym = bracket[1]
        if sum(letter.isupper() for letter in acronym) < 2 or acronym in found:
            continue
        window_start = max(text.rfind("\n\n", 0, bracket.start()) + 1, bracket.start() - 120, 0)
        before = text[window_start : bracket.start()].rstrip()
        if (offset := _match_backwards(acronym, before)) is None:
            continue
        words = " ".join(before[offset:].split())
        if len(words) > len(acronym) + 2 and len(words.split()) <= 2 * len(acronym) + 2:
            found[acronym] = Term(
                acronym=acronym,
                expansion=words,
                start=window_start + offset,
                end=bracket.end(),
            )
    return tuple(found.values())


def _match_backwards(acronym: str, before: str) -> int | None:
    """Offset of the long form at the end of `before`, or None when the letters do not fit."""
    letters = [letter.lower() for letter in acronym if letter.isalnum()]
    position = len(before) - 1
    for number, letter in reversed(list(enumerate(letters))):
        while position >= 0:
            here = before[position].lower() == letter
            opens = position == 0 or not before[position - 1].isalnum()
            if here and (opens or number > 0):
                break
            position -= 1
        if position < 0:
            return None
        position -= 1
    return position + 1
