"""Misspelt words of a question, set right by the record's own words: the importer of rapidfuzz.

Only a word that the record does not have is touched, and only when one word of the record is
much nearer to it than any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SHORTEST = 5  # letters; shorter words have too many neighbours
_LONG = 8  # letters from which two slips are forgiven
_RIVAL = 3  # times as frequent as the next candidate at the same distance


def correct(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The record's word that a misspelt one stands for; None when there is none, or several.

    Args:
        word: in lower case; one that the vocabulary has is never corrected.
        vocabulary: words of the record in lower case, with how often each occurs.
    """
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    if word in vocabulary or len(word) < _SHORTEST or not word.isalpha():
        return None
    slips = 2 if len(word) >= _LONG else 1
    near = extract(
        word,
        vocabulary.keys(),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=slips,
        limit=8,
    )
    same_start = [(found, distance) for found, distance, _ in near if found[0] == word[0]]
    if not same_start:
        return None
    least = min(distance for _, distance in same_start)
    ranked = sorted(
        (found for found, distance in same_start if distance == least),
        key=lambda found: -vocabulary[found],
    )
    if len(ranked) > 1 and vocabulary[ranked[0]] < _RIVAL * vocabulary[ranked[1]]:
        return None
    return ranked[0]


def correct_all(words: Sequence[str], vocabulary: Mapping[str, int]) -> dict[str, str]:
    """The misspelt ones of some words, each with the word that it stands for."""
    found = {word: correct(word, vocabulary) for word in words}
    return {word: right for word, right in found.items() if right}
