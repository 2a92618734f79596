"""What the index's tests share: quick embedders, a tiny model on disk, and corpora to change."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from corpus.library import open_library
from index.store import Store
from index.sync import SyncReport, sync

if TYPE_CHECKING:
    from index.embed import Vectors

ROOT = Path(__file__).parents[1]


class WordEmbedder:
    """Each word has a direction of its own; a text points where its words do together.

    Texts that share words are near each other, which makes searches that can be worked by hand.
    """

    def __init__(self, name: str = "words", *, dimension: int = 256, window: int = 200) -> None:
        self.name = name
        self.fingerprint = f"{name}-{dimension}"
        self.dimension = dimension
        self.window = window
        self.seen: list[str] = []  # every text encoded, in order

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.sha256(f"{self.name} {word}".encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2


def write_model(
    folder: Path, *, seed: int = 1, positions: int = 128, pooling: str = "mean"
) -> Path:
    """A BERT of one layer with random weights, saved as sentence-transformers 6 saves one."""
    size, inner, layers = 16, 32, 1
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:|-£%'()"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(
        WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.add_special_tokens(words[:4])
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    shapes = {
        "embeddings.word_embeddings": (len(words), size),
        "embeddings.position_embeddings": (positions, size),
        "embeddings.token_type_embeddings": (2, size),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(layers):
        name = f"encoder.layer.{layer}"
        shapes |= {f"{name}.attention.self.{part}": (size, size) for part in _ATTENTION}
        shapes[f"{name}.attention.output.dense"] = (size, size)
        shapes[f"{name}.intermediate.dense"] = (inner, size)
        shapes[f"{name}.output.dense"] = (size, inner)
        norms += [f"{name}.attention.output.LayerNorm", f"{name}.output.LayerNorm"]
    dice = torch.Generator().manual_seed(seed)
    weights = {f"{name}.weight": torch.randn(s, generator=dice) * 0.3 for name, s in shapes.items()}
    for name, (rows, _) in shapes.items():
        if not name.startswith("embeddings."):
            weights[f"{name}.bias"] = torch.randn(rows, generator=dice) * 0.1
    for name in norms:
        weights |= {f"{name}.weight": torch.ones(size), f"{name}.bias": torch.zeros(size)}
    (folder / "1_Pooling").mkdir(parents=True)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    kind = "sentence_transformers.sentence_transformer.modules.{}"
    files = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": size,
            "intermediate_size": inner,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": positions,
            "num_attention_heads": 2,
            "num_hidden_layers": layers,
            "pad_token_id": 0,
            "type_vocab_size": 2,
            "vocab_size": len(words),
        },
        "modules.json": [
            {
                "idx": 0,
                "name": "0",
                "path": "",
                "type": "sentence_transformers.base.modules.transformer.Transformer",
            },
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": kind.format("pooling.Pooling")},
        ],
        "1_Pooling/config.json": {"embedding_dimension": size, "pooling_mode": pooling},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "pad_token": "[PAD]",
            "unk_token": "[UNK]",
            "cls_token": "[CLS]",
            "sep_token": "[SEP]",
        },
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


_ATTENTION = ("query", "key", "value")


def sync_folder(corpus: Path, store: Store, model: WordEmbedder) -> tuple[SyncReport, list[str]]:
    """What a sync reports, and the texts that it put through the model."""
    model.seen.clear()
    report = sync(open_library(corpus), store, model)
    return report, list(model.seen)


def write_manifest(corpus: Path, rows: Sequence[dict[str, str]]) -> None:
    """A manifest of the rows, each with its file's true sha256."""
    lines = []
    for row in rows:
        sha256 = hashlib.sha256((corpus / row["file"]).read_bytes()).hexdigest()
        lines.append("[[document]]")
        # JSON's strings are TOML's too
        lines += [f"{key} = {json.dumps(text)}" for key, text in (row | {"sha256": sha256}).items()]
    (corpus / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run_index(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`python -m index` in a process of its own."""
    command = [sys.executable, "-m", "index", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
