"""What the conversation and the source panel show, and that text stays text."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import NOT_FOUND, Answer, Citation, Outcome, Statement
from assistant.web import panel, render
from assistant.web.markup import text, web_address
from assistant.web.sources import sources_of
from assistant.web.turns import Turn
from corpus.types import Document, Locator, Metadata, Passage
from index.types import Hit

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'> & <!-- {{value}} ${value} `"

WORDS = "Scope\n\n1. The CCG will report back in June.\n2. It was noted.\n"
START = WORDS.index("The CCG")
QUOTE = "The CCG will report back in June."
METADATA = Metadata(
    id="ccg-2014",
    title="Minutes of the board",
    body="Anytown CCG",
    committee="Board",
    kind="minutes",
    date="2014-06-03",
    note="draft",
    url="https://example.org/minutes?id=1&page=2",
)


def make_document(words: str = WORDS, metadata: Metadata = METADATA) -> Document:
    heading = Passage(
        id=f"{metadata.id}#0000", kind="heading", start=0, end=5, text=words[:5], locator=Locator()
    )
    return Document(
        metadata=metadata, path="minutes.txt", sha256="0", text=words, passages=(heading,)
    )


def make_citation(number: int = 1, metadata: Metadata = METADATA) -> Citation:
    return Citation(
        number=number,
        metadata=metadata,
        passage="ccg-2014#0001",
        locator=Locator(paragraph="1", section=("Scope",)),
        quote=QUOTE,
        start=START,
        end=START + len(QUOTE),
    )


def make_answer(*citations: Citation, question: str = "What will it do?") -> Answer:
    citations = citations or (make_citation(),)
    return Answer(
        question=question,
        understood=question,
        outcome="answered",
        text=f"{QUOTE} [1]",
        mode="quotes",
        statements=(Statement(text=QUOTE, citations=tuple(c.number for c in citations)),),
        citations=citations,
    )


def not_found(*hits: Hit) -> Answer:
    return Answer(
        question="What of Mars?",
        understood="What of Mars?",
        outcome="not_found",
        text=NOT_FOUND,
        mode="quotes",
        hits=hits,
    )


class Page(HTMLParser):
    """What a browser would make of a piece of markup: its elements, and the text in each."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.content: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "elements nest"

    def handle_data(self, data: str) -> None:
        for tag in {*self._open, "all"}:
            self.content[tag] = self.content.get(tag, "") + data

    def buttons(self, css: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for tag, attributes in self.elements
            if tag == "button" and css in (attributes.get("class") or "").split()
        ]


def shown(answer: Answer) -> Page:
    return Page(render.conversation((Turn(question=answer.question, answer=answer),)))


def test_an_answer_shows_statement_citation_outcome_and_source() -> None:
    page = shown(make_answer())
    assert QUOTE in page.content["all"]
    assert "Answered from 1 document, in the record's own words." in page.content["all"]
    assert "Minutes of the board" in page.content["all"]
    assert "Anytown CCG · 3 June 2014" in page.content["all"]
    assert "paragraph 1, Scope" in page.content["all"]
    (marker,) = page.buttons("cite")
    assert (marker["data-turn"], marker["data-number"]) == ("0", "1")
    assert marker["aria-label"] == "1: open the source, Minutes of the board, paragraph 1, Scope"


def test_sources_are_listed_once_a_document_with_each_place() -> None:
    other = replace(METADATA, id="other", title="Another paper")
    page = shown(make_answer(make_citation(1), make_citation(2, other), make_citation(3)))
    assert page.content["all"].count("Minutes of the board") == 1
    assert [button["data-number"] for button in page.buttons("place")] == ["1", "3", "2"]
    assert "Answered from 2 documents" in page.content["all"]


def test_a_citation_that_the_answer_does_not_have_gets_no_button() -> None:
    answer = replace(make_answer(), statements=(Statement(text=QUOTE, citations=(1, 7)),))
    assert [button["data-number"] for button in shown(answer).buttons("cite")] == ["1"]


def test_not_found_says_so_once_and_offers_the_nearest_as_such() -> None:
    passage = Passage(
        id="ccg-2014#0002", kind="paragraph", start=6, end=20, text=WORDS[6:20], locator=Locator()
    )
    hit = Hit(passage=passage, metadata=METADATA, score=1.0, dense=0.1, lexical=0.0)
    page = shown(not_found(*[hit] * 8))
    assert page.content["all"].count(NOT_FOUND) == 1
    assert "Nearest passages, which do not answer it" in page.content["all"]
    assert len(page.buttons("place")) == 5
    assert "Sources" not in page.content["h3"]


def test_nearest_passages_of_one_document_stand_together_in_reading_order() -> None:
    def hit(document: str, start: int) -> Hit:
        passage = Passage(
            id=f"{document}#{start}",
            kind="paragraph",
            start=start,
            end=start + 1,
            text="x",
            locator=Locator(),
        )
        metadata = replace(METADATA, id=document)
        return Hit(passage=passage, metadata=metadata, score=1.0, dense=0.1, lexical=0.0)

    answer = not_found(hit("b", 1), hit("a", 2), hit("b", 3), hit("a", 4))
    assert [source.start for source in sources_of(answer)] == [1, 3, 2, 4]
    assert [button["data-number"] for button in shown(answer).buttons("place")] == list("1234")


