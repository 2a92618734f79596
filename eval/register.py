"""Whether the register is right: precision, recall, and agreement with what people labelled.

A commitment that was found and a label are the same where their spans overlap, each used once.
Precision is over what was found, recall over what was labelled (optional labels count in neither);
firmness, who and due are right in so many of those found. Intervals are by documents drawn with
replacement, for the commitments of one document stand or fall together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadingError
from corpus.library import open_library
from corpus.types import Commitment, Document, Firmness
from eval.errors import RunError
from eval.intervals import Estimate, estimate_means
from eval.register_gold import ANYONE, IN_WORDS, Half, Label, Labelled, check_text

METRICS = ("precision", "recall", "firmness", "who", "due", "due where stated")

_LEVELS: Mapping[Firmness, int] = {
    "resolved": 6,
    "agreed": 6,
    "undertaken": 5,
    "requested": 4,
    "recommended": 3,
    "proposed": 2,
    "considered": 1,
}
"""Resolved and agreed are both a decision, and minutes use either word for it."""
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "cllr",
        "councillor",
        "sir",
        "dame",
        "lord",
        "lady",
    ]
)
_SMALL = frozenset(["the", "a", "an", "of", "and", "for", "nhs", "each", "every", "all"])
_GENERIC = frozenset(
    """ccg ccgs clinical commissioning group groups board committee commission panel council trust
    team members member meeting body""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one found commitment or one label."""

    document: str
    found: Commitment | None
    label: Label | None

    @property
    def kind(self) -> str:
        """Right, false (found and not labelled), missed (labelled and not found)."""
        return "missed" if self.found is None else "false" if self.label is None else "right"

    @property
    def firmness(self) -> bool:
        """Whether the firmness of a right one is one of the label's."""
        assert self.found
        assert self.label
        levels = {_LEVELS[one] for one in self.label.firmness}
        return _LEVELS[self.found.firmness] in levels

    @property
    def who(self) -> bool:
        """Whether who it is of a right one is one of the label's."""
        assert self.found
        assert self.label
        return any(is_same_name(self.found.who, name) for name in self.label.who)

    @property
    def due(self) -> bool:
        """Whether the date of a right one is one of the label's."""
        assert self.found
        assert self.label
        due = self.found.due
        return (due and (due.date or IN_WORDS)) in self.label.due

    @property
    def states_due(self) -> bool:
        """Whether a date was found, or the label has one."""
        assert self.found
        assert self.label
        return self.found.due is not None or None not in self.label.due


def is_same_name(found: str | None, wanted: str) -> bool:
    """Whether a name is the one wanted: the same words but for titles and small words.

    One may be the shorter, but a kind of body alone ("the Panel") is no name for a longer one.
    """
    if wanted == ANYONE:
        return True
    if found is None:
        return False
    one, other = _name_words(found), _name_words(wanted)
    if one == other:
        return True
    shared = one & other
    return (one <= other or other <= one) and bool(
        shared - _GENERIC or (shared and other <= _GENERIC)
    )


def _name_words(name: str) -> frozenset[str]:
    lower = re.sub(r"clinical commissioning group", "ccg", name.lower()).replace("’", "'")
    lower = re.sub(r"'s?\b", "", lower)
    return frozenset(re.findall(r"\w+", lower)) - _TITLES - _SMALL


def match(document: Document, labels: Sequence[Label]) -> list[Outcome]:
    """The outcomes of one document: every label in order, then what was found beside them."""
    left = list(document.commitments)
    outcomes = []
    for label in labels:
        same = next((c for c in left if c.start < label.end and label.start < c.end), None)
        if same is not None:
            left.remove(same)
        if not label.optional:
            outcomes.append(Outcome(document=document.id, found=same, label=label))
    outcomes += [Outcome(document=document.id, found=one, label=None) for one in left]
    return outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """One half of one set."""

    name: str
    half: Half
    documents: int
    labels: int
    estimates: Mapping[str, Estimate | None]
    outcomes: Sequence[Outcome]


def score_half(name: str, half: Half, outcomes: Sequence[Outcome], documents: int) -> SetResult:
    """Precision, recall and agreement over the outcomes of some documents."""
    right = [one.kind == "right" for one in outcomes]
    columns: dict[str, list[float | None]] = {
        "precision": [None if o.found is None else float(r) for o, r in _both(outcomes, right)],
        "recall": [None if o.label is None else float(r) for o, r in _both(outcomes, right)],
        "firmness": [float(o.firmness) if r else None for o, r in _both(outcomes, right)],
        "who": [float(o.who) if r else None for o, r in _both(outcomes, right)],
        "due": [float(o.due) if r else None for o, r in _both(outcomes, right)],
        "due where stated": [
            float(o.due) if r and o.states_due else None for o, r in _both(outcomes, right)
        ],
    }
    return SetResult(
        name=name,
        half=half,
        documents=documents,
        labels=sum(one.label is not None for one in outcomes),
        estimates=estimate_means(columns, [one.document for one in outcomes]),
        outcomes=outcomes,
    )


def _both(outcomes: Sequence[Outcome], right: Sequence[bool]) -> list[tuple[Outcome, bool]]:
    return list(zip(outcomes, right, strict=True))


def score_set(name: str, labelled: Sequence[Labelled], corpus: Path) -> list[SetResult]:
    """Both halves of a set; `RunError` when a labelled document is not in the folder as it was."""
    library = open_library(corpus)
    sources = {source.id: source for source in library.sources}
    outcomes: dict[Half, list[Outcome]] = {"tune": [], "test": []}
    counts: dict[Half, int] = {"tune": 0, "test": 0}
    for one in labelled:
        if one.row.document not in sources:
            raise RunError(f"{corpus}: no document '{one.row.document}', which was labelled")
        try:
            document = library.read(sources[one.row.document])
        except ReadingError as error:
            raise RunError(str(error)) from None
        check_text(one, document.text)
        outcomes[one.half] += match(document, one.row.labels)
        counts[one.half] += 1
    return [
        score_half(name, half, of_half, counts[half])
        for half, of_half in outcomes.items()
        if counts[half]
    ]
