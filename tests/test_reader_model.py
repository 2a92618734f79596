"""The reader: trained, saved, loaded and asked, by the real code, on a model made on the spot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.reader.__main__ import main
from assistant.reader.model import TOKENS, Tokens, collate
from assistant.reader.reader import NONE, PlainReader, open_reader
from assistant.reader.train import read_squad
from assistant.reader.windows import Window
from corpus.errors import InputError, ModelError
from index.questions import is_held_out
from index.types import Sentence
from tests.index_world import write_model

TOPICS = ("parking", "ramp", "kettle", "library", "heating", "lift", "garden", "website")


def write_world(folder: Path) -> tuple[Path, Path]:
    """Two documents, one trained on and one held out, and questions about both."""
    names = [f"record {n}.txt" for n in range(60)]
    kept = next(name for name in names if not is_held_out(name))
    aside = next(name for name in names if is_held_out(name))
    documents, questions = folder / "documents", folder / "questions"
    documents.mkdir()
    questions.mkdir()
    lines = []
    for name in (kept, aside):
        sentences = [f"The {topic} was agreed at the meeting in {name[7:9]}." for topic in TOPICS]
        (documents / name).write_text("\n\n".join(sentences), encoding="utf-8")
        for topic, sentence in zip(TOPICS, sentences, strict=True):
            asked = {"doc": name, "q": f"What of the {topic}?", "a": [sentence], "type": "fact"}
            lure = {"doc": name, "q": f"Who paid for the {topic}?", "a": [], "near": [sentence]}
            lines += [json.dumps(asked), json.dumps(lure)]
    (questions / "1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return documents, questions


def window(*words: str) -> Window:
    sentences = tuple(
        Sentence(passage="d#0000", start=n, end=n + 1, text=one) for n, one in enumerate(words)
    )
    return Window(document="d", header="Minutes", sentences=sentences, words=words)


def train(documents: Path, questions: Path, base: Path, out: Path) -> int:
    folders = {"documents": documents, "questions": questions, "embedder": base, "out": out}
    return main(["train", *(f"--{name}={folder}" for name, folder in folders.items())])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    base = write_model(folder / "base", positions=256)
    documents, questions = write_world(folder)
    code = train(documents, questions, base, folder / "out")
    assert code == 0
    return folder / "out"


def test_training_writes_weights_and_how_they_were_made(trained: Path) -> None:
    report = json.loads((trained / "training.json").read_text(encoding="utf-8"))
    assert report["questions"] == 16
    assert report["held_out"]["questions"] == 16
    assert PlainReader(trained, check=True).fingerprint == report["sha256"]


def test_a_reader_scores_every_sentence_whatever_else_is_read(trained: Path) -> None:
    reader = open_reader(str(trained))
    assert reader is not None
    one, two = window("The lift was agreed.", "The garden was agreed."), window("A kettle.")
    together = reader.read("What of the lift?", [one, two])
    assert [len(scores) for scores in together] == [2, 1]
    alone = reader.read("What of the lift?", [two])
    assert alone[0][0] == pytest.approx(together[1][0], abs=0.05)  # padding changes nothing
    assert reader.read("What of the lift?", []) == []


def test_a_question_and_window_without_end_are_cut(trained: Path) -> None:
    reader = open_reader(str(trained))
    assert reader is not None
    (scores,) = reader.read("why " * 500, [window(*["word " * 400] * 3)])
    assert len(scores) == 3
    sequence = Tokens(trained).sequence("why " * 500, "head " * 99, ["word " * 400] * 3)
    assert len(sequence.ids) <= TOKENS
    assert collate([sequence]).sentences == 3


def test_weights_that_are_not_those_of_the_card_are_refused(trained: Path, tmp_path: Path) -> None:
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "training.json").write_text('{"sha256": "00"}', encoding="utf-8")
    with pytest.raises(ModelError, match="their card says"):
        PlainReader(tmp_path, check=True)


def test_none_is_no_reader_and_nowhere_is_an_error() -> None:
    assert open_reader(NONE) is None
    with pytest.raises(ModelError, match="no reader loads from there"):
        open_reader("nowhere/at-all")


def test_questions_that_are_none_are_named_with_their_line(tmp_path: Path) -> None:
    documents, questions = write_world(tmp_path)
    path = questions / "2.jsonl"
    path.write_text('{"doc": "x"}\n', encoding="utf-8")
    base = write_model(tmp_path / "base", positions=256)
    with pytest.raises(InputError, match=r"2\.jsonl:1: not a question"):
        train(documents, questions, base, tmp_path / "out")


def test_public_sets_are_read_by_sentence(trained: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    context = "The ramp was built. The kettle was bought."
    asked = [
        {"question": "What was bought?", "answers": [{"text": "kettle", "answer_start": 24}]},
        {"question": "Who paid?", "answers": []},
    ]
    data = {"data": [{"title": "A_B", "paragraphs": [{"context": context, "qas": asked}]}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    first, second = read_squad(path, Tokens(trained))
    assert first.right_labels == ((False, True),)
    assert not second.right
    assert len(second.wrong) == 1
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match=r"not a question set in the form of SQuAD"):
        read_squad(path, Tokens(trained))
