"""A cross-encoder that judges whether a text entails a statement, where one is configured."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from corpus.errors import ModelError

ENOUGH = 0.5
"""Probability from which a statement is taken to be entailed."""


class Entailment:
    """Any cross-encoder of natural language inference that sentence-transformers loads."""

    def __init__(self, name: str) -> None:
        """Load it, by name or folder; `ModelError` when it is not there or is no such model."""
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "not found"
            raise ModelError(
                f"{name}: no cross-encoder loads from there ({reason}); give a folder that holds "
                "one, or leave out --entailment"
            ) from None
        self.name = name
        if self._place is None:
            raise ModelError(
                f"{name}: its labels name no 'entailment'; give a model of natural language "
                "inference"
            )

    def holds(self, text: str, statement: str) -> bool:
        """Whether the text entails the statement."""
        import numpy as np
        from torch.nn import Identity

        logits = np.asarray(
            self._model.predict([(text, statement)], activation_fn=Identity())[0], dtype=np.float64
        )
        odds = np.exp(logits - logits.max())
        return bool(odds[self._place] / odds.sum() >= ENOUGH)

    @cached_property
    def _place(self) -> int | None:
        labels: dict[Any, Any] = self._model.config.id2label
        return next((int(n) for n, s in labels.items() if "entail" in str(s).lower()), None)
