"""The numbers and bullets that a browser or Word puts before the items of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.reading.html.markup import Element
from corpus.reading.numerals import to_letters, to_roman
from corpus.reading.parts import BULLETS, make_bullet

_TYPES = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
    "1": "decimal",
    "lower-latin": "lower-alpha",
    "upper-latin": "upper-alpha",
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(-?[0-9]{1,6})\s*")

_TYPED_BULLET = re.compile(
    r"\s*(?:([·•●\uf0b7\uf0a7§▪◦oØ\uf0d8\uf0fc–-])\s*\u00a0[\s\u00a0]*|([·•●\uf0b7▪◦])\s+)(?=\S)"
)
"""A bullet that Word typed, with its hard spaces; a letter o or a dash is none without them."""

_DEPTHS = {"o": 1, "◦": 1, "§": 2, "▪": 2, "\uf0a7": 2}
_WORD_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class OpenList:
    """A list that is being written: how its items are marked, and the number of the next."""

    style: str  # "decimal", "lower-alpha", ...; "bullet", "none"
    number: int = 1
    step: int = 1  # or -1 for a list that counts down


def open_list(element: Element) -> OpenList:
    """The state of a list at its first item."""
    items = sum(isinstance(child, Element) and child.tag == "li" for child in element.children)
    backwards = "reversed" in element.attributes
    return OpenList(
        style=_read_style(element, "decimal" if element.tag == "ol" else "bullet"),
        number=_read_number(element, "start", items if backwards else 1),
        step=-1 if backwards else 1,
    )


def next_marker(item: Element, lists: list[OpenList]) -> str:
    """The marker of a list's next item as a person sees it, "" for none; the list moves on.

    Args:
        item: the element of the item.
        lists: that the item stands in, the innermost last; empty for one outside any list.
    """
    around = lists[-1] if lists else OpenList(style="bullet")
    number = around.number = _read_number(item, "value", around.number)
    around.number += around.step
    style = _read_style(item, around.style)
    if style == "none":
        return ""
    if style == "bullet":
        return make_bullet(sum(level.style == "bullet" for level in lists) - 1)
    written = str(number)
    if style.endswith("-alpha"):
        written = to_letters(number, doubled=False)
    elif style.endswith("-roman"):
        written = to_roman(number)
    return f"{written.upper() if style.startswith('upper') else written}."


def take_bullet(text: str, style: str) -> tuple[str, str]:
    """The bullet that Word typed before a paragraph, "" for none, and the text without it.

    Args:
        text: of the paragraph, white space as the page has it.
        style: the paragraph's style attribute, which may say its level.
    """
    match = _TYPED_BULLET.match(text)
    if match is None:
        return "", text
    depth = _DEPTHS.get(match[1] or match[2], 0)
    if said := _WORD_LEVEL.search(style):
        depth = int(said[1]) - 1
    return make_bullet(depth), text[match.end() :]


def join_markers(outer: str, inner: str) -> str:
    """The markers of two items that begin on one line, "1. a."; a bullet gives way."""
    return inner if not outer or outer in BULLETS else f"{outer} {inner}".strip()


def _read_style(element: Element, otherwise: str) -> str:
    if match := _STYLE.search(element.attributes.get("style", "")):
        otherwise = match[1].lower()
    else:
        otherwise = element.attributes.get("type", "").strip() or otherwise
    return _TYPES.get(otherwise, otherwise)


def _read_number(element: Element, name: str, otherwise: int) -> int:
    match = _NUMBER.fullmatch(element.attributes.get(name, ""))
    return int(match[1]) if match else otherwise
