"""The words of the corpus: what was published, and where a reader finds it.

A `Document` is one published record; its `Passage`s are the smallest things that can be cited.
Spans are characters in `Document.text`, half open, so that for every passage and sentence
`document.text[start:end]` is what the reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

PassageKind = Literal["heading", "paragraph", "item", "row", "resolution"]

KINDS = (
    "minutes",
    "agenda",
    "report",
    "letter",
    "strategy",
    "plan",
    "policy",
    "action log",
    "transcript",
    "other",
)
"""What a document can be. `other` where nothing in the document says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` up to, not including, `end` of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a reader finds a passage in the document as published."""

    page: int | None = None  # physical page, from 1; None where the format has no pages
    section: tuple[str, ...] = ()  # headings from the outermost inwards
    paragraph: str | None = None  # "27", "2.4", "3(a)", "AGREED 1a"; "¶14" where we counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A numbered paragraph, list item, table row, resolution or heading, else a paragraph."""

    id: str  # "DOCUMENT#0012": from document and position, so equal paragraphs stay two
    kind: PassageKind
    start: int  # characters, in Document.text
    end: int
    text: str  # Document.text[start:end], letter for letter
    locator: Locator
    parent: str | None = None  # id of the passage that introduces this one (list, sub-list)
    header: str | None = None  # for a table row: the column heads, one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a document, and from where each of it was learnt."""

    id: str  # readable: people see it in citations
    title: str
    body: str | None = None  # who published it
    committee: str | None = None
    kind: str = "other"  # one of KINDS
    date: str | None = None  # "2014", "2014-12" or "2014-12-12": as exactly as is known
    note: str | None = None  # what the date or source leaves open, in words
    url: str | None = None
    licence: str | None = None
    provenance: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field name -> "manifest", "file name", "line 3", ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An acronym with its expansion, where a document defines it."""

    acronym: str
    expansion: str
    start: int  # characters, in Document.text: the expansion and its bracket
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published record: its text, its passages in order, and what is known of it."""

    metadata: Metadata
    path: str  # of its file, relative to the corpus folder, with forward slashes
    sha256: str  # of its file
    text: str
    passages: tuple[Passage, ...]
    terms: tuple[Term, ...] = ()

    @property
    def id(self) -> str:
        """The document's id, as its metadata has it."""
        return self.metadata.id
