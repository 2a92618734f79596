"""An answer of statements and citations: its outcome, and its text with the markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.types import NOT_FOUND, Answer, Citation, Statement


def compose(
    answer: Answer,
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    missing: Sequence[str] = (),
    preface: str | None = None,
) -> Answer:
    """The answer with these statements: answered, or partial where something is missing.

    Args:
        answer: what is known of it besides.
        statements: at least one, verified.
        citations: that they point to by number.
        missing: of what the record does not say.
        preface: said before the statements.
    """
    lines = [preface] if preface else []
    for group, members in groupby(statements, key=lambda one: one.group):
        lines += [f"{group}:"] if group else []
        lines += [
            f"{statement.text} " + "".join(f"[{number}]" for number in statement.citations)
            for statement in members
        ]
    lines += [f"{NOT_FOUND} (of {name})" for name in missing]
    return replace(
        answer,
        outcome="partial" if missing else "answered",
        text="\n".join(lines),
        statements=tuple(statements),
        citations=tuple(citations),
        missing=tuple(missing),
        preface=preface,
    )
