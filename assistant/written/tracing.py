"""The trace file: one JSON line for each answer that a language model was asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from assistant.types import Answer
from corpus.errors import InputError


def check_trace(path: Path) -> None:
    """Raise `InputError` unless lines can be added to the file."""
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise InputError(
            f"{path}: the trace cannot be written: {error.strerror}; name another file"
        ) from None


def add_trace(path: Path, answer: Answer) -> None:
    """Add the answer's line; nothing for an answer without a trace."""
    if answer.trace is None:
        return
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "understood": answer.understood,
        "outcome": answer.outcome,
        "mode": answer.mode,
        "notes": list(answer.notes),
        **answer.trace.to_json(),
    }
    with path.open("a", encoding="utf-8") as file:  # one write, so that lines stay whole
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
