"""Train the reader on written questions: what `python -m assistant.reader train` runs.

A group is a question with some windows: those that hold its answer and others that the embedder
ranks high, or, of an unanswerable question, those that only look as if they answered. The loss is
that of choosing the answering sentences of a group, or none of them, and beside it of saying yes
or no to each. Written near misses are what teaches to say no: neither similarity nor public
question sets do.
"""

from __future__ import annotations

import json
import math
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.reader.model import HEAD, Batch, Sequenced, Tokens, collate, pool
from assistant.reader.windows import Window
from corpus.errors import InputError
from corpus.sentences import split_sentences
from index.embed import hash_weights
from index.schedule import rise_and_fall

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train; written beside the weights."""

    epochs: int = 2
    groups: int = 8  # of one step
    public: int = 3000  # groups of public sets that are gone through first, once
    windows: int = 3  # of one group
    learning_rate: float = 5e-5
    head_rate: float = 1e-4
    warm_up: float = 0.1  # share of the steps
    each: float = 0.2  # weight of saying yes or no to each sentence
    seed: int = 13


AGAIN = Recipe(epochs=1, windows=4, learning_rate=3e-5)
"""The second round: over half of the questions, with the windows that mislead the reader most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A question with windows to choose from."""

    right: tuple[Sequenced, ...]  # windows that hold an answer
    right_labels: tuple[tuple[bool, ...], ...]  # of each sentence of each
    wrong: tuple[Sequenced, ...]  # windows that hold none, the most misleading first


class ReaderNetwork:
    """The encoder and head while they are trained."""

    def __init__(self, folder: Path, device: str) -> None:
        import torch
        from transformers import BertModel

        self.device = device
        encoder: Any = BertModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,  # drawing the masks is 0.4 of a step on a processor
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
        )
        self.encoder = encoder.to(device)
        self.head = torch.nn.Linear(2 * self.encoder.config.hidden_size, 1).to(device)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.constant_(self.head.bias, -2.0)  # most sentences answer nothing
        trained = read_head(folder)
        if trained:
            self.head.load_state_dict({name: one.float() for name, one in trained.items()})

    def score(self, batch: Batch) -> torch.Tensor:
        """Log odds of every sentence, of shape (sentences,)."""
        import torch

        with torch.autocast(self.device, dtype=torch.bfloat16):
            states = self.encoder(
                input_ids=batch.ids.to(self.device),
                attention_mask=batch.mask.to(self.device),
                token_type_ids=batch.segments.to(self.device),
            ).last_hidden_state
        scores: torch.Tensor = self.head(pool(states, batch)).squeeze(1)
        return scores

    def parameters(self) -> list[torch.nn.Parameter]:
        """Everything that is trained."""
        return [*self.encoder.parameters(), *self.head.parameters()]

    def save(self, folder: Path, base: Path) -> None:
        """Weights in half precision, configuration and tokenizer."""
        import torch
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        weights = dict(self.encoder.state_dict())
        weights |= {f"{HEAD}.{name}": tensor for name, tensor in self.head.state_dict().items()}
        halves = {
            name: tensor.detach().cpu().to(torch.float16).contiguous()
            for name, tensor in weights.items()
            if tensor.is_floating_point()
        }
        save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
        for name in ("config.json", "tokenizer.json"):
            if base != folder:
                shutil.copy(base / name, folder / name)


def read_head(folder: Path) -> dict[str, torch.Tensor]:
    """The head's weights in a reader's folder; empty for an embedder's, which has none."""
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "pt") as file:
        names = [name for name in file.keys() if name.startswith(f"{HEAD}.")]  # noqa: SIM118
        return {name.removeprefix(f"{HEAD}."): file.get_tensor(name) for name in names}


