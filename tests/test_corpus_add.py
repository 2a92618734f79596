"""`corpus add` and `corpus remove`: what comes in, what is kept out, and what a manifest keeps."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.__main__ import main
from corpus.errors import CorpusError, InputError, ManifestError
from corpus.library import SHIPPED, open_library
from corpus.manifest import hash_file, read_manifest
from tests.conftest import LETTER, MINUTES, REPORT

ROOT = SHIPPED.parent


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder that is not there yet."""
    return tmp_path / "corpus"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "ccg-letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def add(corpus: Path, *arguments: str | Path) -> int:
    return main(["add", *map(str, arguments), "--corpus", str(corpus)])


def names(corpus: Path) -> list[str]:
    """Every file of the corpus, hidden ones left out."""
    found = (path.relative_to(corpus) for path in corpus.rglob("*") if path.is_file())
    return sorted(
        path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)
    )


def entries(corpus: Path) -> list[dict[str, Any]]:
    text = (corpus / "manifest.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text).get("document", []))


def leftovers(corpus: Path) -> list[str]:
    """What a command has left in the folder for itself."""
    return sorted(path.name for path in corpus.iterdir() if path.name.startswith("."))


def test_a_file_is_copied_in_and_described(
    corpus: Path, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(corpus, letter) == 0
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert lines[0].startswith("added\tccg-letter\tccg-letter.txt\t")
    assert any(line.startswith("\tdate: 2016-04-14 (line 3") for line in lines)
    assert lines[-1].startswith("1 added, 0 already there")
    assert printed.err.strip() == (f"to bring the index up: python -m index sync --corpus {corpus}")
    assert letter.read_text(encoding="utf-8") == LETTER  # copied, not moved
    assert names(corpus) == ["ccg-letter.txt"]
    assert leftovers(corpus) == [".lock"]
    assert [source.id for source in open_library(corpus).sources] == ["ccg-letter"]


def test_a_folder_keeps_its_name_and_shape(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "2016 meetings"
    for part, text in (("march", MINUTES), ("april", LETTER)):
        (folder / part).mkdir(parents=True)
        (folder / part / "agenda.txt").write_text(text, encoding="utf-8")
    (folder / "~$agenda.docx").write_text("x", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / "logo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "elsewhere").symlink_to("/etc")
    assert add(corpus, folder) == 1
    assert names(corpus) == ["2016 meetings/april/agenda.txt", "2016 meetings/march/agenda.txt"]
    printed = capsys.readouterr()
    assert "2 added, 0 already there, 3 not readable or unsafe, 2 left out" in printed.out
    refused = [line for line in printed.err.splitlines() if line.startswith("not added\t")]
    assert len(refused) == 3
    assert all(str(folder) in line for line in refused)


def test_what_cannot_be_read_is_kept_out_and_the_rest_goes_on(
    corpus: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, gone = tmp_path / "empty.txt", tmp_path / "gone.pdf"
    empty.write_text(" \n", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut")
    assert add(corpus, empty, gone, broken, letter) == 1
    refused = [line for line in capsys.readouterr().err.splitlines() if "not added" in line]
    assert sorted(line.split(": ")[0] for line in refused) == [
        f"not added\t{path}" for path in (broken, empty, gone)
    ]
    assert not any(".adding-" in line for line in refused)
    assert names(corpus) == ["ccg-letter.txt"]


def test_equal_bytes_are_there_once_and_other_bytes_get_another_name(
    corpus: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(corpus, letter) == 0
    copy = tmp_path / "copy.txt"
    copy.write_text(LETTER, encoding="utf-8")
    assert add(corpus, letter, copy) == 0
    out = capsys.readouterr().out
    assert f"already there\tccg-letter.txt\t{copy}" in out
    assert "0 added, 2 already there" in out
    (other := tmp_path / "other").mkdir()
    (other / "CCG-letter.txt").write_text(REPORT, encoding="utf-8")
    assert add(corpus, other / "CCG-letter.txt") == 0
    assert names(corpus) == ["CCG-letter-2.txt", "ccg-letter.txt"]
    assert len({source.id for source in open_library(corpus).sources}) == 2


def test_what_the_user_says_overrides_what_is_found(corpus: Path, letter: Path) -> None:
    said = {"title": 'The "bus" letter', "date": "2016", "kind": "policy", "body": "Fenwick CCG"}
    said |= {"licence": "OGL", "url": "https://example.org/a"}
    words = [word for name, value in said.items() for word in (f"--{name}", value)]
    assert add(corpus, letter, *words) == 0
    (entry,) = entries(corpus)
    assert entry == {"file": "ccg-letter.txt", **said, "sha256": hash_file(letter)}
    library = open_library(corpus)
    metadata = library.read(library.sources[0]).metadata
    assert (metadata.id, metadata.title, metadata.date) == (
        "ccg-letter",
        'The "bus" letter',
        "2016",
    )
    assert metadata.provenance["title"] == metadata.provenance["date"] == "manifest"


def test_adding_again_with_another_word_mends_the_entry_and_keeps_the_rest(
    corpus: Path, letter: Path
) -> None:
    add(corpus, letter, "--date", "2016", "--body", "Fenwick CCG")
    path = corpus / "manifest.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert add(corpus, letter, "--date", "2017") == 0
    (entry,) = entries(corpus)
    assert (entry["date"], entry["body"]) == ("2017", "Fenwick CCG")
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_file_that_a_complete_manifest_does_not_list_gets_an_entry(
    small_corpus: Path, tmp_path: Path
) -> None:
    (small_corpus / "manifest.toml").write_text(
        'complete = true\n\n[[document]]\nfile = "ccg-letter.txt"\n', encoding="utf-8"
    )
    new = tmp_path / "new.txt"
    new.write_text(REPORT + "3.0 More\n", encoding="utf-8")
    assert add(small_corpus, new, small_corpus / "panel-minutes.txt") == 0
    listed = [source.name for source in open_library(small_corpus).sources]
    assert listed == ["ccg-letter.txt", "new.txt", "panel-minutes.txt"]


def test_a_newer_version_takes_the_place_of_an_older_one(
    corpus: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "new.txt"
    new.write_text(LETTER.replace("minibus", "bus"), encoding="utf-8")
    add(corpus, letter)
    for wrong in ("gone", "ccg-leter"):
        with pytest.raises(InputError, match=f"--supersedes: no document '{wrong}'"):
            add(corpus, new, "--supersedes", wrong)
    assert add(corpus, new, "--supersedes", "ccg-letter") == 0
    with pytest.raises(InputError, match="superseded by 'new'; name that one"):
        add(corpus, new, "--supersedes", "ccg-letter")
    capsys.readouterr()
    main(["list", "--corpus", str(corpus)])
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert sorted((line[0], line[-1]) for line in lines) == [
        ("ccg-letter", "superseded by new"),
        ("new", "readable"),
    ]
    with pytest.raises(InputError, match=r"is superseded by new\.txt: remove that too"):
        remove(corpus, "ccg-letter", "--yes")
    assert remove(corpus, "ccg-letter", "new", "--yes") == 0


def test_adding_changes_no_id_of_those_there_are(
    corpus: Path, letter: Path, tmp_path: Path
) -> None:
    add(corpus, letter)
    (other := tmp_path / "ccg-letter.md").write_text(REPORT, encoding="utf-8")
    add(corpus, other)
    assert {source.name: source.id for source in open_library(corpus).sources} == {
        "ccg-letter.txt": "ccg-letter",
        "ccg-letter-2.md": "ccg-letter-2",
    }


def test_a_title_is_of_one_document(corpus: Path, letter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text(f"Paper number {number}.\n", encoding="utf-8")
    for wanted in ([letter, letter], [folder]):
        with pytest.raises(InputError, match="--title: said of 2 documents at once"):
            add(corpus, *wanted, "--title", "One")
    assert not corpus.exists() or names(corpus) == []


def test_options_that_cannot_be_are_told_at_once(corpus: Path, letter: Path) -> None:
    with pytest.raises(InputError) as raised:
        add(corpus, letter, "--kind", "memo", "--date", "soon", "--url", "example.org")
    assert [line.split(":")[0] for line in str(raised.value).splitlines()] == [
        "--kind",
        "--date",
        "--url",
    ]
    assert not corpus.exists()


def test_a_dry_run_says_it_all_and_writes_nothing(
    corpus: Path, letter: Path, small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(corpus, letter, "--dry-run", "--date", "2016") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("would be added\tccg-letter\t")
    assert printed.err == ""
    assert not corpus.exists()
    before = sorted(small_corpus.rglob("*"))
    assert add(small_corpus, letter, "--dry-run", "--date", "2016") == 0
    assert capsys.readouterr().out.startswith("already there\tccg-letter.txt\t")
    assert sorted(small_corpus.rglob("*")) == before


def test_json_tells_each_outcome(
    corpus: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(corpus, letter, tmp_path / "gone.txt", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    (addition,) = told["additions"]
    assert (addition["state"], addition["name"]) == ("added", "ccg-letter.txt")
    assert addition["metadata"]["id"] == "ccg-letter"
    assert addition["metadata"]["provenance"]["date"]
    assert told["refusals"][0]["label"] == str(tmp_path / "gone.txt")


def test_the_shipped_documents_are_not_changed_unless_named(
    letter: Path, monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    for command in (["add", str(letter)], ["remove", "london-councils", "--yes"]):
        with pytest.raises(InputError, match="name a folder of your own with --corpus"):
            main(command)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    assert main(["add", str(letter)]) == 0
    assert names(corpus) == ["ccg-letter.txt"]


def test_a_faulty_manifest_stops_it_before_anything_is_written(
    small_corpus: Path, tmp_path: Path
) -> None:
    (small_corpus / "manifest.toml").write_text("titel = 1\n", encoding="utf-8")
    new = tmp_path / "new.txt"
    new.write_text("New words.\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="unknown key 'titel'"):
        add(small_corpus, new)
    assert "new.txt" not in names(small_corpus)


def test_a_folder_that_is_a_file_is_told(letter: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written"):
        add(letter, letter)


def test_a_link_in_the_corpus_leads_no_file_outside(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (away := tmp_path / "away").mkdir()
    corpus.mkdir()
    (corpus / "papers").symlink_to(away)
    (papers := tmp_path / "papers").mkdir()
    (papers / "a.txt").write_text(LETTER, encoding="utf-8")
    assert add(corpus, papers) == 1
    assert "leads outside" in capsys.readouterr().err
    assert list(away.iterdir()) == []


def test_adding_at_once_loses_no_entry(corpus: Path, tmp_path: Path) -> None:
    def add_one(number: int) -> int:
        path = tmp_path / f"{number}" / "paper.txt"
        path.parent.mkdir()
        path.write_text(f"Paper number {number}.\n", encoding="utf-8")
        return add(corpus, path, "--date", f"{2000 + number}")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(add_one, range(8))) == [0] * 8
    wanted = sorted(["paper.txt", *(f"paper-{number}.txt" for number in range(2, 9))])
    assert names(corpus) == sorted([*wanted, "manifest.toml"])
    assert sorted(entry["file"] for entry in entries(corpus)) == wanted
    assert leftovers(corpus) == [".lock"]
    years = {entry["file"]: entry["date"] for entry in entries(corpus)}
    for name, year in years.items():
        assert (corpus / name).read_text(encoding="utf-8") == f"Paper number {int(year) - 2000}.\n"


def test_what_a_killed_run_left_is_cleared(corpus: Path, letter: Path) -> None:
    stale = corpus / ".adding-left"
    stale.mkdir(parents=True)
    (stale / "half.txt").write_text("half", encoding="utf-8")
    (corpus / ".manifest.toml.new").write_text("half", encoding="utf-8")
    assert add(corpus, letter, "--date", "2016") == 0
    assert leftovers(corpus) == [".lock"]
    assert names(corpus) == ["ccg-letter.txt", "manifest.toml"]


def remove(corpus: Path, *arguments: str | Path) -> int:
    return main(["remove", *map(str, arguments), "--corpus", str(corpus)])


MANIFEST = """\
# Papers of the panel.

# the letter about the bus
[[document]]
file = "ccg-letter.txt" # as sent
id = "letter"

# the minutes
[[document]]
file = "panel-minutes.txt"
date = "2016-03-03"
# seen by the clerk
"""


def test_remove_takes_the_file_and_its_entry_and_nothing_else(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_corpus / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    assert remove(small_corpus, "letter", "--yes") == 0
    assert capsys.readouterr().out == "removed\tletter\tccg-letter.txt\n"
    assert names(small_corpus) == ["bcf-report.md", "manifest.toml", "panel-minutes.txt"]
    assert (small_corpus / "manifest.toml").read_text(encoding="utf-8") == (
        "# Papers of the panel.\n\n# the letter about the bus\n\n# the minutes\n"
        + MANIFEST.split("# the minutes\n")[1]
    )
    assert [row.name for row in read_manifest(small_corpus).rows] == ["panel-minutes.txt"]


def test_remove_takes_a_name_or_a_path_and_an_empty_folder_with_it(
    small_corpus: Path, tmp_path: Path
) -> None:
    (folder := small_corpus / "a" / "b").mkdir(parents=True)
    (folder / "c.txt").write_text("Words of c.\n", encoding="utf-8")
    assert remove(small_corpus, folder / "c.txt", "ccg-letter.txt", "ccg-letter", "--yes") == 0
    assert names(small_corpus) == ["bcf-report.md", "panel-minutes.txt"]
    assert not (small_corpus / "a").exists()


def test_remove_of_what_is_not_there_names_what_is_near(small_corpus: Path) -> None:
    with pytest.raises(InputError) as raised:
        remove(small_corpus, "ccg-leter", "zzz", "bcf-report", "--yes")
    first, second = str(raised.value).splitlines()
    assert first.startswith("no document 'ccg-leter'")
    assert "near it: ccg-letter" in first
    assert second.startswith("no document 'zzz'")
    assert len(names(small_corpus)) == 3


@pytest.mark.parametrize(("answer", "left"), [("y", 2), ("n", 3), ("", 3)])
def test_remove_asks(
    small_corpus: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    monkeypatch.setattr("builtins.input", lambda question: answer)
    assert remove(small_corpus, "ccg-letter") == (0 if answer == "y" else 1)
    assert len(names(small_corpus)) == left


def run(arguments: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """The command as its user runs it, with nobody at the keyboard."""
    return subprocess.run(
        [sys.executable, "-m", "corpus", *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_commands_as_typed(corpus: Path, letter: Path) -> None:
    done = run(["add", letter, letter.with_name("gone.txt"), "--corpus", corpus])
    assert done.returncode == 1
    assert "1 added" in done.stdout
    assert done.stderr.splitlines()[0].startswith("not added\t")
    asked = run(["remove", "ccg-letter", "--corpus", corpus])
    assert (asked.returncode, asked.stderr) == (
        2,
        "corpus: nobody is there to be asked; say --yes\n",
    )
    assert remove(corpus, "ccg-letter", "--yes") == 0
    assert names(corpus) == []
    assert add(corpus, letter) == 0  # into an empty folder again


def test_a_killed_run_leaves_no_half_file_and_the_next_one_completes_it(
    corpus: Path, tmp_path: Path
) -> None:
    (papers := tmp_path / "papers").mkdir()
    for number in range(20):
        (papers / f"{number}.txt").write_text(f"Paper {number}. " * 500, encoding="utf-8")
    arguments = ["add", str(papers), "--licence", "OGL", "--corpus", str(corpus)]
    with subprocess.Popen(
        [sys.executable, "-m", "corpus", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(corpus.glob("papers/*.txt")) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        process.kill()
    here = [name for name in names(corpus) if name != "manifest.toml"]
    assert here
    assert all((corpus / name).read_bytes() == (tmp_path / name).read_bytes() for name in here)
    assert main(arguments) == 0
    assert len(names(corpus)) == 21
    assert len(entries(corpus)) == 20
    assert leftovers(corpus) == [".lock"]
