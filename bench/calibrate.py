"""Fit the weights of `assistant.evidence` and `assistant.outcome` on questions about other records.

    python -m bench.calibrate --documents DIR --questions DIR --off-topic FILE [--index DIR]

`--documents` is a folder of text files; `--questions` holds JSON lines of the form
`{"doc": "file", "q": "...", "a": ["verbatim passage", ...]}`, an empty `a` for a question that
its document does not answer; `--off-topic` is a file in SQuAD's form, whose questions are about
anything else. Each question is asked of a small corpus: its own document and seven others drawn
with a fixed seed. A sentence is a positive when it lies in a passage given as the answer.
Documents are split by a hash of their name: four fifths to fit, a fifth to report.
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
from assistant.outcome import topic_features
from assistant.question import Question, understand
from assistant.retrieve import LIMIT, Retrieved
from assistant.settings import Settings
from corpus.console import GOOD, Parser, run
from index.search import search

OTHERS = 7
OFF_TOPIC = 400
REFUSED = (0.02, 0.05, 0.08, 0.12, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with the sentences weighed for it, and which of them answer."""

    held_out: bool
    answerable: bool
    evidence: tuple[Evidence, ...]
    answers: tuple[bool, ...]
    topic: tuple[float, float]  # as `assistant.outcome.topic_features` gives it


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, report, and print the weights to put into the two modules."""
    parser = Parser(prog="python -m bench.calibrate", description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, metavar="DIR")
    parser.add_argument("--questions", type=Path, required=True, metavar="DIR")
    parser.add_argument("--off-topic", type=Path, required=True, metavar="FILE")
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--embedder", metavar="NAME_OR_PATH")
    parser.add_argument("--every", type=int, default=1, help="use every n-th question only")
    options = parser.parse_args(arguments)
    settings = Settings.from_options(
        argparse.Namespace(),
        corpus=options.documents,
        index=options.index,
        embedder=options.embedder,
    )
    assistant = Assistant.open(settings)
    asked = list(_ask_all(assistant, options.questions, options.every))
    off_topic = list(_ask_off_topic(assistant, options.off_topic))
    _fit_evidence(asked)
    _fit_topic(asked, off_topic)
    return GOOD


def _ask_all(assistant: Assistant, questions: Path, every: int) -> Iterator[Asked]:
    ids = [metadata.id for metadata in assistant.documents()]
    by_file = {assistant.document(id).path: id for id in ids}
    lines = [
        json.loads(line)
        for path in sorted(questions.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for line in lines[::every]:
        if (own := by_file.get(line["doc"])) is None:
            continue
        others = random.Random(line["doc"]).sample(sorted(ids), OTHERS)
        held_out = int(hashlib.sha256(line["doc"].encode()).hexdigest(), 16) % 5 == 0
        golds = [_flat(passage) for passage in line["a"]]
        if asked := _ask(assistant, line["q"], {own, *others}, own, golds, held_out=held_out):
            yield asked


def _ask_off_topic(assistant: Assistant, path: Path) -> Iterator[Asked]:
    ids = sorted(metadata.id for metadata in assistant.documents())
    texts = re.findall(r'"question":\s*"([^"]{15,200})"', path.read_text(encoding="utf-8"))
    for number, text in enumerate(random.Random(1).sample(texts, OFF_TOPIC)):
        corpus = set(random.Random(text).sample(ids, OTHERS + 1))
        if asked := _ask(assistant, text, corpus, "", [], held_out=number % 5 == 0):
            yield asked


def _ask(
    assistant: Assistant,
    text: str,
    documents: set[str],
    own: str,
    golds: list[str],
    *,
    held_out: bool,
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
    evidence = assistant.drafter.weigh(
        question, Retrieved(hits=tuple(hits), vector=vector), frequencies
    )
    return Asked(
        held_out=held_out,
        answerable=bool(golds),
        evidence=tuple(evidence),
        answers=tuple(
            one.hit.metadata.id == own and _lies_in(_flat(one.sentence.text), golds)
            for one in evidence
        ),
        topic=topic_features(hits, frequencies),
    )


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _lies_in(sentence: str, golds: list[str]) -> bool:
    return bool(sentence) and any(
        sentence in gold or (gold in sentence and len(gold) > 20) for gold in golds
    )


def _fit_evidence(asked: list[Asked]) -> None:
    import numpy as np

    fit = [one for one in asked if not one.held_out]
    rows = [pair for one in fit for pair in zip(one.evidence, one.answers, strict=True)]
    bias, weights = _regress([one.features for one, _ in rows], [label for _, label in rows])
    print(f"evidence: {len(fit)} questions, {len(rows)} sentences fitted")
    _print_weights(bias, dict(zip(FEATURES, weights, strict=True)))
    for name, held_out in (("fitted", False), ("held out", True)):
        part = [one for one in asked if one.held_out is held_out and one.evidence]
        scores = [np.array([e.features for e in one.evidence]) @ weights + bias for one in part]
        _print_hits(name, part, scores)
        best = np.array([score.max() for score in scores])
        _print_refusals(best, np.array([one.answerable for one in part]), "unanswerable")


def _fit_topic(asked: list[Asked], off_topic: list[Asked]) -> None:
    import numpy as np

    both = asked + off_topic
    labels = [True] * len(asked) + [False] * len(off_topic)
    fit = [(one.topic, label) for one, label in zip(both, labels, strict=True) if not one.held_out]
    # The two kinds weigh the same, however many there are of each.
    bias, weights = _regress([x for x, _ in fit], [y for _, y in fit], balanced=True)
    print("topic:")
    _print_weights(bias, dict(zip(("nearest", "known"), weights, strict=True)))
    rest = [(one, label) for one, label in zip(both, labels, strict=True) if one.held_out]
    scores = np.array([one.topic for one, _ in rest]) @ weights + bias
    _print_refusals(scores, np.array([label for _, label in rest]), "off topic")


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
