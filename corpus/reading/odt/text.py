"""The words of one paragraph of an ODT file, as a person sees them.

Tracked insertions are in and deletions out; comments and hidden words are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.reading.numerals import to_superscript, to_whole
from corpus.reading.odt.styles import FO, OFFICE, STYLE, TEXT, Styles
from corpus.reading.parts import Emphasis, find_emphasis

if TYPE_CHECKING:
    from corpus.reading.xml import Element

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_GONE = {
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}number",  # a number that we write out ourselves
    f"{TEXT}ruby-text",
    f"{SVG}title",  # what a picture shows, for those who cannot see it
    f"{SVG}desc",
}
_WHITE = re.compile(r"[ \t\r\n]+")
_SPACES = 1000  # that one mark can stand for


@dataclass(slots=True, kw_only=True)
class Words:
    """What one paragraph holds, gathered piece by piece."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)  # text boxes that hang on it
    notes: list[Element] = field(default_factory=list)
    hidden: int = 0  # characters left out
    plain: bool = False  # some words are not bold
    upright: bool = False  # some words are neither italic nor underlined

    @property
    def emphasis(self) -> Emphasis:
        """How the whole of it is emphasised."""
        return find_emphasis(self.text, plain=self.plain, upright=self.upright)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    bold: bool
    leaning: bool  # italic or underlined
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsReader:
    """Reads the words of paragraphs."""

    styles: Styles

    def read(self, paragraph: Element) -> Words:
        """The words of one paragraph or heading."""
        words = Words()
        style = paragraph.get(f"{TEXT}style-name")
        plain = _Look(bold=False, leaning=False, hidden=False)
        self._read(paragraph, self._look("paragraph", style, plain), words)
        return words

    def _look(self, family: str, style: str | None, around: _Look) -> _Look:
        def has(name: str, around: bool, is_on: Callable[[str], bool]) -> bool:
            found = self.styles.text_property(family, style, name)
            return around if found is None else is_on(found)

        slanted = has(f"{FO}font-style", around.leaning, lambda value: value != "normal")
        underline = f"{STYLE}text-underline-style"
        return _Look(
            bold=has(f"{FO}font-weight", around.bold, _is_bold),
            leaning=slanted or has(underline, around.leaning, lambda value: value != "none"),
            hidden=has(f"{TEXT}display", around.hidden, lambda value: value == "none"),
        )

    def _read(self, parent: Element, look: _Look, words: Words) -> None:
        _add(_collapse(parent.text), look, words)
        for child in parent:
            name = child.tag
            if name == f"{TEXT}s":
                _add(" " * min(to_whole(child.get(f"{TEXT}c"), 1), _SPACES), look, words)
            elif name == f"{TEXT}tab":
                _add("\t", look, words)
            elif name == f"{TEXT}line-break":
                _add("\n", look, words)
            elif name == f"{TEXT}note":
                words.notes.append(child)
                mark = to_superscript(mark_of(child))
                _add(f" {mark}", look, words)  # apart from the word before it, for search
            elif name == f"{DRAW}text-box":
                words.boxes.append(child)
            elif name in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph") and is_hidden(child):
                words.hidden += len(child.get(f"{TEXT}string-value") or child.text or "")
            elif name not in _GONE:
                inner = look
                if name in (f"{TEXT}span", f"{TEXT}a"):
                    inner = self._look("text", child.get(f"{TEXT}style-name"), look)
                self._read(child, inner, words)
            _add(_collapse(child.tail), look, words)


def is_hidden(element: Element) -> bool:
    """Whether a section or field says that it is not shown."""
    return element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"


def mark_of(note: Element) -> str:
    """The number or sign of a footnote or endnote."""
    citation = note.find(f"{TEXT}note-citation")
    return "" if citation is None else _all_text(citation)


def count_characters(element: Element) -> int:
    """Characters of everything that an element holds."""
    return len(_all_text(element))


def _all_text(element: Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _is_bold(weight: str) -> bool:
    return weight == "bold" or to_whole(weight, 0) >= 600


def _collapse(text: str | None) -> str:
    """White space of the XML itself stands for one space, whatever it is."""
    return _WHITE.sub(" ", text or "")


def _add(text: str, look: _Look, words: Words) -> None:
    if not text:
        return
    if look.hidden:
        words.hidden += len(text.strip())
        return
    words.text.append(text)
    if any(character.isalnum() for character in text):
        words.plain = words.plain or not look.bold
        words.upright = words.upright or not look.leaning
