"""The words of the corpus: what was published, and where a reader finds it.

A `Document` is one published record; its `Passage`s are the smallest things that can be cited.
Spans are characters in `Document.text`, half open, so that for every passage and sentence
`document.text[start:end]` is what the reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

PassageKind = Literal["heading", "paragraph", "item", "row", "resolution"]

Confidence = Literal["stated", "likely", "guessed"]
"""Stated by a person or a format as that field; likely from where it stands; a guess."""

Presence = Literal["present", "in attendance", "apologies", "absent"]

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
    page_label: str | None = None  # number printed on that page ("iv"), where one is known
    section: tuple[str, ...] = ()  # headings from the outermost inwards
    paragraph: str | None = None  # "27", "2.4", "3(a)", "AGREED 1a"; "¶14" where we counted

    @property
    def page_in_words(self) -> str:
        """`page 7`, `page 7 (printed iv)` where that page bears another number; else empty."""
        if self.page is None:
            return ""
        printed = self.page_label
        other = printed is not None and printed != str(self.page)
        return f"page {self.page}" + (f" (printed {printed})" if other else "")


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
    speaker: str | None = None  # who says it, as it is written there: "Mr Smith", "The Chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody on a list of those present, in attendance, or sending apologies."""

    name: str  # as it is written: "Councillor Reed", "Sue Lock"
    presence: Presence
    about: str | None = None  # role or body, as the list gives it: "Chair", "Leicester City CCG"
    passage: str  # id of the passage that the list stands in
    start: int  # characters, in Document.text: the name
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that somebody is to do, as a row of an action log or a line of minutes has it."""

    what: str
    owner: str | None = None
    due: str | None = None  # as it is written: "March 2011", "next meeting"
    status: str | None = None
    passage: str  # id of the passage it stands in


Firmness = Literal[
    "resolved", "agreed", "undertaken", "requested", "recommended", "proposed", "considered"
]
"""How firm a commitment is: a decision (resolved, agreed), a word given ("will", "is committed
to"), asked of somebody, recommended, proposed ("would wish to"), considered ("may wish to")."""

FIRMNESSES: tuple[Firmness, ...] = get_args(Firmness)
"""The firmest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By when something is to be done."""

    words: str  # as the record has it, on one line: "the December meeting", "as soon as possible"
    date: str | None = None  # "2014", "2014-12", "2014-12-12", or a period "2020-01/2020-04";
    # None where no calendar can place the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What somebody decided, undertook, was asked, or proposed to do, at text[start:end]."""

    firmness: Firmness
    who: str | None  # who is to do it, else who decided: as the document names them in full
    what: str  # the sentence, item or row on one line, with what introduces it in front
    to: str | None = None  # whom it is done for, or who is told
    due: Due | None = None
    condition: str | None = None  # "if successful", as it is written
    status: str | None = None  # of a row of an action log, as it is written
    passage: str  # id
    start: int  # characters, in Document.text
    end: int


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
    superseded_by: str | None = None  # id of the document that took its place
    provenance: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field name -> "manifest", "file name", "line 3", ...
    confidence: Mapping[str, Confidence] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field name -> how sure that is; only for fields that were found


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An acronym or other short form with what it stands for, where a document defines it."""

    acronym: str  # "BCF", "the Committee"
    expansion: str
    start: int  # characters, in Document.text: the whole definition
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
    attendance: tuple[Attendee, ...] = ()
    actions: tuple[Action, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    notes: tuple[str, ...] = ()  # what a user should know of how it was read, a sentence each
    recognised: Mapping[int, float] = field(
        default_factory=lambda: MappingProxyType({})
    )  # pages read by OCR, from 1, with the mean confidence of their words, 0 to 1

    @property
    def id(self) -> str:
        """The document's id, as its metadata has it."""
        return self.metadata.id
