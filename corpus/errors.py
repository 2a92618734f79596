"""What can go wrong for a user, in one short tree.

UserError                what, where, how to mend: one line, shown as it is; exit code 2
├── ManifestError        every fault of a manifest or bodies file, one line each
├── CorpusError          the corpus folder is missing, empty or unreadable
├── ReadingError         one file could not be read (the rest of the corpus goes on)
├── FetchError           a web address could not be fetched, or may not be
├── StoreError           the index is missing, busy, or made by something else
├── ModelError           an embedding model is missing or is not what it should be
└── InputError           a question, a batch line, or a filter cannot be used
"""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """The base: its message can be shown to a user as it is."""


class ManifestError(UserError):
    """All faults found, each `file:line: what; how to mend`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class CorpusError(UserError):
    """The corpus as a whole cannot be read."""


class ReadingError(UserError):
    """One file cannot be read."""


class FetchError(UserError):
    """A web address could not be fetched, or may not be."""


class StoreError(UserError):
    """The index cannot be opened or written."""


class ModelError(UserError):
    """A model cannot be loaded, or its weights are not the expected ones."""


class InputError(UserError):
    """What was asked cannot be understood as a question or filter."""
