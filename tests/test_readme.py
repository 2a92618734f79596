"""What the README tells people to type works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LETTER, MINUTES
from tests.llm_server import serve

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"^ {4}(python -m (?:assistant|corpus|index) .*)$", re.MULTILINE)


def commands() -> list[str]:
    return COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_readme_has_the_commands_that_others_rely_on() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for wanted in ("make chat", "make test", "python -m eval", "python app.py", "--batch"):
        assert wanted in text
    assert len(commands()) >= 10


def assert_runs(arguments: list[str], index: Path) -> None:
    """Run Python so, on that index: it must end well and say something."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"ASSISTANT_INDEX": str(index)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", commands())
def test_command(command: str, shipped_index: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "letter.txt").write_text(LETTER, encoding="utf-8")
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "1", "question": "Who chairs London Councils?"}\n', encoding="utf-8")
    command = command.replace("~/papers", str(papers)).replace("~/downloads", str(downloads))
    words = shlex.split(command)
    words = [str(batch) if word == "questions.jsonl" else word for word in words]
    index = tmp_path / "index" if "--corpus" in words else shipped_index
    with serve(["The record does not say."]) as model:
        if "--llm-url" in words:
            words[words.index("--llm-url") + 1] = model.url
        assert_runs(words[1:], index)


def test_the_python_example_runs(shipped_index: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.split("`BaseRetriever`:\n\n")[1].split("\n## ")[0]
    code = "\n".join(line[4:] for line in block.splitlines())
    assert_runs(["-c", code], shipped_index)


def test_links_of_the_documentation_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
