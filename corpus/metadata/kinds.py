"""What kind of document it is, as its name and its opening say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.metadata.opening import OpeningLine
from corpus.types import Confidence

_KINDS = (
    ("minutes", r"\bminutes?\b(?! (?:of|from) (?:the )?(?:last|previous))|\bnotes? of (?:the |a )?"
     r"meeting\b|\bmeeting notes?\b|^present\s*[:;]|\bapologies for absence\b"),
    ("action log", r"\baction (?:log|list|tracker|register|points)\b|\bactions log\b"),
    ("letter", r"^\s*dear\b|\byours (?:sincerely|faithfully)\b|\bletter\b"),
    ("transcript", r"\btranscript\b|\bverbatim (?:report|record)\b|\bhansard\b"),
    ("strategy", r"\bstrategy\b"),
    ("plan", r"\bplan\b"),
    ("policy", r"\bpolicy\b|\bterms of reference\b|\bconstitution\b|\bstanding orders\b"),
    ("agenda", r"\bagenda\b(?! item)"),
    ("report", r"\breport\b|\bupdate\b|\bpaper\b|\bannual review\b|\bbriefing\b"),
)  # fmt: skip
"""What each kind of document says of itself, the telling signs first."""


_LINES = 15
"""Lines in which a document says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFound:
    """A kind of document, and from where it was learnt."""

    kind: str  # one of corpus.types.KINDS
    source: str
    confidence: Confidence


def name_kind(words: str) -> str | None:
    """The kind that the words name; None where they name none."""
    return next(
        (kind for kind, pattern in _KINDS if re.search(pattern, words, re.IGNORECASE)), None
    )


def find_kind(name: str, opening: Sequence[OpeningLine]) -> KindFound | None:
    """The kind that the file's name says, else the first line of the opening that says one."""
    if kind := name_kind(name):
        return KindFound(kind=kind, source="file name", confidence="likely")
    for line in opening[:_LINES]:
        if kind := name_kind(line.words):
            sure: Confidence = "likely" if line.short else "guessed"
            return KindFound(kind=kind, source=f"line {line.number}", confidence=sure)
    return None
