"""Briefings: what is gathered, how it is numbered, and that both files open with all of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from assistant.briefing.compose import brief_on, compose
from assistant.briefing.markdown import to_markdown
from assistant.briefing.word import to_docx
from assistant.types import NOT_FOUND, Answer, Citation, Statement
from corpus.errors import InputError
from corpus.types import Locator, Metadata

METADATA = Metadata(
    id="m",
    title="Minutes",
    body="Anytown CCG",
    kind="minutes",
    date="2014-06-03",
    url="https://example.org/m",
)


def citation(number: int, start: int) -> Citation:
    return Citation(
        number=number,
        metadata=METADATA,
        passage=f"m#{start}",
        locator=Locator(paragraph=str(start)),
        quote=f"Words  at\n{start}.",
        start=start,
        end=start + 9,
    )


def answer(question: str, *starts: int) -> Answer:
    return Answer(
        question=question,
        understood=question,
        outcome="answered" if starts else "not_found",
        text="said" if starts else NOT_FOUND,
        mode="quotes",
        statements=tuple(
            Statement(text=f"Statement *{start}* <b>", citations=(number,))
            for number, start in enumerate(starts, start=1)
        ),
        citations=tuple(citation(number, start) for number, start in enumerate(starts, start=1)),
    )


def test_words_cited_twice_are_one_reference() -> None:
    briefing = compose("T", [answer("a", 1, 2), answer("b", 2, 3), answer("c")])
    assert [one.start for one in briefing.references] == [1, 2, 3]
    assert [one.number for one in briefing.references] == [1, 2, 3]
    numbers = [[s.citations for s in section.statements] for section in briefing.sections]
    assert numbers == [[(1,), (2,)], [(2,), (3,)], []]
    assert briefing.sections[2].said == NOT_FOUND


def test_a_topic_keeps_what_the_record_answers_and_says_nothing_twice() -> None:
    answers = {
        "What is parking?": answer("x", 1),
        "What was agreed about parking?": answer("x", 1),
        "Who is responsible for parking?": answer("x", 1, 2),
    }
    briefing = brief_on(" parking? ", lambda question: answers.get(question, answer(question)))
    assert briefing.title == "Briefing: parking"
    assert [section.heading for section in briefing.sections] == [
        "What it is",
        "Who is responsible",
    ]
    assert [len(section.statements) for section in briefing.sections] == [1, 1]


@pytest.mark.parametrize("topic", ["", " ? ", "x" * 201, "parking"])
def test_a_topic_that_there_is_nothing_on_is_told(topic: str) -> None:
    with pytest.raises(InputError):
        brief_on(topic, answer)


def test_markdown_holds_all_of_it_and_nothing_of_the_record_acts() -> None:
    hostile = replace(answer("<script> [a](javascript:b) # c", 1), missing=("who | pays",))
    text = to_markdown(compose("1. T", [hostile], made=date(2026, 1, 2)))
    assert text.splitlines()[0] == "# \\1. T" or text.splitlines()[0] == "# 1. T"
    assert "Made on 2 January 2026 from 1 document" in text
    assert "\\<script\\> \\[a\\](javascript:b) \\# c" in text
    assert "- Statement \\*1\\* \\<b\\>[^1]" in text
    assert "[^1]: Anytown CCG, Minutes, 3 June 2014, paragraph 1: “Words at 1.” https" in text
    assert "who \\| pays" in text


def test_docx_holds_all_of_it() -> None:
    briefing = compose("T\x00 title", [answer("a", 1), answer("b")], made=date(2026, 1, 2))
    lines = [line.text for line in Document(io.BytesIO(to_docx(briefing))).paragraphs]
    assert lines[0] == "T\ufffd title"
    assert "Statement *1* <b> [1]" in lines
    assert NOT_FOUND in lines
    assert lines[-1].startswith("[1] Anytown CCG, Minutes, 3 June 2014, paragraph 1: “Words at 1.”")
