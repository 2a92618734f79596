"""The styles of a DOCX file: what a paragraph or run has by its style and the styles below that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.reading.numerals import to_whole

if TYPE_CHECKING:
    from corpus.reading.xml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_DEPTH = 20  # styles below one another; a longer chain is a circle
_OFF = ("0", "false", "off", "none")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None where nothing is said of it."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else found.get(VAL, "1") not in _OFF


def value_of(properties: Element | None, name: str) -> str | None:
    """The value of a property; None where it is not given."""
    found = properties.find(W + name) if properties is not None else None
    return None if found is None else found.get(VAL)


@dataclass(slots=True, kw_only=True)
class Styles:
    """The styles of one document, by their ids."""

    elements: dict[str, Element] = field(default_factory=dict)
    default: str | None = None  # of paragraphs that name none

    def chain(self, style: str | None) -> Iterator[Element]:
        """The style, then the one it is based on, and so on."""
        for _ in range(_DEPTH):
            element = self.elements.get(style) if style else None
            if element is None:
                return
            yield element
            style = value_of(element, "basedOn")

    def name(self, style: str | None) -> str:
        """The style's name in lower case, which is English in every language's Word."""
        element = self.elements.get(style) if style else None
        return (value_of(element, "name") or "").lower()

    def is_on(self, style: str | None, name: str) -> bool | None:
        """Whether the style has a property of runs on; None where it says nothing of it."""
        for element in self.chain(style):
            found = is_on(element.find(f"{W}rPr"), name)
            if found is not None:
                return found
        return None

    def paragraph_value(self, style: str | None, name: str) -> str | None:
        """The value that the style gives to a property of paragraphs."""
        for element in self.chain(style):
            found = value_of(element.find(f"{W}pPr"), name)
            if found is not None:
                return found
        return None

    def list_level(self, style: str | None) -> str | None:
        """The depth in a list that the style puts its paragraphs at, from 0."""
        for element in self.chain(style):
            found = value_of(element.find(f"{W}pPr/{W}numPr"), "ilvl")
            if found is not None:
                return found
        return None

    def outline_level(self, style: str | None) -> int:
        """Level of the heading that the style makes, from 1; 0 where it makes none."""
        for element in self.chain(style):
            name = (value_of(element, "name") or "").lower()
            if name == "title":
                return 1
            level = value_of(element.find(f"{W}pPr"), "outlineLvl")
            if level is None and name.startswith("heading "):
                level = str(to_whole(name[8:], 10) - 1)  # what is no number is body text
            if level is not None:
                return to_level(level)
        return 0


def to_level(outline: str) -> int:
    """The heading level of an outline level as Word counts it: from 0, 9 for body text."""
    return level + 1 if (level := to_whole(outline, 9)) < 9 else 0


def read_styles(root: Element | None) -> Styles:
    """The styles of a styles part; none where the document has no such part."""
    styles = Styles()
    for element in root.findall(f"{W}style") if root is not None else ():
        id = element.get(f"{W}styleId")
        if not id:
            continue
        styles.elements[id] = element
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            styles.default = id
    return styles
