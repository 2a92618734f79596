"""Where a piece of a record begins: markers in every style, wrapped lines, and template noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.reading.types import Heading
from corpus.structure.blocks import read_blocks
from corpus.structure.furniture import is_furniture
from corpus.structure.passages import read_passages
from corpus.types import Locator

SENTENCE = "The board noted the position of the fund and asked for a further report in the spring."


def labels(text: str) -> list[str | None]:
    """Each passage's label, the headings left out."""
    return [p.locator.paragraph for p in read_passages("d", text) if p.kind != "heading"]


def words(text: str) -> list[str]:
    return [passage.text for passage in read_passages("d", text)]


@pytest.mark.parametrize(
    "marks",
    [
        ["1.", "2.", "3."],
        ["1)", "2)", "3)"],
        ["(1)", "(2)", "(3)"],
        ["1", "2", "3"],
        ["2.4", "2.5", "2.6"],
        ["3.4.2", "3.4.3", "3.4.4"],
        ["A1", "A2", "A3"],
        ["A1.", "A2.", "A3."],
        ["B1.1", "B1.2", "B1.3"],
        ["12/14", "13/14", "14/14"],
        ["2014/12", "2014/13", "2014/14"],
        ["HWB12/14", "HWB13/14", "HWB14/14"],
        ["I.", "II.", "III."],
        ["A.", "B.", "C."],
        ["Question 1", "Question 2", "Question 3"],
        ["Question 1:", "Question 2:", "Question 3:"],
    ],
)
@pytest.mark.parametrize("space", [" ", "\t", "   ", "\n"])
def test_numbers_of_every_style_label_their_paragraphs(marks: list[str], space: str) -> None:
    if space == "\n" and marks[0].startswith("Question"):
        return  # those words alone on a line are a heading
    text = "\n\n".join(f"{mark}{space}{SENTENCE}" for mark in marks)
    expected = [mark if mark.startswith("(") else mark.rstrip(".:)") for mark in marks]
    assert labels(text) == expected
    assert set(words(text)) == {SENTENCE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"6. {SENTENCE}\n\n(1) {SENTENCE}\n\n(2) {SENTENCE}\n\n(a) {SENTENCE}\n\n(ii) {SENTENCE}",
         ["6", "6(1)", "6(2)", "6(2)(a)", "6(2)(a)(ii)"]),
        (f"10.1{SENTENCE}\n\n10.2{SENTENCE}", ["10.1", "10.2"]),
        (f"4.\n{SENTENCE}\n\n(a)\n{SENTENCE}", ["4", "4(a)"]),
        (f"•\n{SENTENCE}", ["bullet 1"]),
        (f"Item 6ii): Principles\n\n{SENTENCE}\n\nAgenda item 7a\n\n{SENTENCE}",
         ["Item 6ii", "Agenda item 7a"]),
    ],
)  # fmt: skip
def test_parts_and_marks_alone_on_a_line(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "08.02.11", "08.02.11 was the day of the meeting.", "10.30 Welcome and introductions",
        "14.30 – 15.20 Introductions", "2013/14 was the last year of the grant.",
        "V. Smith asked about the fund.", "15 members were there.", "A4 paper was used.",
    ],
)  # fmt: skip
def test_dates_times_and_amounts_are_no_numbers(line: str) -> None:
    assert words(f"{SENTENCE}\n\n{line}\n") == [SENTENCE, line]


WRAPPED = (
    "11. The officer told the board of what had been agreed when it met in June, at minute\n"
    "{number}. The board noted what she said about it and asked that the plan for the coming\n"
    "year be brought to its next meeting, when the members would look at the budget again.\n\n"
    "12. The board adjourned.\n"
)


@pytest.mark.parametrize("number", ["9", "12", "47"])
def test_a_wrapped_line_that_begins_with_a_number_is_no_paragraph(number: str) -> None:
    assert labels(WRAPPED.format(number=number)) == ["11", "12"]


