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
"""Words whose vectors are kept."""


class Likeness:
    """Compares by the embedder of the index. Threads may share it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._words: dict[str, np.ndarray] = {}
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

    def to(self, statement: str, sentence: bytes) -> float:
        """The cosine of a statement to a sentence, of which the vector is given as float16."""
        import numpy as np

        theirs = np.frombuffer(sentence, dtype="<f2").astype(np.float32)
        return float(theirs @ self._embedder.encode([statement])[0])

    def _vectors(self, words: Sequence[str]) -> dict[str, np.ndarray]:
        with self._lock:
            unknown = [word for word in dict.fromkeys(words) if word not in self._words]
            if unknown:
                if len(self._words) > _KEPT:
                    self._words.clear()
                    unknown = list(dict.fromkeys(words))
                for word, vector in zip(unknown, self._embedder.encode(unknown), strict=True):
                    self._words[word] = vector
            return {word: self._words[word] for word in words}
