"""What can go wrong in an evaluation, each shown as one line (or one a fault); exit code 2.

corpus.errors.UserError
├── PairsError      every fault of a pairs file, `file:line: what; how to mend`
├── RunError        a run cannot start, or a stored one cannot be read
└── JudgeError      the judge cannot be reached at all
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import UserError
from eval.types import Pair


class PairsError(UserError):
    """All faults found in the pairs, one line each, and the pairs that have none."""

    def __init__(self, faults: Sequence[str], sound: Sequence[Pair] = ()) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
        self.sound = tuple(sound)


class RunError(UserError):
    """A run cannot start, or a stored run cannot be read."""


class JudgeError(UserError):
    """The judge cannot be reached, or refuses every request."""
