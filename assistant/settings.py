"""Settings of the assistant: those of the index, and how answers are made."""

from __future__ import annotations

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Where documents and index are, and the way of answering.

    Every field can be set by a flag of its name or by `ASSISTANT_...` in the environment.
    """
