"""By when: a date or period as exactly as the words give it, relative ones from the document's.

"by 30 June" is the next such day after the meeting, "the December meeting" the month, "early 2020"
the first four months of that year, "within ten working days" a day (bank holidays are not known
here). What no calendar can place ("the next meeting", "as soon as possible") keeps its words.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import MONTHS, WRITTEN, parse_period, read_written
from corpus.types import Due

_MONTH = "|".join(name.capitalize() for name in MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
_MONTH += "|Nov|Dec"
_COUNTS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
} | {"a": 1, "a couple of": 2, "fifteen": 15, "twenty": 20, "thirty": 30}
_COUNT = r"\d{1,3}|" + "|".join(sorted(_COUNTS, key=len, reverse=True))
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "middle of": (5, 8), "late": (9, 12)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "autumn term": (9, 12)}
_SHORT_MONTH = {name[:3]: number for name, number in MONTHS.items()}

_STRONG = re.compile(
    r"\b(?:by|before|no(?:t)? later than|due(?: (?:on|in|by))?|deadline(?: of| is)?:?"
    r"|within|in time for)\s+(?:noon\s+(?:on\s+)?|the\s+)?$",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:on|from|until|till|in|at|to|for|during|with|starting|commencing|each \w+ from)"
    r"\s+(?:the\s+|its\s+|their\s+)?(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:since|after|dated|last|previous|(?<!end )(?<!middle )(?<!quarter )of|held on"
    r"|meeting on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before a date that is past."""
