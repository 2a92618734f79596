"""From blocks to passages: each with its label, its section, and what introduces it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.reading.types import Heading
from corpus.structure.blocks import read_blocks
from corpus.structure.pieces import Block
from corpus.structure.speakers import name_speakers
from corpus.structure.tabular import are_heads, number_row, split_cells
from corpus.types import Locator, Passage, PassageKind

_RUNNING = 8
"""Integers up to here and beyond number a document's paragraphs, and not just one short list."""


def read_passages(
    document: str,
    text: str,
    pages: Sequence[int] = (),
    *,
    labels: Sequence[str] = (),
    headings: Sequence[Heading] = (),
) -> tuple[Passage, ...]:
    """The passages of a text, in order.

    Args:
        document: id of the document, the first part of each passage's id.
        text: the whole document.
        pages: offset at which each page begins, ascending; empty for a format without pages.
        labels: number printed on each page, "" where it has none; empty where none is known.
        headings: lines that the format marks as headings, ascending.
    """
    blocks = read_blocks(text, {heading.start: heading.level for heading in headings})
    outline = _Outline(
        document=document,
        text=text,
        pages=pages,
        labels=labels,
        runs_on=any(
            block.kind == "number" and block.marker.isdigit() and int(block.marker) >= _RUNNING
            for block in blocks
        ),
    )
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        outline.add(block, following)
    return name_speakers(outline.passages)


_DECIDED = re.compile(
    r"It (?:was|is)(?: \w+ly| therefore| then| also)? (?i:agreed|resolved|decided|recommended)"
    r"\s+(?:that|to)\b"
    r"|The [\w’' -]{3,60}? (?:\*\*)?(?:AGREED|RESOLVED|DECIDED|RECOMMENDED)\b"
)
"""How a paragraph begins that says what was decided."""

_ITEMS = ("item", "agenda item")

_MINOR = 4
"""Headings from this level on (bold lines) stand inside a numbered paragraph."""


@dataclass(slots=True, kw_only=True)
class _Section:
    level: int  # 1 is the outermost
    words: str
    number: str  # "2.0", or "" for a heading without
    decides: bool  # "AGREED:"


@dataclass(slots=True, kw_only=True)
class _Lead:
    """The passage that introduces a list, and how its items are labelled."""

    passage: str | None = None
    label: str = ""
    announces: bool = False  # ends in a colon


@dataclass(slots=True, kw_only=True)
class _Level:
    """One depth of a bulleted list: its marker, and the item that we are in."""

    marker: str
    prefix: str
    parent: str | None
    count: int = 0
    label: str = ""
    passage: str | None = None


