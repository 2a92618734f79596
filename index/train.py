"""Train the embedder on written questions: what `python -m index train` runs.

Multiple-negatives ranking loss (Henderson et al., "Efficient Natural Language Response Suggestion
for Smart Reply", 2017) over (question, text that answers, text that does not): every other text of
the batch is a negative too. The hard negatives are what the model of that moment ranks high and
the question's author did not name, mined anew before each epoch. Texts are chunks under their
header, as the index embeds them, and sometimes the bare answering words, as sentences are.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError
from index.chunk import cut
from index.embed import Embedder, PlainEmbedder, hash_weights, open_packaged
from index.questions import (
    HELD_OUT,
    WrittenQuestion,
    flatten,
    is_held_out,
    read_documents,
    read_questions,
)
from index.schedule import rise_and_fall

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

KS = (1, 3, 5, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train; written beside the weights."""

    epochs: int = 2
    batch: int = 32
    learning_rate: float = 3e-5
    warm_up: float = 0.1  # share of the steps
    scale: float = 20.0  # of the cosine: the inverse of the temperature
    tokens: int = 160  # of a text that training sees
    bare: float = 0.4  # share of examples whose texts stand without their header
    hardest: int = 6  # highest-ranked wrong chunks of the document that a negative is drawn from
    held_out: float = HELD_OUT  # share of the documents kept aside
    others: int = 7  # documents beside a question's own that recall searches
    seed: int = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A question with the chunks of its document, and which of them answer it."""

    question: WrittenQuestion
    chunks: tuple[str, ...]
    right: tuple[int, ...]  # positions in `chunks`


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question, a text that answers it, and one that seems to."""

    question: str
    positive: str
    negative: str


