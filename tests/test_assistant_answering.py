"""Questions answered from the shipped documents and from a small folder, end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.types import NOT_FOUND, Answer
from corpus.errors import CorpusError, InputError
from index.types import Filters


def assert_faithful(assistant: Assistant, answer: Answer) -> None:
    """Every statement cites, and every citation is its document's words at its span."""
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for statement in answer.statements:
        assert statement.citations
        assert set(statement.citations) <= set(numbers)
    for citation in answer.citations:
        text = assistant.document(citation.metadata.id).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()


def test_commitments_come_from_several_documents(shipped: Assistant) -> None:
    answer = shipped.ask("what did Leicester City CCG commit to")
    assert answer.outcome == "answered"
    assert len(answer.statements) >= 3
    assert len({citation.metadata.id for citation in answer.citations}) >= 2
    assert all(citation.locator.paragraph for citation in answer.citations)
    assert_faithful(shipped, answer)


def test_a_number_is_answered_with_its_paragraph(shipped: Assistant) -> None:
    answer = shipped.ask("How many GP practices are single-handed?")
    assert "Approximately 20% of our 63 GP practices are single-handed." in answer.text
    assert "11" in {citation.locator.paragraph for citation in answer.citations}
    assert_faithful(shipped, answer)


@pytest.mark.parametrize(
    "question",
    [
        "What is the recipe for sourdough bread?",
        "Who won the football world cup in 1998?",
        "How do I renew my passport online?",
    ],
)
def test_the_record_does_not_say(shipped: Assistant, question: str) -> None:
    answer = shipped.ask(question)
    assert answer.outcome == "not_found"
    assert answer.text == NOT_FOUND
    assert not answer.statements
    assert not answer.citations
    assert answer.hits


def test_small_talk_and_vagueness(shipped: Assistant) -> None:
    assert shipped.ask("hello").outcome == "declined"
    unclear = shipped.ask("what about it?")
    assert unclear.outcome == "unclear"
    assert unclear.suggestions


def test_an_empty_or_endless_question_is_refused(shipped: Assistant) -> None:
    with pytest.raises(InputError, match="empty"):
        shipped.ask("  \n")
    with pytest.raises(InputError, match="2000"):
        shipped.ask("why " * 600)


def test_filters_are_walls(shipped: Assistant) -> None:
    letters = Filters(kind=("letter",))
    answer = shipped.ask("what is co-commissioning of primary care?", filters=letters)
    assert {hit.metadata.kind for hit in answer.hits} == {"letter"}
    early = shipped.search("primary care", filters=Filters(until="2014"))
    assert {hit.metadata.date[:4] for hit in early if hit.metadata.date} == {"2014"}
    with pytest.raises(InputError, match="--body"):
        shipped.ask("what was agreed?", filters=Filters(body=("Nobody",)))


def test_a_follow_up_keeps_the_thread(shipped: Assistant) -> None:
    answer = shipped.ask(
        "and what about Wolverhampton?", history=["When did Leicester City CCG apply?"]
    )
    assert "Wolverhampton" in answer.understood
    assert answer.hits[0].metadata.body == "Wolverhampton CCG"


def test_what_the_record_holds(shipped: Assistant) -> None:
    answer = shipped.ask("What documents do you have?")
    assert {citation.metadata.id for citation in answer.citations} == {
        document.id for document in shipped.documents()
    }
    assert_faithful(shipped, answer)


def test_starters_come_from_the_documents(shipped: Assistant) -> None:
    assert "What did Leicester City CCG commit to?" in shipped.starters()


def test_the_same_question_has_the_same_answer(shipped: Assistant) -> None:
    one, other = (shipped.ask("what are the expected benefits?") for _ in range(2))
    assert one.text == other.text
    assert [hit.passage.id for hit in one.hits] == [hit.passage.id for hit in other.hits]


def test_a_folder_without_a_manifest(small_corpus: Path, tmp_path: Path) -> None:
    assistant = Assistant.open(Settings(corpus=small_corpus, index=tmp_path / "index"))
    answer = assistant.ask("When will the walk-in centre close?")
    assert answer.outcome == "answered"
    assert "30 June 2016" in answer.text
    assert_faithful(assistant, answer)
    assert "What did Fenwick Clinical Commissioning Group commit to?" in assistant.starters()
    assistant.close()


def test_no_such_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such corpus folder"):
        Assistant.open(Settings(corpus=tmp_path / "nowhere", index=tmp_path / "index"))
