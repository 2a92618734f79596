"""A tree of markup as the parts that `corpus.reading.compose` makes a text of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.reading.html.markers import OpenList, join_markers, next_marker, open_list, take_bullet
from corpus.reading.html.markup import Element
from corpus.reading.html.tables import lay_out, rows_of
from corpus.reading.numerals import to_superscript
from corpus.reading.parts import Cell, Emphasis, Paragraph, Part, Table

_BLOCKS_NAMES = (
    "html body p div section article main header footer aside nav form fieldset legend "
    "address blockquote center details summary dialog figure figcaption h1 h2 h3 h4 h5 h6 "
    "hgroup hr ol ul menu dir li dl dt dd pre xmp listing table caption thead tbody tfoot "
    "tr td th x-number"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_VERBATIM = frozenset(("pre", "xmp", "listing"))
_NUMBER = "x-number"  # ours: a cell that numbers what stands beside it
_LINE = "\x1e"  # stands for a line break until a paragraph is finished; no page can show it
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*italic|text-decoration[^;]*underline", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-9])")
_RAISED = re.compile(r"[0-9]{1,3}")
_MARKER = re.compile(r"\(?[A-Za-z]{0,2}\d{1,4}(?:\.\w{1,3})*[.)]{0,2}|\(?[a-z]{1,2}[.)]")


def read_parts(root: Element) -> list[Part]:
    """The paragraphs and tables below an element, in order; no table stands in another."""
    flow = _Flow()
    flow.run(root)
    return flow.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    text: str
    emphasis: Emphasis


@dataclass(slots=True, kw_only=True)
class _Flow:
    parts: list[Part] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)  # of the paragraph being written
    marker: str = ""  # of the item whose first paragraph is being written
    level: int = 0  # of the heading being written
    style: str = ""  # attribute of the paragraph being written
    lists: list[OpenList] = field(default_factory=list)
    bold: int = 0  # elements around us that are bold
    slanted: int = 0  # that are italic or underlined
    centred: int = 0
    verbatim: int = 0  # whose line breaks count
    term: bool = False  # the last part is a term whose definition may follow in its paragraph

    def run(self, root: Element) -> None:
        stack: list[tuple[Element | str, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if isinstance(node, str):
                self._add(node)
            elif leaving:
                self._leave(node)
            elif (below := self._enter(node)) is not None:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(below))
        self._flush()

    def _add(self, text: str) -> None:
        text = text.replace(_LINE, " ")
        if self.verbatim:
            text = text.replace("\n", _LINE)
        emphasis: Emphasis = 1 if self.bold else 2 if self.slanted else 0
        self.runs.append(_Run(text=text, emphasis=emphasis))

    def _break(self) -> None:
        self.runs.append(_Run(text=_LINE, emphasis=0))

    def _enter(self, element: Element) -> list[Element | str] | None:
        """The children to be written next; None where all is written already."""
        tag = element.tag
        if tag == "br":
            self._break()
            return None
        if tag == "sup" and _RAISED.fullmatch(raised := element.text()):
            self._add(to_superscript(raised))
            return None
        self._count(element, 1)
        if tag == "q":
            self._add("“")
        if tag not in _BLOCKS:
            return element.children
        joined = tag == "dd" and self.term and not self.runs and _is_inline(element)
        self._flush()
        if joined and isinstance(term := self.parts[-1], Paragraph):
            self.parts.pop()
            self._add(term.text)
            self._break()
        self.style = element.attributes.get("style", "")
        if tag in _LISTS:
            self.lists.append(open_list(element))
        elif tag == "li":
            self.marker = join_markers(self.marker, next_marker(element, self.lists))
        elif tag == _NUMBER:
            self.marker = element.text()
            return []
        elif tag == "table":
            return self._write_table(element)
        elif level := _read_level(element):
            self.level = level
        return element.children

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "q":
            self._add("”")
        if tag in _BLOCKS:
            before = len(self.parts)
            self._flush()
            self.style = ""
            if _read_level(element):
                self.level = 0
            self.term = tag == "dt" and len(self.parts) > before
            if tag in _LISTS:
                self.lists.pop()
            if tag in ("li", "table") or tag in _LISTS:
                self.marker = ""
        self._count(element, -1)

    def _count(self, element: Element, by: int) -> None:
        """What the element says of the look of the words in it, noted on entering and leaving."""
        style = element.attributes.get("style", "")
        self.bold += by * (element.tag in ("b", "strong", "th") or bool(_BOLD.search(style)))
        self.slanted += by * (element.tag in ("i", "em", "u") or bool(_SLANTED.search(style)))
        aligned = element.attributes.get("align", "").lower() == "center"
        self.centred += by * (element.tag == "center" or aligned or bool(_CENTRED.search(style)))
        self.verbatim += by * (element.tag in _VERBATIM)

    def _flush(self) -> None:
        runs, self.runs = self.runs, []
        shown = {run.emphasis for run in runs if run.text.strip()}  # a break is white space too
        raw = "".join(run.text for run in runs)
        if not self.marker:
            self.marker, raw = take_bullet(raw, self.style)
        lines: list[str] = []
        for line in (*(" ".join(line.split()) for line in raw.split(_LINE)), ""):
            if line:
                lines.append(line)
            elif lines and not self.level:
                self._put(lines, min(shown))
                lines = []
        if lines:
            self._put(lines, 0)

    def _put(self, lines: list[str], emphasis: Emphasis) -> None:
        paragraph = Paragraph(
            text=(" " if self.level else "\n").join(lines),
            marker=self.marker,
            level=self.level,
            emphasis=emphasis,
            centred=self.centred > 0,
        )
        self.parts.append(paragraph)
        self.marker = ""
        self.term = False

    def _write_table(self, table: Element) -> list[Element | str] | None:
        """The table as a part; the cells of one that holds tables, to be written one by one."""
        for caption in table.children:
            if isinstance(caption, Element) and caption.tag == "caption":
                self._add(caption.text())
                self._flush()
        rows = rows_of(table)
        role = table.attributes.get("role", "").lower()
        if role in ("presentation", "none") or any(t is not table for t in table.find("table")):
            return [below for row in rows for below in _lay_aside(row)]
        cells = [tuple(map(_read_cell, row)) for row in lay_out(rows)]
        self.parts.append(Table(rows=tuple(cells)))
        return []


def _read_cell(cell: Element | None) -> Cell:
    """A cell; its headings are paragraphs as others, for a row has no place for them."""
    parts = read_parts(cell) if cell else []
    return Cell(parts=tuple(replace(p, level=0) for p in parts if isinstance(p, Paragraph)))


def _lay_aside(row: list[Element]) -> list[Element | str]:
    """The cells of a row that is only laid out; a number goes before the words beside it."""
    below: list[Element | str] = []
    for index, cell in enumerate(row):
        text = cell.text()
        beside = any(other.text() for other in row[index + 1 :])
        numbers = beside and _MARKER.fullmatch(text)
        below.append(Element(_NUMBER, {}, [text]) if numbers else cell)
    return below


def _is_inline(element: Element) -> bool:
    return not any(inner.tag in _BLOCKS for inner in element.walk() if inner is not element)


def _read_level(element: Element) -> int:
    """Of a heading, 1 for the outermost; 0 for an element that is no heading."""
    given = element.attributes
    if re.fullmatch("h[1-6]", element.tag):
        return int(element.tag[1])
    if given.get("role") == "heading":
        written = given.get("aria-level", "")
        return int(written) if re.fullmatch("[1-9]", written) else 2
    match = _OUTLINE.search(given.get("style", ""))
    return int(match[1]) if match else 0
