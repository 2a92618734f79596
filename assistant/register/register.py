"""The register: every commitment of the record that is wanted, complete, each with its source.

The command, the chat, the page and programs ask it here and nowhere else:

    register = Register(store, bodies)
    for entry in register.find(Wanted(body=("Leicester City CCG",), firmness=("undertaken",))):
        print(entry.to_json())
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.register.follow import Follower
from assistant.register.types import Entry, FollowUp, Wanted
from assistant.register.whose import is_of
from assistant.words import content_words, stem
from corpus.bodies import Body, name_body
from corpus.dates import parse_period
from corpus.errors import InputError
from corpus.types import FIRMNESSES, Due
from index.search import select_documents
from index.types import Filters

if TYPE_CHECKING:
    from index.commitments import Held
    from index.store import Store


class Register:
    """The commitments of one index. Threads may share it."""

    def __init__(self, store: Store, bodies: tuple[Body, ...]) -> None:
        self._lookup = store.lookup
        self._bodies = bodies

    @cached_property
    def _follower(self) -> Follower:
        return Follower(self._lookup, self._lookup.commitments())

    def find(
        self, wanted: Wanted = Wanted(), *, follow: bool = True, today: date | None = None
    ) -> list[Entry]:
        """The commitments wanted, in the order of the record.

        Args:
            wanted: which; `InputError` names what in it is not known.
            follow: whether to look for what became of each (some milliseconds each).
            today: against which dates are held; the day of asking by default.
        """
        whose = [_body(name, self._bodies) for name in wanted.body]
        _check(wanted)
        filters = Filters(since=wanted.since, until=wanted.until, kind=wanted.kind)
        metadata = self._lookup.metadata()
        chosen = select_documents(filters, metadata, self._bodies)
        if wanted.document:
            if unknown := [id for id in wanted.document if id not in metadata]:
                raise InputError(f"--document: no document '{unknown[0]}' here; see: corpus list")
            chosen = [id for id in wanted.document if chosen is None or id in chosen]
        held = [
            one
            for one in self._lookup.commitments(chosen)
            if _fits(one, wanted)
            and (
                not whose
                or any(
                    is_of(body, one.commitment, metadata[one.document], self._bodies)
                    for body in whose
                )
            )
        ]
        entries = self._to_entries(held)
        return self.follow(entries, today=today) if follow else entries

    def follow(self, entries: Sequence[Entry], *, today: date | None = None) -> list[Entry]:
        """The entries with what became of each; `find` tells of `today`."""
        dates = (one.date for one in self._lookup.metadata().values() if one.date)
        latest = max(dates, default=None)
        return [self._follow(one, latest, today or date.today()) for one in entries]

    def _to_entries(self, held: Sequence[Held]) -> list[Entry]:
        metadata = self._lookup.metadata()
        places = self._lookup.passages({one.commitment.passage for one in held})
        texts = {id: self._lookup.text(id) for id in {one.document for one in held}}
        return [
            Entry(
                id=one.id,
                commitment=one.commitment,
                metadata=metadata[one.document],
                locator=places[one.commitment.passage][1].locator,
                quote=texts[one.document][one.commitment.start : one.commitment.end],
            )
            for one in held
        ]

    def _follow(self, entry: Entry, latest: str | None, today: date) -> Entry:
        later = self._follower.follow(entry)
        due = entry.commitment.due
        standing = say_standing(due, later, latest, today) if due else None
        return replace(entry, followed_up=later, standing=standing)


def say_standing(
    due: Due, later: Sequence[FollowUp], latest: str | None, today: date
) -> str | None:
    """Where a date stands, in words that accuse nobody; None for one that no calendar can place.

    Args:
        due: by when.
        later: what later records say of it.
        latest: date of the latest record held.
        today: the day of asking.
    """
    if due.date is None:
        return None
    last = _last_day(due.date)
    if last >= today:
        return "not yet due"
    if latest is None or last > parse_period(latest).last:
        return f"the date has passed; the latest record held, of {latest}, is from before it"
    if later:
        return "the date has passed; a later record speaks of it"
    return "the date has passed; nothing about it was found in the later records held"


def _last_day(when: str) -> date:
    return parse_period(when.rpartition("/")[2]).last


def _first_day(when: str) -> date:
    return parse_period(when.partition("/")[0]).first


def _body(name: str, bodies: tuple[Body, ...]) -> Body:
    body = name_body(name, bodies)
    if body is None:
        known = ", ".join(sorted(one.name for one in bodies))
        raise InputError(f"--body: '{name}' is not a body of this record; known: {known}")
    return body


def _check(wanted: Wanted) -> None:
    for firmness in wanted.firmness:
        if firmness not in FIRMNESSES:
            raise InputError(f"--firmness: '{firmness}' is none; one of: {', '.join(FIRMNESSES)}")
    for name, day in (("--due-since", wanted.due_since), ("--due-until", wanted.due_until)):
        try:
            if day is not None:
                parse_period(day)
        except ValueError as error:
            raise InputError(f"{name}: {error}") from None


def _fits(held: Held, wanted: Wanted) -> bool:
    one = held.commitment
    if wanted.firmness and one.firmness not in wanted.firmness:
        return False
    if wanted.has_due is not None and wanted.has_due != (one.due is not None):
        return False
    if wanted.due_since or wanted.due_until:
        if one.due is None or one.due.date is None:
            return False
        if wanted.due_since and _last_day(one.due.date) < parse_period(wanted.due_since).first:
            return False
        if wanted.due_until and _first_day(one.due.date) > parse_period(wanted.due_until).last:
            return False
    if wanted.text:
        there = {stem(word) for word in content_words(f"{one.who} {one.what} {one.to}")}
        return {stem(word) for word in content_words(wanted.text)} <= there
    return True
