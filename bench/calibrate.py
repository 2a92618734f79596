"""Fit the weights of `assistant.evidence` and `assistant.outcome` on questions about other records.

    python -m bench.calibrate --documents DIR --questions DIR --off-topic FILE [--index DIR]

`--documents` is a folder of text files; `--questions` holds JSON lines of the form
`{"doc": "file", "q": "...", "a": ["verbatim passage", ...]}`, an empty `a` for a question that
its document does not answer; `--off-topic` is a file in SQuAD's form, whose questions are about
anything else. Each question is asked of a small corpus: its own document and seven others drawn
with a fixed seed. A sentence is a positive when it lies in a passage given as the answer.

Only questions about documents that no model was trained on are asked: on its own training
documents a reader is surer than it will ever be again. They are split by a hash of the document's
name: half to fit, half to report, and the other way round.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.evidence import FEATURES, Evidence
from assistant.outcome import ANSWERED, TOPIC, answer_features, topic_features
from assistant.question import Question, understand
from assistant.retrieve import LIMIT, Retrieved
from assistant.settings import Settings
from corpus.console import GOOD, Parser, run
from index.questions import flatten, is_held_out, read_questions
from index.search import search

OTHERS = 7
OFF_TOPIC = 400
REFUSED = (0.02, 0.05, 0.08, 0.12, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with the sentences weighed for it, and which of them answer."""

    half: int  # 0 or 1, by the question's document
    answerable: bool
    evidence: tuple[Evidence, ...]
    answers: tuple[bool, ...]
    answered: tuple[float, ...]  # as `assistant.outcome.answer_features` gives it
    topic: tuple[float, float]  # as `assistant.outcome.topic_features` gives it


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, report, and print the weights to put into the two modules."""
    parser = Parser(prog="python -m bench.calibrate", description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, metavar="DIR")
    parser.add_argument("--questions", type=Path, required=True, metavar="DIR")
    parser.add_argument("--off-topic", type=Path, required=True, metavar="FILE")
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--embedder", metavar="NAME_OR_PATH")
    parser.add_argument("--reader", metavar="NAME_OR_PATH")
    parser.add_argument("--every", type=int, default=1, help="use every n-th question only")
    options = parser.parse_args(arguments)
    settings = Settings.from_options(
        argparse.Namespace(),
        corpus=options.documents,
        index=options.index,
        embedder=options.embedder,
        reader=options.reader,
    )
    assistant = Assistant.open(settings)
    asked = list(_ask_all(assistant, options.questions, options.every))
    off_topic = list(_ask_off_topic(assistant, options.off_topic))
    _fit_evidence(asked)
    _fit_outcome(
        "answered",
        [name for name in ANSWERED if name != "bias"],
        [(one.answered, one.answerable, one.half) for one in asked],
        "near misses",
    )
    _fit_outcome(
        "topic",
        [name for name in TOPIC if name != "bias"],
        [
            (one.topic, on_topic, one.half)
            for group, on_topic in ((asked, True), (off_topic, False))
            for one in group
        ],
        "off topic",
    )
    return GOOD


def _ask_all(assistant: Assistant, folder: Path, every: int) -> Iterator[Asked]:
    ids = [metadata.id for metadata in assistant.documents()]
    by_file = {assistant.document(id).path: id for id in ids}
    questions = [one for one in read_questions(folder) if is_held_out(one.document)]
    for question in questions[::every]:
        if (own := by_file.get(question.document)) is None:
            continue
        others = random.Random(question.document).sample(sorted(ids), OTHERS)
        golds = [flatten(passage) for passage in question.answers]
        if asked := _ask(assistant, question.text, {own, *others}, own, golds):
            yield asked


def _ask_off_topic(assistant: Assistant, path: Path) -> Iterator[Asked]:
    ids = sorted(metadata.id for metadata in assistant.documents())
    texts = re.findall(r'"question":\s*"([^"]{15,200})"', path.read_text(encoding="utf-8"))
    for text in random.Random(1).sample(texts, OFF_TOPIC):
        corpus = set(random.Random(text).sample(ids, OTHERS + 1))
        if asked := _ask(assistant, text, corpus, text, []):
            yield asked


def _ask(
    assistant: Assistant, text: str, documents: set[str], own: str, golds: list[str]
) -> Asked | None:
    """The question asked of those documents only; None when it is no question."""
    question = understand(text, bodies=assistant.bodies)
    if not isinstance(question, Question):
        return None
    vector = assistant.embedder.encode([question.text])
    words = (*question.words, *question.expansions)
    asked_of = sorted(documents)
    hits = search(assistant.store, vector, words, limit=LIMIT, documents=asked_of)
    frequencies = assistant.store.lookup.document_frequency(question.words, asked_of)
    evidence = assistant.drafter.weigh(question, Retrieved(hits=tuple(hits), vector=vector))
    if not evidence:
        return None
    return Asked(
        half=int(hashlib.sha256(own.encode()).hexdigest(), 16) % 2,
        answerable=bool(golds),
        evidence=tuple(evidence),
        answers=tuple(
            one.metadata.id == own and _lies_in(flatten(one.sentence.text), golds)
            for one in evidence
        ),
        answered=answer_features(question, evidence),
        topic=topic_features(hits, frequencies),
    )


def _lies_in(sentence: str, golds: list[str]) -> bool:
    return bool(sentence) and any(
        sentence in gold or (gold in sentence and len(gold) > 20) for gold in golds
    )


def _fit_evidence(asked: list[Asked]) -> None:
    import numpy as np

    print(f"evidence: {len(asked)} questions")
    for half in (0, 1):
        bias, weights = _fit_sentences([one for one in asked if one.half != half])
        part = [one for one in asked if one.half == half]
        scores = [np.array([e.features for e in one.evidence]) @ weights + bias for one in part]
        _print_hits(f"half {half}", part, scores)
    bias, weights = _fit_sentences(asked)
    _print_weights(bias, dict(zip(FEATURES, weights, strict=True)))


def _fit_sentences(asked: list[Asked]) -> Any:
    rows = [pair for one in asked for pair in zip(one.evidence, one.answers, strict=True)]
    return _regress([one.features for one, _ in rows], [label for _, label in rows])


def _fit_outcome(
    name: str,
    names: Sequence[str],
    rows: Sequence[tuple[tuple[float, ...], bool, int]],
    kind: str,
) -> None:
    """Fit what tells a question that should be answered from one that should not."""
    import numpy as np

    print(f"{name}:")
    scores = np.zeros(len(rows))
    for half in (0, 1):
        fit = [row for row in rows if row[2] != half]
        bias, weights = _regress([x for x, _, _ in fit], [y for _, y, _ in fit], balanced=True)
        for number, (features, _, own) in enumerate(rows):
            if own == half:
                scores[number] = np.dot(features, weights) + bias
    _print_refusals(scores, np.array([label for _, label, _ in rows]), kind)
    bias, weights = _regress([x for x, _, _ in rows], [y for _, y, _ in rows], balanced=True)
    _print_weights(bias, dict(zip(names, weights, strict=True)))


def _regress(rows: Sequence[Any], labels: Sequence[bool], *, balanced: bool = False) -> Any:
    """Bias and weights of a logistic regression, in the units of the features."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    x, y = np.array(rows), np.array(labels)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(max_iter=1000, class_weight="balanced" if balanced else None)
    weights = model.fit((x - mean) / spread, y).coef_[0] / spread
    return float(model.intercept_[0] - (weights * mean).sum()), weights


