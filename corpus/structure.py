"""From blocks to passages: each with its label, its section, and what introduces it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.blocks import Block, read_blocks
from corpus.types import Locator, Passage, PassageKind

_RUNNING = 8
"""Integers up to here and beyond number a document's paragraphs, and not just one short list."""


def read_passages(document: str, text: str, pages: Sequence[int] = ()) -> tuple[Passage, ...]:
    """The passages of a text, in order.

    Args:
        document: id of the document, the first part of each passage's id.
        text: the whole document.
        pages: offset at which each page begins, ascending; empty for a format without pages.
    """
    blocks = read_blocks(text)
    outline = _Outline(
        document=document,
        text=text,
        pages=pages,
        runs_on=any(
            block.kind == "number" and block.marker.isdigit() and int(block.marker) >= _RUNNING
            for block in blocks
        ),
    )
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        outline.add(block, following)
    return tuple(outline.passages)


_MINOR = 4
"""Headings from this level on (bold lines) stand inside a numbered paragraph."""


@dataclass(slots=True, kw_only=True)
class _Section:
    level: int  # 1 is the outermost
    words: str
    number: str  # "2.0", or "" for a heading without


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
    runs_on: bool  # integers number the document's paragraphs throughout
    passages: list[Passage] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    resolution: str = ""  # "AGREED" below such a heading
    number: str = ""  # label of the numbered paragraph or heading we are in
    number_id: str | None = None
    numbers_prose: bool = False  # unnumbered paragraphs below carry the number on
    letter: str = ""  # label of the lettered part we are in
    letter_id: str | None = None
    lead: _Lead = field(default_factory=_Lead)
    bullets: list[_Level] = field(default_factory=list)
    interrupted: list[_Level] = field(default_factory=list)  # a list that a paragraph cut in two
    counted: int = 0  # unnumbered paragraphs so far
    rows: int = 0  # of the table we are in
    header: str | None = None  # the words of the table's head

    def add(self, block: Block, following: Block | None) -> None:
        if block.kind != "row":
            self.rows, self.header = 0, None
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
        number = "" if block.marker.isalpha() else block.marker
        self._append("heading", block, number or None)
        self.sections.append(_Section(level=block.level, words=words, number=number))
        self.resolution = block.marker if block.marker.isalpha() else ""
        self.bullets, self.interrupted = [], []
        if block.level < _MINOR or number or self.resolution:
            self.number, self.number_id, self.numbers_prose = number, None, bool(number)
        self.letter, self.letter_id = "", None
        self.lead = _Lead(label=self.number)

    def _add_number(self, block: Block) -> None:
        self._close_sections(block.marker)
        label = f"{self.resolution} {block.marker}" if self.resolution else block.marker
        kind: PassageKind = "resolution" if self.resolution else "paragraph"
        listed = block.marker.isdigit() and not self.runs_on
        parent = self.lead.passage if listed else None
        self.bullets, self.interrupted = [], []
        self.number, self.number_id = label, self._append(kind, block, label, parent=parent)
        self.numbers_prose = not listed
        self.letter, self.letter_id = "", None
        if not listed:
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
        kind: PassageKind = "resolution" if self.resolution else "item"
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
            prefix = f"{self.lead.label} bullet ".lstrip()
            self.bullets.append(
                _Level(marker=block.marker, prefix=prefix, parent=self.lead.passage)
            )
        level = self.bullets[-1]
        level.count += 1
        level.label = f"{level.prefix}{level.count}"
        level.passage = self._append("item", block, level.label, parent=level.parent)

    def _add_prose(self, block: Block) -> None:
        resolves = block.kind == "resolution" or (self.resolution and not self.number)
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

    def _lead_by(self, block: Block, passage: str, label: str) -> None:
        announces = self.text[block.start : block.end].rstrip("-–—* ").endswith(":")
        self.lead = _Lead(passage=passage, label=label, announces=announces)

    def _add_row(self, block: Block, following: Block | None) -> None:
        columns = len(split_cells(self.text[block.start : block.end]))
        self.rows += 1
        if self.numbers_prose:
            label = f"{self.number} row {self.rows}"
        else:
            self.counted += 1
            label = f"¶{self.counted}"
        heads = self.rows == 1 and columns > 2 and self._cells_of(following) == columns
        self._append("row", block, label, header=self.header)
        if heads:
            self.header = self.text[block.start : block.end]

    def _words(self, block: Block) -> str:
        return " ".join(self.text[block.start : block.end].split())

    def _cells_of(self, block: Block | None) -> int:
        if block is None or block.kind != "row":
            return 0
        return len(split_cells(self.text[block.start : block.end]))

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
        passage = Passage(
            id=f"{self.document}#{len(self.passages):04d}",
            kind=kind,
            start=block.start,
            end=block.end,
            text=self.text[block.start : block.end],
            locator=Locator(
                page=page,
                section=tuple(section.words for section in self.sections),
                paragraph=label,
            ),
            parent=parent,
            header=header,
        )
        self.passages.append(passage)
        return passage.id


def split_cells(row: str) -> list[str]:
    """The cells of a table row, written with tabs or pipes, without the empty ones at its end."""
    cells = row.strip("|").split("|") if row.startswith("|") else row.split("\t")
    while cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]
