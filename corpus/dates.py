"""Dates as exactly as a record gives them: "2014", "2014-12" or "2014-12-12"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}

_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_NUMBERS = MONTHS | _SHORT
_NAMED = "|".join(sorted(_NUMBERS, key=len, reverse=True))
WRITTEN = re.compile(
    rf"\b(?:(\d{{1,2}})\s?(?:st|nd|rd|th)?[\s-]+(?:of\s+|day of\s+)?)?\b({_NAMED})\b"
    r"\.?\s*,?[\s-]+((?:19|20)\d{2})\b"
    r"|\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d{2})\b"
    r"|\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b",
    re.IGNORECASE,
)
"""A date in running British text: 12th December 2014, Dec 2014, 12/12/2014, 2014-12-12."""

_COMPACT = re.compile(
    r"(?<!\d)(?:((?:19|20)\d{2})(\d{2})(\d{2})|(\d{2})[\s._-](\d{2})[\s._-]((?:19|20)?\d{2}))(?!\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that a date of that precision may mean, both inclusive."""

    first: date
    last: date


def parse_period(text: str) -> Period:
    """The period that "2014", "2014-12" or "2014-12-12" means; ValueError for anything else."""
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise ValueError(f"'{text}' is not a date; write 2014, 2014-12 or 2014-12-12")
    year, month, day = int(form[1]), form[2], form[3]
    try:
        if month is None:
            return Period(first=date(year, 1, 1), last=date(year, 12, 31))
        if day is None:
            last = calendar.monthrange(year, int(month))[1]
            return Period(first=date(year, int(month), 1), last=date(year, int(month), last))
        exact = date(year, int(month), int(day))
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"'{text}' is no day of the calendar; mend month or day") from None
    return Period(first=exact, last=exact)


def find_date(text: str) -> tuple[str, int] | None:
    """The first date written in the text, with its offset; None when there is none."""
    for match in WRITTEN.finditer(text):
        if (written := read_written(match)) is not None:
            return written, match.start()
    return None


def find_compact_date(text: str) -> str | None:
    """The first date written in figures alone, as file names have it, day before month.

    20141212, 12-12-2014, "08.02.11". Never for running text, where such figures are often
    something else.
    """
    for match in _COMPACT.finditer(text):
        year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
        written = f"{year if len(year) == 4 else f'20{year}'}-{month}-{day}"
        if _is_date(written):
            return written
    return None


def read_written(match: re.Match[str]) -> str | None:
    """The date that a match of `WRITTEN` means, or None when no calendar has it."""
    if match[2]:
        month, year = _NUMBERS[match[2].lower()], match[3]
        written = f"{year}-{month:02d}" + (f"-{int(match[1]):02d}" if match[1] else "")
    elif match[4]:
        written = f"{match[6]}-{int(match[5]):02d}-{int(match[4]):02d}"
    else:
        written = f"{match[7]}-{match[8]}-{match[9]}"
    return written if _is_date(written) else None


def _is_date(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True
