"""The date of a document, among the dates that stand in its opening and its file name.

The day of the meeting or of the letter, not of the next meeting, nor one that is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.dates import WRITTEN, find_compact_date, find_date, read_written
from corpus.metadata.opening import OpeningLine
from corpus.types import Confidence

_OTHER = re.compile(
    r"\b(?:next|previous|last|future|forthcoming|earlier)\b[^.;]{0,40}$"
    r"|\b(?:since|until|by|before|after|from|between|effective|due|deadline|expires?|review(?:ed)?"
    r"|adopted|amended|act|regulations?|directive|version|edition|as of|signed off)\W*(?:the )?$"
    r"|\bminutes (?:of|from)\b.{0,60}\b(?:agreed|approved|confirmed)\b",
    re.IGNORECASE,
)
"""Words before a date that make it another's, where the date ends what they begin."""

_NEXT = re.compile(r"\b(?:next|previous|last|future) (?:\w+ ){0,2}meeting\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:meetings?|held|minutes|agenda|action log|dated?|workshop|session|conference)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?"
    r"|\b\d{1,2}\s*[ap]\.?m\b\.?|\b(?:at|on|from|to|the|held|noon)\b|[^\w\s]",
    re.IGNORECASE,
)
_TITLE = 90  # characters, of a title that has a date in it
_REACH = 1500  # characters in which the document's date stands
_TITLE_LINES = 15  # lines in which a title stands


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFound:
    """A date as exactly as it is written, and from where it was learnt."""

    date: str
    source: str
    confidence: Confidence


def date_document(
    path: PurePosixPath, opening: Sequence[OpeningLine], written: str | None
) -> DateFound | None:
    """The date of the document; None where nothing gives one.

    The day that the opening gives as its own, else the file name's, else the first that the
    opening mentions, else that of the file's properties, which often tell when a copy was made.

    Args:
        path: of the file.
        opening: lines at the start of the text.
        written: date in the file's properties.
    """
    candidates = sorted(_read_lines(opening), key=lambda one: -one.weight)
    if candidates and candidates[0].weight >= _LIKELY:
        return candidates[0].found
    name = path.stem.replace("_", " ")
    if dated := find_date(name):
        return DateFound(date=dated[0], source="file name", confidence="likely")
    if compact := find_compact_date(name):
        return DateFound(date=compact, source="file name", confidence="guessed")
    if candidates:
        return candidates[0].found
    if written:
        return DateFound(date=written, source="file properties", confidence="guessed")
    return None


_LIKELY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    found: DateFound
    weight: float  # at least _LIKELY for the document's own


def _read_lines(opening: Sequence[OpeningLine]) -> Iterator[_Candidate]:
    for place, line in enumerate(opening):
        source = f"line {line.number}"
        if len(line.words) <= 10 and (short := find_compact_date(line.words)):
            yield _Candidate(
                found=DateFound(date=short, source=source, confidence="likely"), weight=3
            )
        for match in WRITTEN.finditer(line.words):
            if (date := read_written(match)) is None:
                continue
            if (weight := _weigh(line, match, place)) is None:
                continue
            weight += 0.5 if len(date) == len("2014-12-12") else 0
            sure: Confidence = "likely" if weight >= _LIKELY else "guessed"
            yield _Candidate(
                found=DateFound(date=date, source=source, confidence=sure), weight=weight
            )


def _weigh(line: OpeningLine, match: re.Match[str], place: int) -> float | None:
    """How surely the date is the document's own: 0 if only mentioned, None if another's."""
    before = line.words[: match.start()]
    if _NEXT.search(before) or _OTHER.search(before) or line.start + match.start() > _REACH:
        return None
    rest = _AROUND.sub(" ", before + " " + line.words[match.end() :]).split()
    if len(rest) <= 1:
        return 3
    if line.row:
        return 0
    if _OWN.search(before[-_TITLE:]) and not line.words.endswith("?"):
        return 3
    title = len(line.words) <= _TITLE and not line.words.endswith((".", ";", ","))
    begins = before[:1].isupper() or before[:1].isdigit()  # a date before its words is a cell
    return 2 if title and begins and place < _TITLE_LINES else 0
