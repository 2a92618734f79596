"""Word documents (DOCX, and the same format with macros or as a template).

Read from their XML, for what a person sees in one (automatic numbers, tracked changes, text boxes,
notes) python-docx leaves to its user, and it opens no file that names a picture which is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadingError
from corpus.reading.compose import compose
from corpus.reading.docx.numbering import Numbering, list_of_style, read_numbering
from corpus.reading.docx.package import Package, read_package
from corpus.reading.docx.styles import Styles, W, is_on, read_styles, to_level, value_of
from corpus.reading.docx.text import MC, WordsReader, choose
from corpus.reading.numerals import to_roman, to_superscript, to_whole
from corpus.reading.options import ReadingOptions
from corpus.reading.parts import Cell, Paragraph, Part, Table
from corpus.reading.types import Reading

if TYPE_CHECKING:
    from corpus.reading.xml import Element

_CONTENTS = ("toc ", "table of figures")
_WIDEST = 200  # columns of a table; a cell that claims to span more spans no more


def read_docx(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The document's body with its text boxes and notes; headers and footers are left out.

    Raises `ReadingError` when the file is damaged, encrypted, or hostile.
    """
    package = read_package(path)
    styles = read_styles(package.styles)
    reader = _Reader(
        package=package, styles=styles, numbering=read_numbering(package.numbering, styles)
    )
    try:
        parts = [*reader.read(package.body), *reader.read_endnotes()]
    except RecursionError:
        raise ReadingError(
            f"{path}: tables or text boxes nested too deeply; flatten them"
        ) from None
    return compose(
        parts,
        title=package.properties.title,
        written=package.properties.written,
        notes=tuple(reader.remarks()),
    )


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes through the body of a document once, in order."""

    package: Package
    styles: Styles
    numbering: Numbering
    marks: Counter[str] = field(default_factory=Counter)
    endnotes: list[tuple[str, str]] = field(default_factory=list)  # mark and id
    left_out: Counter[str] = field(default_factory=Counter)
    carried: str = ""  # words of a paragraph whose end was deleted, for the next one

    def read(self, parent: Element) -> Iterator[Part]:
        words = WordsReader(styles=self.styles, mark=self._mark)
        return self._blocks(parent, words)

    def read_endnotes(self) -> Iterator[Part]:
        for mark, id in self.endnotes:
            if id in self.package.endnotes:
                yield from self._note(mark, self.package.endnotes[id])

    def remarks(self) -> Iterator[str]:
        """What a user should know of what was left out."""
        if hidden := self.left_out["hidden"]:
            yield f"Hidden text was left out ({hidden} characters)."
        if self.left_out["contents"]:
            yield "The table of contents was left out."
        if embedded := self.left_out["embedded"]:
            yield f"Embedded files were not read ({embedded})."

    def _mark(self, kind: str) -> str:
        self.marks[kind] += 1
        number = self.marks[kind]
        return str(number) if kind == "footnote" else to_roman(number)

    def _blocks(self, parent: Element, words: WordsReader) -> Iterator[Part]:
        for child in parent:
            name = child.tag
            if name == f"{W}p":
                yield from self._paragraph(child, words)
            elif name == f"{W}tbl":
                yield from self._table(child, words)
            elif name == f"{W}altChunk":
                self.left_out["embedded"] += 1
            elif name == f"{W}sdt" and _is_contents(child):
                self.left_out["contents"] += 1
            elif name == f"{MC}AlternateContent":
                yield from self._blocks(choose(child), words)
            elif name not in (f"{W}del", f"{W}moveFrom", f"{W}sectPr"):
                yield from self._blocks(child, words)

    def _paragraph(self, paragraph: Element, words: WordsReader) -> Iterator[Part]:
        properties = paragraph.find(f"{W}pPr")
        style = value_of(properties, "pStyle") or self.styles.default
        if self.styles.name(style).startswith(_CONTENTS):
            self.left_out["contents"] += 1
            return
        found = words.read(paragraph, style)
        self.left_out["hidden"] += found.hidden
        text = self.carried + "".join(found.text)
        end = properties.find(f"{W}rPr") if properties is not None else None
        if any(end is not None and end.find(W + gone) is not None for gone in ("del", "moveFrom")):
            self.carried = text
        else:
            self.carried = ""
            seen = bool(text.strip()) or not is_on(end, "vanish")
            yield Paragraph(
                text=text,
                marker=self._marker(properties, style) if seen else "",
                level=self._level(properties, style),
                emphasis=found.emphasis,
                centred=self._setting(properties, style, "jc") == "center",
            )
        for box in found.boxes:
            yield from self.read(box)
        for kind, id, mark in found.notes:
            if kind == "endnote":
                self.endnotes.append((mark, id))
            elif id in self.package.footnotes:
                yield from self._note(mark, self.package.footnotes[id])

    def _note(self, mark: str, note: Element) -> Iterator[Part]:
        first = True
        for part in self.read(note):
            if isinstance(part, Paragraph) and part.text.strip() and first:
                first = False
                text = f"{to_superscript(mark)} {part.text.strip()}".strip()
                yield Paragraph(text=text, marker=part.marker)
            else:
                yield part

    def _setting(self, properties: Element | None, style: str | None, name: str) -> str | None:
        own = value_of(properties, name)
        return own if own is not None else self.styles.paragraph_value(style, name)

    def _level(self, properties: Element | None, style: str | None) -> int:
        own = value_of(properties, "outlineLvl")
        return to_level(own) if own is not None else self.styles.outline_level(style)

    def _marker(self, properties: Element | None, style: str | None) -> str:
        listed = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value_of(listed, "numId") or list_of_style(self.styles, style)
        if list_id is None or list_id == "0":  # 0 takes out of the list that the style puts in
            return ""
        depth = value_of(listed, "ilvl")
        if depth is None:
            place = self.styles.list_level(style)
            depth = place or str(self.numbering.level_of_style(list_id, style))
        return self.numbering.number(list_id, to_whole(depth, 0))

    def _table(self, table: Element, words: WordsReader) -> Iterator[Part]:
        rows = []
        for row in _within(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            before = value_of(properties, "gridBefore") or "0"
            cells = [Cell()] * _span(before)
            for cell in _within(row, f"{W}tc"):
                cells += self._cell(cell, words)
            rows.append(tuple(cells))
        yield Table(rows=tuple(rows))

    def _cell(self, cell: Element, words: WordsReader) -> list[Cell]:
        properties = cell.find(f"{W}tcPr")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        carried_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        deleted = properties is not None and properties.find(f"{W}cellDel") is not None
        parts = () if carried_on or deleted else tuple(self._blocks(cell, words))
        span = _span(value_of(properties, "gridSpan") or "1")
        return [Cell(parts=parts), *[Cell()] * (span - 1)]


def _within(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through what may be wrapped around them."""
    for child in parent:
        if child.tag == name:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _within(child, name)


def _span(columns: str) -> int:
    return min(to_whole(columns, 1), _WIDEST)


def _is_contents(block: Element) -> bool:
    gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
