"""Questions to go on with: drawn from what is cited, and only such as the record answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.types import Answer
from assistant.web.desk import Opened, look
from assistant.web.further import go_on
from assistant.web.turns import Asked, Turn
from corpus.types import Document, Locator, Metadata, Passage
from index.types import Filters
from tests.record_world import PlainRecord
from tests.test_web_render import Page, make_answer

HEADINGS = ("1. Scope of it", "Monitoring and evaluation", "Appendix A: Terms of office", "Note")


class Answering(PlainRecord):
    """Answers what it is told to, by the words of the question."""

    def __init__(self, document: Document, answered: Sequence[str]) -> None:
        super().__init__(document)
        self.answered = answered

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        ignored: Sequence[str] = (),
    ) -> Answer:
        answer = super().ask(question)
        return replace(answer, outcome="answered") if question in self.answered else answer


def opened(*answered: str) -> Opened:
    passages, at = [], 1000
    for number, heading in enumerate(HEADINGS):
        passages.append(
            Passage(
                id=f"ccg-2014#{number:04}",
                kind="heading",
                start=at,
                end=at + len(heading),
                text=heading,
                locator=Locator(),
            )
        )
        at += 100
    metadata = Metadata(id="ccg-2014", title="Minutes", body="NHS Anytown CCG")
    document = Document(
        metadata=metadata, path="m.txt", sha256="0", text="", passages=tuple(passages)
    )
    return look(Answering(document, answered))


@pytest.mark.parametrize(
    "question",
    ["What was said about scope of it?", "What was said about monitoring and evaluation?"],
)
def test_only_what_is_answered_is_offered(question: str) -> None:
    turn = Turn(asked=Asked(question="q"), answer=make_answer())
    page = Page(go_on(opened(question), (turn,)))
    assert [button["data-ask"] for button in page.buttons("ask")] == [question]


def test_numbers_of_headings_are_left_out_and_what_was_asked_is_not_offered() -> None:
    asked = "What was said about terms of office?"
    turn = Turn(asked=Asked(question="q"), answer=make_answer())
    assert asked in go_on(opened(asked), (turn,))
    again = Turn(asked=Asked(question=asked), answer=make_answer())
    assert go_on(opened(asked), (again,)) == ""


def test_nothing_is_offered_where_nothing_is_cited() -> None:
    turn = Turn(asked=Asked(question="q"), problem="no")
    assert go_on(opened(), (turn,)) == ""
    assert go_on(opened(), ()) == ""
