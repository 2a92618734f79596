"""Names that are made safe, and files that are none of anybody's documents."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.junk import is_junk
from corpus.keeping.names import numbered, safe_name, safe_path


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Minutes 3 March 2016.pdf", "Minutes 3 March 2016.pdf"),
        ("Cyngor Sir Ynys Môn.docx", "Cyngor Sir Ynys Môn.docx"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("Item 4: budget?.pdf", "Item 4 budget.pdf"),
        ("a\tb\n c.txt", "a b c.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("...hidden.txt", "hidden.txt"),
        ("~$lock.docx", "$lock.docx"),
        ("..", "document"),
        ("", "document"),
        ("\ud800", "document"),
        ("con.txt", "con_.txt"),
        ("end. ", "end"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    safe = safe_name("é" * 300 + ".pdf")
    assert len(safe.encode()) <= 150
    assert safe.endswith("é.pdf")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_name_can_leave_its_folder_or_be_hidden(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert 0 < len(safe.encode()) <= 150
    assert PurePosixPath(safe).name == safe
    assert not safe.startswith((".", " ", "~"))
    assert not set(safe) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(character).startswith("C") for character in safe)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_path_can_lead_upwards(parts: list[str]) -> None:
    assert (Path("/corpus") / safe_path(parts)).resolve().is_relative_to("/corpus")
    assert len(PurePosixPath(safe_path(parts)).parts) == len(parts)


def test_a_number_stands_before_the_suffix() -> None:
    assert numbered("a/report.pdf", 2) == "a/report-2.pdf"
    assert numbered("a.b/report", 3) == "a.b/report-3"


@pytest.mark.parametrize(
    ("path", "junk"),
    [
        ("Thumbs.db", True),
        ("a/.DS_Store", True),
        ("__MACOSX/a.txt", True),
        ("a/~$minutes.docx", True),
        ("._minutes.pdf", True),
        (".~lock.minutes.odt#", True),
        ("minutes.pdf", False),
        ("git/a.txt", False),
    ],
)
def test_what_a_system_keeps_is_known(path: str, junk: bool) -> None:
    assert is_junk(PurePosixPath(path).parts) == junk