_PAST_MEETING = re.compile(r"\b(?:from|at) (?:the )?\d{1,2}\w* \w+(?: \d{4})? meeting\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """From when relative dates count: the day of the meeting, and of the next where it is given."""

    base: str | None  # "2014", "2014-12" or "2014-12-12"
    next_meeting: str | None = None

    @property
    def first(self) -> date | None:
        """The earliest day that the base may mean."""
        return parse_period(self.base).first if self.base else None

    @property
    def exact(self) -> date | None:
        """The base where it is a day."""
        return self.first if self.base and len(self.base) == len("2014-12-12") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    date: str | None


def find_due(text: str, when: Calendar, *, alone: bool = False) -> Due | None:
    """The date by which a sentence says that something is to be done; None when it says none.

    A date after "by", "before" or "until" is taken before one after "on", "from" or "in".

    Args:
        text: the sentence.
        when: from when relative dates count.
        alone: whether the text is a cell or field that holds nothing but the date.
    """
    best: tuple[int, int, _Found] | None = None
    for found in _find_all(text, when):
        before = text[: found.start]
        if _BEHIND.search(before) or _PAST_MEETING.search(
            text, max(0, found.start - 6), found.end + 9
        ):
            continue
        strength = 2 if _STRONG.search(before) or _OWN.match(text, found.start) else 0
        if not strength and (alone or _WEAK.search(before)):
            strength = 1
        if strength and (best is None or (-strength, found.start) < best[:2]):
            best = (-strength, found.start, found)
    often = _OFTEN.search(text)
    if often and (best is None or best[0] == -1) and not alone:
        return Due(words=often[0])
    if best is None:
        words = _IN_WORDS.search(text)
        if words is None:
            return Due(words=" ".join(text.split())) if alone and _NAMED.search(text) else None
        date_of_next = when.next_meeting if _NEXT.search(words[0]) else None
        return Due(words=" ".join(words[0].split()), date=date_of_next)
    found = best[2]
    return Due(words=" ".join(text[found.start : found.end].split()), date=found.date)


def find_next_meeting(text: str) -> str | None:
    """The day of the next meeting, where the document gives it; None otherwise."""
    named = _NEXT_MEETING.search(text)
    dated = WRITTEN.search(text, named.end(), named.end() + 60) if named else None
    return read_written(dated) if dated else None


_NEXT_MEETING = re.compile(r"\bnext\s+(?:[\w’']+\s+){0,3}meeting\b[^.]{0,30}?", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:each|every) (?:meeting|month|quarter|week|year)\b|\btwice a year\b", re.IGNORECASE
)
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_NAMED = re.compile(r"\w")
_OWN = re.compile(
    r"(?:within|in (?:\d|\w+ (?:working )?(?:days|weeks|months|years)))\b", re.IGNORECASE
)
_IN_WORDS = re.compile(
    r"\b(?:(?:at|to|for|by|before|in time for)\s+)?(?:the\s+)?next\s+(?:[\w’']+\s+){0,2}meeting\b"
    r"|\b(?:each|every) (?:meeting|month|quarter|week|year)\b"
    r"|\bas soon as (?:possible|practicable)\b|\basap\b|\bshortly\b|\bat once\b|\bimmediately\b"
    r"|\bat the same time as\b[^,;.]*|\b(?:this|next|the coming) (?:week|month|year)\b"
    r"|\bbefore (?:any|the|a|an) [^,;.]*?\b(?:made|taken|meeting|decision)\b|\bongoing\b"
    r"|\bin (?:due course|the future)\b|\bin the short(?:er)? term\b",
    re.IGNORECASE,
)


def _find_all(text: str, when: Calendar) -> Iterator[_Found]:
    """Every expression of a date, those of more words first where two overlap."""
    taken: list[tuple[int, int]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            value = read(match, when)
            if value is not None:
                taken.append(match.span())
                yield _Found(start=match.start(), end=match.end(), date=value or None)


def _month_number(name: str) -> int:
    return _SHORT_MONTH[name[:3].lower()]


def _period(year: int, first: int, last: int) -> str:
    return f"{year}-{first:02d}/{year}-{last:02d}"


def _end_of(match: re.Match[str], when: Calendar) -> str | None:
    """The day that ends a month, a year, a financial year."""
    what = " ".join(match["what"].lower().split())
    if what.isdigit():
        return f"{what}-12-31"
    first = when.first
    if month := re.match(rf"({_MONTH})(?:\s+(\d{{4}}))?$", match["what"], re.IGNORECASE):
        number = _month_number(month[1])
        year = int(month[2]) if month[2] else _year_of(number, when)
        if year is None:
            return ""
        return f"{year}-{number:02d}-{calendar.monthrange(year, number)[1]:02d}"
    if first is None:
        return ""
    if "financial" in what or "municipal" in what:
        return f"{first.year + (first.month > 3)}-03-31"
    if what.endswith("year"):
        return f"{first.year}-12-31"
    if when.exact and what.endswith("month"):
        last = calendar.monthrange(first.year, first.month)[1]
        return f"{first.year}-{first.month:02d}-{last:02d}"
    return ""


def _year_of(month: int, when: Calendar) -> int | None:
    """The year of the next such month, counted from the document's own."""
    if when.base is None or when.first is None:
        return None
    if len(when.base) == len("2014"):
        return when.first.year
    return when.first.year + (month < when.first.month)


def _day(match: re.Match[str], when: Calendar) -> str | None:
    month, day = _month_number(match["month"]), int(match["day"])
    year = _year_of(month, when)
    if year is None:
        return ""
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    if when.exact and (month, day) < (when.exact.month, when.exact.day) and year == when.exact.year:
        year += when.exact.month == month
    return f"{year}-{month:02d}-{day:02d}"


def _month_alone(match: re.Match[str], when: Calendar) -> str | None:
    month = _month_number(match["month"])
    year = _year_of(month, when)
    return "" if year is None else f"{year}-{month:02d}"


def _part_of_year(match: re.Match[str], when: Calendar) -> str | None:
    first, last = _PARTS_OF_YEAR[match["part"].lower().rstrip("-")]
    return _period(int(match["year"]), first, last)


def _season(match: re.Match[str], when: Calendar) -> str | None:
    name = " ".join(match["season"].lower().split())
    first, last = _SEASONS[name]
    year = int(match["year"]) if match["year"] else _year_of(first, when)
    return "" if year is None else _period(year, first, last)


def _quarter(match: re.Match[str], when: Calendar) -> str | None:
    """A quarter of a financial year, which begins in April."""
    words = ("first", "second", "third", "fourth")
    name = match["quarter"].lower()
    number = int(name[-1]) if name[-1].isdigit() else words.index(name.split()[0]) + 1
    year, first = int(match["year"]), 4 + 3 * (number - 1)
    return _period(year, first, first + 2) if number < 4 else _period(year + 1, 1, 3)


def _after(match: re.Match[str], when: Calendar) -> str | None:
    """The day, or month, that so many days or months later is."""
    start = when.exact
    if start is None:
        return ""
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    unit = match["unit"].lower()
    if unit.startswith(("month", "year")):
        months = number * (12 if unit.startswith("year") else 1) + start.month - 1
        return f"{start.year + months // 12}-{months % 12 + 1:02d}"
    if match["working"] and unit.startswith("day"):
        day = start
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < 5
        return day.isoformat()
    return (start + timedelta(days=number * (7 if unit.startswith("week") else 1))).isoformat()


def _feast(match: re.Match[str], when: Calendar) -> str | None:
    first = when.first
    if first is None:
        return ""
    return f"{first.year}-12-25" if match[0] == "Christmas" else f"{first.year + 1}-01"


def _year_alone(match: re.Match[str], when: Calendar) -> str | None:
    return match[0] if when.first is None or int(match[0]) >= when.first.year else None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], str | None]], ...] = (
    (
        re.compile(
            r"\b(?:the )?end of (?:the |this )?"
            rf"(?P<what>(?:financial |municipal |calendar )?year|month|(?:20\d\d)|(?:{_MONTH})\b"
            r"(?:\s+20\d\d)?)(?!/)",
            re.IGNORECASE,
        ),
        _end_of,
    ),
    (WRITTEN, lambda match, when: read_written(match)),
    (
        re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>{_MONTH})\b"),
        _day,
    ),
    (
        re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)"),
        _day,
    ),
    (
        re.compile(
            r"\b(?P<part>early|mid|late|middle of)[ -](?:in )?(?P<year>20\d\d)\b", re.IGNORECASE
        ),
        _part_of_year,
    ),
    (
        re.compile(
            r"\b(?P<quarter>(?:first|second|third|fourth) quarter|Q[1-4])(?: of)? "
            r"(?P<year>20\d\d)(?:/\d\d)?\b",
            re.IGNORECASE,
        ),
        _quarter,
    ),
    (
        re.compile(
            r"\b(?P<season>spring|summer|autumn term|autumn)\b(?: of)?(?: (?P<year>20\d\d))?",
            re.IGNORECASE,
        ),
        _season,
    ),
    (
        re.compile(
            rf"\b(?:within|in)(?: the)?(?: next)? (?P<count>{_COUNT})"
            r" (?P<working>working )?(?P<unit>days?|weeks?|months?|years?)\b(?:['’]s?)?(?: time)?",
            re.IGNORECASE,
        ),
        _after,
    ),
    (re.compile(r"\bChristmas\b|\b[Nn]ew [Yy]ear\b"), _feast),
    (re.compile(rf"(?<![\w-])(?P<month>{_MONTH})\b(?![ -]?\d)"), _month_alone),
    (re.compile(r"(?<=\bby )20\d\d\b(?!/)|(?<=\bof )20\d\d\b(?!/)"), _year_alone),
)
"""Ways to write a date, those of more words first. A reader returns "" for words that it knows
but cannot place (the document has no date), and None for what is no date."""
