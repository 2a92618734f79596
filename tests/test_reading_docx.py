"""Word documents: read as a person sees them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.docx.reader import read_docx
from corpus.reading.types import Reading
from corpus.structure.passages import read_passages
from tests.office_files import level, listed, numbering, p, save_docx, save_zip, table

HEADED = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
    for n in (1, 2, 3)
)
BOLD = "<w:b/>"
PROSE = "The Governing Body received the report and discussed what it says of the winter plan."


def head(text: str, depth: int = 1) -> str:
    return p(text, f'<w:pStyle w:val="H{depth}"/>')


def read(tmp_path: Path, body: str, **parts: str) -> Reading:
    return read_docx(save_docx(tmp_path / "paper.docx", body, **parts))


def lines(reading: Reading) -> list[str]:
    return [line for line in reading.text.split("\n") if line]


def headings(reading: Reading) -> list[tuple[int, str]]:
    return [
        (heading.level, reading.text[heading.start :].split("\n")[0])
        for heading in reading.headings
    ]


def test_numbers_are_written_out(tmp_path: Path) -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerLetter", "(%3)")
        + level(3, "lowerRoman", "%4)")
        + level(4, "upperLetter", "%5.")
    )
    body = "".join(
        listed(text, depth)
        for depth, text in [
            (0, "One"), (1, "first"), (1, "second"), (2, "a part"), (2, "b part"), (3, "deep"),
            (1, "third"), (2, "anew"), (0, "Two"), (1, "below two"), (4, "capital"),
        ]
    )  # fmt: skip
    assert lines(read(tmp_path, body, numbering=numbering(levels))) == [
        "1. One", "1.1 first", "1.2 second", "(a) a part", "(b) b part", "i) deep",
        "1.3 third", "(a) anew", "2. Two", "2.1 below two", "A. capital",
    ]  # fmt: skip


def test_lists_restart_where_they_say_so(tmp_path: Path) -> None:
    override = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = "".join(
        (
            listed("a"), listed("b", 1), listed("c"), listed("goes on", 1),
            listed("starts at five", 0, 2), listed("six", 0, 2), listed("shares the count", 0, 3),
        )
    )  # fmt: skip
    assert lines(read(tmp_path, body, numbering=numbering(levels, nums=override))) == [
        "1. a", "1) b", "2. c", "2) goes on", "5. starts at five", "6. six", "7. shares the count",
    ]  # fmt: skip


def test_numbers_that_a_style_gives(tmp_path: Path) -> None:
    styles = HEADED + (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/>'
        '<w:basedOn w:val="Clause"/></w:style>'
    )
    levels = level(0, "decimal", "%1", '<w:pStyle w:val="Clause"/>') + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/>'
    )
    out = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("Purpose", '<w:pStyle w:val="Clause"/>')
        + p("We report.", '<w:pStyle w:val="Sub"/>')
        + p("Not numbered.", f'<w:pStyle w:val="Clause"/>{out}')
        + p("Next", '<w:pStyle w:val="Clause"/><w:outlineLvl w:val="1"/>')
    )
    reading = read(tmp_path, body, styles=styles, numbering=numbering(levels))
    assert lines(reading) == ["1 Purpose", "1.1 We report.", "Not numbered.", "2 Next"]
    assert headings(reading) == [(2, "2 Next")]


def test_bullets_by_depth(tmp_path: Path) -> None:
    levels = level(0, "bullet", "\uf0b7") + level(1, "bullet", "o") + level(2, "bullet", "-")
    body = listed("one") + listed("two", 1) + listed("three", 2) + listed("", 0) + listed("four")
    assert lines(read(tmp_path, body, numbering=numbering(levels))) == [
        "• one", "◦ two", "▪ three", "• four",
    ]  # fmt: skip


def test_headings_by_style_and_by_hand(tmp_path: Path) -> None:
    body = (
        head("Winter plan")
        + head("Finance", 2)
        + p("Risks", run=BOLD)
        + p(PROSE)
        + p("Staffing", run="<w:i/>")
        + p(PROSE)
        + p("Venue: Town Hall", run=BOLD)
        + p("4 May 2014", run=BOLD)
        + p("This is a whole sentence in bold.", run=BOLD)
        + head("A heading's style on a paragraph that runs on for a line or two. " + PROSE)
        + p("Item 4: Budget", run=BOLD)
        + p(PROSE)
        + p("Jane Smith", run=BOLD)
    )
    assert headings(read(tmp_path, body, styles=HEADED)) == [
        (1, "Winter plan"),
        (2, "Finance"),
        (3, "Risks"),
        (4, "Staffing"),
        (3, "Item 4: Budget"),
    ]


def test_bold_throughout_makes_no_headings(tmp_path: Path) -> None:
    body = p("Winter plan", run=BOLD) + p(PROSE, run=BOLD) + p("And more", run=BOLD) + p("x")
    assert not read(tmp_path, body).headings


def test_tables_by_row(tmp_path: Path) -> None:
    spanning = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Both")}'
    start = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("Chair")}'
    rest = f"<w:tcPr><w:vMerge/></w:tcPr>{p('')}"
    broken = "<w:p><w:r><w:t>two</w:t><w:br/><w:t>lines</w:t></w:r></w:p>" + p("and more")
    body = (
        p("Before")
        + table(
            (p("Action"), p("Owner"), p("Due"), p("")),
            (broken, start, p("May"), p("")),
            (p("Second"), rest, p("June"), p("")),
            (spanning, p("July"), p("")),
            (p(""), p(""), p(""), p("")),
        )
        + p("After")
    )
    assert read(tmp_path, body).text == (
        "Before\n\nAction\tOwner\tDue\ntwo lines and more\tChair\tMay\nSecond\t\tJune\n"
        "Both\t\tJuly\n\nAfter\n"
    )


def test_tables_that_lay_out_text_are_paragraphs(tmp_path: Path) -> None:
    inner = table((p("Name"), p("Role")), (p("Jo"), p("Chair")))
    said = "".join(p(f"{n}. {PROSE} {PROSE}") for n in ("Firstly", "Secondly", "Thirdly"))
    minutes = table(
        (p("Item"), p("Discussion"), p("Action")),
        (p("14/01"), p("Welcome", run=BOLD) + said, p("The Chair")),
        (p("14/02"), p("Apologies were noted."), p("")),
    )
    assert lines(read(tmp_path, table((p("One"),), (p("Two") + inner,)))) == [
        "One", "Two", "Name\tRole", "Jo\tChair",
    ]  # fmt: skip
    reading = read(tmp_path, minutes)
    assert lines(reading) == [
        "Item\tDiscussion\tAction",
        "14/01 Welcome",
        *(f"{n}. {PROSE} {PROSE}" for n in ("Firstly", "Secondly", "Thirdly")),
        "Action: The Chair",
        "14/02 Apologies were noted.",
    ]
    assert headings(reading) == [(1, "14/01 Welcome")]


def test_words_in_columns_by_tabs_are_a_table(tmp_path: Path) -> None:
    tab = "</w:t><w:tab/><w:t>"
    body = "".join(
        p(text).replace("TAB", tab)
        for text in ("PresentTABJo Smith", "TABAl Jones", "1.TABWelcome", "One tabTABhere", PROSE)
    )
    assert read(tmp_path, body).text == (
        f"Present\tJo Smith\n\tAl Jones\n\n1. Welcome\n\nOne tab here\n\n{PROSE}\n"
    )


def test_what_is_tracked_hidden_or_said_beside_the_text(tmp_path: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    gone = "<w:r><w:delText>gone </w:delText></w:r>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("7 ")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        f"<w:p>{run('kept ')}<w:del>{gone}</w:del><w:ins>{run('put in ')}</w:ins>"
        f"<w:moveFrom>{run('moved ')}</w:moveFrom><w:hyperlink>{run('link ')}</w:hyperlink>"
        f"{field}<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
        f"<w:r><w:noBreakHyphen/><w:softHyphen/></w:r><w:smartTag>{run('end')}</w:smartTag></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("one ") + "</w:p>" + p("paragraph")
    )
    reading = read(tmp_path, body)
    assert lines(reading) == ["kept put in link 7 -end", "one paragraph"]
    assert reading.notes == ("Hidden text was left out (6 characters).",)


def test_notes_stand_after_their_paragraph_and_at_the_end(tmp_path: Path) -> None:
    def noted(text: str, kind: str, id: int) -> str:
        return p(text).replace("</w:p>", f'<w:r><w:{kind}Reference w:id="{id}"/></w:r></w:p>')

    body = noted("First", "footnote", 2) + noted("Second", "endnote", 2) + p("Third")
    foot = f'<w:footnote w:type="separator" w:id="1">{p("---")}</w:footnote>'
    foot += f'<w:footnote w:id="2">{p("See above.")}</w:footnote>'
    end = f'<w:endnote w:id="2">{p("See below.")}</w:endnote>'
    assert lines(read(tmp_path, body, footnotes=foot, endnotes=end)) == [
        "First ¹", "¹ See above.", "Second ⁱ", "Third", "ⁱ See below.",
    ]  # fmt: skip


def test_text_boxes_once_though_written_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Beside it</w:t></w:r></w:p>"
    )
    assert lines(read(tmp_path, body)) == ["Beside it", "In the box"]


def test_properties_and_contents(tmp_path: Path) -> None:
    core = "<dc:title>Winter plan</dc:title><dcterms:created>2014-05-13T09:00:00Z</dcterms:created>"
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Finance 3')}</w:sdtContent></w:sdt>"
    )
    reading = read(tmp_path, contents + p("Body"), core=core)
    assert (reading.title, reading.written) == ("Winter plan", "2014-05-13")
    assert (lines(reading), reading.notes) == (["Body"], ("The table of contents was left out.",))


def test_a_document_by_another_program(tmp_path: Path) -> None:
    document: Document = docx.Document()
    document.add_heading("Winter plan", 1)
    document.add_paragraph("We agreed.", style="List Number")
    document.add_paragraph("We acted.", style="List Number")
    document.add_paragraph("A point.", style="List Bullet")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Jo", "Chair"
    document.save(str(tmp_path / "paper.docx"))
    reading = read_file(tmp_path / "paper.docx")
    assert lines(reading) == [
        "Winter plan",
        "1. We agreed.",
        "2. We acted.",
        "• A point.",
        "Jo\tChair",
    ]
    assert headings(reading) == [(1, "Winter plan")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    for data, reason in [
        (b"no archive", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"", "damaged"),
    ]:
        path.write_bytes(data)
        with pytest.raises(ReadingError, match=reason):
            read_file(path)
    save_zip(path, {"notes.txt": "no document"})
    with pytest.raises(ReadingError, match="not a Word document"):
        read_file(path)
    save_docx(path, "<w:p>")
    with pytest.raises(ReadingError, match=r"paper\.docx .*damaged XML"):
        read_file(path)
    save_docx(path, p(" "))
    with pytest.raises(ReadingError, match="no text"):
        read_file(path)


def test_hostile_xml(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    bomb = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE d [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    for declared in (bomb, outside):
        document = f'{declared}<w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'
        save_zip(path, {"word/document.xml": document})
        with pytest.raises(ReadingError, match="declares XML entities"):
            read_file(path)
    cell = p("deep")
    for _ in range(100):
        cell = table((cell + p(""),))
    save_docx(path, cell)
    with pytest.raises(ReadingError, match="damaged XML"):
        read_file(path)


def test_circles_of_styles_and_lists_end(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:numStyleLink w:val="A"/>'
    reading = read(
        tmp_path, p("Text", '<w:pStyle w:val="A"/>'), styles=styles, numbering=numbering(linked)
    )
    assert lines(reading) == ["Text"]


WORDS = st.lists(
    st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), min_size=1, max_size=9),
    min_size=1,
    max_size=8,
).map(" ".join)
PARTS = st.lists(
    st.tuples(st.sampled_from(["heading", "paragraph", "bullet", "number", "row"]), WORDS, WORDS),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(PARTS)
def test_no_word_is_lost_and_spans_hold(parts: list[tuple[str, str, str]]) -> None:
    lists = numbering(level(0, "bullet", "-"), level(0, "decimal", "%1."))
    body = "".join(
        {
            "heading": head(one),
            "paragraph": p(f"{one} {two}."),
            "bullet": listed(one, 0, 1),
            "number": listed(one, 0, 2),
            "row": table((p(one), p(two))),
        }[kind]
        for kind, one, two in parts
    )
    with TemporaryDirectory() as folder:
        path = save_docx(Path(folder) / "paper.docx", body, styles=HEADED, numbering=lists)
        reading = read_docx(path)
    expected = [f"{one} {two}" if kind in ("paragraph", "row") else one for kind, one, two in parts]
    found = [word.rstrip(".") for word in reading.text.split() if not word[0].isdigit()]
    assert [word for word in found if word != "•"] == " ".join(expected).split()
    assert [words for _, words in headings(reading)] == [
        one for kind, one, _ in parts if kind == "heading"
    ]
    for passage in read_passages("paper", reading.text, headings=reading.headings):
        assert reading.text[passage.start : passage.end] == passage.text
