"""The number of a list item as a person sees it: "4", "d", "iv", "IV", "04", "4th"."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST = 3999  # the largest number that Roman numerals write without strokes
_DIGITS = 9  # of a number that a file may count with
_SUPERSCRIPT = str.maketrans("0123456789ivx", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣ")


def to_whole(digits: str | None, default: int) -> int:
    """The number that an attribute gives; the default where it gives none or an absurd one."""
    sound = digits is not None and len(digits) <= _DIGITS and digits.isdecimal()
    return int(digits) if digits is not None and sound else default


def to_roman(number: int) -> str:
    """Lower case; the digits themselves for a number that Roman numerals cannot write."""
    if not 0 < number <= _MOST:
        return str(number)
    parts = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        parts.append(letters * times)
    return "".join(parts)


def to_letters(number: int, *, doubled: bool) -> str:
    """Lower case: a to z, then aa, bb, cc where `doubled`, else aa, ab, ac."""
    if number < 1:
        return str(number)
    if doubled:
        times, place = divmod(number - 1, 26)
        return chr(ord("a") + place) * min(times + 1, 8)
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def to_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    last = 0 if 10 <= number % 100 <= 20 else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def to_superscript(mark: str) -> str:
    """The mark of a note as it stands above the line."""
    return mark.translate(_SUPERSCRIPT)