def fit(base: Path, stages: Sequence[Sequence[Group]], out: Path, recipe: Recipe) -> ReaderNetwork:
    """Train from an embedder's or a reader's weights; each stage but the last is gone through once.

    Args:
        base: folder of the weights to start from.
        stages: groups to train on; the last stage is gone through `epochs` times.
        out: folder for the result; made when missing.
        recipe: how.
    """
    import torch

    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = ReaderNetwork(base, device)
    passes = [*stages[:-1], *[stages[-1]] * recipe.epochs]
    steps = sum(len(groups) // recipe.groups for groups in passes)
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": recipe.learning_rate},
            {"params": network.head.parameters(), "lr": recipe.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = rise_and_fall(optimizer, steps, recipe.warm_up)
    done, recent = 0, 0.0
    for groups in passes:
        for batch in _batches(groups, recipe, rng):
            loss = _loss(network, batch, recipe, rng)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            done += 1
            recent += float(loss.item())
            if done % 50 == 0:
                print(f"step {done} of {steps}, loss {recent / 50:.3f}", flush=True)
                recent = 0.0
        network.save(out, base)
    return network


def _batches(
    groups: Sequence[Group], recipe: Recipe, rng: random.Random
) -> Iterator[Sequence[Group]]:
    """Groups of like length together, which saves padding."""
    order = list(groups)
    rng.shuffle(order)
    wide = 16 * recipe.groups
    batches = []
    for first in range(0, len(order), wide):
        near = sorted(order[first : first + wide], key=_length)
        batches += [near[n : n + recipe.groups] for n in range(0, len(near), recipe.groups)]
    rng.shuffle(batches)
    yield from (batch for batch in batches if len(batch) == recipe.groups)


def _length(group: Group) -> int:
    return max(len(one.ids) for one in (*group.right, *group.wrong))


def _loss(
    network: ReaderNetwork, groups: Sequence[Group], recipe: Recipe, rng: random.Random
) -> torch.Tensor:
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    sequences: list[Sequenced] = []
    labels: list[bool] = []
    owners: list[int] = []
    for number, group in enumerate(groups):
        chosen = _draw(group, recipe.windows, rng)
        for sequence, marks in chosen:
            sequences.append(sequence)
            labels += marks
            owners += [number] * len(marks)
    scores = network.score(collate(sequences))
    right = torch.tensor(labels, device=scores.device)
    owner = torch.tensor(owners, device=scores.device)
    choosing = torch.zeros((), device=scores.device)
    for number in range(len(groups)):
        own, marked = scores[owner == number], right[owner == number]
        nothing = torch.zeros(1, device=scores.device)
        gold = own[marked] if bool(marked.any()) else nothing
        choosing = choosing + torch.logsumexp(torch.cat([own, nothing]), 0) - gold.logsumexp(0)
    each = binary_cross_entropy_with_logits(scores, right.float(), reduction="sum")
    return (choosing + recipe.each * each) / len(groups)


def _draw(group: Group, size: int, rng: random.Random) -> list[tuple[Sequenced, Sequence[bool]]]:
    """Some windows of a group: at most half of them right, the rest from the misleading ones."""
    pairs = list(zip(group.right, group.right_labels, strict=True))
    right: list[tuple[Sequenced, Sequence[bool]]] = list(
        rng.sample(pairs, min(len(pairs), size // 2))
    )
    wanted = min(len(group.wrong), size - len(right))
    wrong = rng.sample(group.wrong[: 2 * size], min(wanted, len(group.wrong[: 2 * size])))
    return right + [(one, [False] * len(one.spans)) for one in wrong]


def read_squad(path: Path, tokens: Tokens) -> list[Group]:
    """Groups of one window each from a file in the form of SQuAD 2.0 (Rajpurkar et al., 2018).

    Raises `InputError` for a file in another form.
    """
    groups = []
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        for article in articles:
            for paragraph in article["paragraphs"]:
                text = paragraph["context"]
                spans = split_sentences(text)
                words = [" ".join(text[span.start : span.end].split()) for span in spans]
                for asked in paragraph["qas"]:
                    starts = [answer["answer_start"] for answer in asked["answers"]]
                    marks = [any(s.start <= at < s.end for at in starts) for s in spans]
                    sequence = tokens.sequence(
                        asked["question"], article.get("title", "").replace("_", " "), words
                    )
                    groups.append(to_group([(sequence, marks)]))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path}: not a question set in the form of SQuAD 2.0") from None
    return groups


def to_group(windows: Sequence[tuple[Sequenced, Sequence[bool]]]) -> Group:
    """The windows of a question with the labels of their sentences, sorted into right and wrong."""
    right = [(sequence, tuple(marks)) for sequence, marks in windows if any(marks)]
    return Group(
        right=tuple(sequence for sequence, _ in right),
        right_labels=tuple(marks for _, marks in right),
        wrong=tuple(sequence for sequence, marks in windows if not any(marks)),
    )


def keep_misleading(group: Group, scores: Sequence[Sequence[float]]) -> Group:
    """The group with only its first wrong windows, those that a reader rates highest first.

    Args:
        group: to order.
        scores: log odds of the sentences of each of its first wrong windows.
    """
    order = sorted(range(len(scores)), key=lambda n: -max(scores[n], default=-math.inf))
    return replace(group, wrong=tuple(group.wrong[n] for n in order))


def to_sequence(tokens: Tokens, question: str, window: Window) -> Sequenced:
    """A window under a question, as token ids."""
    return tokens.sequence(question, window.header, window.words)


def write_report(
    out: Path, recipes: Sequence[Recipe], started: float, more: dict[str, Any]
) -> None:
    """How the model was made, beside its weights."""
    report = {
        "sha256": hash_weights(out),
        "rounds": [asdict(recipe) for recipe in recipes],
        **more,
        "minutes": round((time.time() - started) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
