"""Pronouns are given their name where the record leaves no doubt, and left alone elsewhere."""

from __future__ import annotations

import pytest

from assistant.antecedents import name_antecedent
from corpus.bodies import Body
from corpus.types import Metadata

BODIES = (Body(name="Anytown CCG"), Body(name="Otherton Council"))
MINUTES = Metadata(id="m", title="Minutes", body="Otherton Council", kind="minutes")
LETTER = Metadata(id="l", title="Letter", body="Anytown CCG", kind="letter")


@pytest.mark.parametrize(
    ("words", "before", "metadata", "said"),
    [
        (
            "It proposed a pilot.",
            "Anytown CCG spoke first.",
            MINUTES,
            "It [Anytown CCG] proposed a pilot.",
        ),
        ("It proposed a pilot.", "Anytown CCG met Otherton Council.", MINUTES, ""),
        ("It proposed a pilot.", "", MINUTES, ""),
        ("It was noted that all was well.", "Anytown CCG spoke.", MINUTES, ""),
        ("She agreed.", "Mrs Jane Hill was asked.", MINUTES, "She [Mrs Jane Hill] agreed."),
        ("She agreed.", "Mrs Hill asked Dr Green.", MINUTES, ""),
        ("And we will pay.", "", LETTER, "And we [Anytown CCG] will pay."),
        ("And we will pay.", "", MINUTES, ""),
        ("The CCG will pay.", "", LETTER, "The CCG [Anytown CCG] will pay."),
        ("The Council will pay.", "", LETTER, ""),
        ("The CCG of Anytown CCG will pay.", "", LETTER, ""),
    ],
)
def test_a_name_is_put_in_only_without_doubt(
    words: str, before: str, metadata: Metadata, said: str
) -> None:
    assert name_antecedent(words, before, metadata, BODIES) == (said or words)
