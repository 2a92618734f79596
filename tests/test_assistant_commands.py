"""`python -m assistant` as other programs call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main
from corpus.errors import InputError, ManifestError, UserError
from corpus.manifest import hash_file
from index.__main__ import main as index_main

ROOT = Path(__file__).parent.parent


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_ask_prints_the_contract(shipped_index: Path) -> None:
    done = run("ask", "what did Leicester City CCG commit to", "--json", "--index", shipped_index)
    assert done.returncode == 0
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    promised = "question outcome answer mode statements citations filters hits seconds"
    assert set(promised.split()) <= answer.keys()
    assert answer["mode"] == "quotes"
    citation = answer["citations"][0]
    assert citation.keys() == {
        "number", "document", "title", "body", "committee", "kind", "date", "passage", "locator",
        "quote", "start", "end", "url",
    }  # fmt: skip
    assert citation["locator"].keys() == {"page", "section", "paragraph"}
    assert answer["filters"] == {"body": [], "since": None, "until": None, "kind": []}
    assert answer["hits"][0].keys() == {"document", "passage", "score"}


def test_not_found_is_a_good_run(shipped_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["ask", "What is the recipe for sourdough?", "--index", str(shipped_index)])
    assert code == 0
    assert capsys.readouterr().out.startswith("The record does not say.\nNearest passages:\n")


def test_a_batch_is_answered_in_order(
    shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "question": "How many practices are single-handed?"}\n\n'
        '{"id": "b", "question": "and what about Wolverhampton?", '
        '"history": ["When did Leicester City CCG apply?"]}\n'
    )
    assert main(["ask", "--batch", str(batch), "--json", "--index", str(shipped_index)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["a", "b"]
    assert "Wolverhampton" in lines[1]["understood"]


def test_faults_of_a_batch_come_all_at_once_before_any_answer(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = ["not json", '{"question": "ok?"}', '{"id": "c"}', '{"id": [], "question": "x"}', "[]"]
    batch.write_text("\n".join(lines))
    with pytest.raises(InputError) as caught:
        main(["ask", "--batch", str(batch)])
    faults = str(caught.value).splitlines()
    assert [fault.split(":")[1] for fault in faults] == ["1", "3", "4", "5"]
    assert "not JSON" in faults[0]


def test_ids_come_back_as_they_were_and_other_keys_are_left_alone(
    shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"id": 7, "question": "hello", "team": "north"}\n{"question": "hello"}\n')
    assert main(["ask", "--batch", str(batch), "--json", "--index", str(shipped_index)]) == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert ids == [7, 2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", "x", "--corpus", "/no/such/folder"], "no such corpus folder"),
        (["ask", "--batch", "/no/such/file"], "cannot be read"),
        (["ask", "x", "--embedder", "/no/such/model"], "no embedding model"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        main(arguments)
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_bad_input_exits_with_2_and_says_so_on_stderr() -> None:
    done = run("ask", "")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "assistant: the question is empty; write it in quotes after 'ask'\n"
    unknown = run("ask", "x", "--wat")
    assert unknown.returncode == 2
    assert len(unknown.stderr.splitlines()) == 1


def test_a_manifest_with_two_faults_names_both(small_corpus: Path, tmp_path: Path) -> None:
    (small_corpus / "manifest.toml").write_text(
        '[[document]]\nfile = "gone.txt"\nid = "gone"\ntitle = "Gone"\nkind = "report"\n'
        f'sha256 = "{"0" * 64}"\n\n'
        '[[document]]\nfile = "ccg-letter.txt"\nid = "letter"\ntitle = "Letter"\nkind = "lettre"\n'
        f'sha256 = "{hash_file(small_corpus / "ccg-letter.txt")}"\n'
    )
    with pytest.raises(ManifestError) as caught:
        main(["ask", "x", "--corpus", str(small_corpus), "--index", str(tmp_path / "index")])
    assert len(caught.value.faults) == 2
    assert ":2: no such file 'gone.txt'" in caught.value.faults[0]
    assert ":12: 'kind'" in caught.value.faults[1]
    assert not (tmp_path / "index").exists()


def test_an_index_made_by_another_model(shipped_index: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    copied = tmp_path / "index"
    shutil.copytree(shipped_index, copied)
    with sqlite3.connect(copied / "catalogue.sqlite") as db:
        db.execute("UPDATE meta SET value = 'other' WHERE key IN ('weights', 'embedder')")
    db.close()
    with pytest.raises(UserError, match="index made by embedding model other") as caught:
        main(["ask", "x", "--index", str(copied)])
    assert "rebuild" in str(caught.value)


def test_a_corpus_that_changed_since_is_said(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--corpus", str(small_corpus), "--index", str(tmp_path / "index")]
    assert main(["ask", "When will the centre close?", *given]) == 0
    assert capsys.readouterr().err == ""
    (small_corpus / "ccg-letter.txt").unlink()
    assert main(["ask", "When will the centre close?", *given]) == 0
    assert "run: python -m index sync" in capsys.readouterr().err
    assert index_main(["sync", *given]) == 0
    capsys.readouterr()
    assert main(["ask", "Who will pay for a minibus?", "--json", *given]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "ccg-letter" not in said.out
