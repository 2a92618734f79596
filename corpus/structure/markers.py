"""What a line of a record begins with: a number, a letter, a bullet, or a word of decision.

A marker is read by its form alone. Whether it numbers a paragraph, or is a number that a wrapped
line happens to begin with, is for `corpus.structure.numbering` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MarkerKind = Literal["number", "letter", "roman", "bullet", "resolution", "item"]

_BOLD = r"(?:\*\*|__|<b>)?"
_AMOUNT = r"(?:[mb]illion|[mb]n|thousand|per\s?cent|%|[ap]\.?m)\b"  # "2.4 million", "6.30 pm"
_SPAN_OF_TIME = r"(?:-|–|to\b|until\b)\s*\d"  # "14.30 – 15.20"
_END = rf"(?:\s+(?!{_AMOUNT}|{_SPAN_OF_TIME})(?=\S)|$)"
_NUMBER = re.compile(
    rf"{_BOLD}(?:"
    r"(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,3})(?:[.):]?|(?P<joined>(?=[A-Z][a-z])))"
    r"|(?P<minute>(?:[A-Z]{1,5}[/ ]?)?(?:\d{1,3}/(?:\d{2}|(?:19|20)\d{2})|(?:19|20)\d{2}/\d{1,3}))"
    r"[.):]?(?=\s+\W*[A-Z]|$)"
    r"|(?P<coded>[A-Z]\.?\d{1,2}(?:\.\d{1,3})*)[.):]"
    r"|(?P<integer>\d{1,3})[.)]"
    r"|\((?P<enclosed>\d{1,3})\)"
    rf")(?(joined)|{_END})"  # "10.1Trustees": the space is often lost
)
_WEAK = re.compile(
    rf"{_BOLD}(?:(?P<code>[A-Z]\d{{1,2}}(?:\.\d{{1,3}})*)|(?P<bare>\d{{1,3}})"
    rf"|(?P<roman>[IVX]{{1,5}})[.)]|(?P<capital>[A-Z])[.)]|\((?P<enclosed>[A-Z])\)){_END}"
)
_LETTER = re.compile(rf"(?:[-–•·]\s*)?(?:\(([a-z])\)|([a-z])[.)]){_END}")
_ROMAN = re.compile(rf"(?:[-–•·]\s*)?(?:\(([ivx]{{1,5}})\)|([ivx]{{1,5}})[.)]){_END}")
_GLYPHS = "•▪▫●○◦‣■□➢➤►✓·\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_BULLET = re.compile(
    rf"(?:([{_GLYPHS}])\s*(?=\w)|([{_GLYPHS}–—§*-]|o(?=\s{{2,}}|\s+[A-Z]))\s+(?=\S)|([{_GLYPHS}])$)"
)
_DECIDED = r"AGREED|RESOLVED|RECOMMENDED|RECOMMENDATIONS?|DECIDED"
_NAMED = r"DECISIONS?|ACTIONS?(?: POINTS?)?|APPROVED"  # alone on a line, the head of a column
_RESOLUTION = re.compile(
    rf"{_BOLD}(?:(?P<alone>{_DECIDED})(?:\*\*|__|</b>)?$|(?:"
    rf"(?P<shouted>{_DECIDED}|{_NAMED})(?:\*\*)?\s*(?:(?=\s+(?:that|to)\b)|(?=[:–—-]))"
    r"|(?P<said>(?:Agreed|Resolved|Recommended|Recommendations?|Decisions?|Decided|Actions?)"
    r"(?: points?)?)"
    r"(?:\*\*)?\s*(?=[:–—-]))"
    r"(?::[-–—]?|[-–—](?=\s)|(?=\s*(?:that|to)\b))(?:\*\*)?\s*)"
)
_COUNTED_RESOLUTION = re.compile(
    rf"{_BOLD}(?P<label>(?:Action|ACTION|Recommendation|RECOMMENDATION|Decision|DECISION"
    r"|Resolution|RESOLUTION)(?: [Pp]oint)? \d{1,3}(?:\.\d{1,3})*)"
    r"\s*[:.)–—-](?:\*\*)?\s*(?=\S)"
)
_ITEM = re.compile(
    rf"{_BOLD}(?P<label>(?i:(?:agenda )?item(?: no\.?)?) \d{{1,3}}(?:[ivx]{{1,4}}|[a-z])?"
    r"(?:\.\d{1,2})?)(?:\*\*)?\s*(?:[:.)–—-]|\s(?=[A-Z(])|$)"
)
_QUESTION = re.compile(
    rf"{_BOLD}(?P<label>(?:Question|QUESTION) \d{{1,3}})(?:\s*[:.)–—-]\s*(?=\S)|\s+(?=[A-Z]))"
)
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMANS |= {f"x{numeral}": 10 + value for numeral, value in _ROMANS.items()} | {"x": 10, "xx": 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a marker stands in a sequence: 2.4 is the fourth of ("dotted", "2")."""

    series: tuple[str, ...]
    number: int

    @property
    def following(self) -> Place:
        """The place after this one."""
        return Place(series=self.series, number=self.number + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What a line begins with; the words after it begin at character `end` of the line."""

    kind: MarkerKind
    label: str  # "27", "2.4", "a", "iv", "·", "AGREED", "Item 5"
    end: int
    place: Place | None = None  # None for bullets, and for words of decision
    weak: bool = (
        False  # a form that also begins ordinary lines: a place in a sequence must prove it
    )


def read_markers(line: str) -> Iterator[Marker]:
    """Every reading of what the line begins with, the likeliest first; none for most lines.

    Args:
        line: without white space at its ends.
    """
    for pattern, kind in (
        (_COUNTED_RESOLUTION, "resolution"), (_QUESTION, "number"), (_ITEM, "item"),
    ):  # fmt: skip
        if match := pattern.match(line):
            yield Marker(kind=kind, label=match["label"], end=match.end())  # type: ignore[arg-type]
            return
    if match := _RESOLUTION.match(line):
        label = match["shouted"] or match["alone"] or match["said"]
        yield Marker(kind="resolution", label=label, end=match.end())
        return
    if (match := _NUMBER.match(line)) and not _is_moment(match):
        label = next(group for group in match.groups() if group)
        label = f"({label})" if match["enclosed"] else label
        weak = _may_be_year(match["minute"]) or _may_be_time(match["dotted"])
        place = _place_number(match)
        yield Marker(kind="number", label=label, end=match.end(), place=place, weak=weak)
        return
    if match := _ROMAN.match(line):
        label = match[1] or match[2]
        if label in _ROMANS:
            place = Place(series=("roman",), number=_ROMANS[label])
            yield Marker(kind="roman", label=label, end=match.end(), place=place)
    if match := _LETTER.match(line):
        label = match[1] or match[2]
        place = Place(series=("letter",), number=ord(label) - ord("a") + 1)
        yield Marker(kind="letter", label=label, end=match.end(), place=place)
        return
    if match := _BULLET.match(line):
        yield Marker(kind="bullet", label=match[1] or match[2] or match[3], end=match.end())
        return
    if match := _WEAK.match(line):
        yield from _read_weak(match)


def _read_weak(match: re.Match[str]) -> Iterator[Marker]:
    """A number without a stop, a capital, or a capital numeral."""
    if (numeral := match["roman"]) and (value := _ROMANS.get(numeral.lower())):
        place = Place(series=("ROMAN",), number=value)
        yield Marker(kind="number", label=numeral, end=match.end(), place=place, weak=True)
    if code := match["code"]:
        *before, last = code[1:].split(".")
        place = Place(series=("coded", code[0], *before), number=int(last))
        yield Marker(kind="number", label=code, end=match.end(), place=place, weak=True)
    elif bare := match["bare"]:
        place = Place(series=("integer", "."), number=int(bare))
        yield Marker(kind="number", label=bare, end=match.end(), place=place, weak=True)
    elif (
        capital := match["capital"]
        or match["enclosed"]
        or (numeral if numeral and len(numeral) == 1 else None)
    ):
        place = Place(series=("CAPITAL",), number=ord(capital) - ord("A") + 1)
        label = f"({capital})" if match["enclosed"] else capital
        yield Marker(kind="number", label=label, end=match.end(), place=place, weak=True)


def _place_number(match: re.Match[str]) -> Place:
    if dotted := match["dotted"]:
        *before, last = dotted.split(".")
        return Place(series=("dotted", *before), number=int(last))
    if minute := match["minute"]:
        body, first, second = re.fullmatch(r"(\D*)(\d+)/(\d+)", minute).groups()  # type: ignore[union-attr]
        if len(first) == 4:  # 2014/12: the twelfth of 2014
            return Place(series=("minute", body, first), number=int(second))
        return Place(series=("minute", body, second), number=int(first))
    if coded := match["coded"]:
        *before, last = coded[1:].lstrip(".").split(".")
        return Place(series=("coded", coded[0], *before), number=int(last))
    if integer := match["integer"]:
        stop = match.string[match.end("integer")]
        return Place(series=("integer", stop), number=int(integer))
    return Place(series=("enclosed",), number=int(match["enclosed"]))


def _is_moment(match: re.Match[str]) -> bool:
    """Whether the number is a date ("08.02.11") or a financial year."""
    if dotted := match["dotted"]:
        parts = dotted.split(".")
        day = len(parts) == 3 and int(parts[0]) <= 31 and 1 <= int(parts[1]) <= 12
        return day and len(parts[2]) == 2 and (parts[1][0] == "0" or int(parts[2]) > 20)
    minute = match["minute"]
    return bool(minute) and minute[:4].isdigit() and _may_be_year(minute)


def _may_be_year(minute: str | None) -> bool:
    """Whether "13/14" may be a financial year."""
    first, _, second = (minute or "").rpartition("/")
    years = first[-2:].isdigit() and len(second) == 2
    return years and int(second) == (int(first[-2:]) + 1) % 100


def _may_be_time(dotted: str | None) -> bool:
    """Whether "10.30" may be a time of day."""
    hours, _, minutes = (dotted or "").partition(".")
    return hours.isdigit() and int(hours) < 24 and minutes in {"00", "15", "30", "45"}
