"""Feedback kept and read back, and made into the draft of a curated pair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.feedback import LONGEST_NOTE, FeedbackStore
from assistant.types import Answer, Citation, Statement
from corpus.errors import StoreError
from corpus.types import Locator, Metadata
from eval.__main__ import main
from eval.errors import RunError
from eval.pairs import read_pairs

QUOTE = "The centre would\nclose (30 June)."


def answer() -> Answer:
    citation = Citation(
        number=1,
        metadata=Metadata(id="minutes", title="Minutes"),
        passage="minutes#0004",
        locator=Locator(paragraph="4"),
        quote=QUOTE,
        start=10,
        end=10 + len(QUOTE),
    )
    return Answer(
        question="When does it close?",
        understood="When does it close?",
        outcome="answered",
        text="x [1]",
        mode="quotes",
        statements=(Statement(text="The centre would close (30 June).", citations=(1,)),),
        citations=(citation,),
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store = FeedbackStore(tmp_path / "feedback.sqlite")
    assert store.read() == []
    made = {"weights": "abc"}
    store.keep(answer(), liked=True, fingerprint=made, history=("What of the centre?",))
    store.keep(answer(), liked=False, reason="wrong", note="n" * 2000, user="ann", fingerprint=made)
    store.keep(answer(), liked=False, reason="<b>", fingerprint=made)
    return tmp_path / "feedback.sqlite"


def test_all_of_it_is_kept(file: Path) -> None:
    liked, wrong, odd = FeedbackStore(file).read()
    assert (liked.liked, liked.reason, liked.history) == (True, None, ("What of the centre?",))
    assert (wrong.reason, wrong.user, len(wrong.note)) == ("wrong", "ann", LONGEST_NOTE)
    assert odd.reason == "other"
    assert liked.passages[0]["quote"] == QUOTE
    assert (liked.passages[0]["start"], liked.passages[0]["document"]) == (10, "minutes")
    assert liked.fingerprint == {"weights": "abc"}
    assert liked.answer == json.loads(json.dumps(answer().to_json()))


def test_it_is_listed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "--file", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[2] for line in lines] == [
        "useful",
        "The answer is wrong",
        "Something else",
    ]
    assert main(["feedback", "--file", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["passages"][0]["quote"] == QUOTE


def test_what_was_liked_becomes_a_pair_that_the_loader_takes(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feedback", "--file", str(file), "--draft", "1"]) == 0
    draft = tmp_path / "pairs.jsonl"
    draft.write_text(capsys.readouterr().out, encoding="utf-8")
    (pair,) = read_pairs(draft)
    assert pair.question == "When does it close?"
    assert pair.facts[0].evidence[0].quote == QUOTE
    assert pair.facts[0].patterns


def test_what_was_wrong_is_not_taken_over(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "--file", str(file), "--draft", "2"]) == 0
    pair = json.loads(capsys.readouterr().out)
    assert pair["facts"] == []
    assert pair["wrong"]


def test_no_such_entry_and_no_such_file_are_told(file: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no feedback 9"):
        main(["feedback", "--file", str(file), "--draft", "9"])
    broken = tmp_path / "broken.sqlite"
    broken.write_text("no database at all, however long this text may be made")
    with pytest.raises(StoreError, match=r"broken\.sqlite"):
        FeedbackStore(broken).read()
