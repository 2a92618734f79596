"""Train the embedder on questions about records: `python -m index train`.

Multiple-negatives ranking loss (Henderson et al., "Efficient Natural Language Response Suggestion
for Smart Reply", 2017) over (question, passage that answers, passage that does not): every other
passage of the batch is a negative too. The hard negatives are what the base model ranks high and
the question's author did not name. Passages are embedded under their header, as the index does,
and every third positive is the bare answering words, since sentences are embedded too.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.library import open_library
from corpus.types import Document
from index.chunk import cut
from index.embed import PlainEmbedder, open_embedder
from index.types import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train; written into the model card."""

    epochs: int = 2
    batch: int = 32
    learning_rate: float = 2e-5
    warm_up: float = 0.1  # share of the steps
    scale: float = 20.0  # of the cosine: the inverse of the temperature
    tokens: int = 192  # of a passage that training sees
    held_out: float = 0.1  # share of the documents, chosen by a hash of their name
    others: int = 7  # documents beside a question's own that it is searched among
    seed: int = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question, a text that answers it, and one that seems to."""

    question: str
    positive: str
    negative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A written question with its document and the passages that answer it."""

    text: str
    document: str  # file name
    answers: tuple[str, ...]  # verbatim but for white space


def train(documents: Path, questions: Path, out: Path, recipe: Recipe = Recipe()) -> None:
    """Train from the packaged model and write the result, in half precision, to `out`.

    Args:
        documents: folder of the records asked about.
        questions: folder of JSON lines `{"doc": file, "q": question, "a": [passages]}`.
        out: folder for the model and its card; made when missing.
        recipe: how.
    """
    started = time.time()
    base = open_embedder()
    if not isinstance(base, PlainEmbedder):
        raise InputError("training starts from the packaged model; leave --embedder out")
    asked = [q for q in read_questions(questions) if q.answers]
    chunks = _cut_all(documents, base, {question.document for question in asked})
    asked = [question for question in asked if question.document in chunks]
    kept = [question for question in asked if not is_held_out(question.document, recipe.held_out)]
    rest = [question for question in asked if is_held_out(question.document, recipe.held_out)]
    examples = _mine(kept, chunks, base, recipe)
    print(f"{len(examples)} examples from {len(kept)} questions; {len(rest)} held out", flush=True)
    before = recall(rest, chunks, base, recipe)
    print(f"before: {before}", flush=True)
    _fit(base.folder, examples, out, recipe)
    after = recall(rest, chunks, open_embedder(str(out)), recipe)
    print(f"after:  {after}", flush=True)
    card = {
        "base": base.name,
        "base_sha256": base.fingerprint,
        "recipe": asdict(recipe),
        "questions": len(kept),
        "examples": len(examples),
        "recall_held_out_before": before,
        "recall_held_out": after,
        "minutes": round((time.time() - started) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def read_questions(folder: Path) -> Iterator[Question]:
    """The questions of every `*.jsonl` file in the folder, in order."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise InputError(f"{folder}: no *.jsonl files of questions; name the folder they are in")
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            yield Question(text=data["q"], document=data["doc"], answers=tuple(data["a"]))


def is_held_out(document: str, share: float) -> bool:
    """Whether a document is kept aside: by a hash of its name, so the same in every run."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 1000 < 1000 * share


def flatten(text: str) -> str:
    """Words alone, for finding an answer in a chunk whatever its line breaks and marks."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _cut_all(folder: Path, base: PlainEmbedder, names: set[str]) -> dict[str, list[Chunk]]:
    library = open_library(folder)
    found = {}
    for source in library.sources:
        if source.name in names:
            document: Document = library.read(source)
            pieces = cut(document, window=base.window, count_tokens=base.count_tokens)
            found[source.name] = list(pieces.chunks)
    return found


def _mine(
    questions: Sequence[Question],
    chunks: dict[str, list[Chunk]],
    base: PlainEmbedder,
    recipe: Recipe,
) -> list[Example]:
    """An example for each answer that is found in a chunk, with a hard negative."""
    import numpy as np

    vectors = {name: base.encode([chunk.text for chunk in own]) for name, own in chunks.items()}
    asked = base.encode([question.text for question in questions])
    rng = random.Random(recipe.seed)
    examples = []
    for question, vector in zip(questions, asked, strict=True):
        own = chunks[question.document]
        golds = [flatten(answer) for answer in question.answers]
        flat = [flatten(chunk.text) for chunk in own]
        right = {i for i, text in enumerate(flat) if any(gold in text for gold in golds)}
        if not right:
            continue
        order = np.argsort(-(vectors[question.document] @ vector))
        wrong = [int(i) for i in order if int(i) not in right][:6]
        negative = own[rng.choice(wrong)].text if wrong else rng.choice(own).text
        for i in sorted(right)[:2]:
            examples.append(
                Example(question=question.text, positive=own[i].text, negative=negative)
            )
        if rng.random() < 0.5:
            answer = rng.choice(question.answers)
            examples.append(Example(question=question.text, positive=answer, negative=negative))
    return examples


def _fit(folder: Path, examples: list[Example], out: Path, recipe: Recipe) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = SentenceTransformer(str(folder), device=device)
    model.max_seq_length = recipe.tokens
    loss_of = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=0.01)
    steps = recipe.epochs * (len(examples) // recipe.batch)
    warm_up = max(1, int(recipe.warm_up * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm_up, (steps - step) / max(1, steps - warm_up))
    )
    model.train()
    done = 0
    for _ in range(recipe.epochs):
        for batch in _batches(examples, recipe.batch, rng):
            columns = (
                [one.question for one in batch],
                [one.positive for one in batch],
                [one.negative for one in batch],
            )
            features: list[dict[str, Any]] = [
                {
                    key: value.to(device) if hasattr(value, "to") else value
                    for key, value in model.tokenize(column).items()
                }
                for column in columns
            ]
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = loss_of(features, torch.empty(0))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            done += 1
            if done % 25 == 0:
                print(f"step {done}/{steps} loss {loss.item():.3f}", flush=True)
    model.max_seq_length = 256
    model.half().save(str(out))


def _batches(examples: list[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Batches in which no two examples share a question or a text, as each is a negative."""
    order = examples[:]
    rng.shuffle(order)
    waiting = order
    while len(waiting) >= size:
        batch: list[Example] = []
        used: set[str] = set()
        later: list[Example] = []
        for one in waiting:
            keys = {one.question, one.positive, one.negative}
            if len(batch) < size and not keys & used:
                batch.append(one)
                used |= keys
            else:
                later.append(one)
        if len(batch) < size:
            return
        waiting = later
        yield batch


def recall(
    questions: Sequence[Question],
    chunks: dict[str, list[Chunk]],
    model: Any,
    recipe: Recipe,
) -> dict[str, float]:
    """Share of questions with an answering chunk among the first 1, 3, 5 and 20 of 8 documents."""
    import numpy as np

    names = sorted({question.document for question in questions})
    pool = names if len(names) > recipe.others else sorted(chunks)
    texts = {n: model.encode([c.text for c in chunks[n]]) for n in {*pool, *names}}
    vectors = model.encode([question.text for question in questions])
    ranks = []
    for question, vector in zip(questions, vectors, strict=True):
        golds = [flatten(answer) for answer in question.answers]
        drawn = random.Random(question.text).sample(pool, min(recipe.others, len(pool)))
        corpus = sorted({question.document, *drawn})
        scores = np.concatenate([texts[name] @ vector for name in corpus])
        right = np.array(
            [
                name == question.document and any(gold in flatten(c.text) for gold in golds)
                for name in corpus
                for c in chunks[name]
            ]
        )
        if right.any():
            ranks.append(int((scores > scores[right].max()).sum()))
    found = np.array(ranks)
    return {f"@{k}": round(float((found < k).mean()), 3) for k in (1, 3, 5, 20)}
