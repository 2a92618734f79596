"""The five documents that ship: as they were given, and labelled as a reader would label them."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from itertools import pairwise

import pytest

from corpus.library import SHIPPED, open_library
from corpus.types import Document, Passage

MINUTES_2014 = "leicester-scrutiny-2014-co-commissioning"
INTEREST = "leicester-city-ccg-2014-expression-of-interest"
UPDATE = "wolverhampton-hwb-2015-co-commissioning-update"
LETTER = "london-councils-2014-co-commissioning-letter"
MINUTES_2019 = "leicester-scrutiny-2019-primary-care-strategy"
STRATEGY = "LEICESTER, LEICESTERSHIRE AND RUTLAND 2019/20-2023/24 PRIMARY CARE STRATEGY"
ALL = (MINUTES_2014, INTEREST, UPDATE, LETTER, MINUTES_2019)


@cache
def documents() -> dict[str, Document]:
    library = open_library(SHIPPED)
    return {source.id: library.read(source) for source in library.sources}


def passage(id: str, words: str) -> Passage:
    """The one passage of the document that holds these words."""
    (found,) = [passage for passage in documents()[id].passages if words in passage.text]
    return found


def parent(id: str, words: str) -> Passage:
    """The passage that introduces the one that holds these words."""
    wanted = passage(id, words).parent
    (found,) = [passage for passage in documents()[id].passages if passage.id == wanted]
    return found


def test_the_manifest_names_every_file_with_its_hash() -> None:
    manifest = tomllib.loads((SHIPPED / "manifest.toml").read_text(encoding="utf-8"))
    listed = {row["file"]: row["sha256"] for row in manifest["document"]}
    files = {
        f"documents/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (SHIPPED / "documents").iterdir()
    }
    assert files == listed
    assert tuple(row["id"] for row in manifest["document"]) == ALL


def test_dates_are_as_exact_as_is_known() -> None:
    assert {id: document.metadata.date for id, document in documents().items()} == {
        MINUTES_2014: "2014",
        INTEREST: "2014",
        UPDATE: "2015-07-29",
        LETTER: "2014-12-12",
        MINUTES_2019: "2019",
    }


@pytest.mark.parametrize("id", ALL)
def test_the_text_is_the_file(id: str) -> None:
    document = documents()[id]
    data = (SHIPPED / document.path).read_bytes()
    assert b"\r" not in data
    assert document.text.encode("utf-8") == data
    assert document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("id", ALL)
def test_spans_are_exact_ordered_and_apart(id: str) -> None:
    document = documents()[id]
    for number, one in enumerate(document.passages):
        assert one.id == f"{id}#{number:04d}"
        assert document.text[one.start : one.end] == one.text
        assert one.text == one.text.strip()
        assert one.text
    for before, after in pairwise(document.passages):
        assert before.end <= after.start


@pytest.mark.parametrize("id", ALL)
def test_nothing_but_markers_is_left_out(id: str) -> None:
    document = documents()[id]
    ends = [0, *(one.end for one in document.passages)]
    starts = [*(one.start for one in document.passages), len(document.text)]
    between = " ".join(document.text[a:b] for a, b in zip(ends, starts, strict=True))
    marker = re.compile(r"[^\w\s]+|\W*\d+(\.\d+)*[.)]?|[a-g][.)]|o")
    assert [word for word in between.split() if not marker.fullmatch(word)] == []


@pytest.mark.parametrize(
    ("id", "words", "kind", "label", "section"),
    [
        # The scrutiny commission's minutes of 2014: no numbers, bullets of two depths
        (MINUTES_2014, "Sue Lock, Chief Operating", "paragraph", "¶2", ["Agenda item"]),
        (MINUTES_2014, "It was noted that:-", "paragraph", "¶3", ["Agenda item"]),
        (MINUTES_2014, "following an announcement", "item", "¶3 bullet 1", ["Agenda item"]),
        (MINUTES_2014, "received initial feedback", "item", "¶3 bullet 2", ["Agenda item"]),
        (MINUTES_2014, "There were benefits", "item", "¶4 bullet 1", ["Agenda item"]),
        (MINUTES_2014, "worked closely with GP", "item", "¶4 bullet 1.1", ["Agenda item"]),
        (MINUTES_2014, "smoking cessation", "item", "¶4 bullet 1.2", ["Agenda item"]),
        (MINUTES_2014, "any additional resources", "item", "¶4 bullet 2", ["Agenda item"]),
        (MINUTES_2014, "more responsive services", "item", "¶4 bullet 5", ["Agenda item"]),
        (MINUTES_2014, "meeting in December", "resolution", "¶6", ["Agenda item"]),
        (MINUTES_2014, "Supporting documents", "heading", None, []),
        # The expression of interest: paragraphs 1 to 36, three of them cut by a page's end
        (INTEREST, "has submitted a formal", "paragraph", "1", ["CCG involved"]),
        (INTEREST, "This would include:", "paragraph", "3", ["Scope of our application"]),
        (INTEREST, "Working with patients and", "item", "3(a)", ["Scope of our application"]),
        (INTEREST, "Designing and negotiating l", "item", "3(b)", ["Scope of our application"]),
        (INTEREST, "practice mergers.", "item", "3(g)", ["Scope of our application"]),
        (INTEREST, "six to nine months", "paragraph", "7", ["Timescales"]),
        (
            INTEREST,
            "access being\n\na particular challenge",
            "paragraph",
            "11",
            ["Intended benefits and benefits realisation"],
        ),
        (
            INTEREST,
            "suite of BCF services\n\nwork as we envisage",
            "paragraph",
            "18",
            ["Intended benefits and benefits realisation"],
        ),
        (INTEREST, "Browne Jacobson LLP", "paragraph", "27", ["Governance"]),
        (
            INTEREST,
            "asking only a\n\nfew key questions",
            "paragraph",
            "28",
            ["Engaging member practices and local stakeholders"],
        ),
        (
            INTEREST,
            "“Transferring some of",
            "paragraph",
            "31",
            ["Engaging member practices and local stakeholders"],
        ),
        (INTEREST, "quarterly review meetings", "paragraph", "36", ["Monitoring and evaluation"]),
        # The Wolverhampton report: Markdown, decimal paragraphs, bullets, a table
        (UPDATE, "29 July 2015", "paragraph", "¶1", ["Health and Wellbeing Board"]),
        (
            UPDATE,
            "Provide appropriate feedback",
            "paragraph",
            "1",
            ["Health and Wellbeing Board", "Recommendation(s) for action or decision"],
        ),
        (
            UPDATE,
            "The contents of the report",
            "paragraph",
            "1",
            ["Health and Wellbeing Board", "Recommendations for noting"],
        ),
        (
            UPDATE,
            "preferred option of level 2",
            "paragraph",
            "1.0",
            ["Health and Wellbeing Board", "1.0 Purpose"],
        ),
        (
            UPDATE,
            "A better patient experience",
            "item",
            "2.1 bullet 4",
            ["Health and Wellbeing Board", "2.0 Background"],
        ),
        (
            UPDATE,
            "responsibility for jointly\n\ncommissioning primary medical",
            "paragraph",
            "2.4",
            ["Health and Wellbeing Board", "2.0 Background"],
        ),
        (
            UPDATE,
            "Greater involvement in primary care co-commissioning is simply",
            "paragraph",
            "2.4",
            [
                "Health and Wellbeing Board",
                "2.0 Background",
                "Level 1: Greater involvement in primary care decision-making",
            ],
        ),
        (
            UPDATE,
            "Complaints management",
            "row",
            "2.5 row 6",
            ["Health and Wellbeing Board", "2.0 Background"],
        ),
        (
            UPDATE,
            "deferred by NHS England",
            "paragraph",
            "3.2",
            ["Health and Wellbeing Board", "3.0 Progress, options, discussion, etc."],
        ),
        (
            UPDATE,
            "Wellbeing\n\nBoards and communities",
            "paragraph",
            "3.4.1",
            ["Health and Wellbeing Board", "3.0 Progress, options, discussion, etc."],
        ),
        (
            UPDATE,
            "Newly designed enhanced services",
            "item",
            "3.4.2 bullet 2",
            ["Health and Wellbeing Board", "3.0 Progress, options, discussion, etc."],
        ),
        (
            UPDATE,
            "no uplift in CCG running costs",
            "paragraph",
            "4.1",
            ["Health and Wellbeing Board", "4.0 Financial implications"],
        ),
        (
            UPDATE,
            "N/A",
            "paragraph",
            "10.1",
            ["Health and Wellbeing Board", "10.0 Schedule of background papers"],
        ),
        # The letter: no numbers, a list that a paragraph cuts in two
        (LETTER, "12th December 2014", "paragraph", "¶3", []),
        (LETTER, "Jules Pipe", "paragraph", "¶7", ["Primary Care Co-Commissioning"]),
        (LETTER, "non-voting attendees", "item", "¶9 bullet 1", ["Primary Care Co-Commissioning"]),
        (LETTER, "lay membership", "paragraph", "¶10", ["Primary Care Co-Commissioning"]),
        (LETTER, "sub-regional", "item", "¶9 bullet 3", ["Primary Care Co-Commissioning"]),
        (LETTER, "power to request", "item", "¶9 bullet 5", ["Primary Care Co-Commissioning"]),
        (LETTER, "Tepesa Over", "paragraph", "¶14", ["Primary Care Co-Commissioning"]),
        # The minutes of 2019: what was agreed in numbers and letters
        (MINUTES_2019, "12 or 13 additional", "paragraph", "¶7", [STRATEGY, "Minutes"]),
        (
            MINUTES_2019,
            "be asked to provide the Commission with:",
            "resolution",
            "AGREED 1",
            [STRATEGY, "AGREED"],
        ),
        (MINUTES_2019, "early in 2020", "resolution", "AGREED 1a", [STRATEGY, "AGREED"]),
        (MINUTES_2019, "deflect people from", "resolution", "AGREED 1b", [STRATEGY, "AGREED"]),
        (MINUTES_2019, "That Healthwatch be asked", "resolution", "AGREED 2", [STRATEGY, "AGREED"]),
        (MINUTES_2019, "Councillor Dr Sangster", "paragraph", "¶22", [STRATEGY]),
    ],
)
def test_labels_that_a_reader_gave(
    id: str, words: str, kind: str, label: str | None, section: list[str]
) -> None:
    found = passage(id, words)
    assert (found.kind, found.locator.paragraph) == (kind, label)
    assert found.locator.page is None
    assert found.locator.section == tuple(section)


def test_the_paragraphs_of_the_expression_of_interest_are_1_to_36() -> None:
    numbered = [
        one.locator.paragraph
        for one in documents()[INTEREST].passages
        if one.kind == "paragraph" and (one.locator.paragraph or "").isdigit()
    ]
    expected = [str(number) for number in range(1, 37)]
    expected.insert(31, "31")  # the quotation below paragraph 31
    assert numbered == expected


@pytest.mark.parametrize(
    ("id", "words", "introduced_by"),
    [
        (MINUTES_2014, "received initial feedback", "It was noted that:-"),
        (MINUTES_2014, "smoking cessation", "There were benefits to patients"),
        (MINUTES_2014, "any additional resources", "Following comments and questions"),
        (INTEREST, "Managing financial resources and e", "In its expression of interest the CCG"),
        (UPDATE, "Provide appropriate feedback", "The Health and Wellbeing Board is recommended"),
        (UPDATE, "High quality out-of-hospital", "The expected benefits for patients"),
        (UPDATE, "Newly designed enhanced", "Joint Commissioning Arrangements** enables"),
        (LETTER, "sub-regional", "I understand that CCGs' engagement"),
        (MINUTES_2019, "deflect people from", "That the Leicester City, West Leicestershire"),
    ],
)
def test_what_introduces_an_item(id: str, words: str, introduced_by: str) -> None:
    assert parent(id, words).text.startswith(introduced_by)


def test_rows_of_the_wolverhampton_table_know_its_head() -> None:
    head = (
        "Primary Care Function\tGreater Involvement\tJoint Commissioning\tDelegated Commissioning"
    )
    rows = [
        one
        for one in documents()[UPDATE].passages
        if one.kind == "row" and (one.locator.paragraph or "").startswith("2.5 ")
    ]
    assert len(rows) == 8
    assert rows[0].text == head
    assert [row.header for row in rows] == [None] + [head] * 7
    assert rows[5].text == "Complaints management\tNo\tJointly with sub-regions\tYes"


def test_terms_that_the_documents_define() -> None:
    found = {
        id: {term.acronym: term.expansion for term in document.terms}
        for id, document in documents().items()
    }
    assert found == {
        MINUTES_2014: {},
        INTEREST: {"BCF": "Better Care Fund"},
        UPDATE: {},
        LETTER: {"CCG": "Clinical Commissioning Groups"},
        MINUTES_2019: {
            "CCG": "Clinical Commissioning Groups",
            "PCN": "Primary Care Networks",
        },
    }
