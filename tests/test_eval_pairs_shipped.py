"""The pairs that ship are proved against their documents, as `python -m eval check` does."""

from __future__ import annotations

from eval.__main__ import main


def test_the_shipped_pairs_are_proved() -> None:
    assert main(["check"]) == 0
