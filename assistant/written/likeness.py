"""Likeness in meaning, by the embedding model: of words, and of a statement to a quote."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from index.embed import Embedder

NEAR = 0.8
"""Cosine from which two words may stand for each other."""

_KEPT = 20_000
"""Words and sentences whose vectors are kept."""


class Likeness:
    """Compares by the embedder of the index. Threads may share it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, np.ndarray] = {}
        self._lock = Lock()

    def strange(self, words: Sequence[str], among: Sequence[str]) -> list[str]:
        """The words that are near none of the others in meaning."""
        if not words:
            return []
        if not among:
            return list(words)
        import numpy as np

        vectors = self._vectors((*words, *among))
        mine = np.stack([vectors[word] for word in words])
        theirs = np.stack([vectors[word] for word in among])
        nearest = (mine @ theirs.T).max(axis=1)
        return [word for word, cosine in zip(words, nearest, strict=True) if cosine < NEAR]

    def between(self, statement: str, sentence: str) -> float:
        """The cosine of a statement and a sentence of the record."""
        sentence = " ".join(sentence.split())
        vectors = self._vectors((statement, sentence))
        return float(vectors[statement] @ vectors[sentence])

    def _vectors(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        with self._lock:
            unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
            if unknown:
                if len(self._known) > _KEPT:
                    self._known.clear()
                    unknown = list(dict.fromkeys(texts))
                for text, vector in zip(unknown, self._embedder.encode(unknown), strict=True):
                    self._known[text] = vector
            return {text: self._known[text] for text in texts}
