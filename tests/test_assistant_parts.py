"""Questions that ask several things are asked part by part."""

from __future__ import annotations

import pytest

from assistant.parts import split_question


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who chairs the panel and when does it meet?", 2),
        ("Who chairs the panel, and where does it meet? What does it cost?", 3),
        ("Who chairs the panel and the board?", 1),
        ("What is the aim and purpose of the fund?", 1),
        ("Who? And what?", 1),
        ("Who came, who left, and who knows why and when and how and where?", 1),
    ],
)
def test_parts(text: str, parts: int) -> None:
    assert len(split_question(text)) == parts


def test_one_question_is_kept_as_it_is() -> None:
    assert split_question("what did it cost") == ["what did it cost"]