def _print_weights(bias: float, weights: dict[str, float]) -> None:
    rounded = {"bias": bias} | weights
    print(json.dumps({name: round(float(w), 3) for name, w in rounded.items()}, indent=4))


def _print_hits(name: str, part: list[Asked], scores: list[Any]) -> None:
    import numpy as np

    ranks = [
        min((r for r, i in enumerate(np.argsort(-score)) if one.answers[i]), default=10**6)
        for one, score in zip(part, scores, strict=True)
        if one.answerable
    ]
    shares = {k: np.mean([rank < k for rank in ranks]) for k in (1, 2, 3, 5, 10**6)}
    found = " ".join(f"@{k} {v:.3f}" for k, v in shares.items() if k < 10**6)
    print(f"{name}: sentence hit {found}; among the weighed {shares[10**6]:.3f}")


def _print_refusals(scores: Any, right: Any, kind: str) -> None:
    """How well a score tells what should be answered from what should not."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    odds = 1 / (1 + np.exp(-scores))
    print(f"  against {kind}: AUC {roc_auc_score(right, scores):.3f}")
    for share in REFUSED:
        cut = np.quantile(odds[right], share)
        refused = np.mean(odds[~right] < cut)
        print(f"  refusing {share:.2f} of the others (below {cut:.3f}) refuses {refused:.3f}")


if __name__ == "__main__":
    run(main, "calibrate")