def test_items_that_follow_without_a_gap_are_items() -> None:
    text = (
        "The board is asked, for the reasons that the report gives at some length below, to agree\n"
        "the following:\n1. to note the report;\n2. to agree the budget for the year to come; and\n"
        "3. to ask for a further report.\n"
    )
    assert labels(text) == ["¶1", "1", "2", "3"]


def test_numbers_that_skip_some_go_on_and_numbers_that_jump_do_not() -> None:
    lines = [f"{n}. {SENTENCE}" for n in (1, 2, 5)]
    assert labels("\n".join(lines)) == ["1", "2", "5"]
    assert labels("\n".join([*lines[:2], f"91. {SENTENCE}"])) == ["1", "2"]


def test_a_page_number_between_paragraphs_is_none_of_them() -> None:
    text = f"{SENTENCE}\n\n1\n\f{SENTENCE}\n\n2\n\f{SENTENCE}\n"
    assert words(text) == [SENTENCE] * 3


@pytest.mark.parametrize(
    "line",
    [
        "12", "- 3 -", "Page 3", "Page 3 of 7", "3 of 7", "[Page 4 of 4]", "Page | 3", "______",
        "Introduction ........................ 4", "2.1 Background . . . . . . . . . . 12",
        "Name: ______________", "Signed ............... Date ...............", "Back to top",
        "Return to the top of the page", "Skip to main content", "UNCLASSIFIED",
        "OFFICIAL-SENSITIVE", "This page is intentionally left blank",
    ],
)  # fmt: skip
def test_what_a_template_leaves_is_no_passage(line: str) -> None:
    assert is_furniture(line)
    assert words(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}\n") == [SENTENCE, SENTENCE]


@pytest.mark.parametrize(
    "line", ["12 members", "and so on...", "Page turners", "RESTRICTED ITEMS", "None", "N/A", "P"]
)
def test_what_says_something_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_a_format_s_headings_are_headings_of_its_levels() -> None:
    text = f"the aims\n\n{SENTENCE}\n\n1.1 how they are met\n\n{SENTENCE}\n\nReview\n\n{SENTENCE}"
    headings = [
        Heading(start=0, level=1),
        Heading(start=text.index("1.1"), level=2),
    ]
    passages = read_passages("d", text, headings=headings)
    assert [(p.kind, p.locator.paragraph, p.text) for p in passages[:3]] == [
        ("heading", None, "the aims"),
        ("paragraph", "¶1", SENTENCE),
        ("heading", "1.1", "1.1 how they are met"),
    ]
    assert passages[3].locator.section == ("the aims", "1.1 how they are met")
    assert passages[5].locator.section == ("the aims", "1.1 how they are met", "Review")


def test_a_paragraph_in_a_heading_s_style_is_a_paragraph() -> None:
    text = f"2.1 {SENTENCE}\n\n2.2 {SENTENCE}\n\n{SENTENCE} {SENTENCE}"
    starts = [0, text.index("2.2"), text.rindex("\n") + 1]
    headings = [Heading(start=start, level=2) for start in starts]
    passages = read_passages("d", text, headings=headings)
    assert [(p.kind, p.locator.paragraph) for p in passages] == [
        ("paragraph", "2.1"),
        ("paragraph", "2.2"),
        ("paragraph", "2.2"),
    ]


def test_names_one_below_another_are_no_headings() -> None:
    names = ["Jane Holt", "Omar Reed", "Ann Lee"]
    passages = read_passages("d", "\n\n".join(["Agenda", *names, "Finance", SENTENCE]))
    assert [p.text for p in passages if p.kind == "heading"] == ["Finance"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**RESOLVED:** That it be noted.**", "That it be noted."),
        ("1. **Finance.** It was noted.", "**Finance.** It was noted."),
        ("**1. Finance.** It was noted.", "Finance.** It was noted."),
        ("The end.**", "The end."),
        ("**The end.", "The end."),
    ],
)
def test_bold_marks_that_open_or_close_nothing_are_left_out(line: str, text: str) -> None:
    assert words(f"{SENTENCE}\n\n{line}\n")[1] == text


