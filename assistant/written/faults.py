"""What can go wrong with a language model, and how it is told to the user, in one line."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "unreachable",
    "refused key",
    "no such model",
    "busy",
    "broken",
    "rejected",
    "silent",
    "slow",
    "stopped",
    "garbage",
    "endless",
    "empty",
    "failed",
]

PASSING: frozenset[Kind] = frozenset(("unreachable", "busy", "broken"))
"""Faults that may be gone at another attempt."""

_LINES: dict[Kind, str] = {
    "unreachable": "cannot be reached; start it, or check --llm-url",
    "refused key": "does not accept the key; check ASSISTANT_LLM_KEY",
    "no such model": "has no such model or address; check --llm-model and --llm-url",
    "busy": "has too many requests; ask again later",
    "broken": "failed; see its own log",
    "rejected": "rejected the request; check --llm-model and --llm-context",
    "silent": "sent nothing for too long; wait longer with --llm-wait",
    "slow": "did not finish in time; wait longer with --llm-timeout",
    "stopped": "stopped in the middle of its answer",
    "garbage": "sent something that is no answer; check that --llm-url is OpenAI-compatible",
    "endless": "would not end its answer",
    "empty": "sent an empty answer",
    "failed": "failed",
}


class ModelFault(Exception):
    """The language model gave no answer that can be used.

    Attributes:
        kind: what happened.
        retry_after: seconds that the server asks to wait, where it says.
    """

    def __init__(self, kind: Kind, detail: str = "", retry_after: float | None = None) -> None:
        self.kind = kind
        self.retry_after = retry_after
        aside = f" ({detail})" if detail else ""
        super().__init__(f"the language model {_LINES[kind]}{aside}")
