"""`python -m corpus`: what it prints, and the codes it exits with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter

from corpus.__main__ import main
from corpus.errors import CorpusError, InputError, ManifestError
from corpus.library import SHIPPED, open_library

ROOT = SHIPPED.parent


def test_list_gives_a_line_for_each_document(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--corpus", str(small_corpus)]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [len(line) for line in lines] == [8, 8, 8]
    assert [line[:4] for line in lines] == [
        ["bcf-report", "-", "report", "-"],
        ["ccg-letter", "2016-04-14", "letter", "Fenwick Clinical Commissioning Group"],
        ["panel-minutes", "2016-03-03", "minutes", "Fenwick Borough Council"],
    ]
    assert lines[0][4] == "Better Care Fund (BCF) update"
    for line in lines:
        pages, passages, state = line[5:]
        assert (pages, state) == ("-", "readable")
        assert int(passages) > 3


def test_list_tells_where_each_field_was_learnt(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_corpus / "manifest.toml").write_text(
        '[[document]]\nfile = "ccg-letter.txt"\ndate = "2017"\n', encoding="utf-8"
    )
    assert main(["list", "--provenance", "--corpus", str(small_corpus)]) == 0
    letter = capsys.readouterr().out.splitlines()[0].split("\t")
    assert letter[1] == "2017 (manifest)"
    assert re.fullmatch(r"letter \(.+\)", letter[2])


def test_list_is_of_the_shipped_corpus_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["id"] for entry in entries] == [s.id for s in open_library(SHIPPED).sources]
    assert len(entries) == 5
    letter = entries[3]
    assert (letter["kind"], letter["date"], letter["body"]) == (
        "letter",
        "2014-12-12",
        "London Councils",
    )
    assert letter["committee"] is None
    assert letter["provenance"]["date"] == "manifest"


def test_the_corpus_can_be_named_by_the_environment(
    small_corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CORPUS", str(small_corpus))
    assert main(["list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_list_goes_on_past_a_file_that_cannot_be_read(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_corpus / "empty.txt").write_text("", encoding="utf-8")
    assert main(["list", "--json", "--corpus", str(small_corpus)]) == 1
    printed = capsys.readouterr()
    entries = [json.loads(line) for line in printed.out.splitlines()]
    states = {entry["id"]: entry["state"] for entry in entries}
    assert states == {
        "bcf-report": "readable",
        "ccg-letter": "readable",
        "empty": "not readable",
        "panel-minutes": "readable",
    }
    assert all(entry.keys() == entries[0].keys() for entry in entries)
    assert printed.err.startswith("empty\tnot readable: ")


def test_show_gives_each_passage_with_its_place(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "panel-minutes", "--corpus", str(small_corpus)]) == 0
    assert capsys.readouterr().out.splitlines()[-5:] == [
        "[4] WALK-IN CENTRE",
        "[4] Jane Holt, Chief Officer of Fenwick CCG, reported that 1,240 patients had used the "
        "centre in January. The centre would close on 30 June 2016 because its lease could not "
        "be renewed.",
        "[heading] RESOLVED:-",
        "[RESOLVED (a)] That the CCG be asked to report back in September 2016 on where patients "
        "went; and",
        "[RESOLVED (b)] That the Chair write to the landlord.",
    ]


def test_show_of_an_unknown_document_names_those_there_are(small_corpus: Path) -> None:
    with pytest.raises(InputError, match=r"no document 'bcf' in .*; near it: bcf-report"):
        main(["show", "bcf", "--corpus", str(small_corpus)])


def test_show_as_json_gives_spans_of_the_text(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "bcf-report.md", "--json", "--corpus", str(small_corpus)]) == 0
    passages = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = (small_corpus / "bcf-report.md").read_text(encoding="utf-8")
    assert all(text[passage["start"] : passage["end"]] == passage["text"] for passage in passages)
    assert "2.2" in [passage["locator"]["paragraph"] for passage in passages]


def test_passwords_are_read_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert main(["check", "--corpus", str(tmp_path)]) == 2
    locked = capsys.readouterr().out
    assert "encrypted" in locked
    (words := tmp_path.parent / "words").write_text("wrong\nopen sesame\n", encoding="utf-8")
    assert main(["check", "--corpus", str(tmp_path), "--password-file", str(words)]) == 2
    opened = capsys.readouterr().out
    assert "encrypted" not in opened  # its page is empty, which is another fault
    monkeypatch.setenv("ASSISTANT_PASSWORD_FILE", str(words))
    main(["check", "--corpus", str(tmp_path)])
    assert capsys.readouterr().out == opened
    with pytest.raises(InputError, match=r"--password-file .*cannot be read"):
        main(["check", "--corpus", str(tmp_path), "--password-file", str(tmp_path / "none")])


def test_check_counts_what_is_readable(
    small_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--corpus", str(small_corpus)]) == 0
    lines = capsys.readouterr().out.splitlines()
    length = len((small_corpus / "bcf-report.md").read_text(encoding="utf-8"))
    assert re.fullmatch(rf"bcf-report: \d passages, {length} characters", lines[0])
    assert lines[1] == "\tnot known: body, date"
    assert lines[-1] == "3 of 3 documents are readable"

    (small_corpus / "scan.pdf").write_bytes(b"%PDF-1.4\n")
    assert main(["check", "--corpus", str(small_corpus)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("not readable: ") and "scan.pdf" in line for line in lines)
    assert lines[-1] == "3 of 4 documents are readable"


def test_check_where_nothing_is_readable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    assert main(["check", "--corpus", str(tmp_path)]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "0 of 1 documents are readable"


def test_faults_of_the_corpus_are_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        main(["list", "--corpus", str(tmp_path / "gone")])
    (tmp_path / "manifest.toml").write_text("[[document]]\n", encoding="utf-8")
    with pytest.raises(ManifestError):
        main(["check", "--corpus", str(tmp_path)])


@pytest.mark.parametrize("arguments", [[], ["lists"], ["show"], ["list", "--nosuch"]])
def test_bad_arguments_are_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("python -m corpus")
    assert len(said.splitlines()) == 1


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as its user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "corpus", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_command_checks_the_shipped_corpus() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "5 of 5 documents are readable"


def test_the_command_tells_every_fault_on_a_line_and_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nfile = "gone.txt"\nid = "a"\ntitle = "A"\nkind = "memo"\n'
        f'sha256 = "{"0" * 64}"\n',
        encoding="utf-8",
    )
    done = run("list", "--corpus", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith(f"corpus: {tmp_path}/manifest.toml:2: no such file 'gone.txt'")
    assert second.startswith(f"corpus: {tmp_path}/manifest.toml:5: 'kind': 'memo' is not")
