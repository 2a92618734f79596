"""Short forms and what they stand for, where a document defines them.

"Better Care Fund (BCF)", "BCF (Better Care Fund)", a row "BCF, Better Care Fund" of a glossary,
and "“the Committee” means ...". The long form before a bracket is found by matching the acronym's
letters backwards through its words, after Schwartz and Hearst, "A simple algorithm for
identifying abbreviation definitions in biomedical text" (Pacific Symposium on Biocomputing, 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.types import Term

_ACRONYM = r"[A-Z][A-Za-z&]{1,9}?"
_AFTER = re.compile(rf"\(\s*[‘'“\"]?({_ACRONYM})s?[’'”\"]?\s*\)")
_BEFORE = re.compile(rf"\b({_ACRONYM})s?\s+\(\s*([^()\n]{{4,100}}?)\s*\)")
_ROW = re.compile(
    rf"^[ \t|*•·-]*[*_]*({_ACRONYM})[*_]*(?:[ ]*[\t|:][ \t|]*|[ ]+[–—=-][ ]+)[*_]*"
    r"([^\t|\n]{4,100}?)[*_]*[ \t|.]*$",
    re.MULTILINE,
)
_MEANS = re.compile(
    r"[“\"‘']((?:[Tt]he )?[A-Za-z][\w&’' -]{1,50}?)[”\"’']\s+(?:means|shall mean|refers to)\s+"
    r"([^.;\n]{4,200}[^.;\n\s])"
)


def find_terms(text: str) -> tuple[Term, ...]:
    """The short forms that the text defines, each once, at its first definition."""
    found: dict[str, Term] = {}
    ends: list[tuple[int, int]] = []
    for term in sorted(_find_all(text), key=lambda one: (one.start, one.end)):
        overlaps = any(start < term.end and term.start < end for start, end in ends)
        if term.acronym not in found and not overlaps:
            found[term.acronym] = term
            ends.append((term.start, term.end))
    return tuple(found.values())


def _find_all(text: str) -> Iterator[Term]:
    for bracket in _AFTER.finditer(text):
        if _is_acronym(bracket[1]) and (term := _read_before(text, bracket)):
            yield term
    for pattern in (_BEFORE, _ROW):
        for match in pattern.finditer(text):
            words = " ".join(match[2].split())
            if _is_acronym(match[1]) and _stands_for(match[1], words):
                start, end = match.start(1), match.end() if pattern is _BEFORE else match.end(2)
                yield Term(acronym=match[1], expansion=words, start=start, end=end)
    for match in _MEANS.finditer(text):
        words = " ".join(match[2].split())
        yield Term(acronym=match[1], expansion=words, start=match.start(), end=match.end())


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def _read_before(text: str, bracket: re.Match[str]) -> Term | None:
    """The term whose long form stands before the bracket, if it does."""
    acronym = bracket[1]
    window_start = max(text.rfind("\n\n", 0, bracket.start()) + 1, bracket.start() - 120, 0)
    before = text[window_start : bracket.start()].rstrip()
    if (offset := _match_backwards(acronym, before)) is None:
        return None
    words = " ".join(before[offset:].split())
    if not _is_long(acronym, words):
        return None
    start = window_start + offset
    return Term(acronym=acronym, expansion=words, start=start, end=bracket.end())


def _is_long(acronym: str, words: str) -> bool:
    whole = not re.search(r"[():;]", words)  # else letters were found across other words
    return whole and len(words) > len(acronym) + 2 and len(words.split()) <= 2 * len(acronym) + 2


def _stands_for(acronym: str, words: str) -> bool:
    """Whether the words are the acronym's, whole: its first letter begins them."""
    return _is_long(acronym, words) and _match_backwards(acronym, words) == 0


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
