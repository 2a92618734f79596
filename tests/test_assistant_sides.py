"""The sides of a comparison, each asked of its own documents."""

from __future__ import annotations

from pathlib import Path

from assistant.answering import Assistant
from assistant.question import Question, understand
from assistant.settings import Settings
from assistant.sides import ask_each, find_sides
from corpus.bodies import Body
from corpus.types import Metadata

BODIES = (Body(name="NHS Fenwick CCG"), Body(name="Dale Vale CCG"))
DOCUMENTS = {
    "fenwick": Metadata(id="fenwick", title="Minutes", body="NHS Fenwick CCG", date="2015-03-01"),
    "dale": Metadata(id="dale", title="Plan of Dale Vale CCG", date="2016"),
    "other": Metadata(id="other", title="Letter", body="Ashby Council", date="2015"),
}


def asked(text: str) -> Question:
    question = understand(text, bodies=BODIES)
    assert isinstance(question, Question)
    return question


def test_bodies_and_places_are_sides_by_their_documents() -> None:
    sides = find_sides(asked("how does Fenwick CCG differ from dale vale on parking?"), DOCUMENTS)
    assert [(side.name, side.documents) for side in sides] == [
        ("NHS Fenwick CCG", ("fenwick",)),
        ("Dale Vale", ("dale",)),
    ]


def test_years_are_sides_where_no_two_bodies_are_named() -> None:
    sides = find_sides(asked("compare the parking fees of 2015 with 2016"), DOCUMENTS)
    assert [(side.name, side.documents) for side in sides] == [
        ("2015", ("fenwick", "other")),
        ("2016", ("dale",)),
    ]
    assert find_sides(asked("compare the parking fees of 2015 with 1999"), DOCUMENTS) == []


def test_a_question_about_one_body_compares_nothing() -> None:
    assert len(find_sides(asked("what does Fenwick CCG charge for parking?"), DOCUMENTS)) == 1


def test_each_side_is_asked_without_the_names() -> None:
    question = asked("how does Fenwick CCG differ from Dale Vale CCG on parking?")
    each = ask_each(question, find_sides(question, DOCUMENTS))
    assert each.text == "What is said about parking?"
    assert each.words == ("parking",)
    assert not each.bodies


def test_both_sides_are_quoted(shipped: Assistant) -> None:
    answer = shipped.ask("How do London Councils and Wolverhampton CCG differ on lay membership?")
    assert answer.outcome == "answered"
    bodies = {citation.metadata.body for citation in answer.citations}
    assert bodies == {"London Councils", "Wolverhampton CCG"}
    assert {hit.metadata.body for hit in answer.hits} == {"London Councils", "Wolverhampton CCG"}


def test_one_sides_silence_is_said(small_corpus: Path, tmp_path: Path) -> None:
    """The Dale Vale paper has a title only: nothing in it can be quoted."""
    (small_corpus / "dale-vale.txt").write_text("# NHS Dale Vale CCG report\n", encoding="utf-8")
    (small_corpus / "bodies.toml").write_text(
        '[[body]]\nname = "NHS Fenwick CCG"\n\n[[body]]\nname = "NHS Dale Vale CCG"\n'
    )
    assistant = Assistant.open(Settings(corpus=small_corpus, index=tmp_path / "index"))
    answer = assistant.ask("How do Fenwick CCG and Dale Vale CCG differ on the minibus?")
    assistant.close()
    assert answer.outcome == "partial"
    assert answer.missing == ("NHS Dale Vale CCG",)
    assert answer.text.endswith("The record does not say. (of NHS Dale Vale CCG)")
    assert "minibus" in answer.text
