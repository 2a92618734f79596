"""The styles of an ODT file: what a paragraph or span has by its style and those below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.reading.xml import Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DEPTH = 20  # styles below one another; a longer chain is a circle


@dataclass(slots=True, kw_only=True)
class Styles:
    """The styles of one document by family and name, its lists' styles, and its outline."""

    elements: dict[tuple[str, str], Element] = field(default_factory=dict)
    lists: dict[str, Element] = field(default_factory=dict)
    outline: Element | None = None  # how headings are numbered

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        """The style, then the one it is based on, and so on."""
        for _ in range(_DEPTH):
            element = self.elements.get((family, name)) if name else None
            if element is None:
                return
            yield element
            name = element.get(f"{STYLE}parent-style-name")

    def attribute(self, family: str, name: str | None, attribute: str) -> str | None:
        """An attribute of the style itself, or of one below it."""
        for element in self.chain(family, name):
            if (found := element.get(attribute)) is not None:
                return found
        return None

    def text_property(self, family: str, name: str | None, attribute: str) -> str | None:
        """A property that the style gives to its words, such as bold."""
        return self._property(family, name, f"{STYLE}text-properties", attribute)

    def alignment(self, name: str | None) -> str | None:
        """How the paragraphs of a style are aligned."""
        return self._property("paragraph", name, f"{STYLE}paragraph-properties", f"{FO}text-align")

    def _property(self, family: str, name: str | None, part: str, attribute: str) -> str | None:
        for element in self.chain(family, name):
            properties = element.find(part)
            if properties is not None and (found := properties.get(attribute)) is not None:
                return found
        return None


def read_styles(*roots: Element | None) -> Styles:
    """The styles of the parts given; a later part's override an earlier's of the same name."""
    styles = Styles()
    for root in roots:
        for group in root if root is not None else ():
            if group.tag not in (f"{OFFICE}styles", f"{OFFICE}automatic-styles"):
                continue
            for element in group:
                name = element.get(f"{STYLE}name", "")
                if element.tag == f"{STYLE}style":
                    styles.elements[element.get(f"{STYLE}family", ""), name] = element
                elif element.tag == f"{TEXT}list-style":
                    styles.lists[name] = element
                elif element.tag == f"{TEXT}outline-style":
                    styles.outline = element
    return styles
