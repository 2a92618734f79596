"""Spreadsheets: sheets as headings, rows as table rows, numbers as they are displayed."""

from __future__ import annotations

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from corpus.errors import ReadingError
from corpus.reading import read_file
from corpus.reading.types import Reading
from corpus.reading.xlsx import reader as xlsx
from corpus.reading.xlsx.number_format import show
from corpus.reading.xlsx.reader import read_xlsx
from corpus.structure.passages import read_passages
from tests.office_files import save_zip

Value = str | int | float | bool | datetime.date | None


def save(path: Path, sheets: dict[str, list[list[Value]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.properties.title = "Budget"
    book.properties.created = datetime.datetime(2014, 5, 13, 9)
    book.save(path)
    return path


def headings(reading: Reading) -> list[str]:
    return [reading.text[heading.start :].split("\n")[0] for heading in reading.headings]


def test_sheets_titles_and_tables(tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        [None, None, None, None],
        [None, "Savings by scheme"],
        [None, "Scheme", None, "Saving", "Due"],
        [None, "Beds\nand wards", None, 1305.5, datetime.date(2014, 5, 13)],
        [],
        [None, "Theatres", None, 20, datetime.datetime(2014, 6, 1, 9, 30)],
        [],
        [None, "Owner", None, "Role"],
        [None, "Jo", None, True],
    ]
    reading = read_xlsx(save(tmp_path / "book.xlsx", {"Plan": rows, "Empty": [[]]}))
    assert reading.text == (
        "Plan\n\nSavings by scheme\n\nScheme\tSaving\tDue\nBeds and wards\t1305.5\t2014-05-13\n"
        "Theatres\t20\t2014-06-01 09:30\n\nOwner\tRole\nJo\tTRUE\n"
    )
    assert headings(reading) == ["Plan"]
    assert (reading.title, reading.written) == ("Budget", "2014-05-13")


def test_hidden_sheets_are_left_out_and_named(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["seen"])
    hidden = book.create_sheet("Lists")
    hidden.append(["unseen"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    reading = read_xlsx(tmp_path / "book.xlsx")
    assert "unseen" not in reading.text
    assert reading.notes == ("The hidden sheet “Lists” was left out.",)


def test_what_is_cut_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_ROWS", 3)
    path = save(tmp_path / "book.xlsx", {"Plan": [[f"row {n}", n] for n in range(5)]})
    reading = read_xlsx(path)
    assert reading.text == "Plan\n\nrow 0\t0\nrow 1\t1\nrow 2\t2\n"
    assert reading.notes == (
        "The sheet “Plan” was read up to its row 3; what follows was left out.",
    )


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1234.5, "#,##0", "1,235"),
        (1234.5, '"£"#,##0.00', "£1,234.50"),
        (3, "[$£-809]#,##0.00", "£3.00"),
        (0.045, "0.0%", "4.5%"),
        (-12, "#,##0;(#,##0)", "(12)"),
        (-12, "#,##0", "-12"),
        (0, '0;-0;"nil"', "nil"),
        (1_200_000, '0.0,,"m"', "1.2m"),
        (12, "0.##", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (5.0, "General", "5"),
        (3, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "3"),
        (1.25, "# ?/?", "1.25"),
        (float("inf"), "0.0", "inf"),
        (datetime.time(9, 5), "hh:mm", "09:05"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_numbers_as_displayed(value: object, number_format: str, shown: str) -> None:
    assert show(value, number_format) == shown


@given(st.one_of(st.integers(), st.floats()), st.text('0#?.,%;"[]$£-_* \\@/Ee\ue000', max_size=20))
def test_any_format_shows_any_number(value: float, number_format: str) -> None:
    assert "\n" not in show(value, number_format)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "book.xlsx", {"xl/workbook.xml": "<a/>"})
    with pytest.raises(ReadingError, match="damaged spreadsheet"):
        read_file(path)
    path.write_bytes(b"PK")
    with pytest.raises(ReadingError, match="damaged"):
        read_file(path)


SHARED = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<si><t>agreed</t></si></sst>"
)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_not_expanded(tmp_path: Path, part: str) -> None:
    path = save(tmp_path / "book.xlsx", {"Plan": [["agreed"]]})
    with ZipFile(path) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    types, sheet = "[Content_Types].xml", "xl/worksheets/sheet1.xml"
    entries["xl/sharedStrings.xml"] = STRINGS
    entries[types] = entries[types].replace("</Types>", SHARED)
    entries[sheet] = (
        entries[sheet]
        .replace('t="inlineStr"', 't="s"')
        .replace("<is><t>agreed</t></is>", "<v>0</v>")
    )
    save_zip(path, dict(entries))
    assert read_file(path).text == "Plan\n\nagreed\n"
    nested = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 20}">' for n in range(1, 9))
    entries[part] = f'<!DOCTYPE a [<!ENTITY x0 "0">{nested}]>' + entries[part].split("?>")[-1]
    for word in ("agreed", "<v>0"):
        entries[part] = entries[part].replace(word, word[:3].strip("agr0") + "&x8;")
    save_zip(path, dict(entries))
    with pytest.raises(ReadingError):
        read_file(path)


CELLS = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F), max_size=9)
SHEETS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(SHEETS)
def test_no_word_is_lost_and_spans_hold(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        values: list[list[Value]] = [[cell or None for cell in row] for row in rows]
        reading = read_xlsx(save(Path(folder) / "book.xlsx", {"Plan": values}))
    words = [cell for row in rows for cell in row if cell]
    assert reading.text.split() == (["Plan", *words] if words else [])
    assert headings(reading) == (["Plan"] if words else [])
    for passage in read_passages("book", reading.text, headings=reading.headings):
        assert reading.text[passage.start : passage.end] == passage.text
