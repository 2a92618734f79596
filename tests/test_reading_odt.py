"""OpenDocument texts: read as a person sees them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.odt.reader import read_odt
from corpus.reading.types import Reading
from corpus.structure.passages import read_passages
from tests.office_files import save_odt, save_zip

PROSE = "The Governing Body received the report and discussed what it says of the winter plan."


def number(level: int, kind: str, shown: int = 1, prefix: str = "", suffix: str = ".") -> str:
    return (
        f'<text:list-level-style-number text:level="{level}" style:num-format="{kind}"'
        f' text:display-levels="{shown}" style:num-prefix="{prefix}" style:num-suffix="{suffix}"/>'
    )


def bullet(level: int) -> str:
    return f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="-"/>'


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def style(name: str, properties: str, family: str = "paragraph") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}">'
        f"<style:text-properties {properties}/></style:style>"
    )


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*inner: str, style: str = "L", more: str = "") -> str:
    listed = "".join(f"<text:list-item>{item}</text:list-item>" for item in inner)
    return f'<text:list text:style-name="{style}" {more}>{listed}</text:list>'


def table(*rows: tuple[str, ...]) -> str:
    inner = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table>{inner}</table:table>"


def read(tmp_path: Path, body: str, automatic: str = "", common: str = "") -> Reading:
    return read_odt(save_odt(tmp_path / "paper.odt", body, automatic, common))


def lines(reading: Reading) -> list[str]:
    return [line for line in reading.text.split("\n") if line]


def headings(reading: Reading) -> list[tuple[int, str]]:
    return [
        (heading.level, reading.text[heading.start :].split("\n")[0])
        for heading in reading.headings
    ]


def test_numbers_are_written_out(tmp_path: Path) -> None:
    automatic = list_style(
        "L", number(1, "1"), number(2, "1", 2, "", ""), number(3, "a", 1, "(", ")")
    )
    inner = items(p("first"), p("second") + items(p("part"), p("other")), style="")
    body = items(p("One") + inner, p("Two") + p("goes on") + items(p("below"), style=""))
    assert lines(read(tmp_path, body, automatic)) == [
        "1. One", "1.1 first", "1.2 second", "(a) part", "(b) other",
        "2. Two", "goes on", "2.1 below",
    ]  # fmt: skip


def test_lists_go_on_where_they_say_so(tmp_path: Path) -> None:
    automatic = list_style("L", number(1, "i", suffix=")"), bullet(2), bullet(3))
    body = (
        items(p("a"), p("b"), more='xml:id="one"')
        + p(PROSE)
        + items(p("new list"))
        + items(p("goes on"), more='text:continue-numbering="true"')
        + items(p("with the first"), more='text:continue-list="one"')
        + items(items(p("point") + items(p("below"), style=""), style=""))
        + '<text:list text:style-name="L"><text:list-item text:start-value="9">'
        + p("nine")
        + "</text:list-item></text:list>"
    )
    assert lines(read(tmp_path, body, automatic)) == [
        "i) a", "ii) b", PROSE, "i) new list", "ii) goes on", "iii) with the first",
        "• point", "◦ below", "ix) nine",
    ]  # fmt: skip


def test_headings_with_the_numbers_of_the_outline(tmp_path: Path) -> None:
    common = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style>"
    )
    automatic = style("B", 'fo:font-weight="bold"')
    body = h("Plan") + h("Cost", 2) + p(PROSE) + h("Staff", 2) + p("By hand", "B") + p(PROSE)
    reading = read(tmp_path, body + h("Next"), automatic, common)
    assert headings(reading) == [
        (1, "1. Plan"), (2, "1.1 Cost"), (2, "1.2 Staff"), (3, "By hand"), (1, "2. Next"),
    ]  # fmt: skip


def test_tables_by_row(tmp_path: Path) -> None:
    wide = (
        "<table:table-row><table:table-cell table:number-columns-spanned='2'>"
        + p("Both")
        + "</table:table-cell><table:covered-table-cell/><table:table-cell>"
        + p("June")
        + "</table:table-cell></table:table-row>"
    )
    body = table(
        (p("Action"), p("Owner"), p("Due")), (p("Write") + p("it up"), p("Chair"), p("May"))
    ).replace("</table:table>", wide + "</table:table>")
    assert read(tmp_path, p("Before") + body).text == (
        "Before\n\nAction\tOwner\tDue\nWrite it up\tChair\tMay\nBoth\t\tJune\n"
    )


def test_what_is_tracked_hidden_or_said_beside_the_text(tmp_path: Path) -> None:
    automatic = style("H", 'text:display="none"', "text")
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("gone")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'kept<text:s text:c="2"/><text:change-start/>put in<text:change-end/>\n'
            '<text:a>link</text:a> <text:span text:style-name="H">secret</text:span>'
            "<office:annotation><text:p>comment</text:p></office:annotation>end"
        )
        + p("one<text:line-break/>two")
        + f'<text:section text:display="none">{p("unseen")}</text:section>'
        + f"<text:table-of-content>{p('Plan 3')}</text:table-of-content>"
    )
    reading = read(tmp_path, body, automatic)
    assert lines(reading) == ["kept put in link end", "one", "two"]
    assert reading.notes == (
        "Hidden text was left out (12 characters).",
        "The table of contents was left out.",
    )


def test_notes_and_text_boxes(tmp_path: Path) -> None:
    def note(kind: str, mark: str, words: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
            f"<text:note-body>{p(words)}</text:note-body></text:note>"
        )

    box = f"<draw:frame><draw:text-box>{p('In the box')}</draw:text-box></draw:frame>"
    body = (
        p(f"First{note('footnote', '1', 'See above.')}, indeed")
        + p(f"Second{note('endnote', 'i', 'See below.')}{box}")
        + p("Third")
    )
    assert lines(read(tmp_path, body)) == [
        "First ¹, indeed", "¹ See above.", "Second ⁱ", "In the box", "Third", "ⁱ See below.",
    ]  # fmt: skip


def test_properties(tmp_path: Path) -> None:
    meta = "<dc:title>Plan</dc:title><meta:creation-date>2014-05-13T09:00:00</meta:creation-date>"
    reading = read_odt(save_odt(tmp_path / "paper.odt", p("Body"), meta=meta))
    assert (reading.title, reading.written) == ("Plan", "2014-05-13")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "paper.odt", {"content.xml": "<a/>"})
    with pytest.raises(ReadingError, match="not an OpenDocument text"):
        read_file(path)
    save_zip(path, {"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "@@"})
    with pytest.raises(ReadingError, match="encrypted"):
        read_file(path)
    save_zip(path, {"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    with pytest.raises(ReadingError, match="declares XML entities"):
        read_file(path)


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
    automatic = list_style("L", number(1, "1")) + list_style("B", bullet(1))
    body = "".join(
        {
            "heading": h(one),
            "paragraph": p(f"{one} {two}."),
            "bullet": items(p(one), style="B"),
            "number": items(p(one)),
            "row": table((p(one), p(two))),
        }[kind]
        for kind, one, two in parts
    )
    with TemporaryDirectory() as folder:
        reading = read_odt(save_odt(Path(folder) / "paper.odt", body, automatic))
    expected = [f"{one} {two}" if kind in ("paragraph", "row") else one for kind, one, two in parts]
    found = [word.rstrip(".") for word in reading.text.split() if not word[0].isdigit()]
    assert [word for word in found if word != "•"] == " ".join(expected).split()
    assert [words for _, words in headings(reading)] == [
        one for kind, one, _ in parts if kind == "heading"
    ]
    for passage in read_passages("paper", reading.text, headings=reading.headings):
        assert reading.text[passage.start : passage.end] == passage.text
