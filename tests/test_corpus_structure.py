"""Passages: the labels, sections and parents that a reader would give them by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.structure.passages import read_passages
from corpus.structure.tabular import split_cells
from corpus.types import Passage

NBSP = "\u00a0"


def read(text: str, pages: Sequence[int] = ()) -> tuple[Passage, ...]:
    return read_passages("doc", text, pages)


def labels(text: str) -> list[tuple[str | None, str]]:
    """Each passage's label with its words, the headings left out."""
    return [(p.locator.paragraph, p.text) for p in read(text) if p.kind != "heading"]


def named(passages: tuple[Passage, ...], words: str) -> Passage:
    """The one passage with these words in it."""
    (found,) = [passage for passage in passages if words in passage.text]
    return found


def parent_of(passages: tuple[Passage, ...], words: str) -> str | None:
    """The words of the passage that introduces the one with these words."""
    wanted = named(passages, words).parent
    return next((passage.text for passage in passages if passage.id == wanted), None)


# Numbered paragraphs


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("27. The fund was spent.", "27"),
        ("27) The fund was spent.", "27"),
        ("2.4 The fund was spent.", "2.4"),
        ("2.4. The fund was spent.", "2.4"),
        ("3.4.2 The fund was spent.", "3.4.2"),
        ("10.11.12.13 The fund was spent.", "10.11.12.13"),
        (f"27.{NBSP}{NBSP} The fund was spent.", "27"),
        ("27.\tThe fund was spent.", "27"),
        ("  2.4\tThe fund was spent.", "2.4"),
    ],
)
def test_a_number_is_the_label_and_stands_outside_the_text(line: str, label: str) -> None:
    (passage,) = read(line)
    assert (passage.kind, passage.text) == ("paragraph", "The fund was spent.")
    assert passage.locator.paragraph == label
    assert (passage.start, passage.end) == (line.index("The"), len(line))


def test_a_bold_number_and_title_run_into_the_paragraph() -> None:
    text = (
        "3.4 The levels are:\n\n"
        "**3.4.1 Greater Involvement.** Groups take part.\n\n"
        "**3.4.2 Joint Commissioning** lets groups decide.\n"
    )
    assert [label for label, _ in labels(text)] == ["3.4", "3.4.1", "3.4.2"]
    assert not [p for p in read(text) if p.kind == "heading"]


def test_an_unnumbered_paragraph_carries_the_number_on() -> None:
    text = "31. Reasons were given.\n\n“It should be local.”\n\n32. Practices agreed.\n"
    assert labels(text) == [
        ("31", "Reasons were given."),
        ("31", "“It should be local.”"),
        ("32", "Practices agreed."),
    ]


def test_paragraphs_without_numbers_are_counted() -> None:
    text = "The first was noted.\n\nThe second was noted.\n\nThe third was noted.\n"
    assert [label for label, _ in labels(text)] == ["¶1", "¶2", "¶3"]


@pytest.mark.parametrize(
    "words", ["2.4 million pounds was spent.", "6.30 pm was the close.", "3.5 per cent was lost."]
)
def test_an_amount_or_a_time_is_no_paragraph_number(words: str) -> None:
    assert labels(f"The grant was paid.\n\n{words}\n") == [
        ("¶1", "The grant was paid."),
        ("¶2", words),
    ]


def test_a_wrapped_line_that_begins_with_a_number_stays_in_its_paragraph() -> None:
    text = (
        "The report of the officer was made in full at the last meeting of the board, at minute\n"
        "12. The board saw it once more on page\n2.4 and noted it.\n"
    )
    assert labels(text) == [("¶1", text.strip())]


def test_a_short_list_of_numbers_leads_back_to_its_paragraph() -> None:
    text = "The board is asked to:\n\n1. Note the report\n\n2. Comment on the plan\n"
    passages = read(text)
    assert labels(text) == [
        ("¶1", "The board is asked to:"),
        ("1", "Note the report"),
        ("2", "Comment on the plan"),
    ]
    assert parent_of(passages, "Note") == parent_of(passages, "Comment") == "The board is asked to:"


def test_integers_that_run_on_are_paragraphs_of_the_document_and_no_list() -> None:
    text = "The record says:\n\n" + "".join(f"{n}. Fact {n} was noted.\n\n" for n in range(1, 11))
    assert all(passage.parent is None for passage in read(text))
    assert labels(text)[-1] == ("10", "Fact 10 was noted.")


# Lettered parts


LETTERED = """3. The scope would include:
 - a. Working with patients;
 - b. Designing contracts.
4. The group would wish to delegate.

(a) in full; or

(b) in part:

(i) by area,

(ii) by service.
"""


