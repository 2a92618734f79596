"""Metadata of files that no manifest describes: what the document says, and nothing made up."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from corpus.bodies import Body
from corpus.errors import CorpusError, ReadingError
from corpus.library import open_library
from corpus.metadata import find_metadata, make_id
from corpus.structure import read_passages
from corpus.types import Metadata

BODIES = (Body(name="Wolverhampton CCG"), Body(name="NHS England"))


def find(name: str, text: str, title: str | None = None) -> Metadata:
    return find_metadata(PurePosixPath(name), text, read_passages("d", text), BODIES, title=title)


def learnt(metadata: Metadata, field: str) -> tuple[object, str | None]:
    """A field and from where it was learnt."""
    return getattr(metadata, field), metadata.provenance.get(field)


def test_what_a_document_says_of_itself() -> None:
    text = (
        "Winter plan for Wolverhampton\n\nWolverhampton Clinical Commissioning Group\n\n"
        "Report of the meeting of 3 March 2016\n\nThe officer spoke.\n"
    )
    metadata = find("papers/item-7.txt", text)
    assert metadata.id == "papers-item-7"
    assert learnt(metadata, "title") == ("Winter plan for Wolverhampton", "first heading or line")
    assert learnt(metadata, "date") == ("2016-03-03", "line 5")
    assert learnt(metadata, "kind") == ("plan", "opening of the text")
    assert learnt(metadata, "body") == ("Wolverhampton CCG", "first body named in the text")
    assert metadata.committee is metadata.url is metadata.licence is metadata.note is None


def test_nothing_is_made_up() -> None:
    metadata = find("x.txt", "It was so.\n")
    assert metadata == Metadata(id="x", title="It was so.", provenance=metadata.provenance)
    assert learnt(metadata, "kind") == ("other", None)
    assert set(metadata.provenance) == {"id", "title"}


def test_the_file_name_speaks_first_of_date_and_kind() -> None:
    metadata = find("2014-09-03_minutes.txt", "Letter\n\nDear all,\n\nWe met on 1 May 2013.\n")
    assert learnt(metadata, "date") == ("2014-09-03", "file name")
    assert learnt(metadata, "kind") == ("minutes", "file name")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Minutes of the meeting", "minutes"),
        ("Present: Councillor Reed", "minutes"),
        ("Action log for the board", "action log"),
        ("To all\n\nDear colleagues,\n\nOur strategy is this.", "letter"),
        ("The five-year strategy", "strategy"),
        ("The five-year plan and a report", "plan"),
        ("Terms of reference of the board", "policy"),
        ("Agenda and reports", "agenda"),
        ("An update on falls", "report"),
        ("It planned and updated its papers", "other"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert find("a.txt", text + "\n").kind == kind


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Fenwick Borough Council\n\nIt met.", "Fenwick Borough Council"),
        ("the letter of NHS Dale and Fenwick CCG\n", "NHS Dale and Fenwick CCG"),
        ("NHS England wrote to Fenwick Borough Council", "NHS England"),
        ("the council met\n", None),
        ("x" * 500 + " Fenwick Borough Council", None),
    ],
)
def test_the_publisher_is_named_at_the_head(text: str, body: str | None) -> None:
    assert find("a.txt", text).body == body


def test_a_date_further_down_is_not_that_of_the_document() -> None:
    assert find("a.txt", "The board met. " * 120 + "on 3 March 2016").date is None


@pytest.mark.parametrize(
    ("text", "properties", "title", "source"),
    [
        (
            "# **Winter plan for Dale**\n",
            "draft 3",
            "Winter plan for Dale",
            "first heading or line",
        ),
        ("a\tb\tc d e f\n\nMinutes\n", "Board minutes", "Board minutes", "file properties"),
        ("Minutes\n", None, "item 7 final", "file name"),
    ],
)
def test_a_title_comes_from_the_best_of_its_sources(
    text: str, properties: str | None, title: str, source: str
) -> None:
    assert learnt(find("item_7-final.txt", text, properties), "title") == (title, source)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("2014/Board Minutes", "2014-board-minutes"),
        ("A & B (final)", "a-b-final"),
        ("été", "t"),
        ("报告", "document"),
    ],
)
def test_readable_ids(name: str, id: str) -> None:
    assert make_id(name) == id


# A folder without a manifest


def test_a_folder_of_files_is_a_corpus(small_corpus: Path) -> None:
    library = open_library(small_corpus)
    documents = {source.id: library.read(source) for source in library.sources}
    assert list(documents) == ["bcf-report", "ccg-letter", "panel-minutes"]
    said = {id: (d.metadata.kind, d.metadata.date, d.metadata.body) for id, d in documents.items()}
    assert said == {
        "bcf-report": ("report", None, None),
        "ccg-letter": ("letter", "2016-04-14", "Fenwick Clinical Commissioning Group"),
        "panel-minutes": ("minutes", "2016-03-03", "Fenwick Borough Council"),
    }
    report = documents["bcf-report"]
    assert (report.id, report.path) == ("bcf-report", "bcf-report.md")
    assert [(term.acronym, term.expansion) for term in report.terms] == [
        ("BCF", "Better Care Fund")
    ]
    for document in documents.values():
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text
            assert passage.id.startswith(f"{document.id}#")


def test_files_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("a.md", "a.txt", "sub/a.txt", "sub-a.txt", ".hidden/b.txt", ".b", "bodies.toml"):
        (tmp_path / name).write_text("# It was so\n", encoding="utf-8")
    library = open_library(tmp_path)
    assert [library.read(source).id for source in library.sources] == [
        source.id for source in library.sources
    ]
    assert [(source.id, source.name) for source in library.sources] == [
        ("a", "a.md"),
        ("a-2", "a.txt"),
        ("sub-a", "sub/a.txt"),
        ("sub-a-2", "sub-a.txt"),
    ]


def test_bodies_of_the_folder_are_known_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Ffos Panel\n\nIt met.\n", encoding="utf-8")
    (tmp_path / "bodies.toml").write_text(
        '[[body]]\nname = "Ffos Scrutiny Panel"\naliases = ["Ffos Panel"]\n', encoding="utf-8"
    )
    library = open_library(tmp_path)
    assert library.read(library.sources[0]).metadata.body == "Ffos Scrutiny Panel"
    assert "NHS England" in {body.name for body in library.bodies}


def test_a_file_that_cannot_be_read_leaves_the_others(small_corpus: Path) -> None:
    (small_corpus / "empty.txt").write_text("", encoding="utf-8")
    library = open_library(small_corpus)
    assert len(library.sources) == 4
    for source in library.sources:
        if source.id == "empty":
            with pytest.raises(ReadingError):
                library.read(source)
        else:
            assert library.read(source).passages


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with pytest.raises(CorpusError, match="no documents in this folder"):
        open_library(tmp_path)
    with pytest.raises(CorpusError, match="no such corpus folder"):
        open_library(tmp_path / "gone")
    file.write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="not a folder"):
        open_library(file)
