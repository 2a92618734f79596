"""The record for programs: what gradio serves as an HTTP API, and what assistants get as tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.register.types import Wanted
from assistant.web.desk import Desk
from corpus.errors import InputError
from corpus.types import FIRMNESSES, KINDS, Firmness, Locator, Metadata
from index.types import Filters

_MOST = 50  # passages of one search
_ENTRIES = 100  # commitments given at once
_WHOLE = 200_000  # characters of a document given at once


class Api:
    """The functions of one desk. Values are plain JSON; faults are `UserError`s."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        body: str = "",
        since: str = "",
        until: str = "",
        kind: str = "",
    ) -> dict[str, Any]:
        """The answer to a question, each statement with its citation, as `ask --json` has it."""
        filters = _filters(body, since, until, kind)
        record = self._desk.opened().record
        return record.ask(question, history=tuple(history), filters=filters).to_json()

    def search(
        self,
        query: str,
        limit: int = 10,
        body: str = "",
        since: str = "",
        until: str = "",
        kind: str = "",
    ) -> list[dict[str, Any]]:
        """The passages nearest to a query, best first, letter for letter with their place."""
        if not 1 <= limit <= _MOST:
            raise InputError(f"limit {limit}: choose one from 1 to {_MOST}")
        filters = _filters(body, since, until, kind)
        hits = self._desk.opened().record.search(query, filters=filters, limit=limit)
        return [
            {
                **_metadata(hit.metadata),
                "passage": hit.passage.id,
                "locator": _locator(hit.passage.locator),
                "text": hit.passage.text,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]

    def commitments(
        self,
        body: str = "",
        since: str = "",
        until: str = "",
        kind: str = "",
        firmness: str = "",
        due_since: str = "",
        due_until: str = "",
        words: str = "",
        start: int = 0,
    ) -> dict[str, Any]:
        """The commitments wanted, from the `start`th on, as `commitments --json` has each."""
        _check_kind(kind)
        wanted = Wanted(
            body=(body,) if body else (),
            since=since or None,
            until=until or None,
            kind=(kind,) if kind else (),
            firmness=(_firmness(firmness),) if firmness else (),
            due_since=due_since or None,
            due_until=due_until or None,
            text=words or None,
        )
        record = self._desk.opened().record
        found = record.commitments(wanted)
        start = max(0, start)
        rest = start + _ENTRIES
        return {
            "total": len(found),
            "start": start,
            "next": rest if rest < len(found) else None,
            "commitments": [entry.to_json() for entry in record.follow(found[start:rest])],
        }

    def document(self, id: str, start: int = 0) -> dict[str, Any]:
        """A document's text, from a character on, with what is known of it."""
        try:
            document = self._desk.opened().record.document(id)
        except KeyError:
            raise InputError(f"no document '{id}'; 'documents' lists them") from None
        start = max(0, start)
        text = document.text[start : start + _WHOLE]
        rest = start + len(text)
        return {
            **_metadata(document.metadata),
            "text": text,
            "start": start,
            "length": len(document.text),
            "next": rest if rest < len(document.text) else None,
        }

    def documents(self) -> list[dict[str, Any]]:
        """Every document of the record: id, title, who published it, when, and its kind."""
        return [_metadata(metadata) for metadata in self._desk.opened().documents.values()]


def _filters(body: str, since: str, until: str, kind: str) -> Filters:
    """The filters of plain words, where an empty one means all."""
    _check_kind(kind)
    return Filters(
        body=(body,) if body else (),
        since=since or None,
        until=until or None,
        kind=(kind,) if kind else (),
    )


def _check_kind(kind: str) -> None:
    if kind and kind not in KINDS:
        raise InputError(f"kind '{kind}': choose one of {', '.join(KINDS)}")


def _firmness(word: str) -> Firmness:
    for firmness in FIRMNESSES:
        if firmness == word:
            return firmness
    raise InputError(f"firmness '{word}': choose one of {', '.join(FIRMNESSES)}")


def _metadata(metadata: Metadata) -> dict[str, Any]:
    return {
        "document": metadata.id,
        "title": metadata.title,
        "body": metadata.body,
        "committee": metadata.committee,
        "kind": metadata.kind,
        "date": metadata.date,
        "url": metadata.url,
    }


def _locator(locator: Locator) -> dict[str, Any]:
    return {
        "page": locator.page,
        "section": list(locator.section),
        "paragraph": locator.paragraph,
    }
