"""Fit the weights of `assistant.evidence` on questions about other records.

    python -m bench.calibrate --documents DIR --questions DIR [--index DIR]

`--documents` is a folder of text files; `--questions` holds JSON lines of the form
`{"doc": "file", "q": "...", "a": ["verbatim passage", ...]}`, an empty `a` for a question that
its document does not answer. Each question is asked of a small corpus: its own document and
seven others drawn with a fixed seed. A sentence is a positive when it lies in a passage given
as the answer. Documents are split by a hash of their name: four fifths to fit, a fifth to report.
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
from assistant.question import Question, understand
from assistant.retrieve import LIMIT, Retrieved
from assistant.settings import Settings
from corpus.console import GOOD, Parser, run
from index.search import search

OTHERS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with the sentences weighed for it, and which of them answer."""

    held_out: bool
    answerable: bool
    evidence: tuple[Evidence, ...]
    answers: tuple[bool, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, report, and print the weights to put into `assistant.evidence`."""
    parser = Parser(prog="python -m bench.calibrate", description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, metavar="DIR")
    parser.add_argument("--questions", type=Path, required=True, metavar="DIR")
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--every", type=int, default=1, help="use every n-th question only")
    options = parser.parse_args(arguments)
    settings = Settings.from_options(
        argparse.Namespace(), corpus=options.documents, index=options.index
    )
    assistant = Assistant.open(settings)
    asked = list(_ask_all(assistant, options.questions, options.every))
    _report(asked)
    return GOOD


def _ask_all(assistant: Assistant, questions: Path, every: int) -> Iterator[Asked]:
    metadata = assistant.store.lookup.metadata()
    by_file = {assistant.store.lookup.document(id).path: id for id in metadata}
    lines = [
        json.loads(line)
        for path in sorted(questions.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for line in lines[::every]:
        own = by_file.get(line["doc"])
        question = understand(line["q"], bodies=assistant.bodies, terms=())
        if own is None or not isinstance(question, Question):
            continue
        others = random.Random(line["doc"]).sample(sorted(metadata), OTHERS)
        vector = assistant.embedder.encode([question.text])
        words = (*question.words, *question.expansions)
        hits = search(assistant.store, vector, words, limit=LIMIT, documents=sorted({own, *others}))
        evidence = assistant.weigh(question, Retrieved(hits=tuple(hits), vector=vector))
        golds = [_flat(passage) for passage in line["a"]]
        yield Asked(
            held_out=int(hashlib.sha256(line["doc"].encode()).hexdigest(), 16) % 5 == 0,
            answerable=bool(golds),
            evidence=tuple(evidence),
            answers=tuple(
                one.hit.metadata.id == own and _lies_in(_flat(one.sentence.text), golds)
                for one in evidence
            ),
        )


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _lies_in(sentence: str, golds: list[str]) -> bool:
    return bool(sentence) and any(
        sentence in gold or (gold in sentence and len(gold) > 20) for gold in golds
    )


def _report(asked: list[Asked]) -> None:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    fit = [one for one in asked if not one.held_out]
    rest = [one for one in asked if one.held_out]
    x, y = _table(fit)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=1000).fit((x - mean) / spread, y)
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * mean).sum())
    print(f"{len(fit)} questions fitted, {len(rest)} held out; {len(y)} sentences")
    print(
        json.dumps(
            {"bias": round(bias, 3)}
            | {n: round(float(w), 3) for n, w in zip(FEATURES, weights, strict=True)},
            indent=4,
        )
    )
    for name, part in (("fitted", fit), ("held out", rest)):
        scores = [_scores(one, weights, bias) for one in part]
        best = np.array([max(s) if len(s) else -9.0 for s in scores])
        answerable = np.array([one.answerable for one in part])
        reach = [any(one.answers) for one in part if one.answerable]
        hits = {
            k: np.mean(
                [
                    any(one.answers[i] for i in np.argsort(-s)[:k])
                    for one, s in zip(part, scores, strict=True)
                    if one.answerable
                ]
            )
            for k in (1, 2, 3, 5)
        }
        print(
            f"{name}: answer among the weighed {np.mean(reach):.3f}; sentence hit "
            + " ".join(f"@{k} {v:.3f}" for k, v in hits.items())
        )
        print(f"  answerable against not: AUC {roc_auc_score(answerable, best):.3f}")
        odds = 1 / (1 + np.exp(-best))
        for share in (0.02, 0.05, 0.08, 0.12, 0.2):
            cut = np.quantile(odds[answerable], share)
            print(
                f"  refusing {share:.2f} of the answerable (below {cut:.3f}): refuses {np.mean(odds[~answerable] < cut):.3f} of the others"
            )


def _table(asked: list[Asked]) -> tuple[Any, Any]:
    import numpy as np

    rows = [
        (one.features, label)
        for a in asked
        for one, label in zip(a.evidence, a.answers, strict=True)
    ]
    return np.array([features for features, _ in rows]), np.array([label for _, label in rows])


def _scores(asked: Asked, weights: Any, bias: float) -> Any:
    import numpy as np

    if not asked.evidence:
        return np.zeros(0)
    return np.array([one.features for one in asked.evidence]) @ weights + bias


if __name__ == "__main__":
    run(main, "calibrate")
