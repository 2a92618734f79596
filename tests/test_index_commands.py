"""`python -m index`: what each command prints, as words and as JSON, and its exit code."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.__main__ import main
from index.catalogue import FILE
from tests.index_world import run_index, write_model


@pytest.fixture
def options(small_corpus: Path, tmp_path: Path) -> list[str]:
    """The options that name a corpus, an index that is not there yet, and a tiny model."""
    model = write_model(tmp_path / "tiny")
    return [
        *("--corpus", str(small_corpus)),
        *("--index", str(tmp_path / "index")),
        *("--embedder", str(model)),
    ]


def run_json(
    capsys: pytest.CaptureFixture[str], command: str, options: list[str]
) -> tuple[int, dict[str, Any]]:
    code = main([command, *options, "--json"])
    said = capsys.readouterr()
    assert said.err == ""
    assert len(said.out.splitlines()) == 1
    result: dict[str, Any] = json.loads(said.out)
    return code, result


def damage(options: list[str]) -> None:
    with closing(sqlite3.connect(Path(options[3]) / FILE)) as db:
        db.execute("DELETE FROM words")
        db.commit()


def test_commands_as_json(
    options: list[str], small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ["bcf-report", "ccg-letter", "panel-minutes"]
    code, synced = run_json(capsys, "sync", options)
    assert code == 0
    assert synced.pop("embedded") > 0
    assert synced == {
        "added": ids,
        "changed": [],
        "removed": [],
        "moved": {},
        "duplicates": {},
        "unchanged": 0,
        "unread": {},
        "notes": {},
    }

    code, again = run_json(capsys, "sync", options)
    assert (code, again["unchanged"], again["embedded"]) == (0, 3, 0)

    code, status = run_json(capsys, "status", options)
    assert code == 0
    assert status["index"] == options[3]
    assert status["stale"] is False
    assert status["documents"] == 3
    assert status["chunks"] > 3
    assert status["made_by"]["embedder"] == "tiny"
    assert status["made_by"]["corpus"] == str(small_corpus)
    assert status["unread"] == {}

    code, sound = run_json(capsys, "verify", options)
    assert (code, sound["sound"], sound["faults"]) == (0, True, [])
    assert sound["chunks"] == status["chunks"]

    damage(options)
    code, broken = run_json(capsys, "verify", options)
    assert (code, broken["sound"]) == (1, False)
    assert len(broken["faults"]) > 3

    code, rebuilt = run_json(capsys, "rebuild", options)
    assert (code, rebuilt) == (0, {"documents": 3})
    assert run_json(capsys, "verify", options) == (0, sound)


def test_commands_in_words(
    options: list[str], small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sync", *options]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("3 added, 0 changed, 0 removed, 0 moved, 0 unchanged; ")
    assert said.err == ""  # no bar where nobody watches

    assert main(["status", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"index      {options[3]}"
    assert "3 documents, " in lines[1]
    assert lines[-1] == "up to date"

    (small_corpus / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["status", *options]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("the corpus has changed: run ")
    assert main(["sync", *options]) == 1
    assert "not read: " in capsys.readouterr().err
    assert main(["status", *options]) == 0
    *_, unread, last = capsys.readouterr().out.splitlines()
    assert unread.startswith("not read   ")
    assert "photo.jpg" in unread
    assert last == "up to date"

    assert main(["verify", *options]) == 0
    assert capsys.readouterr().out.startswith("sound: 3 documents, ")
    damage(options)
    assert main(["verify", *options]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told
    assert all(line.endswith("; run: python -m index rebuild") for line in told)
    assert main(["rebuild", *options]) == 0
    assert capsys.readouterr().out == "rebuilt 3 documents\n"


@pytest.mark.parametrize("command", ["status", "verify", "rebuild"])
def test_missing_index_is_one_line_and_exit_code_2(
    command: str, small_corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "nowhere"
    done = run_index(command, "--corpus", small_corpus, "--index", index)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == f"index: {index}: no index here; run: python -m index sync\n"
    assert not index.exists()


def test_missing_corpus_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    index = tmp_path / "index"
    done = run_index("sync", "--corpus", tmp_path / "papers", "--index", index)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"index: {tmp_path}/papers: no such corpus folder; name one with --corpus DIR\n"
    )
    assert not index.exists()


def test_every_fault_of_a_manifest_is_a_line(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "manifest.toml").write_text(
        '[[document]]\nfile = "gone.txt"\nid = "gone"\ntitle = "Gone"\nkind = "poem"\n'
        f'sha256 = "{"0" * 64}"\ncolour = "red"\n'
    )
    done = run_index("sync", "--corpus", small_corpus, "--index", tmp_path / "index")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"index: {small_corpus}/manifest.toml:") for line in lines)


def test_unknown_command_is_one_line_and_exit_code_2() -> None:
    done = run_index("polish")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.endswith("; see python -m index --help\n")


def test_index_folder_that_cannot_be_made(small_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run_index("sync", "--corpus", small_corpus, "--index", tmp_path / "file" / "index")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be made" in done.stderr