def train(documents: Path, questions: Path, out: Path, recipe: Recipe | None = None) -> None:
    """Train from the packaged model; write the weights, in half precision, and their card.

    Args:
        documents: folder of the records asked about.
        questions: folder of questions, see `index.questions`.
        out: folder for the model; made when missing.
        recipe: how.
    """
    recipe = recipe or Recipe()
    started = time.time()
    base = open_packaged()
    asked = [question for question in read_questions(questions) if question.answers]
    chunks = _cut_all(documents, asked, base)
    targets = list(_locate(asked, chunks))
    kept = [t for t in targets if not is_held_out(t.question.document, recipe.held_out)]
    aside = [t for t in targets if is_held_out(t.question.document, recipe.held_out)]
    if len(kept) < recipe.batch:
        raise InputError(f"{questions}: {len(kept)} questions found in {documents}; too few")
    print(f"{len(kept)} questions to train on, {len(aside)} held out", flush=True)
    before = recall(aside, base, recipe)
    print(f"recall before: {before}", flush=True)
    _fit(base, kept, out, recipe)
    after = recall(aside, PlainEmbedder(out.name, out, hash_weights(out)), recipe)
    print(f"recall after: {after}", flush=True)
    report = {
        "base": base.name,
        "base_sha256": base.fingerprint,
        "sha256": hash_weights(out),
        "recipe": asdict(recipe),
        "questions": len(kept),
        "documents": len({t.question.document for t in kept}),
        "held_out_questions": len(aside),
        "held_out_recall_before": before,
        "held_out_recall": after,
        "minutes": round((time.time() - started) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def _cut_all(
    folder: Path, asked: Sequence[WrittenQuestion], base: Embedder
) -> dict[str, tuple[str, ...]]:
    """The chunks' texts of every document, by file name."""
    found = {}
    for name, document in read_documents(folder, asked).items():
        pieces = cut(document, window=base.window, count_tokens=base.count_tokens)
        found[name] = tuple(chunk.text for chunk in pieces.chunks)
    return found


def _locate(
    asked: Sequence[WrittenQuestion], chunks: Mapping[str, tuple[str, ...]]
) -> Iterator[Target]:
    flat = {name: [flatten(text) for text in texts] for name, texts in chunks.items()}
    for question in asked:
        golds = [flatten(answer) for answer in question.answers]
        right = [
            position
            for position, text in enumerate(flat.get(question.document, ()))
            if any(gold in text for gold in golds)
        ]
        if right:
            yield Target(
                question=question, chunks=chunks[question.document], right=tuple(right[:3])
            )


def _fit(base: PlainEmbedder, targets: Sequence[Target], out: Path, recipe: Recipe) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = SentenceTransformer(
        str(base.folder), device=device, model_kwargs={"attn_implementation": "eager"}
    )
    for module in model.modules():  # drawing the masks is 0.4 of a step on a processor
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    model.max_seq_length = recipe.tokens
    loss_of = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.learning_rate, weight_decay=0.01, fused=True
    )
    steps = recipe.epochs * (len(targets) // recipe.batch)
    schedule = rise_and_fall(optimizer, steps, recipe.warm_up)
    done = 0
    now: Embedder = base
    with tempfile.TemporaryDirectory() as scratch:
        for epoch in range(recipe.epochs):
            examples = _draw(targets, now, recipe, rng)
            model.train()
            for batch in _batches(examples, recipe.batch, rng):
                loss = _step(model, loss_of, batch, device)
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
                done += 1
                if done % 25 == 0:
                    print(f"step {done} of {steps}, loss {loss:.3f}", flush=True)
            folder = Path(scratch) / str(epoch)
            _save(model, folder, base)
            now = PlainEmbedder(folder.name, folder, "")
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(folder, out)


def _step(model: SentenceTransformer, loss_of: Any, batch: Sequence[Example], device: str) -> float:
    import torch

    columns = (
        [one.question for one in batch],
        [one.positive for one in batch],
        [one.negative for one in batch],
    )
    features = [
        {
            key: value.to(device) if hasattr(value, "to") else value
            for key, value in model.preprocess(column).items()
        }
        for column in columns
    ]
    with torch.autocast(device, dtype=torch.bfloat16):
        loss = loss_of(features, torch.empty(0))
    loss.backward()
    return float(loss.item())


def _save(model: SentenceTransformer, folder: Path, base: PlainEmbedder) -> None:
    """The model in half precision, with the base's window; the one in training is not touched."""
    import torch
    from safetensors.torch import load_file, save_file

    model.save(str(folder), create_model_card=False)
    path = folder / "model.safetensors"
    halves = {
        name: tensor.to(torch.float16) if tensor.is_floating_point() else tensor
        for name, tensor in load_file(path).items()
    }
    save_file(halves, path, metadata={"format": "pt"})
    written = folder / "sentence_bert_config.json"
    config = json.loads(written.read_text(encoding="utf-8"))
    written.write_text(json.dumps(config | {"max_seq_length": base.window}, indent=2) + "\n")


def _draw(
    targets: Sequence[Target], model: Embedder, recipe: Recipe, rng: random.Random
) -> list[Example]:
    """One example a question, its negative among what the model ranks high and is not named."""
    import numpy as np

    texts = list(dict.fromkeys(text for t in targets for text in t.chunks))
    row = {text: position for position, text in enumerate(texts)}
    vectors = model.encode(texts)
    asked = model.encode([t.question.text for t in targets])
    examples = []
    for target, vector in zip(targets, asked, strict=True):
        order = np.argsort(-(vectors[[row[text] for text in target.chunks]] @ vector))
        wrong = [int(i) for i in order if int(i) not in target.right][: recipe.hardest]
        if not wrong:
            continue
        positive = target.chunks[rng.choice(target.right)]
        negative = target.chunks[rng.choice(wrong)]
        if rng.random() < recipe.bare:  # both, or the header would tell them apart
            positive = rng.choice(target.question.answers)
            negative = negative.split("\n", 1)[1]
        examples.append(
            Example(question=target.question.text, positive=positive, negative=negative)
        )
    return examples


def _batches(
    examples: Sequence[Example], size: int, rng: random.Random
) -> Iterator[Sequence[Example]]:
    """Batches in which no two examples share a text, as each is a negative of all others.

    Examples of like length go together, which saves padding.
    """
    order = list(examples)
    rng.shuffle(order)
    wide = 8 * size
    batches = []
    waiting: list[Example] = []
    for first in range(0, len(order), wide):
        waiting = sorted(
            [*waiting, *order[first : first + wide]], key=lambda one: len(one.positive)
        )
        while len(waiting) >= size:
            batch, later = _part(waiting, size)
            if len(batch) < size:
                break
            waiting = later
            batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def _part(waiting: Sequence[Example], size: int) -> tuple[list[Example], list[Example]]:
    """The first examples that share no text with one another, and those that are left."""
    batch: list[Example] = []
    later: list[Example] = []
    used: set[str] = set()
    for one in waiting:
        texts = {one.question, one.positive, one.negative}
        if len(batch) < size and not texts & used:
            batch.append(one)
            used |= texts
        else:
            later.append(one)
    return batch, later


def recall(targets: Sequence[Target], model: Embedder, recipe: Recipe) -> dict[str, float]:
    """Share of questions with an answering chunk among the first k, over several documents.

    Each question is searched among its own document and `others` more, drawn by its text.
    """
    import numpy as np

    chunks = {t.question.document: t.chunks for t in targets}
    pool = sorted(chunks)
    vectors = {name: model.encode(texts) for name, texts in chunks.items()}
    asked = model.encode([t.question.text for t in targets])
    ranks = []
    for target, vector in zip(targets, asked, strict=True):
        own = target.question.document
        drawn = random.Random(target.question.text).sample(pool, min(recipe.others, len(pool)))
        scores = vectors[own] @ vector
        best = scores[list(target.right)].max()
        above = int((scores > best).sum())
        for name in sorted({*drawn} - {own}):
            above += int((vectors[name] @ vector > best).sum())
        ranks.append(above)
    found = np.array(ranks)
    return {f"@{k}": round(float((found < k).mean()), 3) for k in KS} if ranks else {}
