"""The reply's parser: the same statements, in whatever pieces they come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.written.parser import Parser, Said

REPLY = """<think>Perhaps [1].</think>The centre closed in June [1]. It had 1,240 visits.[2][3]
- **Leases** could not be renewed [passage 2]
2. Mr. Smith spoke [1-3]. Nobody said why.
A claim [1, 9]! The record does not say: who pays
"""


def parse(reply: str, size: int = 10_000, offered: int = 3) -> list[Said]:
    parser = Parser(offered)
    found: list[Said] = []
    for start in range(0, len(reply), size):
        found += parser.feed(reply[start : start + size])
    return found + list(parser.close())


def test_marks_of_every_form() -> None:
    said = parse(REPLY)
    assert [(one.text, one.numbers, one.unknown) for one in said] == [
        ("The centre closed in June.", (1,), ()),
        ("It had 1,240 visits.", (2, 3), ()),
        ("Leases could not be renewed", (2,), ()),
        ("Mr. Smith spoke.", (1, 2, 3), ()),
        ("Nobody said why.", (), ()),
        ("A claim!", (1,), (9,)),
        ("The record does not say: who pays", (), ()),
    ]
    assert said[-1].missing == "who pays"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_pieces_of_any_size_say_the_same(size: int) -> None:
    assert parse(REPLY, size) == parse(REPLY)


@given(st.text(alphabet="ab [1]2,.\n-*<think>【】É£", max_size=60), st.integers(1, 9))
def test_no_reply_breaks_it(reply: str, size: int) -> None:
    for said in parse(reply, size):
        assert all(1 <= number <= 3 for number in said.numbers)
        assert "\n" not in said.text


def test_a_sentence_is_given_once_it_is_complete_and_not_before() -> None:
    parser = Parser(2)
    assert list(parser.feed("The centre closed in June [1")) == []
    assert list(parser.feed("]. T")) == []
    (said,) = parser.feed("he lease had ended")
    assert (said.text, said.numbers) == ("The centre closed in June.", (1,))


def test_what_was_cut_off_is_dropped() -> None:
    parser = Parser(1)
    list(parser.feed("Whole [1].\nCut of"))
    parser.drop()
    assert list(parser.close()) == []


def test_invisible_characters_are_taken_out() -> None:
    (said,) = parse("The cen\u200btre clo\U000e0041sed [1].")
    assert said.text == "The centre closed."
