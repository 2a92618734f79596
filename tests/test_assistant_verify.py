"""Verification: no quote goes out that is not in its document, letter for letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.types import Citation, Statement
from assistant.verify import keep_supported, stands
from corpus.types import Locator, Metadata

TEXT = "The fund was £4.2 million. Falls prevention received £310,000."
CITATION = Citation(
    number=1,
    metadata=Metadata(id="bcf", title="BCF"),
    passage="bcf#0001",
    locator=Locator(paragraph="2.1"),
    quote="The fund was £4.2 million.",
    start=0,
    end=26,
)


def text_of(document: str) -> str:
    return {"bcf": TEXT}[document]


def test_a_true_quote_stands() -> None:
    assert stands(CITATION, text_of)


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "The fund was £4.3 million."},
        {"start": 1},
        {"end": 25},
        {"quote": "", "end": 0},
        {"metadata": Metadata(id="other", title="Other")},
    ],
)
def test_a_changed_one_does_not(changed: dict[str, object]) -> None:
    assert not stands(replace(CITATION, **changed), text_of)  # type: ignore[arg-type]


def test_only_supported_statements_are_kept_and_numbered_anew() -> None:
    false = replace(CITATION, number=1, quote="The fund was £9 million.")
    true = replace(CITATION, number=2)
    statements = [
        Statement(text="false", citations=(1,)),
        Statement(text="half", citations=(1, 2)),
        Statement(text="none", citations=()),
        Statement(text="true", citations=(2,)),
    ]
    kept, citations = keep_supported(statements, [false, true], text_of)
    assert kept == (Statement(text="true", citations=(1,)),)
    assert citations == (replace(true, number=1),)
