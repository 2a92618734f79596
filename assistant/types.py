"""The words of an answer. `Answer.to_json` is the contract that other programs read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.types import Locator, Metadata
from index.types import Filters, Hit

Outcome = Literal["answered", "partial", "not_found", "unclear", "declined"]
Mode = Literal["quotes", "written"]
Fate = Literal["kept", "recited", "replaced", "removed"]
"""Of a model's statement: as it was, with another citation, as the record has it, not at all."""

NOT_FOUND = "The record does not say."
"""The one sentence that says so, shared by code, prompts, tests and evaluation."""

LONGEST = 2000
"""Characters that a question may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The passage that supports a statement, and its words: text[start:end] == quote."""

    number: int  # from 1, in the order of the answer
    metadata: Metadata
    passage: str  # id
    locator: Locator
    quote: str  # verbatim
    start: int  # characters, in the document's text
    end: int

    def to_json(self) -> dict[str, Any]:
        """The citation as the contract writes it."""
        return {
            "number": self.number,
            "document": self.metadata.id,
            "title": self.metadata.title,
            "body": self.metadata.body,
            "committee": self.metadata.committee,
            "kind": self.metadata.kind,
            "date": self.metadata.date,
            "passage": self.passage,
            "locator": {
                "page": self.locator.page,
                "section": list(self.locator.section),
                "paragraph": self.locator.paragraph,
            },
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "url": self.metadata.url,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence or list item of an answer, with the numbers of the citations behind it."""

    text: str
    citations: tuple[int, ...]
    group: str | None = None  # heading that it stands under, where an answer has groups

    def to_json(self) -> dict[str, Any]:
        """The statement as the contract writes it."""
        group = {"group": self.group} if self.group else {}
        return {"text": self.text, "citations": list(self.citations)} | group


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One statement that a language model made, and what became of it."""

    said: str
    fate: Fate
    why: tuple[str, ...] = ()  # what is wrong with one that was not kept

    def to_json(self) -> dict[str, Any]:
        """The statement as a trace has it."""
        return {"said": self.said, "fate": self.fate, "why": list(self.why)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How a language model's answer came about. It holds no key and no address."""

    model: str
    prompt_hash: str  # sha256
    prompt: tuple[tuple[str, str], ...]  # role and text of each message
    passages: tuple[str, ...]  # ids, in the order of their numbers
    replies: tuple[str, ...]  # raw, one a sample; of a broken one, what came
    checked: tuple[Checked, ...]  # of the sample that was kept
    prompt_tokens: int  # of all samples
    reply_tokens: int
    counted: bool  # whether the server counted the tokens; else they are estimated
    first_seconds: float | None  # until the first piece came
    reply_seconds: float  # of all samples, checks included
    check_seconds: float
    fault: str | None = None  # why there was no reply to use

    def to_json(self) -> dict[str, Any]:
        """The trace as a line of the trace file has it."""
        return {
            "model": self.model,
            "prompt_hash": self.prompt_hash,
            "prompt": [{"role": role, "text": text} for role, text in self.prompt],
            "passages": list(self.passages),
            "replies": list(self.replies),
            "checked": [one.to_json() for one in self.checked],
            "tokens": self.tokens,
            "seconds": {
                "first": None if self.first_seconds is None else round(self.first_seconds, 4),
                "reply": round(self.reply_seconds, 4),
                "check": round(self.check_seconds, 4),
            },
            "fault": self.fault,
        }

    @property
    def tokens(self) -> dict[str, Any]:
        """What the answer cost."""
        return {
            "prompt": self.prompt_tokens,
            "reply": self.reply_tokens,
            "counted": self.counted,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the assistant says to one question."""

    question: str  # as it was asked
    understood: str  # as it was searched for: the question with what the thread adds
    outcome: Outcome
    text: str  # the whole answer, with [1] markers
    mode: Mode
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    preface: str | None = None  # of the answer itself: how many there are, and how to see all
    missing: tuple[str, ...] = ()  # partial: what the record does not say
    suggestions: tuple[str, ...] = ()  # unclear, declined: questions to ask instead
    filters: Filters = field(default_factory=Filters)
    hits: tuple[Hit, ...] = ()  # best first; on not_found, the nearest passages
    confidence: float | None = None  # 0 to 1: of the best statement; None where none was weighed
    notes: tuple[str, ...] = ()  # what was left out, replaced or went wrong, a sentence each
    trace: Trace | None = None  # where a language model was asked
    seconds: float = 0.0

    def to_json(self, id: str | int | None = None) -> dict[str, Any]:
        """The answer as `ask --json` prints it; `id` is that of the batch line, if any."""
        line: dict[str, Any] = {} if id is None else {"id": id}
        return line | {
            "question": self.question,
            "understood": self.understood,
            "outcome": self.outcome,
            "answer": self.text,
            "mode": self.mode,
            "statements": [statement.to_json() for statement in self.statements],
            "citations": [citation.to_json() for citation in self.citations],
            "preface": self.preface,
            "missing": list(self.missing),
            "suggestions": list(self.suggestions),
            "filters": {
                "body": list(self.filters.body),
                "since": self.filters.since,
                "until": self.filters.until,
                "kind": list(self.filters.kind),
            },
            "hits": [
                {
                    "document": hit.metadata.id,
                    "passage": hit.passage.id,
                    "score": round(hit.score, 4),
                }
                for hit in self.hits
            ],
            "confidence": None if self.confidence is None else round(self.confidence, 4),
            "notes": list(self.notes),
            "tokens": None if self.trace is None else self.trace.tokens,
            "seconds": round(self.seconds, 4),
        }