@dataclass(slots=True, kw_only=True)
class _Outline:
    """Where in the document we are while its blocks go by."""

    document: str
    text: str
    pages: Sequence[int]
    labels: Sequence[str]
    runs_on: bool  # integers number the document's paragraphs throughout
    passages: list[Passage] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    resolution: str = ""  # "AGREED" below such a heading
    parts: int = 0  # numbered or lettered parts of the resolution so far
    number: str = ""  # label of the numbered paragraph or heading we are in
    number_id: str | None = None
    clause: str = ""  # label of the last number that stands in no brackets
    clause_id: str | None = None
    began: bool = False  # an integer has numbered a paragraph
    listed: bool = False  # the integers count the items of a list, and not paragraphs
    numbers_prose: bool = False  # unnumbered paragraphs below carry the number on
    letter: str = ""  # label of the lettered part we are in
    letter_id: str | None = None
    lead: _Lead = field(default_factory=_Lead)
    bullets: list[_Level] = field(default_factory=list)
    interrupted: list[_Level] = field(default_factory=list)  # a list that a paragraph cut in two
    counted: int = 0  # unnumbered paragraphs so far
    rows: int = 0  # of the table we are in
    row_number: int = 0  # printed on the last row that was numbered; a break may cut an agenda
    header: str | None = None  # the words of the table's head

    def add(self, block: Block, following: Block | None) -> None:
        if block.kind != "row":
            self.rows, self.header = 0, None
        if self._ends_resolution(block):
            self._close_resolution()
        if block.kind == "heading":
            self._add_heading(block)
        elif block.kind == "row":
            self._add_row(block, following)
        elif block.kind == "number":
            self._add_number(block)
        elif block.kind == "letter":
            above = self.number_id or self.lead.passage
            self.letter, self.letter_id = self._add_part(block, self.number, above)
        elif block.kind == "roman":
            above = self.letter_id or self.number_id or self.lead.passage
            self._add_part(block, self.letter or self.number, above)
        elif block.kind == "bullet":
            self._add_bullet(block)
        else:
            self._add_prose(block)

    def _add_heading(self, block: Block) -> None:
        words = self._words(block).rstrip(" :-–—")
        while self.sections and self.sections[-1].level >= block.level:
            self.sections.pop()
        if block.marker.lower().startswith(_ITEMS):  # items stand beside each other
            items = [one.number.lower().startswith(_ITEMS) for one in self.sections]
            del self.sections[items.index(True) if True in items else len(items) :]
        decides = block.marker.isalpha() and len(block.marker) > len("VIII")  # "AGREED", no numeral
        number = "" if decides else block.marker
        self._append("heading", block, number or None)
        self.sections.append(
            _Section(level=block.level, words=words, number=number, decides=decides)
        )
        self.resolution, self.parts = (block.marker if decides else ""), 0
        self.row_number = 0
        self.bullets, self.interrupted = [], []
        if block.level < _MINOR or number or self.resolution:
            self.number, self.number_id, self.numbers_prose = number, None, bool(number)
        self.letter, self.letter_id = "", None
        self.clause, self.clause_id, self.listed = number, None, False
        self.lead = _Lead(label=self.number)

    def _ends_resolution(self, block: Block) -> bool:
        """Whether the block stands after all parts of what was resolved."""
        if not self.resolution:
            return False
        if block.kind == "number":
            return block.marker != "1" and block.marker != self._next_part()
        return block.kind in ("prose", "row") and self.parts > 0

    def _next_part(self) -> str:
        last = self.number.rpartition(" ")[2]
        return str(int(last) + 1) if last.isdigit() else ""

    def _close_resolution(self) -> None:
        depth = next((d for d, one in enumerate(self.sections) if one.decides), len(self.sections))
        del self.sections[depth:]
        self.resolution, self.parts = "", 0
        self.number, self.number_id, self.numbers_prose = "", None, False
        self.letter, self.letter_id, self.lead = "", None, _Lead()

    def _add_number(self, block: Block) -> None:
        self._close_sections(block.marker)
        label = f"{self.resolution} {block.marker}" if self.resolution else block.marker
        kind: PassageKind = "resolution" if self._resolves(block) else "paragraph"
        self.parts += bool(self.resolution)
        enclosed = block.marker.startswith("(") and bool(self.clause)
        if enclosed:  # (2) under clause 6 is 6(2)
            label = f"{self.clause}{block.marker}"
        self.listed = block.marker.isdigit() and (
            not self.runs_on
            or (block.marker == "1" and self.began)
            or (self.listed and block.marker == self._next_part())
        )
        self.began |= block.marker.isdigit()
        parent = self.lead.passage if self.listed else self.clause_id if enclosed else None
        self.bullets, self.interrupted = [], []
        self.number, self.number_id = label, self._append(kind, block, label, parent=parent)
        self.numbers_prose = not self.listed
        self.letter, self.letter_id = "", None
        if not block.marker.startswith("("):
            self.clause, self.clause_id = label, self.number_id
        if not self.listed:
            self._lead_by(block, self.number_id, label)

    def _close_sections(self, number: str) -> None:
        """Paragraph 2.5 stands below heading 2.0, and not below what stood under 2.4."""
        first = number.split(".")[0]
        for depth, section in enumerate(self.sections):
            if "." in number and section.number.split(".")[0] == first:
                del self.sections[depth + 1 :]
                return

    def _add_part(self, block: Block, above: str, parent: str | None) -> tuple[str, str]:
        self.bullets, self.interrupted = [], []
        label = f"{above}({block.marker})"
        if self.resolution:
            above = above or self.resolution
            bare = above[-1:].isdigit()
            label = f"{above}{block.marker}" if bare else f"{above} ({block.marker})"
        kind: PassageKind = "resolution" if self._resolves(block) else "item"
        self.parts += bool(self.resolution)
        return label, self._append(kind, block, label, parent=parent)

    def _add_bullet(self, block: Block) -> None:
        cut = block.marker in [level.marker for level in self.interrupted]
        if not self.bullets and cut and not self.lead.announces:
            self.bullets = self.interrupted  # the list goes on after the paragraph that cut it
        markers = [level.marker for level in self.bullets]
        if block.marker in markers:
            del self.bullets[markers.index(block.marker) + 1 :]
        elif self.bullets:
            above = self.bullets[-1]
            self.bullets.append(
                _Level(marker=block.marker, prefix=f"{above.label}.", parent=above.passage)
            )
        else:
            prefix = f"{self.lead.label or self.resolution} bullet ".lstrip()
            self.bullets.append(
                _Level(marker=block.marker, prefix=prefix, parent=self.lead.passage)
            )
        level = self.bullets[-1]
        level.count += 1
        level.label = f"{level.prefix}{level.count}"
        kind: PassageKind = "resolution" if self.resolution else "item"
        level.passage = self._append(kind, block, level.label, parent=level.parent)

    def _add_prose(self, block: Block) -> None:
        resolves = self._resolves(block) and not (self.resolution and self.number)
        if block.kind == "resolution" and block.marker:
            label = block.marker
        elif self.numbers_prose and not self.resolution:
            label = self.number
        else:
            self.counted += 1
            label = f"¶{self.counted}"
        if self.text.startswith(("**", "__", "<b>"), block.start):  # a bold run opens its own part
            while self.sections and self.sections[-1].level >= _MINOR:
                self.sections.pop()
        self.interrupted, self.bullets = self.bullets, []
        self._lead_by(
            block, self._append("resolution" if resolves else "paragraph", block, label), label
        )
        self.letter, self.letter_id = "", None

    def _resolves(self, block: Block) -> bool:
        """Whether the block is what a body decided, or asked somebody to do."""
        decided = block.kind == "resolution" or bool(self.resolution)
        return decided or bool(_DECIDED.match(self.text, block.start, block.end))

    def _lead_by(self, block: Block, passage: str, label: str) -> None:
        announces = self.text[block.start : block.end].rstrip("-–—* ").endswith(":")
        self.lead = _Lead(passage=passage, label=label, announces=announces)

    def _add_row(self, block: Block, following: Block | None) -> None:
        cells = self._cells_of(block)
        self.rows += 1
        number = number_row(cells, self.header) or self._count_row(cells, following)
        if number:
            label = number
            self.row_number = int(number) if number.isdigit() else 0
        elif self.numbers_prose:
            label = f"{self.number} row {self.rows}"
        else:
            self.counted += 1
            label = f"¶{self.counted}"
        heads = self.rows == 1 and are_heads(cells, self._cells_of(following))
        self._append("row", block, label, header=self.header)
        if heads:
            self.header = self.text[block.start : block.end]

    def _count_row(self, cells: list[str], following: Block | None) -> str:
        """The plain number of a row in a table whose rows are numbered from 1, as agendas are."""
        begins = cells[:1] == ["1"] and self._cells_of(following)[:1] == ["2"]
        goes_on = self.row_number > 0 and cells[:1] == [str(self.row_number + 1)]
        return cells[0] if len(cells) > 1 and (begins or goes_on) else ""

    def _words(self, block: Block) -> str:
        return " ".join(self.text[block.start : block.end].split())

    def _cells_of(self, block: Block | None) -> list[str]:
        if block is None or block.kind != "row":
            return []
        return split_cells(self.text[block.start : block.end])

    def _append(
        self,
        kind: PassageKind,
        block: Block,
        label: str | None,
        *,
        parent: str | None = None,
        header: str | None = None,
    ) -> str:
        page = bisect_right(self.pages, block.start) if self.pages else None
        printed = self.labels[page - 1] if page and page <= len(self.labels) else None
        passage = Passage(
            id=f"{self.document}#{len(self.passages):04d}",
            kind=kind,
            start=block.start,
            end=block.end,
            text=self.text[block.start : block.end],
            locator=Locator(
                page=page,
                page_label=printed or None,
                section=tuple(section.words for section in self.sections),
                paragraph=label,
            ),
            parent=parent,
            header=header,
        )
        self.passages.append(passage)
        return passage.id