def test_lettered_parts_take_the_number_above_them() -> None:
    assert [label for label, _ in labels(LETTERED)] == [
        "3",
        "3(a)",
        "3(b)",
        "4",
        "4(a)",
        "4(b)",
        "4(b)(i)",
        "4(b)(ii)",
    ]


def test_lettered_parts_have_their_paragraph_as_parent() -> None:
    passages = read(LETTERED)
    assert named(passages, "Working").text == "Working with patients;"
    assert parent_of(passages, "Designing") == "The scope would include:"
    assert parent_of(passages, "in part") == "The group would wish to delegate."
    assert parent_of(passages, "by service") == "in part:"


def test_i_after_h_is_the_ninth_letter() -> None:
    text = "1. These:\n\n" + "".join(f"({letter}) part {letter};\n\n" for letter in "abcdefghij")
    assert [label for label, _ in labels(text)][-3:] == ["1(h)", "1(i)", "1(j)"]


def test_i_v_and_x_after_other_romans_are_numerals() -> None:
    text = "(a) these:\n\n(i) one;\n\n(ii) two;\n\n(iii) three;\n\n(iv) four;\n\n(v) five;\n"
    assert [label for label, _ in labels(text)] == [
        "(a)", "(a)(i)", "(a)(ii)", "(a)(iii)", "(a)(iv)", "(a)(v)",
    ]  # fmt: skip


# Resolutions


AGREED = f"""AGREED:

1){NBSP}{NBSP} That the groups be asked to provide:

{NBSP}

a){NBSP}{NBSP} a review; and

b){NBSP}{NBSP} information; and

2){NBSP}{NBSP} That Healthwatch be asked for a review.

Councillor Reed left the meeting.
"""


def test_what_was_agreed_is_labelled_by_it() -> None:
    passages = read(AGREED)
    assert labels(AGREED) == [
        ("AGREED 1", "That the groups be asked to provide:"),
        ("AGREED 1a", "a review; and"),
        ("AGREED 1b", "information; and"),
        ("AGREED 2", "That Healthwatch be asked for a review."),
        ("¶1", "Councillor Reed left the meeting."),
    ]
    assert [p.kind for p in passages[:5]] == ["heading"] + ["resolution"] * 4
    assert passages[1].locator.section == ("AGREED",)
    assert parent_of(passages, "information") == "That the groups be asked to provide:"


@pytest.mark.parametrize("head", ["RESOLVED:-", "RESOLVED:", "**RESOLVED:**", "RESOLVED that:"])
def test_letters_below_a_resolution_without_numbers(head: str) -> None:
    text = f"{head}\n\n(a) That a report be made; and\n\n(b) That a letter be sent.\n"
    assert labels(text) == [
        ("RESOLVED (a)", "That a report be made; and"),
        ("RESOLVED (b)", "That a letter be sent."),
    ]
    assert {p.kind for p in read(text) if "That" in p.text} == {"resolution"}


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("RESOLVED: That the report be noted.", "RESOLVED", "That the report be noted."),
        ("RESOLVED – That the report be noted.", "RESOLVED", "That the report be noted."),
        ("AGREED that the report be noted.", "AGREED", "that the report be noted."),
        ("**ACTION:** Jane to write.", "ACTION", "Jane to write."),
        ("ACTION:\tJane to write.", "ACTION", "Jane to write."),
        ("That the report be noted and a reply be sent.", "¶1", None),
    ],
)
def test_a_resolution_in_one_line(line: str, label: str, words: str | None) -> None:
    (passage,) = read(line)
    assert (passage.kind, passage.locator.paragraph) == ("resolution", label)
    assert passage.text == (words or line)


def test_the_next_heading_ends_a_resolution() -> None:
    text = "RESOLVED:\n\n(a) That it be noted.\n\nFINANCE\n\n1. The fund was spent.\n"
    passage = named(read(text), "fund")
    assert (passage.kind, passage.locator.paragraph) == ("paragraph", "1")
    assert passage.locator.section == ("FINANCE",)


# Bullets


BULLETS = f"""It was noted that:-

·{NBSP}{NBSP}  There were benefits as:-

o{NBSP}{NBSP}  The group knew the pressures.

o{NBSP}{NBSP}  It could set targets.

·{NBSP}{NBSP}  There was no money.

The Chair thanked the officer.

-  The officer left.
"""


