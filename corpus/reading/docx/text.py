"""The words of one paragraph of a DOCX file, as a person sees them.

Tracked insertions are in and deletions out; comments, field codes and hidden words are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.reading.docx.styles import Styles, W, is_on, value_of
from corpus.reading.numerals import to_superscript
from corpus.reading.parts import Emphasis, find_emphasis

if TYPE_CHECKING:
    from corpus.reading.xml import Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT_BOX = f"{W}txbxContent"
_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "rt", "instrText")}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_SYMBOLS = {"B7": "•", "FC": "✓", "FE": "☑", "FD": "☒", "6F": "☐", "A8": "☐", "E0": "→"}
"""Of Microsoft's symbol fonts, those that people put between words; the last two digits."""


@dataclass(slots=True, kw_only=True)
class Words:
    """What one paragraph holds, gathered run by run."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)  # text boxes that hang on it
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # kind, id, mark
    hidden: int = 0  # characters left out
    plain: bool = False  # some words are not bold
    upright: bool = False  # some words are neither italic nor underlined

    @property
    def emphasis(self) -> Emphasis:
        """How the whole of it is emphasised."""
        return find_emphasis(self.text, plain=self.plain, upright=self.upright)


@dataclass(slots=True, kw_only=True)
class WordsReader:
    """Reads paragraphs one after another, since a field can begin in one and end in another."""

    styles: Styles
    mark: Callable[[str], str]  # "footnote" or "endnote": the mark of the next note of its kind
    fields: list[bool] = field(default_factory=list)  # of those open: whether we are in its result

    def read(self, paragraph: Element, style: str | None) -> Words:
        """The words of a paragraph whose style is given."""
        words = Words()
        self._read_children(paragraph, style, words)
        while False in self.fields:  # a code without its end must not swallow what follows
            self.fields.remove(False)
        return words

    def _read_children(self, parent: Element, style: str | None, words: Words) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                self._read_run(child, style, words)
            elif child.tag == f"{MC}AlternateContent":
                self._read_children(choose(child), style, words)
            elif child.tag == f"{_MATH}t":
                words.text.append(child.text or "")
            elif child.tag not in _GONE:
                self._read_children(child, style, words)

    def _read_run(self, run: Element, style: str | None, words: Words) -> None:
        properties = run.find(f"{W}rPr")
        own = value_of(properties, "rStyle")

        def has(name: str) -> bool:
            for found in (
                is_on(properties, name),
                self.styles.is_on(own, name),
                self.styles.is_on(style, name),
            ):
                if found is not None:
                    return found
            return False

        text = "".join(self._signs(run, words))
        if not text:
            return
        if has("vanish"):
            words.hidden += len(text.strip())
            return
        words.text.append(text)
        if any(character.isalnum() for character in text):
            words.plain = words.plain or not has("b")
            words.upright = words.upright or not (has("i") or has("u"))

    def _signs(self, run: Element, words: Words) -> Iterator[str]:
        for child in run:
            name = child.tag
            if name == f"{W}fldChar":
                self._turn_field(child.get(f"{W}fldCharType"))
            elif not all(self.fields):
                continue  # the code of a field, not its result
            elif name == f"{W}t":
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == f"{W}br":
                yield "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif name == f"{W}sym":
                yield _read_symbol(child.get(f"{W}char", ""))
            elif name in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = name.removeprefix(W).removesuffix("Reference")
                custom = child.get(f"{W}customMarkFollows", "0") in ("1", "true", "on")
                mark = "" if custom else self.mark(kind)
                words.notes.append((kind, child.get(f"{W}id", ""), mark))
                yield f" {to_superscript(mark)}" if mark else ""  # apart from the word, for search
            elif name == f"{MC}AlternateContent":
                words.boxes += _find_boxes(choose(child))
            elif name in (f"{W}drawing", f"{W}pict", f"{W}object"):
                words.boxes += _find_boxes(child)
            elif name == f"{W}ruby":
                yield "".join(t.text or "" for t in child.iterfind(f"{W}rubyBase//{W}t"))

    def _turn_field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()


def choose(alternatives: Element) -> Element:
    """The first of some alternatives that holds words, else the first; itself if it has none."""
    choices = [child for child in alternatives if len(child)]
    worded = [child for child in choices if next(child.iter(f"{W}t"), None) is not None]
    return next(iter((*worded, *choices)), alternatives)


def _find_boxes(parent: Element) -> list[Element]:
    """The outermost text boxes: those within them are read with them."""
    if parent.tag == _TEXT_BOX:
        return [parent]
    children = [choose(parent)] if parent.tag == f"{MC}AlternateContent" else list(parent)
    return [box for child in children if child is not parent for box in _find_boxes(child)]


def _read_symbol(code: str) -> str:
    if code[:2].upper() == "F0":
        return _SYMBOLS.get(code[2:].upper(), "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
