"""Readers: which sentences of some windows answer a question, with log odds for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.reader.model import HEAD, Sequenced, Tokens, collate, pool
from assistant.reader.windows import Window
from index.embed import check_card, hash_weights
from index.parallel import run_each

if TYPE_CHECKING:
    from index.bert import BertEncoder

SHIPPED = Path(__file__).parent / "weights"
"""The reader that the product ships with; its card is beside it."""

NONE = "none"
"""The name under which the product runs without a reader."""


class Reader(Protocol):
    """A model that scores sentences for "this answers the question"."""

    name: str
    fingerprint: str  # sha256 of the weights, or what else identifies them

    def read(self, question: str, windows: Sequence[Window]) -> list[list[float]]:
        """Log odds that each sentence answers: a list for each window, in their order."""
        ...


def open_reader(name: str | None = None) -> Reader | None:
    """The reader of that name or folder; None is the shipped one, `none` no reader at all.

    Raises `ModelError` when it is not there, or when the shipped one's weights are not those that
    its card names.
    """
    if name == NONE:
        return None
    if name is None:
        return PlainReader(SHIPPED, check=True)
    folder = Path(name)
    if (folder / "training.json").is_file():
        return PlainReader(folder)
    from assistant.reader.library import LibraryReader

    return LibraryReader(name)


class PlainReader:
    """A reader made by `python -m assistant.reader train`: see `assistant.reader.model`."""

    def __init__(self, folder: Path, *, check: bool = False) -> None:
        """Hash the weights; they are loaded when a question is first read.

        Args:
            folder: of the weights, configuration and tokenizer.
            check: whether the hash must be the one on the model's card.
        """
        self.name = folder.name
        self.folder = folder
        self.fingerprint = check_card(folder) if check else hash_weights(folder)

    def read(self, question: str, windows: Sequence[Window]) -> list[list[float]]:
        """Log odds that each sentence answers: a list for each window, in their order."""
        return self.score([self._tokens.sequence(question, w.header, w.words) for w in windows])

    def score(self, sequences: Sequence[Sequenced]) -> list[list[float]]:
        """Log odds that each sentence answers, of questions and windows as token ids.

        Each window goes through alone, which wastes nothing on padding.
        """
        import torch

        encoder = self._encoder  # loaded before several threads ask for it
        weight = encoder.weights[f"{HEAD}.weight"][0].float()
        bias = encoder.weights[f"{HEAD}.bias"].float()

        def score(sequence: Sequenced) -> list[float]:
            batch = collate([sequence])
            with torch.inference_mode():
                states = encoder.hidden_states(batch.ids, batch.mask, batch.segments)
                scores: list[float] = (pool(states, batch) @ weight + bias).tolist()
            return scores

        return run_each(score, sequences)

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens(self.folder)

    @cached_property
    def _encoder(self) -> BertEncoder:
        from index.bert import BertEncoder, fast_type

        return BertEncoder(self.folder, dtype=fast_type())