def test_the_panel_lists_what_the_record_holds_newest_first() -> None:
    papers = [
        replace(METADATA, id=str(n), title=f"Paper {n:02}", date=str(n)) for n in range(1990, 2004)
    ]
    content = Page(panel.holdings([*papers, replace(METADATA, date=None)])).content["all"]
    assert content.index("Paper 2003") < content.index("Paper 2002")
    assert "And 3 more documents." in content


def test_partial_says_what_is_missing() -> None:
    answer = replace(make_answer(), outcome="partial", missing=("who pays",))
    content = shown(answer).content["all"]
    assert "Answered in part" in content
    assert "who pays" in content


@pytest.mark.parametrize("outcome", ["unclear", "declined"])
def test_suggestions_are_questions_to_click(outcome: Outcome) -> None:
    answer = replace(
        not_found(), outcome=outcome, text="Which CCG?", suggestions=("What of Leicester?",)
    )
    page = shown(answer)
    assert "Which CCG?" in page.content["all"]
    assert [button["data-ask"] for button in page.buttons("ask")] == ["What of Leicester?"]


def test_what_the_thread_added_is_said() -> None:
    answer = replace(make_answer(), understood="What will Anytown CCG do?")
    assert "Understood as: What will Anytown CCG do?" in shown(answer).content["all"]
    assert "Understood as" not in shown(make_answer()).content["all"]


def test_a_problem_stands_in_the_place_of_the_answer() -> None:
    page = Page(render.conversation((Turn(question="q", problem="the index is gone"),)))
    assert "the index is gone" in page.content["all"]


def test_the_pending_question_and_an_objection_are_shown() -> None:
    assert "Looking in the record" in render.conversation((), pending="q")
    page = Page(render.conversation((), opening="<p>open</p>", objection="Enter a question."))
    assert page.content["all"] == "openEnter a question."


def opened(document: Document, answer: Answer, number: int = 1) -> Page:
    return Page(panel.open_at(document, sources_of(answer), number, turn=0, focus=False, opened=1))


def test_the_panel_says_what_the_document_is_and_marks_exactly_the_quote() -> None:
    page = opened(make_document(), make_answer())
    assert page.content["mark"] == QUOTE
    assert page.content["all"].endswith(WORDS)
    for fact in ("Minutes of the board", "Anytown CCG", "Board", "Minutes", "3 June 2014", "draft"):
        assert fact in page.content["all"]
    assert "paragraph 1, Scope" in page.content["dd"]
    assert page.content["strong"] == "Scope"
    (link,) = [attributes for tag, attributes in page.elements if tag == "a"]
    assert link["href"] == METADATA.url
    assert "noopener" in (link["rel"] or "")


def test_the_panel_steps_through_the_citations() -> None:
    answer = make_answer(make_citation(1), make_citation(2), make_citation(3))
    first, second = (opened(make_document(), answer, number) for number in (1, 2))
    assert "Citation 2 of 3" in second.content["all"]
    assert [button.get("data-number") for button in second.buttons("step")] == ["1", "3"]
    assert first.buttons("step")[0]["aria-disabled"] == "true"


def test_a_number_that_is_not_there_opens_nothing() -> None:
    sources = sources_of(make_answer())
    assert panel.open_at(make_document(), sources, 9, turn=0, focus=True, opened=1) == panel.EMPTY


def test_a_document_that_changed_is_not_highlighted_in_the_wrong_place() -> None:
    page = opened(make_document("New first line.\n" + WORDS), make_answer())
    assert "mark" not in page.content
    assert "has changed" in page.content["all"]


def test_markup_in_documents_and_questions_is_text() -> None:
    metadata = replace(METADATA, title=HOSTILE, body=HOSTILE, committee=HOSTILE, note=HOSTILE)
    citation = replace(
        make_citation(1, metadata),
        locator=Locator(section=(HOSTILE,), paragraph=HOSTILE),
        quote=HOSTILE,
        start=0,
        end=len(HOSTILE),
    )
    answer = replace(
        make_answer(citation, question=HOSTILE),
        understood=HOSTILE + "?",
        statements=(Statement(text=HOSTILE, citations=(1,)),),
        missing=(HOSTILE,),
        suggestions=(HOSTILE,),
    )
    document = make_document(HOSTILE, metadata)
    pages = [shown(answer), opened(document, answer), Page(render.welcome([HOSTILE]))]
    for page in pages:
        for tag, attributes in page.elements:
            assert tag not in ("script", "img")
            assert not [name for name in attributes if name.startswith("on")]
    assert pages[1].content["mark"] == HOSTILE
    assert pages[2].buttons("ask")[0]["data-ask"] == HOSTILE


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_read_back_letter_for_letter(words: str) -> None:
    page = Page(f'<p title="{text(words)}">{text(words)}</p>')
    assert page.content.get("p", "") == words
    assert page.elements[0][1]["title"] == words


def test_a_lone_surrogate_can_be_sent() -> None:
    assert text("a\ud800b").encode("utf-8") == b"a?b"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "http://",
        "https://user:secret@example.org/",
        "https://example.org/\nx",
        "http://[::1",
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
    page = opened(make_document(metadata=replace(METADATA, url=url)), make_answer())
    assert not [tag for tag, _ in page.elements if tag == "a"]
