"""Metadata of files that no manifest describes: what the document says, and nothing made up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest

from corpus.bodies import Body
from corpus.errors import CorpusError, ReadingError
from corpus.library import open_library
from corpus.manifest import override
from corpus.metadata.find import find_metadata, make_id
from corpus.structure.passages import read_passages
from corpus.types import Metadata

BODIES = (Body(name="Wolverhampton CCG"), Body(name="NHS England"))


def find(
    name: str,
    text: str,
    title: str | None = None,
    written: str | None = None,
    stated: Mapping[str, str] = MappingProxyType({}),
) -> Metadata:
    return find_metadata(
        PurePosixPath(name),
        text,
        read_passages("d", text),
        BODIES,
        title=title,
        written=written,
        stated=stated,
    )


def learnt(metadata: Metadata, field: str) -> tuple[object, str | None]:
    """A field and from where it was learnt."""
    return getattr(metadata, field), metadata.provenance.get(field)


def sure(metadata: Metadata, field: str) -> tuple[object, str | None]:
    """A field and how sure it is."""
    return getattr(metadata, field), metadata.confidence.get(field)


def test_what_a_document_says_of_itself() -> None:
    text = (
        "Winter plan for Wolverhampton\n\nWolverhampton Clinical Commissioning Group\n\n"
        "Report of the meeting of 3 March 2016\n\nThe officer spoke.\n"
    )
    metadata = find("papers/item-7.txt", text)
    assert metadata.id == "papers-item-7"
    assert learnt(metadata, "title") == ("Winter plan for Wolverhampton", "line 1")
    assert learnt(metadata, "date") == ("2016-03-03", "line 5")
    assert learnt(metadata, "kind") == ("plan", "line 1")
    assert learnt(metadata, "body") == ("Wolverhampton CCG", "line 3")
    assert metadata.committee is metadata.url is metadata.licence is metadata.note is None


def test_nothing_is_made_up() -> None:
    metadata = find("x.txt", "It was so.\n")
    assert replace(metadata, provenance={}, confidence={}) == Metadata(id="x", title="x")
    assert learnt(metadata, "kind") == ("other", None)
    assert set(metadata.provenance) == set(metadata.confidence) == {"id", "title"}
    assert sure(metadata, "title") == ("x", "guessed")


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
            "line 1",
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


@pytest.mark.parametrize(
    ("name", "opening", "date", "confidence"),
    [
        ("a", "Minutes of the meeting held on 3 March 2016\nNext meeting: 5 May 2016", "2016-03-03",
         "likely"),
        ("a", "Minutes\n\nDate of next meeting 5 May 2016\n\nThursday, 3rd March 2016 at 2.30 pm",
         "2016-03-03", "likely"),
        ("a", "The plan is due by 5 May 2016.\n\nMeeting of 3 Mar 2016", "2016-03-03", "likely"),
        ("a", "Transparency Board\n\n03.03.16\n\nPresent: A. Reed", "2016-03-03", "likely"),
        ("a", "Board minutes, 15 th March 2016", "2016-03-15", "likely"),
        ("Board 2016-03-03", "The board met. It saw the report of 5 May 2014, which was long.",
         "2016-03-03", "likely"),
        ("20160303 minutes", "The board met.", "2016-03-03", "guessed"),
        ("minutes 03 03 16", "The board met.", "2016-03-03", "guessed"),
        ("a", "The board met. It saw the report of 5 May 2014, which was long.", "2014-05-05",
         "guessed"),
        ("a", "The Freedom of Information Act 2000 was named.", "2016-09-09", "guessed"),
        ("a", "Report\n\nMinutes of the last meeting on 5 May 2014 were agreed.", "2016-09-09",
         "guessed"),
    ],
)  # fmt: skip
def test_the_date_is_the_document_s_own(
    name: str, opening: str, date: str, confidence: str
) -> None:
    metadata = find(f"{name}.txt", opening, written="2016-09-09")
    assert sure(metadata, "date") == (date, confidence)


@pytest.mark.parametrize(
    ("text", "committee"),
    [
        ("Minutes of a meeting of the Health and Wellbeing Scrutiny Commission held at Dale",
         "Health and Wellbeing Scrutiny Commission"),
        ("TRANSPARENCY BOARD\n2nd Meeting\n15 September 2010", "TRANSPARENCY BOARD"),
        ("Local Data Panel – Twenty-second Meeting", "Local Data Panel"),
        ("Report to: Adult Care Scrutiny Sub-Committee", "Adult Care Scrutiny Sub-Committee"),
        ("Public Sector Transparency Board – Minutes, 24th June 2010",
         "Public Sector Transparency Board"),
        ("It met with the board of the panel, and a group.", None),
    ],
)  # fmt: skip
def test_the_committee(text: str, committee: str | None) -> None:
    assert find("a.txt", text).committee == committee


def test_a_title_that_only_names_the_committee_says_what_it_is() -> None:
    text = "Local Data Panel\n\nSeventeenth Meeting\n\n5 December 2012\n\nMINUTES\n"
    assert find("a.txt", text).title == "Local Data Panel: MINUTES"


def test_the_title_of_a_letter_is_its_subject_and_not_its_address() -> None:
    text = "The Guildhall, Dale Road\n\nDear Joan,\n\n**Journeys to hospital**\n\nI write to you.\n"
    assert find("a.txt", text).title == "Journeys to hospital"
    bare = text.replace("**Journeys to hospital**\n\n", "")
    assert learnt(find("2016-04 letter.txt", bare), "title") == ("2016 04 letter", "file name")


@pytest.mark.parametrize("title", ["Microsoft Word - paper.doc", "untitled", "Slide 1", "a.pdf"])
def test_what_a_program_calls_a_file_is_no_title(title: str) -> None:
    assert learnt(find("board paper.txt", "It met.\n", title), "title")[1] == "file name"


@pytest.mark.parametrize(
    "text",
    [
        "Present: A. Reed (Dale County Council), B. Holt (Fenwick Borough Council)",
        "a service supported by Dale County Council",
    ],
)
def test_a_body_named_in_passing_is_not_the_publisher(text: str) -> None:
    assert find("a.txt", text).body is None


def test_what_a_format_states_stands() -> None:
    stated = {
        "title": "Agenda item 5",
        "date": "2016-03-03",
        "committee": "Cabinet",
        "kind": "agenda",
    }
    metadata = find("minutes 2015-01-01.txt", "Minutes of the Dale Panel\n", stated=stated)
    for field, value in stated.items():
        assert sure(metadata, field) == (value, "stated")
        assert metadata.provenance[field] == "stated in the file"


def test_a_manifest_overrides_field_by_field() -> None:
    found = find("minutes.txt", "Minutes of the Dale Panel, 3 March 2016\n")
    metadata = override(found, {"title": "Dale", "committee": ""})
    assert sure(metadata, "title") == ("Dale", "stated")
    assert sure(metadata, "committee") == (None, "stated")
    assert sure(metadata, "date") == ("2016-03-03", "likely")


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
    ids = {source.name: source.id for source in library.sources}
    assert len(set(ids.values())) == len(ids)
    for name, stem in {
        "a.md": "a",
        "a.txt": "a",
        "sub/a.txt": "sub-a",
        "sub-a.txt": "sub-a",
    }.items():
        assert re.fullmatch(rf"{stem}-[0-9a-f]{{6}}", ids[name])
    (tmp_path / "0.txt").write_text("# Another\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("# It was edited\n", encoding="utf-8")
    again = {source.name: source.id for source in open_library(tmp_path).sources}
    assert again == ids | {"0.txt": "0"}


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
