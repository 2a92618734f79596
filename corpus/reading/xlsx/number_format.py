"""A spreadsheet's number as its format shows it: "£1,200", "4.5%", "2014-05-13".

Covers what records use: decimals, thousands, per cent, signs of currency and other words in the
format, a format for negative numbers. The rest (fractions, exponents, colours, conditions) is shown
as a plain number.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[#0?,]*[#0?](?:\.[#0?]*)?,*|\.[#0?]+,*")
_MARK = "\ue000"  # stands where words were taken out of a format
_ROUND = 15  # significant digits that a spreadsheet keeps


def show(value: object, number_format: str) -> str:
    """The value of a cell as text on one line; "" for an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _show_number(value, number_format or "General")
        case datetime.datetime():
            plain = value.time() == datetime.time() or not re.search("[hs]", number_format.lower())
            return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return value.isoformat("minutes")
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return " ".join(str(value).split())


def _show_number(value: int | float, number_format: str) -> str:
    sections = number_format.replace(_MARK, "").split(";")
    section = sections[0]
    if value < 0 and len(sections) > 1 and sections[1].strip():
        section, value = sections[1], -value  # such a format writes its own sign
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    marks: list[str] = []

    def keep(match: re.Match[str]) -> str:
        marks.append(next((group for group in match.groups() if group), ""))
        return _MARK

    bare = _LITERAL.sub(keep, section)
    digits = _DIGITS.search(bare)
    if "general" in bare.lower() or digits is None or re.search(r"[/Ee?@]", bare):
        only_words = digits is None and "general" not in bare.lower() and bool("".join(marks))
        return "".join(marks).strip() if only_words else _plain(value)
    pattern = digits[0]
    scaled = Decimal(repr(value)) * (100 if "%" in bare else 1)
    scaled /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    whole, _, decimals = pattern.rstrip(",").partition(".")
    try:
        exact = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a decimal holds, or no number at all
        return _plain(value)
    text = f"{exact:{',' if ',' in whole else ''}f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#"))):
        text = text.removesuffix("0")  # places that are shown only where they are needed
    shown = f"{bare[: digits.start()]}{text.removesuffix('.')}{bare[digits.end() :]}"
    words = iter(marks)
    shown = re.sub(_MARK, lambda _: next(words), shown)
    return " ".join(shown.split())


def _plain(value: int | float) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{value:.{_ROUND}g}" if abs(value) >= 1e-4 or not value else repr(value)