def test_bullets_are_counted_under_their_paragraph() -> None:
    assert labels(BULLETS) == [
        ("¶1", "It was noted that:-"),
        ("¶1 bullet 1", "There were benefits as:-"),
        ("¶1 bullet 1.1", "The group knew the pressures."),
        ("¶1 bullet 1.2", "It could set targets."),
        ("¶1 bullet 2", "There was no money."),
        ("¶2", "The Chair thanked the officer."),
        ("¶2 bullet 1", "The officer left."),
    ]


def test_a_bullet_has_what_introduces_it_as_parent() -> None:
    passages = read(BULLETS)
    assert parent_of(passages, "benefits") == "It was noted that:-"
    assert parent_of(passages, "pressures") == "There were benefits as:-"
    assert parent_of(passages, "targets") == "There were benefits as:-"
    assert parent_of(passages, "money") == "It was noted that:-"
    assert named(passages, "It was noted").parent is None


@pytest.mark.parametrize("marker", ["-", "–", "—", "•", "▪", "●", "*", "\uf0b7", "•\t"])
def test_bullets_of_every_shape(marker: str) -> None:
    text = f"2.1 The aims were:\n\n{marker} better care\n{marker} fewer beds\n"
    assert labels(text)[1:] == [
        ("2.1 bullet 1", "better care"),
        ("2.1 bullet 2", "fewer beds"),
    ]


def test_a_wrapped_bullet_is_one_item() -> None:
    text = "The aims were:\n- better care for people\n  at home\n- fewer beds\n"
    assert labels(text)[1] == ("¶1 bullet 1", "better care for people\n  at home")


def test_a_list_goes_on_after_a_paragraph_that_cut_it() -> None:
    text = "The points are:\n\n- one.\n\nThis needs saying.\n\n- two.\n"
    passages = read(text)
    assert labels(text)[-1] == ("¶1 bullet 2", "two.")
    assert parent_of(passages, "two.") == "The points are:"


def test_a_paragraph_that_announces_a_list_begins_a_new_one() -> None:
    text = "The points are:\n\n- one.\n\nThe risks are:\n\n- two.\n"
    assert labels(text)[-1] == ("¶2 bullet 1", "two.")


# Tables


def test_rows_of_a_table_are_labelled_under_their_paragraph_and_know_the_head() -> None:
    text = (
        "2.5 The table shows it:\n\n"
        "Function\tGreater\tJoint\n"
        "Budgets\tNo\tYes\n"
        "Complaints\tNo\tJointly\n"
        "---\t----\t----\n\n"
        "2.6 It was noted.\n"
    )
    passages = read(text)
    rows = [passage for passage in passages if passage.kind == "row"]
    assert [(row.locator.paragraph, row.header) for row in rows] == [
        ("2.5 row 1", None),
        ("2.5 row 2", "Function\tGreater\tJoint"),
        ("2.5 row 3", "Function\tGreater\tJoint"),
    ]
    assert rows[1].text == "Budgets\tNo\tYes"
    assert labels(text)[-1] == ("2.6", "It was noted.")


def test_a_markdown_table_without_a_number_is_counted() -> None:
    text = "| Name | Sum | Year |\n|---|---|---|\n| Vans | £3 | 2015 |\n"
    assert [(p.kind, p.locator.paragraph, p.header) for p in read(text)] == [
        ("row", "¶1", None),
        ("row", "¶2", "| Name | Sum | Year |"),
    ]


def test_a_table_of_names_and_values_has_no_head() -> None:
    text = "<b>Wards</b>\tAll\t\n<b>Director</b>\tSteven Marshall\t\n"
    assert [row.header for row in read(text)] == [None, None]


def test_a_head_reaches_no_further_than_its_table() -> None:
    table = "Name\tSum\tYear\nVans\t£3\t2015\n"
    text = f"{table}\nThe second table is this.\n\nBeds\t£4\t2016\n"
    assert named(read(text), "Vans").header == "Name\tSum\tYear"
    assert named(read(text), "Beds").header is None


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("a\tb", ["a", "b"]),
        ("| a | b |", ["a", "b"]),
        ("a\t b \t\t", ["a", "b"]),
        ("\tb", ["", "b"]),
        ("", []),
    ],
)
def test_cells_of_a_row(row: str, cells: list[str]) -> None:
    assert split_cells(row) == cells


# Paragraphs cut by lines and pages


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n12\n\n", "\n\nPage 3 of 9\n\n", "\n\f\n"])
def test_a_paragraph_that_a_page_cut_is_joined(between: str) -> None:
    text = f"28. Engagement was simple, asking only a{between}few key questions.\n"
    (passage,) = read(text)
    assert passage.locator.paragraph == "28"
    assert passage.text == f"Engagement was simple, asking only a{between}few key questions."


