"""The embedder trained by its command, on a model made on the spot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import index.train
from corpus.errors import InputError
from index.__main__ import main
from index.embed import PlainEmbedder, check_card, hash_weights, open_embedder
from index.train import Example, Recipe, _batches
from tests.index_world import write_model

WORDS = ("parking", "ramp", "kettle", "library", "heating", "lift", "garden", "website")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records, questions about them, and a small base in the packaged model's place."""
    documents, questions = tmp_path / "documents", tmp_path / "questions"
    documents.mkdir()
    questions.mkdir()
    lines = []
    for number in range(20):
        name = f"record {number}.txt"
        sentences = [f"The {word} of ward {number} was agreed." for word in WORDS]
        (documents / name).write_text("\n\n".join(sentences), encoding="utf-8")
        lines += [
            json.dumps({"doc": name, "q": f"What of the {word} in {number}?", "a": [sentence]})
            for word, sentence in zip(WORDS, sentences, strict=True)
        ]
    (questions / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    base = write_model(tmp_path / "base", positions=256)
    small = PlainEmbedder("small", base, hash_weights(base))
    monkeypatch.setattr(index.train, "open_packaged", lambda: small)
    return tmp_path


def train(world: Path, out: Path) -> int:
    options = [f"--{name}={world / name}" for name in ("documents", "questions")]
    return main(["train", *options, f"--out={out}"])


def test_what_was_trained_can_be_loaded_and_trained_again_alike(world: Path) -> None:
    assert train(world, world / "one") == 0
    report = json.loads((world / "one" / "training.json").read_text(encoding="utf-8"))
    assert check_card(world / "one") == report["sha256"]
    assert report["questions"] + report["held_out_questions"] == 160
    first = open_embedder(str(world / "one"))
    assert isinstance(first, PlainEmbedder)
    assert first.window == 256
    train(world, world / "two")
    second = open_embedder(str(world / "two"))
    texts = ["What of the ramp in 3?", "The ramp of ward 3 was agreed."]
    assert (first.encode(texts) * second.encode(texts)).sum(axis=1).min() > 0.999
    assert first.fingerprint not in (hash_weights(world / "base"), "")


def test_too_few_questions_are_an_error(world: Path) -> None:
    path = world / "questions" / "all.jsonl"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:4]), encoding="utf-8")
    with pytest.raises(InputError, match="too few"):
        train(world, world / "out")


def test_no_two_examples_of_a_batch_share_a_text() -> None:
    import random

    examples = [
        Example(question=f"q{n}", positive=f"p{n // 2}", negative=f"n{n % 7}") for n in range(200)
    ]
    batches = list(_batches(examples, Recipe(batch=4).batch, random.Random(1)))
    assert len(batches) > 40
    for batch in batches:
        assert len(batch) == 4
        texts = [text for one in batch for text in (one.question, one.positive, one.negative)]
        assert len(texts) == len(set(texts))
