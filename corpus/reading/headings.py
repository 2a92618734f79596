"""Which paragraphs of an office document are headings.

Those that a heading's style marks, and those that people make by hand: a line of its own, wholly
bold, italic or underlined in a document that is not, over the text that it names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.reading.layout import Rows
from corpus.reading.parts import BULLETS, Paragraph

_LONGEST = 160  # characters of a heading; a longer one is a paragraph in a heading's style
_SENTENCE = 80  # characters from which what ends as a sentence is no heading either
_EMPHASISED = 140  # characters of a heading made by hand below the document's name
_ANNOUNCED = 5  # words before a colon; more of them are a sentence that announces a list
_ENDED = re.compile(r"[.,;!]\W*$")
_SETTING = re.compile(r"[\w ()/]{1,40}(?<![\d)]):\s*\S")  # "Venue: Town Hall", not "Item 4: Budget"
_DATED = re.compile(r"\W*\d.*\b(?:19|20)\d\d\b|[\d\W]+(?:[ap]\.?m\W*)?$")  # "4 May 2014", "9.30 am"
TYPED_MARKER = re.compile(  # a number or bullet that was typed, and the tab after it
    r"\s*(?:\(?(?:[A-Z]{0,2}\d{1,4}(?:[./]\d{1,4})*|[A-Za-z]|[ivx]{1,5})[.):]?|[-–•◦▪])\s*\t"
)


def find_headings(pieces: Sequence[Paragraph | Rows]) -> list[Paragraph | Rows]:
    """The pieces, each paragraph that is a heading with its level, and no other with one.

    Headings made by hand stand below all that are made by style: bold ones one level, the others
    two. At the top of a document the first line can be one, as its name; what stands centred
    below it (date, place) is none. Nor are the last lines, which stand over nothing: a signature.
    """
    checked = [_check_level(piece) for piece in pieces]
    deepest = max((piece.level for piece in checked if isinstance(piece, Paragraph)), default=0)
    if not _is_sparing(checked):
        return checked
    last = max((i for i, piece in enumerate(checked) if not _is_emphasised(piece)), default=0)
    found: list[Paragraph | Rows] = []
    opening = True  # in the lines at the top
    named = False  # by a heading before
    for piece in checked[:last]:
        if isinstance(piece, Paragraph):
            opening = opening and (piece.centred or bool(piece.level) or not named)
            below = opening and named and not piece.marker
            if not piece.level and not below and _reads_as_heading(piece, named=named):
                piece = replace(piece, level=deepest + piece.emphasis)
            named = named or bool(piece.level)
        else:
            opening = False
        found.append(piece)
    return found + checked[last:]


def _check_level(piece: Paragraph | Rows) -> Paragraph | Rows:
    """Without its level, where a heading's style is on what is no heading."""
    if not isinstance(piece, Paragraph) or not piece.level:
        return piece
    words = " ".join(piece.text.split())
    sentence = len(words) > _SENTENCE and words.endswith((".", ";"))
    wordless = not any(character.isalnum() for character in words)
    return replace(piece, level=0) if sentence or wordless or len(words) > _LONGEST else piece


def _is_sparing(pieces: Sequence[Paragraph | Rows]) -> bool:
    """Whether less than half of the document is emphasised: else emphasis says nothing."""
    emphasised = plain = 0
    for piece in pieces:
        if isinstance(piece, Rows):
            plain += sum(len(line) for line in piece.lines)
        elif piece.emphasis and not piece.level:
            emphasised += len(piece.text)
        else:
            plain += len(piece.text)
    return emphasised < plain


def _is_emphasised(piece: Paragraph | Rows) -> bool:
    return isinstance(piece, Paragraph) and bool(piece.emphasis) and not piece.level


def _reads_as_heading(piece: Paragraph | Rows, *, named: bool = True) -> bool:
    if isinstance(piece, Rows) or not piece.emphasis or piece.marker in BULLETS:
        return False
    words = piece.text.strip()
    announces = words.endswith(":") and len(words.split()) > _ANNOUNCED
    return (
        len(words) <= (_EMPHASISED if named else _LONGEST)
        and not announces
        and "\n" not in words
        and "\t" not in TYPED_MARKER.sub("", words)
        and words[:1].isalnum()
        and any(character.isalpha() for character in words)
        and not (_ENDED.search(words) or _SETTING.match(words) or _DATED.match(words))
    )