def test_a_numbered_paragraph_cut_before_a_name_is_joined() -> None:
    first = "Both parties will engage with local authorities and with the local Health & Wellbeing"
    (passage,) = read(f"3.4 {first}\n\nBoards and communities.\n")
    assert passage.text == f"{first}\n\nBoards and communities."


def test_a_finished_paragraph_is_not_joined_to_the_next() -> None:
    text = "The board met.\n\nand so it ended.\n"
    assert len(read(text)) == 2


def test_pages_are_counted_from_one() -> None:
    text = "The first page is here.\n\nThe second page is here.\n\nIt has two paragraphs.\n"
    passages = read(text, pages=(0, text.index("The second")))
    assert [passage.locator.page for passage in passages] == [1, 2, 2]
    assert {passage.locator.page for passage in read(text)} == {None}


# Headings


def test_headings_nest_by_their_level() -> None:
    text = (
        "# Board\n\n## 1.0 Purpose\n\n1.1 To note.\n\n### Detail\n\n"
        "It is told here.\n\n## 2.0 Money\n\n2.1 None was spent.\n"
    )
    passages = read(text)
    assert named(passages, "To note").locator.section == ("Board", "1.0 Purpose")
    assert named(passages, "told here").locator.section == ("Board", "1.0 Purpose", "Detail")
    assert named(passages, "None was").locator.section == ("Board", "2.0 Money")
    assert named(passages, "Money").locator.paragraph == "2.0"
    assert [p.text for p in passages if p.kind == "heading"] == [
        "Board",
        "1.0 Purpose",
        "Detail",
        "2.0 Money",
    ]


@pytest.mark.parametrize(
    ("line", "words", "start"),
    [
        ("## **4.0 Money**", "4.0 Money", 5),
        ("**Money**", "Money", 2),
        ("__Money__", "Money", 2),
        ("<b>Money</b>", "Money", 3),
        ("### Money ###", "Money", 4),
        ("MONEY", "MONEY", 0),
        ("<b>b</b>", "b", 3),
    ],
)
def test_marks_of_a_heading_stay_out_of_its_span(line: str, words: str, start: int) -> None:
    heading = read(f"{line}\n\nThe fund was spent.\n")[0]
    assert (heading.kind, heading.text, heading.start) == ("heading", words, start)


def test_numbered_headings_nest_by_their_numbers() -> None:
    text = "# 2.0 Levels\n\n# 2.1 Detail\n\nIt is told here.\n\n# 3.0 Money\n\nNone was spent.\n"
    passages = read(text)
    assert named(passages, "told here").locator.section == ("2.0 Levels", "2.1 Detail")
    assert named(passages, "None was").locator.section == ("3.0 Money",)


def test_a_paragraph_returns_to_the_section_of_its_number() -> None:
    text = "## 2.0 Levels\n\n2.4 There are:\n\n**Level 1**\n\nOne.\n\n2.5 The table is below.\n"
    passages = read(text)
    assert named(passages, "One.").locator.section == ("2.0 Levels", "Level 1")
    assert named(passages, "One.").locator.paragraph == "2.4"
    assert named(passages, "table").locator.section == ("2.0 Levels",)


def test_a_numbered_title_over_its_paragraphs_is_a_heading() -> None:
    passages = read(
        "5. Winter plan\n\nThe officer told of the plan.\n\n6. Falls\n\nIt was noted.\n"
    )
    assert [(p.kind, p.locator.paragraph, p.text) for p in passages] == [
        ("heading", "5", "Winter plan"),
        ("paragraph", "5", "The officer told of the plan."),
        ("heading", "6", "Falls"),
        ("paragraph", "6", "It was noted."),
    ]
    assert passages[1].locator.section == ("Winter plan",)


def test_a_title_without_a_full_stop_over_its_paragraphs() -> None:
    passages = read("The board met.\n\n3 Finance\n3.1 The fund was spent.\n")
    assert [(p.kind, p.locator.paragraph) for p in passages[1:]] == [
        ("heading", "3"),
        ("paragraph", "3.1"),
    ]
    assert passages[2].locator.section == ("3 Finance",)


@pytest.mark.parametrize(
    "line",
    [
        "29 July 2015",
        "## 29 July 2015",
        "Dear colleagues,",
        "Yours sincerely,",
        "From: Cllr Teresa O'Neill",
        "The fund was spent.",
        "Was it spent?",
        "it was spent",
    ],
)
def test_a_line_that_is_no_heading(line: str) -> None:
    assert [p.kind for p in read(f"{line}\n\nThe board met.\n")] == ["paragraph"] * 2


