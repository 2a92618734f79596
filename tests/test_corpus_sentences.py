"""Sentences: where they end, and that their spans are exact."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["The board met.", "It was noted."],
        ["Was it spent?", "It was!", "The fund is £4.2 million."],
        ["Cllr. Smith left.", "Dr. Jones and Mrs. Holt stayed."],
        ["See para. 3 of the report.", "No. 7 was void."],
        ["Contracts (e.g. PMS and APMS) were held.", "Others, i.e. those of 2015, were not."],
        ["The groups’ “plan” – of 2014 – was agreed.", "It cost £1,240 😀 a head.", "It ended."],
        ["A review early in 2020; and"],
        ["Resources\nare\xa0scarce.", "They end."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


def test_a_line_break_inside_a_sentence_is_a_space() -> None:
    text = "  Engagement was simple, asking only a\n\nfew key questions.  \n It was good. "
    assert [text[span.start : span.end] for span in split_sentences(text)] == [
        "Engagement was simple, asking only a\n\nfew key questions.",
        "It was good.",
    ]


@pytest.mark.parametrize("text", ["", " \n ", "...", "– – –"])
def test_without_words_there_is_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["Cllr. ", "No. ", ". ", "? ", "\n\n", "e.g. ", "The board met. ", "£"]
            ),
            st.text(max_size=12),
        ),
        max_size=12,
    ).map("".join)
)
@example("😀. 😀 b. c")
def test_spans_are_exact_and_no_word_is_lost(text: str) -> None:
    spans = split_sentences(text)
    for span in spans:
        words = text[span.start : span.end]
        assert words
        assert words == words.strip()
    for before, after in pairwise(spans):
        assert before.end <= after.start
    kept = {place for span in spans for place in range(span.start, span.end)}
    lost = [place for place, letter in enumerate(text) if letter.isalnum() and place not in kept]
    assert lost == []
