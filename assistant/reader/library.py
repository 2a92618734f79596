"""Any cross-encoder that sentence-transformers loads, as a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.reader.windows import Window
from corpus.errors import ModelError


class LibraryReader:
    """Scores each sentence under its window's header; made for ranking, so not calibrated."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "not found"
            raise ModelError(
                f"{name}: no reader loads from there ({reason}); give a folder that holds a "
                "cross-encoder, or fetch one once where you have internet"
            ) from None
        self.name = name
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()

    def read(self, question: str, windows: Sequence[Window]) -> list[list[float]]:
        """Log odds that each sentence answers: a list for each window, in their order."""
        pairs = [
            (question, f"{window.header}: {words}") for window in windows for words in window.words
        ]
        if not pairs:
            return []
        from torch.nn import Identity

        flat = iter(self._model.predict(pairs, activation_fn=Identity()).tolist())
        return [[float(next(flat)) for _ in window.sentences] for window in windows]
