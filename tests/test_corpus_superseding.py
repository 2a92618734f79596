"""A newer version takes the place of an older one, which stays citable as what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ManifestError
from corpus.library import open_library
from tests.index_world import write_manifest


def write(folder: Path, *rows: dict[str, str]) -> None:
    """A manifest of three documents, with more said of them by id."""
    said = {row["id"]: row for row in rows}
    files = {"fund": "bcf-report.md", "letter": "ccg-letter.txt", "minutes": "panel-minutes.txt"}
    write_manifest(
        folder, [{"file": file, "id": id} | said.get(id, {}) for id, file in files.items()]
    )


def newer(folder: Path) -> dict[str, str | None]:
    library = open_library(folder)
    return {source.id: library.read(source).metadata.superseded_by for source in library.sources}


def test_older_versions_know_what_took_their_place(small_corpus: Path) -> None:
    write(
        small_corpus,
        {"id": "minutes", "supersedes": "letter"},
        {"id": "letter", "supersedes": "fund"},
    )
    assert newer(small_corpus) == {"fund": "letter", "letter": "minutes", "minutes": None}
    source = open_library(small_corpus).sources[0]
    metadata = open_library(small_corpus).read(source).metadata
    assert metadata.provenance["superseded_by"] == "manifest"


def test_document_without_an_entry_can_be_superseded(small_corpus: Path) -> None:
    write_manifest(small_corpus, [{"file": "ccg-letter.txt", "supersedes": "bcf-report"}])
    assert newer(small_corpus)["bcf-report"] == "ccg-letter"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([{"id": "fund", "supersedes": "gone"}], "supersedes 'gone', an id that no document has"),
        ([{"id": "fund", "supersedes": "fund"}], "'fund' and 'fund' supersede each other"),
        (
            [{"id": "fund", "supersedes": "letter"}, {"id": "letter", "supersedes": "fund"}],
            "'letter' and 'fund' supersede each other",
        ),
        (
            [{"id": "fund", "supersedes": "letter"}, {"id": "minutes", "supersedes": "letter"}],
            "'letter' is superseded by 'fund' already",
        ),
    ],
    ids=["unknown", "itself", "circle", "twice"],
)
def test_what_cannot_be_is_a_fault_with_its_line(
    rows: list[dict[str, str]], fault: str, small_corpus: Path
) -> None:
    write(small_corpus, *rows)
    with pytest.raises(ManifestError) as told:
        open_library(small_corpus)
    assert len(told.value.faults) == 1
    where, line, said = told.value.faults[0].split(":", 2)
    lines = (small_corpus / "manifest.toml").read_text().splitlines()
    assert where == str(small_corpus / "manifest.toml")
    assert lines[int(line) - 1].startswith("supersedes = ")
    assert fault in said