_MARKS = st.sampled_from(
    ["1. ", "2. ", "12. ", "2.4 ", "2.5 ", "3.4.2 ", "(a) ", "(b) ", "(iv) ", "A1 ", "A2 ",
     "12/14 ", "1) ", "(1) ", "Item 5: ", "Agenda item 6\n", "5.\n", "5.\t", "7\n", "• ",
     "◦ ", "- ", "o  ",
     "I. ", "II. ", "AGREED: ", "RESOLVED", "Action: ", "Action 3: ", "Present: ", "Mr Reed: ", "",
     "| 1 | a | ", "Ref\tAction\tOwner\n1\tx\ty\n", "## ", "**", "Question 2 ", "10.30 ", "Page 3 "]
)  # fmt: skip
_SAID = st.sampled_from(
    [SENTENCE, "at minute", "Finance", "JB/MS", "**", "and the following:", "Jane Holt", "", "12",
     "Owner: Jane Holt Due: May 2016", "........... 4", "million", "in reply, Mr Reed said no."]
)  # fmt: skip
RECORDS = st.lists(
    st.builds(
        lambda mark, said, end: mark + said + end,
        _MARKS,
        _SAID,
        st.sampled_from(["\n", "\n\n", " ", "\n\f", "**\n"]),
    ),
    max_size=25,
).map("".join)


@settings(deadline=None)
@given(RECORDS)
def test_spans_of_records_in_every_style_are_exact(text: str) -> None:
    passages = read_passages("d", text)
    end = 0
    for number, passage in enumerate(passages):
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert passage.start >= end
        assert passage.id == f"d#{number:04d}"
        end = passage.end
    assert read_passages("d", text) == passages


@settings(deadline=None)
@given(RECORDS, st.data())
def test_spans_hold_whatever_the_format_marks_as_headings(text: str, data: st.DataObject) -> None:
    starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]
    chosen = data.draw(st.lists(st.sampled_from(starts), unique=True).map(sorted))
    for block in read_blocks(text, dict.fromkeys(chosen, 2)):
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        assert block.start < block.end


def test_rows_that_are_numbered_carry_their_numbers() -> None:
    agenda = "1\tWelcome\tChair\n2\tFinance\tMr Reed\n3\tClose\tChair\n"
    assert labels(agenda) == ["1", "2", "3"]
    assert labels(f"Item\tTitle\tLead\n{agenda}") == ["¶1", "1", "2", "3"]
    assert labels("4.1\tThe board met.\tAW\n4.2\tIt closed.\t\n") == ["4.1", "4.2"]
    cut = agenda.replace("\n3", "\n\nBreak at noon.\n\n3")
    assert labels(cut) == ["1", "2", "¶1", "3"]
    assert labels(f"Item\tTitle\tLead\n{cut}") == ["¶1", "1", "2", "¶2", "3"]
    assert labels("12\tbeds\topen\n7\tbeds\tshut\n") == ["¶1", "¶2"]


def test_pages_keep_the_number_printed_on_them() -> None:
    text = f"{SENTENCE}\n\n{SENTENCE}\n\n{SENTENCE}\n"
    pages = (0, len(SENTENCE) + 2, 2 * len(SENTENCE) + 4)
    passages = read_passages("d", text, pages, labels=("iv", "", "2"))
    assert [(p.locator.page, p.locator.page_label) for p in passages] == [
        (1, "iv"),
        (2, None),
        (3, "2"),
    ]
    assert [p.locator.page_in_words for p in passages] == [
        "page 1 (printed iv)",
        "page 2",
        "page 3 (printed 2)",
    ]
    assert Locator(page=4, page_label="4").page_in_words == "page 4"
    assert Locator().page_in_words == ""
