"""The manifest: read strictly, with every fault at once and the line it stands on."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import ManifestError
from corpus.library import open_library
from corpus.manifest import Manifest, hash_file, override, read_manifest
from corpus.types import Metadata

WORDS = "The board met.\n"

FOUND = Metadata(
    id="b",
    title="Found title",
    body="Fenwick Council",
    date="2014",
    provenance={"id": "file name", "title": "line 2", "body": "line 1", "date": "line 3"},
    confidence={"title": "guessed", "body": "likely"},
)


def entry(**changes: str | None) -> str:
    """A good `[[document]]` of six lines with some of its lines changed, added or left out."""
    keys: dict[str, str | None] = {
        "file": '"a.txt"',
        "id": '"board-2015"',
        "title": '"Minutes of the board"',
        "kind": '"minutes"',
        "sha256": f'"{sha256(WORDS.encode()).hexdigest()}"',
    }
    keys |= changes
    return "".join(
        ["[[document]]\n", *(f"{key} = {value}\n" for key, value in keys.items() if value)]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder with a.txt and b.txt in it, in need of a manifest."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
    return tmp_path


def faults(folder: Path, text: str) -> list[str]:
    """The faults of a manifest, each without the folder it is in."""
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError) as raised:
        read_manifest(folder)
    assert str(raised.value).splitlines() == list(raised.value.faults)
    return [fault.removeprefix(f"{folder}/") for fault in raised.value.faults]


def test_what_is_written_is_read(folder: Path) -> None:
    second = entry(
        file='"b.txt"',
        id='"letter"',
        kind='"letter"',
        body='"Fenwick CCG"',
        committee='"Panel"',
        date='"2016-04-14"',
        note='"A scan."',
        url='"https://example.org/letter"',
        licence='"OGL"',
    )
    (folder / "manifest.toml").write_text(entry() + "\n" + second, encoding="utf-8")
    first, other = (override(FOUND, row.given) for row in read_manifest(folder).rows)
    assert (first.id, first.title, first.kind) == ("board-2015", "Minutes of the board", "minutes")
    assert (first.body, first.date, first.url) == ("Fenwick Council", "2014", None)
    assert dict(first.provenance) == {
        "id": "manifest", "title": "manifest", "kind": "manifest",
        "body": "line 1", "date": "line 3",
    }  # fmt: skip
    assert (other.body, other.committee, other.date) == ("Fenwick CCG", "Panel", "2016-04-14")
    assert (other.note, other.licence) == ("A scan.", "OGL")
    assert other.url == "https://example.org/letter"
    assert set(other.provenance) == {
        "id", "title", "kind", "body", "committee", "date", "note", "url", "licence",
    }  # fmt: skip


@pytest.mark.parametrize("date", ["2014", "2014-12", "2014-12-12"])
def test_a_date_keeps_the_precision_it_has(folder: Path, date: str) -> None:
    (folder / "manifest.toml").write_text(entry(date=f'"{date}"'), encoding="utf-8")
    (row,) = read_manifest(folder).rows
    assert row.given["date"] == date


def test_an_entry_may_say_as_little_as_its_writer_knows(folder: Path) -> None:
    (folder / "manifest.toml").write_text(
        '[[document]]\nfile = "./b.txt"\nbody = ""\ndate = "2015"\n', encoding="utf-8"
    )
    (row,) = read_manifest(folder).rows
    metadata = override(FOUND, row.given)
    assert row.name == "b.txt"
    assert (metadata.id, metadata.title) == ("b", "Found title")
    assert metadata.body is None  # "" says that it has none, whatever was found
    assert (metadata.date, metadata.provenance["date"]) == ("2015", "manifest")
    assert (metadata.provenance["title"], metadata.provenance["body"]) == ("line 2", "manifest")
    assert dict(metadata.confidence) == {"title": "guessed", "date": "stated", "body": "stated"}


def test_files_without_an_entry_are_documents_unless_the_list_is_complete(folder: Path) -> None:
    text = '[[document]]\nfile = "b.txt"\nid = "x"\n'
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    assert [(source.name, source.id) for source in open_library(folder).sources] == [
        ("b.txt", "x"),
        ("a.txt", "a"),
    ]
    (folder / "manifest.toml").write_text(f"complete = true\n{text}", encoding="utf-8")
    assert [source.name for source in open_library(folder).sources] == ["b.txt"]
    assert [fault.split(": ", 1)[1] for fault in faults(folder, f"complete = 1\n{text}")] == [
        "'complete': write true or false"
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_a_manifest_may_say_nothing_yet(folder: Path, text: str) -> None:
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    assert read_manifest(folder).rows == ()
    assert len(open_library(folder).sources) == 2


def test_without_a_manifest_nothing_is_given(folder: Path) -> None:
    assert read_manifest(folder) == Manifest()


@pytest.mark.parametrize(
    ("changes", "line", "says"),
    [
        ({"file": None}, 1, "'file' is missing"),
        ({"file": '""'}, 2, "'file'"),
        ({"file": '"c.txt"'}, 2, "no such file 'c.txt'"),
        ({"file": '"."'}, 2, "no such file '.'"),
        ({"file": '"../a.txt"'}, 2, "lies outside the corpus folder"),
        ({"file": '"/etc/hostname"'}, 2, "lies outside the corpus folder"),
        ({"id": '"Board 2015"'}, 3, "'id'"),
        ({"id": '"board--2015"'}, 3, "'id'"),
        ({"title": '""'}, 4, "'title'"),
        ({"title": "2015"}, 4, "'title'"),
        ({"kind": '"memo"'}, 5, "'memo' is not a kind of document; one of: minutes, agenda"),
        ({"sha256": f'"{"0" * 64}"'}, 6, "wrong sha256 for 'a.txt'"),
        ({"sha256": '"abc"'}, 6, "'sha256'"),
        ({"titel": '"x"'}, 7, "unknown key 'titel'; known keys: file, id, title"),
        ({"date": '"12 December 2014"'}, 7, "'12 December 2014' is not a date"),
        ({"date": '"2014-13"'}, 7, "no day of the calendar"),
        ({"date": '"2014-02-30"'}, 7, "no day of the calendar"),
        ({"date": "2014-12-12"}, 7, "'date'"),
        ({"url": '"www.example.org"'}, 7, "'www.example.org' is not a web address"),
    ],
)
def test_each_fault_has_its_line(
    folder: Path, changes: dict[str, str | None], line: int, says: str
) -> None:
    (fault,) = faults(folder, entry(**changes))
    assert fault.startswith(f"manifest.toml:{line}: ")
    assert says in fault


def test_the_fault_of_a_wrong_hash_tells_the_right_one(folder: Path) -> None:
    (fault,) = faults(folder, entry(sha256=f'"{"0" * 64}"'))
    assert sha256(WORDS.encode()).hexdigest() in fault


def test_duplicates_name_the_line_of_the_first(folder: Path) -> None:
    text = entry() + "\n" + entry(file='"b.txt"') + "\n" + entry(id='"other"')
    assert faults(folder, text) == [
        "manifest.toml:10: duplicate id 'board-2015', first on line 3",
        "manifest.toml:16: duplicate file 'a.txt', first on line 2",
    ]


def test_one_file_under_two_spellings_is_a_duplicate(folder: Path) -> None:
    (fault,) = faults(folder, entry() + entry(id='"other"', file='"./a.txt"'))
    assert fault == "manifest.toml:8: duplicate file './a.txt', first on line 2"


def test_a_link_that_leads_outside_is_outside(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away") / "secret.txt"
    away.write_text(WORDS, encoding="utf-8")
    (folder / "link.txt").symlink_to(away)
    (fault,) = faults(folder, entry(file='"link.txt"'))
    assert "lies outside the corpus folder" in fault


def test_every_fault_is_told_at_once_in_the_order_of_lines(folder: Path) -> None:
    text = "\n".join(
        [
            'owner = "x"',
            entry(titel='"x"', sha256=f'"{"0" * 64}"'),
            entry(file='"c.txt"', kind='"memo"'),
            entry(file='"b.txt"', id='"third"', date='"soon"', url='"x"'),
        ]
    )
    told = faults(folder, text)
    assert [fault.split(": ")[0] for fault in told] == [
        f"manifest.toml:{line}" for line in (1, 7, 8, 11, 12, 14, 23, 24)
    ]
    for fault, says in zip(
        told,
        (
            "unknown key 'owner'",
            "wrong sha256",
            "unknown key 'titel'",
            "no such file",
            "duplicate id",
            "'memo'",
            "'soon'",
            "'x'",
        ),
        strict=True,
    ):
        assert says in fault


def test_a_key_in_a_comment_or_another_table_is_no_line_of_the_entry(folder: Path) -> None:
    text = "# kind = 'x'\n" + entry(kind='"memo"', file=None) + '[other]\ntitle = "x"\n'
    text = text.replace("[[document]]", "[[document]] # the first")
    missing, memo, other = faults(folder, text)
    assert missing.startswith("manifest.toml:2: 'file' is missing")
    assert memo.startswith("manifest.toml:5: 'kind': ")
    assert other.startswith("manifest.toml:7: unknown key 'other'; only [[document]]")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[document]]\nfile = \n", "not TOML: Invalid value (at line 2"),
        ('[document]\nfile = "a.txt"\n', "must be written as [[document]] tables"),
        ("document = 3\n", "must be written as [[document]] tables"),
    ],
)
def test_a_manifest_that_is_none(folder: Path, text: str, says: str) -> None:
    (fault,) = faults(folder, text)
    assert says in fault


def test_a_manifest_that_is_not_text(folder: Path) -> None:
    (folder / "manifest.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ManifestError, match=r"manifest\.toml: cannot be read"):
        read_manifest(folder)


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")  # the example of FIPS 180-2
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hash_file(path) == expected
