"""The words of the evaluation: pairs, what was asked of a system, and what it replied.

A reply is read back from the JSON that `ask --json` prints, so a stored run, another program's
answers and a fresh run are all scored by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from assistant.types import Answer
    from corpus.types import Document, Metadata
    from index.types import Hit

CATEGORIES = (
    "fact",
    "number",
    "who",
    "when",
    "list",
    "commitment",
    "definition",
    "compare",
    "follow-up",
    "unanswerable",
    "false-premise",
    "injection",
)
SPLITS = ("tune", "test")
ANSWERING = ("answered", "partial")
"""Outcomes that state something from the record."""
REFUSING = ("not_found", "unclear", "declined")
"""Outcomes that do not."""
OUTCOMES = ANSWERING + REFUSING

RETRIEVED = 20  # passages asked of `search` for each pair: the deepest recall reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the record states a fact."""

    document: str  # id
    quote: str  # verbatim, found once in the document
    paragraph: str | None = None  # the locator's paragraph label


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One nugget: a claim that a right answer states."""

    fact: str  # in words, for people to read
    vital: bool  # False: welcome, not needed
    patterns: tuple[str, ...]  # regular expressions; one found is enough
    evidence: tuple[Evidence, ...]  # alternatives: each states the whole fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A question, what a right answer to it states, and where the record says so."""

    id: str
    question: str
    history: tuple[str, ...]  # the user's earlier questions, oldest first
    category: str  # one of CATEGORIES
    family: str  # the same question in other words; what the bootstrap resamples
    split: str  # one of SPLITS
    outcome: tuple[str, ...]  # the right ones, of OUTCOMES
    facts: tuple[Fact, ...]
    wrong: tuple[str, ...]  # regular expressions that no right answer matches
    author: str
    written: str  # "2026-11-22"
    where: str = ""  # "pairs.jsonl:12"; not part of what the pair says

    @property
    def answerable(self) -> bool:
        """Some right outcome states something."""
        return any(outcome in ANSWERING for outcome in self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSet:
    """Pairs with the documents that they are about."""

    name: str
    pairs: tuple[Pair, ...]
    path: Path  # the pairs file
    corpus: Path  # the documents' folder
    index: Path | None = None  # None: where the assistant keeps it by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidStatement:
    """One statement of an answer."""

    text: str
    citations: tuple[int, ...]  # numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCitation:
    """One citation of an answer, as claimed: nothing of it is taken on trust."""

    number: int
    document: str
    passage: str | None
    title: str
    date: str | None
    page: int | None
    paragraph: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer, read from the JSON contract."""

    outcome: str
    text: str
    statements: tuple[SaidStatement, ...]
    citations: tuple[SaidCitation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """One passage that `search` returned, best first."""

    document: str
    passage: str
    score: float  # higher is better, within one search


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one system did with one pair. With `error` there is no `said`, and the other way."""

    pair: str
    said: Said | None
    error: str | None
    retrieved: tuple[Retrieved, ...]
    confidence: float | None  # orders answers in the risk-coverage curve; None: not known
    seconds: float  # of `ask`, wall clock
    answer: Mapping[str, Any] | None = None  # the JSON as it came, kept for people to read


class Library(Protocol):
    """Where documents are read: all that scoring a stored run needs."""

    def document(self, id: str) -> Document:
        """The document; KeyError when the library has none of that id."""
        ...

    def documents(self) -> Sequence[Metadata]:
        """What is known of every document."""
        ...


class Answerer(Protocol):
    """A system under evaluation: `assistant.answering.Assistant`, or a baseline."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The answer; `history` is the user's earlier questions, oldest first."""
        ...

    def search(
        self, question: str, *, history: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Hit]:
        """The `limit` best passages, best first."""
        ...
