"""PDF files: their text as a person reads the page."""

from __future__ import annotations

import functools
import operator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.structure.passages import read_passages
from tests.pdf_world import LEFT, RIGHT, SIZE, STEP, TOP, WIDTH, Paper, read

PROSE = (
    "The board considered the report of the chief officer and asked that a further paper be "
    "brought to its next meeting, setting out how the savings would be made and by whom."
)


# Paragraphs


def test_lines_of_a_paragraph_stay_together_and_a_gap_parts_two(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.paragraph(PROSE)
        paper.paragraph("A second paragraph.")

    text = read(tmp_path, draw).text
    first, second = text.rstrip().split("\n\n")
    assert " ".join(first.split("\n")) == PROSE
    assert second == "A second paragraph."


def test_a_heading_in_bold_stands_apart_without_a_gap(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.line("Apologies for absence", bold=True)
        paper.paragraph(PROSE, gap=0)

    assert read(tmp_path, draw).text.startswith("Apologies for absence\n\nThe board")


def test_a_line_that_ends_its_sentence_with_room_to_spare_ends_its_paragraph(
    tmp_path: Path,
) -> None:
    def draw(paper: Paper) -> None:
        paper.paragraph(f"{PROSE} It was agreed.")
        paper.paragraph(PROSE, gap=0)

    assert "agreed.\n\nThe board" in read(tmp_path, draw).text


def test_a_sentence_goes_on_over_the_end_of_a_page(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.line("It was agreed that the chief officer would bring a paper on the savings and")
        paper.page()
        paper.line("on the posts that would be lost.")

    reading = read(tmp_path, draw)
    assert "savings and\non the posts" in reading.text
    assert reading.text[reading.pages[1] :].startswith("on the posts")


def test_numbers_that_stand_in_the_margin_come_before_their_text(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for number in ("12", "2.4", "(a)", "iv."):
            paper.at(number, LEFT, paper.y - 8)
            paper.paragraph(PROSE, x=LEFT + 45)

    text = read(tmp_path, draw).text
    for number in ("12", "2.4", "(a)", "iv."):
        assert f"{number} The board considered" in text
    labels = [
        passage.locator.paragraph for passage in read_passages("a", text) if passage.text in text
    ]
    assert "2.4" in labels


@pytest.mark.parametrize(("sign", "written"), [("•", "•"), ("o", "◦"), ("-", "-"), ("■", "•")])
def test_bullets_are_written_one_way(tmp_path: Path, sign: str, written: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def draw(paper: Paper) -> None:
        for words in ("the first of the matters", "the second of them"):
            if sign == "■":
                paper.canvas.setFont("ZapfDingbats", SIZE)
                paper.canvas.drawString(LEFT + 18, paper.y, "n")
            else:
                paper.at(sign, LEFT + 18, paper.y)
            paper.line(words, x=LEFT + 36)

    assert f"{written} the first of the matters\n{written} the second" in read(tmp_path, draw).text


def test_a_raised_sign_stands_by_the_word_that_it_marks(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.at("The 17", LEFT, 700)
        end = LEFT + paper.canvas.stringWidth("The 17", "Helvetica", SIZE)
        paper.at("th", end, 706, size=7)
        paper.at(" of October, as reported", end + 7, 700)
        end += 7 + paper.canvas.stringWidth(" of October, as reported", "Helvetica", SIZE)
        paper.at("2", end, 705, size=7)

    assert read(tmp_path, draw).text == "The 17th of October, as reported²\n\n"


# Words


def test_words_cut_at_the_end_of_a_line_are_made_whole(tmp_path: Path) -> None:
    lines = (
        "The commissioning of services was discussed. It was for the commis-",
        "sioning group, with the co-ordinated support of all. Support is co-",
        "ordinated by the board. This is a matter of long-",
        "term planning and of short-",
        "and long-term needs, under transforma-",
        "tion.",
    )

    def draw(paper: Paper) -> None:
        for line in lines:
            paper.line(line)

    text = read(tmp_path, draw).text
    assert "the commissioning\ngroup" in text  # elsewhere without a hyphen
    assert "is co-ordinated\nby" in text  # elsewhere with one
    assert "long-term\nplanning" in text  # nothing says: it stays
    assert "short-\nand long-term" in text
    assert "transformation." in text  # no word ends so by itself


def test_soft_hyphens_and_ligatures_are_letters_again(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: F401  # its fonts are known once imported

    def draw(paper: Paper) -> None:
        paper.line("It is the commit\u00ad")
        paper.line("tee that decides.")

    assert "committee\nthat decides" in read(tmp_path, draw).text


# Columns and tables


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    middle = WIDTH / 2

    def draw(paper: Paper) -> None:
        paper.line("A title that runs across both of the columns of the newsletter", size=14)
        start = paper.y
        for number in range(3):
            paper.paragraph(f"Left {number}. {PROSE}", right=middle - 15)
        paper.y = start - 3
        for number in range(3):
            paper.paragraph(f"Right {number}. {PROSE} {PROSE}", x=middle + 15)

    text = read(tmp_path, draw).text
    places = [text.index(f"{side} {number}.") for side in ("Left", "Right") for number in range(3)]
    assert places == sorted(places)
    assert " ".join(text.split()).count(PROSE) == 9


def test_three_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    paragraphs = [[f"{letter}{number} {PROSE}" for number in range(3)] for letter in "ABC"]
    paragraphs[0][0] += " It was agreed that the plan would be looked at again in the spring."
    paragraphs[2][0] += f" {PROSE}"

    def draw(paper: Paper) -> None:
        start = paper.y
        for column, column_paragraphs in enumerate(paragraphs):
            paper.y = start - column
            left = 40 + 180 * column
            for paragraph in column_paragraphs:
                paper.paragraph(paragraph, x=left, right=left + 160)

    text = read(tmp_path, draw).text
    assert " ".join(text.split()) == " ".join(functools.reduce(operator.iadd, paragraphs, []))


ROWS = (
    ("Action", "Owner", "Due"),
    ("Bring a paper on savings", "Jane Smith", "3 May"),
    ("Write to the trust", "Ann Lee", "June"),
    ("Report to the board on progress", "Sam Poole", "12 July"),
)


def test_a_table_with_rules_has_a_line_a_row(tmp_path: Path) -> None:
    columns = (LEFT, LEFT + 150, LEFT + 260, RIGHT)

    def draw(paper: Paper) -> None:
        paper.line("The actions were these.")
        rows = [paper.y - 40 * number for number in range(len(ROWS) + 1)]
        paper.canvas.grid(list(columns), rows)
        for row, y in zip(ROWS, rows, strict=False):
            for cell, x in zip(row, columns, strict=False):
                words = cell.split()
                paper.at(" ".join(words[:4]), x + 4, y - 15)
                paper.at(" ".join(words[4:]), x + 4, y - 15 - STEP)
        paper.y = rows[-1] - 20
        paper.line("Nothing else was agreed.")

    text = read(tmp_path, draw).text
    table = "\n".join("\t".join(row) for row in ROWS)
    assert text == f"The actions were these.\n\n{table}\n\nNothing else was agreed.\n\n"


def test_a_table_without_rules_has_a_line_a_row(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.paragraph(PROSE)
        paper.y -= 10
        for row in ROWS:
            for cell, x in zip(row, (LEFT, LEFT + 200, LEFT + 320), strict=True):
                paper.at(cell, x, paper.y)
            paper.y -= STEP * 1.5
        paper.paragraph(PROSE)

    text = read(tmp_path, draw).text
    assert "\n\n" + "\n".join("\t".join(row) for row in ROWS) + "\n\n" in text


def test_a_cell_over_two_rows_stands_in_the_first(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        canvas = paper.canvas
        canvas.rect(100, 600, 300, 60)
        canvas.line(200, 600, 200, 660)
        canvas.line(200, 630, 400, 630)
        for words, x, y in (("Both", 110, 640), ("one", 210, 640), ("two", 210, 610)):
            paper.at(words, x, y)

    assert read(tmp_path, draw).text == "Both\tone\n\ttwo\n\n"


def test_text_that_a_grid_is_laid_under_is_read_as_text(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.grid([LEFT, LEFT + 40, RIGHT - 60, RIGHT], [TOP, TOP - 200])
        paper.at("2.1", LEFT + 4, TOP - 15)
        paper.at("JS", RIGHT - 50, TOP - 15)
        paper.y = TOP - 7
        for _ in range(3):
            paper.paragraph(PROSE, x=LEFT + 44, right=RIGHT - 70)

    text = read(tmp_path, draw).text
    assert text.startswith("2.1 The board considered")
    assert "\t" not in text
    assert text.count("The board considered") == 3


def test_a_note_in_the_margin_ends_its_paragraph(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for number in range(3):
            if number == 1:
                paper.at("ACTION: JB", RIGHT - 60, paper.y - 8)
            paper.paragraph(f"{number + 1}. {PROSE}", right=RIGHT - 90)

    text = read(tmp_path, draw).text
    assert "and by whom.  ACTION: JB\n\n3. The board" in text


# Pages


def test_what_stands_on_every_page_is_left_out(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for number in range(1, 6):
            paper.at("Leicester City CCG Governing Body", LEFT, 810)
            paper.at(f"Page {number} of 5", 270, 40)
            paper.line(f"Item {number}", gap=3 * number)
            paper.paragraph(PROSE)
            paper.page()

    reading = read(tmp_path, draw)
    assert "Leicester" not in reading.text
    assert "Page" not in reading.text
    assert reading.text.count("The board considered") == 5
    assert reading.labels == ("1", "2", "3", "4", "5")


def test_a_header_of_the_first_page_alone_is_text(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.at("Minutes of the meeting of 3 May", LEFT, 810)
        for number in range(3, 7):
            paper.at(str(number), 290, 40)
            paper.paragraph(f"Item {number}. {PROSE}")
            paper.page()

    reading = read(tmp_path, draw)
    assert reading.text.startswith("Minutes of the meeting of 3 May\n\n")
    assert reading.labels == ("3", "4", "5", "6")


def test_rows_of_numbers_at_the_top_of_pages_are_text(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for number in (17, 52, 31):
            for place in range(4):
                paper.at(str(number + 7 * place), LEFT + 100 * place, 790)
            paper.page()

    text = read(tmp_path, draw).text
    assert text.split() == ["17", "24", "31", "38", "52", "59", "66", "73", "31", "38", "45", "52"]


def test_labels_that_the_file_defines(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for style, start, page in (("ROMAN_LOWER", 1, 0), ("ARABIC", 1, 2)):
            paper.canvas.addPageLabel(page, style=style, start=start)
        for number in range(4):
            paper.paragraph(f"Part {number}. {PROSE}", gap=20 * number)
            paper.page()

    assert read(tmp_path, draw).labels == ("i", "ii", "1", "2")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_turned_reads_as_it_is_held(tmp_path: Path, turn: int) -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.setPageRotation(turn)
        paper.y = 400  # turned, the page is less high
        paper.paragraph(PROSE)

    assert " ".join(read(tmp_path, draw).text.split()) == PROSE


def test_a_page_written_along_its_long_side_is_read(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        paper.at("DRAFT", 300, 500)
        paper.canvas.rotate(90)
        paper.canvas.translate(0, -WIDTH)
        paper.y = WIDTH - 60
        paper.paragraph(PROSE)

    text = " ".join(read(tmp_path, draw).text.split())
    assert text == f"{PROSE} DRAFT"


# Properties


def test_bookmarks_are_headings_with_their_levels(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        for level, words in ((0, "1. Finance"), (1, "1.1 Month twelve"), (0, "2. Any other")):
            paper.canvas.bookmarkPage(words)
            paper.canvas.addOutlineEntry(words.split(" ", 1)[1].upper(), words, level=level)
            paper.line(words, gap=10, bold=True)
            paper.paragraph(PROSE)

    reading = read(tmp_path, draw)
    found = [
        (heading.level, reading.text[heading.start :].split("\n", 1)[0])
        for heading in reading.headings
    ]
    assert found == [(1, "1. Finance"), (2, "1.1 Month twelve"), (1, "2. Any other")]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Commissioning strategy", "Commissioning strategy"),
        ("Microsoft Word - minutes.doc", None),
        ("minutes final v2.docx", None),
        ("untitled", None),
    ],
)
def test_a_title_that_a_program_made_up_is_none(
    tmp_path: Path, title: str, kept: str | None
) -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.setTitle(title)
        paper.line("Minutes")

    reading = read(tmp_path, draw)
    assert reading.title == kept
    assert reading.written == "2000-01-01"


# Anything

_WORDS = st.text(st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=9)
_PARAGRAPHS = st.lists(
    st.lists(_WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(pages=st.lists(_PARAGRAPHS, min_size=1, max_size=3), bold=st.booleans())
def test_no_word_is_lost_and_every_span_is_exact(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[str]], bold: bool
) -> None:
    def draw(paper: Paper) -> None:
        for number, paragraphs in enumerate(pages):
            paper.at("Running header", LEFT, 815)
            paper.at(str(number + 1), 290, 30)
            for paragraph in paragraphs[:8]:
                paper.paragraph(paragraph, gap=8 + 5 * number)
            paper.line("The end of it", bold=bold, gap=5 * number)
            paper.page()

    reading = read(tmp_path_factory.mktemp("pdf"), draw)
    written = [
        word for page in pages for words in [*page[:8], "The end of it"] for word in words.split()
    ]
    expected = written if len(pages) > 1 else ["Running", "header", *written]
    assert reading.text.split() == expected
    assert len(reading.pages) == len(pages)
    for passage in read_passages("a", reading.text, reading.pages):
        assert reading.text[passage.start : passage.end] == passage.text
