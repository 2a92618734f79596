"""The words of the register: what is asked of it, and its entries as other programs read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from corpus.types import Commitment, Firmness, Locator, Metadata

Relation = Literal["reported back", "repeated", "superseded"]
"""What a later record does with a commitment: tells of it, makes it again, or takes it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which commitments are wanted; empty or None means all."""

    body: tuple[str, ...] = ()  # whose: names or aliases, case ignored
    since: str | None = None  # of the document: "2014", "2014-12" or "2014-12-12", inclusive
    until: str | None = None
    kind: tuple[str, ...] = ()  # of document
    document: tuple[str, ...] = ()  # ids
    firmness: tuple[Firmness, ...] = ()
    due_since: str | None = None  # by when: only those whose date may be on or after that day
    due_until: str | None = None
    has_due: bool | None = None  # only those with, or without, a date or words of one
    text: str | None = None  # words that all stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Words of a later record about a commitment: text[start:end] == quote there."""

    relation: Relation
    metadata: Metadata
    passage: str  # id
    locator: Locator
    quote: str
    start: int  # characters, in the later document's text
    end: int

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "relation": self.relation,
            "document": self.metadata.id,
            "title": self.metadata.title,
            "date": self.metadata.date,
            "passage": self.passage,
            "locator": _locator(self.locator),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A commitment with the document that it stands in, and its words."""

    id: str  # "DOCUMENT!0003"
    commitment: Commitment
    metadata: Metadata
    locator: Locator
    quote: str  # verbatim
    followed_up: tuple[FollowUp, ...] | None = None  # in order of date; None: not looked for
    standing: str | None = None  # of its date, in words; None where it has none

    def to_json(self) -> dict[str, Any]:
        """As `commitments --json`, the API and the page read it."""
        one = self.commitment
        return {
            "id": self.id,
            "who": one.who,
            "what": one.what,
            "to": one.to,
            "due": one.due.date or one.due.words if one.due else None,
            "due_words": one.due.words if one.due else None,
            "due_date": one.due.date if one.due else None,
            "condition": one.condition,
            "firmness": one.firmness,
            "status": one.status,
            "quote": self.quote,
            "document": self.metadata.id,
            "title": self.metadata.title,
            "body": self.metadata.body,
            "committee": self.metadata.committee,
            "kind": self.metadata.kind,
            "date": self.metadata.date,
            "passage": one.passage,
            "locator": _locator(self.locator),
            "start": one.start,
            "end": one.end,
            "url": self.metadata.url,
            "standing": self.standing,
            "followed_up": [later.to_json() for later in self.followed_up or ()],
        }


def _locator(locator: Locator) -> dict[str, Any]:
    return {
        "page": locator.page,
        "section": list(locator.section),
        "paragraph": locator.paragraph,
    }
