"""What the page needs of the assistant, so that it can be shown with any object that has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.types import Answer
from corpus.types import Document, Metadata


class Record(Protocol):
    """An open record: `assistant.answering.Assistant` is one. Called from several threads."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The answer; `history` is the user's earlier questions, oldest first."""
        ...

    def document(self, id: str) -> Document:
        """One document with its whole text."""
        ...

    def documents(self) -> Sequence[Metadata]:
        """What is known of each document in the record."""
        ...

    def starters(self) -> Sequence[str]:
        """Questions to start with, which the record can answer."""
        ...
