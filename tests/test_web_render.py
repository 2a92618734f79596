"""What the conversation and the source panel show, and that text stays text."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.preferences import Noticed
from assistant.starters import Step
from assistant.types import NOT_FOUND, Answer, Citation, Outcome, Statement
from assistant.web import panel, render
from assistant.web.chips import narrowed, without
from assistant.web.copying import plain
from assistant.web.markup import text, web_address
from assistant.web.panel import Around
from assistant.web.sources import sources_of
from assistant.web.starting import welcome
from assistant.web.terms import make_glossary
from assistant.web.turns import Asked, Turn
from corpus.bodies import Body
from corpus.types import Document, Locator, Metadata, Passage, Term
from index.types import Filters, Hit

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
        if tag not in ("img", "input"):  # they have no end
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
    return Page(render.conversation((Turn(asked=Asked(question=answer.question), answer=answer),)))


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


def test_the_start_says_what_the_record_holds_and_offers_a_tour() -> None:
    papers = [replace(METADATA, id=str(n), date=str(n)) for n in range(1990, 1994)]
    step = Step(name="Who decides?", why="Read on.", questions=("Who chairs it?",))
    empty = Step(name="Nothing", why="Left out.", questions=())
    page = Page(welcome([*papers, replace(METADATA, date=None)], [step, empty]))
    for fact in ("5", "1990 to 1993", "Anytown CCG", "5 minutes", "Who decides?"):
        assert fact in page.content["all"]
    assert "Nothing" not in page.content["all"]
    assert [button["data-ask"] for button in page.buttons("ask")] == ["Who chairs it?"]


def test_short_forms_are_explained_once_with_where_they_are_defined() -> None:
    term = Term(acronym="CCG", expansion="Clinical Commissioning Group", start=7, end=40)
    glossary = make_glossary([("ccg-2014", term)], {"ccg-2014": METADATA})
    answer = replace(
        make_answer(),
        statements=(
            Statement(text="The CCG and the CCGs met a CCG.", citations=(1,)),
            Statement(text="The CCG left.", citations=(1,)),
        ),
    )
    turn = Turn(asked=Asked(question="q"), answer=answer)
    page = Page(render.conversation((turn,), glossary=glossary))
    (button,) = page.buttons("term")
    assert button["data-means"] == "Clinical Commissioning Group"
    assert button["data-from"] == "Minutes of the board, 3 June 2014"
    assert (button["data-document"], button["data-start"]) == ("ccg-2014", "7")
    assert "The CCG and the CCGs met a CCG." in page.content["all"]


def test_what_was_understood_is_shown_as_chips() -> None:
    noticed = Noticed(names={"Anytown CCG": "anytown"}, years=("2014",), months=(), kinds=())
    asked = Asked(question="q", filters=Filters(kind=("letter",), since="2013"))
    turn = Turn(asked=asked, answer=make_answer())
    page = Page(render.conversation((turn,), noticed={0: noticed}, documents=[METADATA]))
    whats = [a["data-what"] for tag, a in page.elements if a.get("data-do") == "without"]
    assert whats == ["kind:letter", "since:", "ignore:Anytown CCG", "ignore:2014"]
    assert ("select", "body") in [(tag, a.get("name")) for tag, a in page.elements]


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("body:A", Asked(question="q", filters=Filters(body=("B",), since="2014"))),
        ("since:", Asked(question="q", filters=Filters(body=("A", "B")))),
        (
            "ignore:2014",
            Asked(question="q", filters=Filters(body=("A", "B"), since="2014"), ignored=("2014",)),
        ),
        ("rubbish", Asked(question="q", filters=Filters(body=("A", "B"), since="2014"))),
    ],
)
def test_a_chip_is_taken_away(what: str, left: Asked) -> None:
    assert (
        without(Asked(question="q", filters=Filters(body=("A", "B"), since="2014")), what) == left
    )


def test_the_form_narrows_and_leaves_out_what_cannot_be() -> None:
    values = {"body": "Anytown CCG", "kind": "<b>", "since": "2014", "until": "soon"}
    assert narrowed(Asked(question="q"), values).filters == Filters(
        body=("Anytown CCG",), since="2014"
    )


def test_what_was_thought_of_it_is_said_in_place_of_the_form() -> None:
    turn = Turn(asked=Asked(question="q"), answer=make_answer(), liked=False)
    page = Page(render.conversation((turn,)))
    assert "Kept: not useful." in page.content["all"]
    assert "textarea" not in [tag for tag, _ in page.elements]


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
    page = Page(
        render.conversation((Turn(asked=Asked(question="q"), problem="the index is gone"),))
    )
    assert "the index is gone" in page.content["all"]


def test_the_pending_question_and_an_objection_are_shown() -> None:
    assert "Looking in the record" in render.conversation((), pending="q")
    page = Page(render.conversation((), opening="<p>open</p>", objection="Enter a question."))
    assert page.content["all"] == "openEnter a question."


def opened(document: Document, answer: Answer, number: int = 1, around: Around = Around()) -> Page:
    return Page(panel.open_at(document, sources_of(answer), number, turn=0, around=around))


def test_the_panel_says_what_the_document_is_and_marks_exactly_the_quote() -> None:
    page = opened(make_document(), make_answer())
    assert page.content["mark"] == QUOTE
    assert page.content["all"].endswith(WORDS)
    for fact in ("Minutes of the board", "Anytown CCG", "Board", "Minutes", "3 June 2014", "draft"):
        assert fact in page.content["all"]
    assert "paragraph 1, Scope" in page.content["dd"]
    assert page.content["strong"] == "Scope"
    link, file = [attributes for tag, attributes in page.elements if tag == "a"]
    assert file["href"] == "papers/ccg-2014"
    assert link["href"] == METADATA.url
    assert "noopener" in (link["rel"] or "")


def test_the_panel_steps_through_the_citations() -> None:
    answer = make_answer(make_citation(1), make_citation(2), make_citation(3))
    first, second = (opened(make_document(), answer, number) for number in (1, 2))
    assert "Citation 2 of 3" in second.content["all"]
    assert [button.get("data-number") for button in second.buttons("step")] == ["1", "3"]
    assert first.buttons("step")[0]["aria-disabled"] == "true"


def test_the_panel_says_what_the_publisher_became_and_what_replaced_the_paper() -> None:
    body = Body(name="Anytown CCG", became="NHS Anyshire ICB", on="2022-07-01")
    newer = replace(METADATA, title="Minutes as approved")
    page = opened(make_document(), make_answer(), around=Around(body=body, newer=newer))
    assert "Anytown CCG became part of NHS Anyshire ICB on 1 July 2022" in page.content["dd"]
    assert "Minutes as approved" in page.content["dd"]


def test_blank_lines_are_folded_and_every_character_stays() -> None:
    words = "One.\n\n \n\n\nTwo.\nThree."
    page = Page(panel.open_whole(make_document(words), start=0, end=4))
    assert page.content["all"].endswith(words)
    assert [a["class"] for tag, a in page.elements if tag == "span"][-1] == "gap"
    assert page.content["mark"] == "One."


def test_a_number_that_is_not_there_opens_nothing() -> None:
    sources = sources_of(make_answer())
    assert panel.open_at(make_document(), sources, 9, turn=0) == panel.EMPTY


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
    pages = [
        shown(answer),
        opened(document, answer),
        Page(welcome([metadata], [Step(name=HOSTILE, why=HOSTILE, questions=(HOSTILE,))])),
    ]
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
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links == ["papers/ccg-2014"]


def test_groups_are_headings_and_how_many_there_are_is_said_first() -> None:
    statements = tuple(
        Statement(text=f"{QUOTE} {n}", citations=(1,), group=group)
        for n, group in enumerate(("Resolved", "Resolved", "Proposed"))
    )
    answer = replace(make_answer(), statements=statements, preface="The register has 3.")
    said = shown(answer).content
    assert said["h3"].startswith("ResolvedProposed")
    assert said["all"].index("The register has 3.") < said["all"].index(QUOTE)
    assert plain(answer).splitlines()[2:5] == ["The register has 3.", "Resolved:", f"{QUOTE} 0 [1]"]