def test_the_name_under_a_letter_is_no_heading() -> None:
    passages = read(
        "Walk-in centre\n\nWe will pay.\n\nYours sincerely,\n\nJane Holt\n\nCopy sent.\n"
    )
    assert [p.kind for p in passages] == ["heading"] + ["paragraph"] * 4
    assert passages[-1].locator.section == ("Walk-in centre",)


@pytest.mark.parametrize(
    "noise", ["---", "***", "12", "- 12 -", "Page 2", "| --- | --- |", "<b></b>"]
)
def test_rules_and_page_numbers_are_no_passages(noise: str) -> None:
    assert labels(f"The board met.\n\n{noise}\n\nIt was noted.\n") == [
        ("¶1", "The board met."),
        ("¶2", "It was noted."),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "\ufeff", "***\n---\n"])
def test_a_text_without_words_has_no_passages(text: str) -> None:
    assert read(text) == ()


# What holds for any text

_MARKERS = st.sampled_from(
    [
        "", "", "1. ", "27. ", "3) ", "2.4 ", "3.4.2 ", "2.0 ", "(a) ", "b) ", "- c. ", "(i) ",
        "(iv) ", "- ", "•\t", "· ", f"o{NBSP}{NBSP} ", "* ", "# ", "## 1.0 ", "### **", "**", "<b>",
        "AGREED: ", "RESOLVED:-", "RESOLVED that ", "That it be ", "ACTION: ", "| a | ", "x\ty\t",
        "\ufeff", "\f", " ", "Yours sincerely,", "12 ", "Page 3",
    ]
)  # fmt: skip
_WORDS = st.one_of(
    st.sampled_from(
        ["", "Money", "The fund was spent.", "which was", "as follows:", "b", "**", "</b>", "2.4",
         "MONEY AND BEDS", "million", "29 July 2015", "a\tb\tc", "|", "”)"]
    ),
    st.text(max_size=30),
)  # fmt: skip
_ENDS = st.sampled_from(["\n", "\n\n", "**\n", "</b>\n", "\r\n", " |\n", "\n \n"])
_LINES = st.builds(lambda marker, words, end: marker + words + end, _MARKERS, _WORDS, _ENDS)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(_LINES, max_size=25).map("".join))
@example("<b>**</b>\n# <b></b>\n## ##\nx")
@example("<b>b</b>\n")
@example("1. **\n2. <b>\n")
def test_every_span_is_exact_ordered_and_not_empty(text: str) -> None:
    passages = read(text)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip()
    for before, after in pairwise(passages):
        assert before.end <= after.start


@settings(deadline=None)
@given(st.lists(_LINES, max_size=25).map("".join))
def test_ids_are_unique_and_parents_stand_before(text: str) -> None:
    passages = read(text)
    places = {passage.id: place for place, passage in enumerate(passages)}
    assert len(places) == len(passages)
    for place, passage in enumerate(passages):
        assert passage.parent is None or places[passage.parent] < place


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcdef ", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n\n".join(f"- {line}" for line in lines)
    assert [p.text for p in read(text)] == [line.strip() for line in lines]


@settings(deadline=None)
@given(st.lists(_LINES, max_size=20).map("".join), st.data())
def test_pages_never_go_back(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(1, max(len(text), 1)), max_size=4, unique=True))
    pages = [passage.locator.page for passage in read(text, pages=(0, *sorted(starts)))]
    numbers = [page for page in pages if page is not None]
    assert len(numbers) == len(pages)
    assert numbers == sorted(numbers)
    assert all(1 <= number <= len(starts) + 1 for number in numbers)


def test_in_a_text_of_long_lines_each_line_that_ends_a_sentence_is_a_paragraph() -> None:
    turn = "Mr Reed: " + "The centre would close in June because its lease is at an end. " * 4
    text = f"{turn.strip()}\nThe Chair: Thank you.\nMs Holt: I agree\nwith him on that.\n{turn}"
    words = [passage.text for passage in read_passages("d", text)]
    assert words == [
        turn.strip(),
        "The Chair: Thank you.",
        "Ms Holt: I agree\nwith him on that.",
        turn.strip(),
    ]


def test_in_a_wrapped_text_a_line_that_ends_a_sentence_ends_nothing() -> None:
    text = "The centre will close in June.\nIts lease cannot be renewed,\nand no site is known."
    assert [passage.text for passage in read_passages("d", text)] == [text]
