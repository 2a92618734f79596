"""How well a reader finds answering sentences, and tells what is not answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from assistant.reader.groups import Asked
from assistant.reader.windows import Window

Scorer = Callable[[str, Sequence[Window]], Sequence[Sequence[float]]]
"""Log odds of each sentence of each window under a question."""


def measure(asked: Sequence[Asked], score: Scorer, *, windows: int = 6) -> dict[str, float]:
    """Sentence hits among the windows that retrieval brought, and AUC against near misses.

    Args:
        asked: held-out questions, answerable and not.
        score: the reader.
        windows: that are read.

    Returns:
        `reach`: share of answerable questions with an answer in the windows; `@1`, `@3`, `@5`:
        share whose answer is among that many best sentences; `auc`: of the best score, answerable
        against unanswerable.
    """
    from sklearn.metrics import roc_auc_score

    ranks, best, answerable = [], [], []
    for one in asked:
        read = one.windows[: len(one.windows) - one.added][:windows]
        if not read:
            continue
        scores = np.concatenate([np.asarray(s) for s in score(one.question.text, read)])
        labels = np.concatenate([np.asarray(marks) for marks in one.labels[: len(read)]])
        best.append(float(scores.max()))
        answerable.append(bool(one.question.answers))
        if one.question.answers:
            order = labels[np.argsort(-scores)]
            ranks.append(int(order.argmax()) if order.any() else 10**6)
    found = np.array(ranks or [10**6])
    both = len(set(answerable)) == 2
    shares = {f"@{k}": round(float((found < k).mean()), 3) for k in (1, 3, 5)}
    return {
        "questions": len(best),
        "reach": round(float((found < 10**6).mean()), 3),
        **shares,
        "auc": round(float(roc_auc_score(answerable, best)), 3) if both else 0.5,
    }
