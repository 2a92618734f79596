"""OpenDocument texts (ODT, and templates), as LibreOffice and Word write them.

Read from their XML: odfpy, the one library for it, has had no release since 2020, and knows neither
what a list's numbers are nor which words a tracked change took out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadingError
from corpus.reading.archive import open_archive, read_entry
from corpus.reading.compose import compose
from corpus.reading.numerals import to_superscript, to_whole
from corpus.reading.odt.lists import Counts, Lists
from corpus.reading.odt.styles import OFFICE, STYLE, TEXT, Styles, read_styles
from corpus.reading.odt.text import TABLE, WordsReader, count_characters, is_hidden, mark_of
from corpus.reading.options import ReadingOptions
from corpus.reading.parts import Cell, Paragraph, Part, Table
from corpus.reading.types import Reading
from corpus.reading.xml import parse_xml

if TYPE_CHECKING:
    from corpus.reading.xml import Element

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creation-date"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CONTENTS = {
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
}
_NO_WORDS = {
    f"{TEXT}tracked-changes",  # what was deleted
    f"{TEXT}sequence-decls",
    f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls",
    f"{OFFICE}forms",
    f"{OFFICE}annotation",
}
_DEEPEST = 10  # levels of headings that the format has
_WIDEST = 200  # columns of a table, and rows that one row stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """The list that a paragraph stands in."""

    style: str = ""
    counts: Counts = field(default_factory=dict)
    depth: int = 0  # from 1; 0 outside of any list


def read_odt(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The document's body with its text boxes and notes; headers and footers are left out.

    Raises `ReadingError` when the file is damaged, encrypted, or hostile.
    """
    with open_archive(path) as archive:
        if b"encryption-data" in (read_entry(archive, "META-INF/manifest.xml") or b""):
            raise ReadingError(f"{path}: is encrypted; save a copy without its password")
        content, common, meta = (
            None
            if (data := read_entry(archive, name)) is None
            else parse_xml(data, f"{path} ({name})")
            for name in ("content.xml", "styles.xml", "meta.xml")
        )
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if body is None:
        raise ReadingError(f"{path}: not an OpenDocument text, or a damaged one; save it anew")
    styles = read_styles(common, content)
    reader = _Reader(styles=styles, lists=Lists(styles=styles))
    try:
        parts = [*reader.read(body), *reader.endnotes]
    except RecursionError:
        raise ReadingError(
            f"{path}: tables or text boxes nested too deeply; flatten them"
        ) from None
    written = _DATE.match(_text(meta, _CREATED))
    return compose(
        parts,
        title=_text(meta, _TITLE) or None,
        written=written[0] if written else None,
        notes=tuple(reader.remarks()),
    )


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes through the body of a document once, in order."""

    styles: Styles
    lists: Lists
    endnotes: list[Part] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def read(self, parent: Element, listed: _List = _List()) -> Iterator[Part]:
        for child in parent:
            yield from self._block(child, listed)

    def _block(self, child: Element, listed: _List) -> Iterator[Part]:
        name = child.tag
        if name in (f"{TEXT}p", f"{TEXT}h"):
            yield from self._paragraph(child, "")
        elif name == f"{TEXT}list":
            yield from self._list(child, listed)
        elif name == f"{TABLE}table":
            yield self._table(child)
        elif name in _CONTENTS:
            self.left_out["contents"] += 1
        elif name == f"{TEXT}section" and is_hidden(child):
            self.left_out["hidden"] += count_characters(child)
        elif name not in _NO_WORDS:
            yield from self.read(child)

    def remarks(self) -> Iterator[str]:
        """What a user should know of what was left out."""
        if hidden := self.left_out["hidden"]:
            yield f"Hidden text was left out ({hidden} characters)."
        if self.left_out["contents"]:
            yield "The table of contents was left out."

    def _list(self, element: Element, outer: _List) -> Iterator[Part]:
        style = element.get(f"{TEXT}style-name") or outer.style
        counts = outer.counts if outer.depth else self.lists.open(element, style)
        listed = _List(style=style, counts=counts, depth=outer.depth + 1)
        for item in element:
            numbered = item.tag == f"{TEXT}list-item"
            start = item.get(f"{TEXT}start-value")
            for child in item:
                if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    marker = self._number(child, listed, start) if numbered else ""
                    numbered = False
                    yield from self._paragraph(child, marker)
                elif child.tag == f"{TEXT}list":
                    if not numbered and child.get(f"{TEXT}continue-numbering") != "true":
                        _begin_below(listed)
                    yield from self._list(child, listed)
                elif child.tag not in _NO_WORDS:
                    yield from self._block(child, listed)

    def _number(self, paragraph: Element, listed: _List, start: str | None) -> str:
        return self.lists.number(listed.style, listed.counts, listed.depth, start)

    def _paragraph(self, paragraph: Element, marker: str) -> Iterator[Part]:
        found = WordsReader(styles=self.styles).read(paragraph)
        self.left_out["hidden"] += found.hidden
        style = paragraph.get(f"{TEXT}style-name")
        level = self._level(paragraph, style)
        outlined = paragraph.tag == f"{TEXT}h" and not marker
        if outlined and paragraph.get(f"{TEXT}is-list-header") != "true":
            marker = self.lists.number_heading(level, _restart(paragraph))
        yield Paragraph(
            text="".join(found.text),
            marker=marker,
            level=level,
            emphasis=found.emphasis,
            centred=self.styles.alignment(style) == "center",
        )
        for box in found.boxes:
            yield from self.read(box)
        for note in found.notes:
            parts = list(self._note(note))
            if note.get(f"{TEXT}note-class") == "endnote":
                self.endnotes += parts
            else:
                yield from parts

    def _level(self, paragraph: Element, style: str | None) -> int:
        level = paragraph.get(f"{TEXT}outline-level")
        if level is None:
            level = self.styles.attribute("paragraph", style, f"{STYLE}default-outline-level")
        if level is None and any(
            element.get(f"{STYLE}name") == "Title"
            for element in self.styles.chain("paragraph", style)
        ):
            level = "1"
        return min(to_whole(level, 0), _DEEPEST)

    def _note(self, note: Element) -> Iterator[Part]:
        body = note.find(f"{TEXT}note-body")
        mark = to_superscript(mark_of(note))
        for part in self.read(body) if body is not None else ():
            if mark and isinstance(part, Paragraph) and part.text.strip():
                part = replace(part, text=f"{mark} {part.text.strip()}")
                mark = ""
            yield part

    def _table(self, table: Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in _within(table, {f"{TABLE}table-row"}):
            cells: list[Cell] = []
            for cell in _within(row, {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}):
                covered = cell.tag == f"{TABLE}covered-table-cell"  # merged into one before it
                parts = () if covered else tuple(self.read(cell))
                cells += [Cell(parts=parts)] * _repeated(cell, "columns")
            rows += [tuple(cells)] * _repeated(row, "rows")
        return Table(rows=tuple(rows))


def _begin_below(listed: _List) -> None:
    """A list below an item's own words begins its numbers anew."""
    for depth in [depth for depth in listed.counts if depth > listed.depth]:
        del listed.counts[depth]


def _within(parent: Element, names: set[str]) -> Iterator[Element]:
    """The rows of a table or the cells of a row, through the groups they stand in."""
    for child in parent:
        if child.tag in names:
            yield child
        elif child.tag != f"{TABLE}table":
            yield from _within(child, names)


def _repeated(element: Element, of: str) -> int:
    return min(to_whole(element.get(f"{TABLE}number-{of}-repeated"), 1), _WIDEST)


def _restart(heading: Element) -> str | None:
    start = heading.get(f"{TEXT}start-value")
    return start or ("1" if heading.get(f"{TEXT}restart-numbering") == "true" else None)


def _text(root: Element | None, name: str) -> str:
    found = root.find(f"{OFFICE}meta/{name}") if root is not None else None
    return (found.text or "").strip() if found is not None else ""
