"""The reader's network: one pass over question and window, one score for each sentence.

A BERT encoder reads `[CLS] question [SEP] header sentence sentence ... [SEP]`; the states of each
sentence's tokens, averaged and at their largest, go through one linear layer to the log odds that
the sentence answers. Reading a window once for all its sentences costs a fraction of a pass for
each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

QUESTION = 40
HEADER = 40
TOKENS = 256
"""Tokens of the question, of the header, and of the whole sequence; what is beyond is not read."""

_CLS, _SEP = "[CLS]", "[SEP]"
HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """A question and a window as token ids."""

    ids: tuple[int, ...]
    second: int  # position at which the window begins
    spans: tuple[tuple[int, int], ...]  # tokens of each sentence; empty span when beyond the end


class Tokens:
    """Turns questions and windows into token ids."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._cls: int = tokenizer.token_to_id(_CLS)
        self._sep: int = tokenizer.token_to_id(_SEP)

    def sequence(self, question: str, header: str, sentences: Sequence[str]) -> Sequenced:
        """The token ids of one window under a question."""
        texts = self._tokenizer.encode_batch(
            [question, header, *sentences], add_special_tokens=False
        )
        ids = [self._cls, *texts[0].ids[:QUESTION], self._sep]
        second = len(ids)
        ids += texts[1].ids[:HEADER]
        spans = []
        for text in texts[2:]:
            start = len(ids)
            ids += text.ids[: max(0, TOKENS - 1 - start)]
            spans.append((start, len(ids)))
        return Sequenced(ids=(*ids, self._sep), second=second, spans=tuple(spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sequences as tensors."""

    ids: torch.Tensor  # int64, (windows, tokens)
    mask: torch.Tensor  # int64, (windows, tokens)
    segments: torch.Tensor  # int64, (windows, tokens)
    owner: torch.Tensor  # int64, (windows, tokens): number of the token's sentence, or `sentences`
    sentences: int


def collate(sequences: Sequence[Sequenced]) -> Batch:
    """One batch; sentences are numbered through, window after window."""
    import torch

    length = max(len(one.ids) for one in sequences)
    count = sum(len(one.spans) for one in sequences)
    ids = torch.zeros((len(sequences), length), dtype=torch.int64)
    mask = torch.zeros_like(ids)
    segments = torch.zeros_like(ids)
    owner = torch.full_like(ids, count)
    number = 0
    for row, one in enumerate(sequences):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
        segments[row, one.second : len(one.ids)] = 1
        for start, end in one.spans:
            owner[row, start:end] = number
            number += 1
    return Batch(ids=ids, mask=mask, segments=segments, owner=owner, sentences=count)


def pool(states: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Mean and maximum of each sentence's states, of shape (sentences, 2 x dimension)."""
    import torch

    width = states.shape[-1]
    flat = states.reshape(-1, width).float()
    owner = batch.owner.reshape(-1).to(flat.device)
    room = batch.sentences + 1  # the last row takes what belongs to no sentence
    total = torch.zeros((room, width), device=flat.device).index_add(0, owner, flat)
    tokens = torch.bincount(owner, minlength=room).clamp(min=1).unsqueeze(1)
    rows = owner.unsqueeze(1).expand_as(flat)
    largest = torch.full((room, width), -1e4, device=flat.device)
    largest = largest.scatter_reduce(0, rows, flat, "amax")
    pooled = torch.cat([total / tokens, largest.clamp(min=-1e2)], dim=1)
    return pooled[: batch.sentences]
