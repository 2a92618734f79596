"""Lines that a template, a page or a form leaves in a text, and that say nothing: no passages."""

from __future__ import annotations

import re

_NO_WORDS = re.compile(r"(?:</?b>|[\W_])*$")
_PAGE = re.compile(
    r"\[?(?:page|pg\.?)\s*\|?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\]?|[-–|]?\s*\d{1,3}\s*[-–|]?"
    r"|\d{1,3}\s+of\s+\d{1,3}|\d{1,4}\s*\|\s*page|p\.?\s?\d{1,3}",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r".{0,160}?(?:\.\s?|…\s?){5,}\s*(?:\d{1,3}|[ivxl]+)?")
_EMPTY_FIELD = re.compile(r"(?:[^._…]{0,60}?(?:_{3,}|[.…]{5,})\W*){1,4}")
_NAVIGATION = re.compile(
    r"(?:back|return) to (?:the )?(?:top|contents)(?: of (?:the )?page)?|top of (?:the )?page"
    r"|skip to (?:main )?content|print (?:this )?page|share this page|"
    r"\[?this page is intentionally (?:left )?blank\]?|please turn over|p\.?t\.?o\.?",
    re.IGNORECASE,
)
_MARKING = re.compile(
    r"(?:UNCLASSIFIED|OFFICIAL|OFFICIAL\s?[-–:]?\s?SENSITIVE|NOT PROTECTIVELY MARKED)"
)
"""Protective markings of the Government Security Classifications, alone on a line."""


def is_furniture(line: str) -> bool:
    """Whether the line, without white space at its ends, is one that no reader would cite.

    A page number, a rule, a line of a contents list, an empty field of a form, a link of a page
    template, a protective marking.
    """
    return bool(_NO_WORDS.match(line)) or any(
        pattern.fullmatch(line)
        for pattern in (_PAGE, _CONTENTS, _EMPTY_FIELD, _NAVIGATION, _MARKING)
    )
