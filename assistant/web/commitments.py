"""The commitments tab as HTML: the register to filter, sort, open at its source, and save."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.register.sheet import write_csv
from assistant.register.types import Entry, FollowUp, Wanted
from assistant.web.fields import select
from assistant.web.markup import text
from assistant.web.papers import opener
from assistant.web.takeaway import file_link
from assistant.wording import count, date_in_words, locator_in_words, shortened
from corpus.types import FIRMNESSES, KINDS, Due

_STEP = 100
"""Rows shown at first, and more at each asking: what became of each takes milliseconds to find."""
_LAST = "9999"  # sorts after every date: what has none comes last

ORDERS: Mapping[str, Callable[[Entry], Any]] = {
    "how firm": lambda one: FIRMNESSES.index(one.commitment.firmness),
    "date of the record": lambda one: one.metadata.date or _LAST,
    "due date": lambda one: (one.commitment.due and one.commitment.due.date) or _LAST,
    "who": lambda one: (one.commitment.who is None, (one.commitment.who or "").casefold()),
}
"""What the table can be sorted by, besides the order of the record: the name, and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the form says: which commitments, in which order, and how many rows."""

    wanted: Wanted = field(default_factory=Wanted)
    order: str = ""  # of `ORDERS`; empty: as in the record
    rows: int = _STEP

    def sort(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries in that order; equal ones stay as in the record."""
        return sorted(entries, key=ORDERS[self.order]) if self.order else list(entries)


def sought(values: Mapping[str, str]) -> Sought:
    """What a form sent; choices that it does not have are left out."""

    def given(name: str) -> str | None:
        return values.get(name, "").strip() or None

    body, kind, firmness = given("body"), given("kind"), given("firmness")
    order, rows = values.get("order", ""), values.get("rows", "")
    return Sought(
        wanted=Wanted(
            body=(body,) if body else (),
            since=given("since"),
            until=given("until"),
            kind=(kind,) if kind in KINDS else (),
            firmness=tuple(one for one in FIRMNESSES if one == firmness),
            due_since=given("due_since"),
            due_until=given("due_until"),
            text=given("words"),
        ),
        order=order if order in ORDERS else "",
        rows=max(_STEP, int(rows)) if rows.isdecimal() and len(rows) < 7 else _STEP,
    )


def sifting(entries: Sequence[Entry], bodies: Sequence[str], chosen: Sought) -> str:
    """The form, which offers what the whole register has; `bodies` are those it is of."""
    if not entries:
        return (
            '<section class="view"><h2>Commitments</h2><p class="nothing">No commitment was found '
            "in the documents of this record.</p></section>"
        )
    wanted = chosen.wanted
    kinds = [kind for kind in KINDS if any(one.metadata.kind == kind for one in entries)]
    firm = [word for word in FIRMNESSES if any(one.commitment.firmness == word for one in entries)]
    years = sorted({one.metadata.date[:4] for one in entries if one.metadata.date})
    due = sorted({year for one in entries for year in _years(one.commitment.due)})
    fields = (
        select("body", "Whose", bodies, "".join(wanted.body), "Anybody's"),
        select("firmness", "How firm", firm, "".join(wanted.firmness), "Any"),
        select("since", "Record from", years, wanted.since or "", "Any year"),
        select("until", "Record until", years, wanted.until or "", "Any year"),
        select("due_since", "Due from", due, wanted.due_since or "", "Any, or none"),
        select("due_until", "Due until", due, wanted.due_until or "", "Any, or none"),
        select("kind", "Kind of document", kinds, "".join(wanted.kind), "All kinds"),
        select("order", "Sort by", tuple(ORDERS), chosen.order, "order of the record"),
        '<label><span>Words in it</span><input type="search" name="words" maxlength="200" '
        f'value="{text(wanted.text or "")}"></label>',
    )
    return (
        '<section class="view"><h2>Commitments</h2><p>Who undertook, agreed or was asked to do '
        'what, in the words of the record.</p><form id="sift" class="sift" data-do="sift">'
        f'{"".join(fields)}<p class="actions"><button type="submit" class="go">Show</button> '
        '<button type="submit" class="plain" name="do" value="export">Save as CSV</button></p>'
        "</form></section>"
    )


def table(entries: Sequence[Entry], total: int, *, saved: str = "") -> str:
    """The rows, of `total` that are wanted; `saved` is a file to be handed over with them."""
    if not entries:
        nothing = "No commitment of the record fits that."
        return f'<section class="view"><p class="nothing">{nothing}</p></section>'
    more = ""
    said = count(total, "commitment")
    if len(entries) < total:
        said += f", the first {len(entries)} shown"
        more = (
            '<p><button type="submit" class="plain" form="sift" name="rows" '
            f'value="{len(entries) + _STEP}">Show more</button></p>'
        )
    return (
        f'<section class="view">{saved}<div class="wide" role="region" tabindex="0" '
        f'aria-label="Register of commitments"><table><caption>{said}</caption><thead><tr>'
        '<th scope="col">Commitment</th><th scope="col">Due</th>'
        '<th scope="col">Source</th><th scope="col">Since then</th></tr></thead>'
        f"<tbody>{''.join(map(_row, entries))}</tbody></table></div>{more}</section>"
    )


def refusal(words: str) -> str:
    """In place of the table: why there is none."""
    return f'<section class="view"><p class="objection" role="alert">{text(words)}</p></section>'


def export(entries: Sequence[Entry]) -> str:
    """A file of the entries, which the page saves; with the mark by which Excel knows UTF-8."""
    sheet = io.StringIO()
    write_csv(entries, sheet)
    content = sheet.getvalue().encode("utf-8-sig", "replace")
    said = count(len(entries), "commitment")
    return file_link(content, name="commitments.csv", kind="text/csv;charset=utf-8", said=said)


def _row(entry: Entry) -> str:
    one, metadata = entry.commitment, entry.metadata
    who = f"<b>{text(one.who)}</b>: " if one.who else ""
    more = "".join(
        f'<span class="by">{label}: {text(words)}</span>'
        for label, words in (("To", one.to), ("Condition", one.condition))
        if words
    )
    source = opener(metadata, one.start, one.end)
    place = f"{date_in_words(metadata.date)}, {locator_in_words(entry.locator)}"
    return (
        f'<tr><th scope="row"><span class="by">{one.firmness.capitalize()}</span>{who}'
        f"{text(_flat(one.what))}{more}</th><td>{text(_due(one.due))}</td>"
        f'<td>{source}<span class="by">{text(place)}</span></td><td>{_since(entry)}</td></tr>'
    )


def _since(entry: Entry) -> str:
    """What became of it, in words: its status there, its date, and what later records say."""
    later = entry.followed_up or ()
    said = [f"Status: {entry.commitment.status}"] if entry.commitment.status else []
    if entry.standing:
        said.append(entry.standing)
    elif not later:
        said.append("nothing found since")
    lines = "".join(f"<p>{text(words[:1].upper() + words[1:])}.</p>" for words in said)
    return f"{lines}{''.join(map(_later, later))}"


def _later(one: FollowUp) -> str:
    source = opener(one.metadata, one.start, one.end)
    place = f"{date_in_words(one.metadata.date)}, {locator_in_words(one.locator)}"
    return (
        f"<p>{one.relation.capitalize()}: “{text(shortened(one.quote))}” {source}"
        f'<span class="by">{text(place)}</span></p>'
    )


def _due(due: Due | None) -> str:
    if due is None:
        return ""
    if due.date is None:
        return due.words
    date = " to ".join(date_in_words(part) for part in due.date.split("/"))
    return date if date == due.words else f"{date} (“{due.words}”)"


def _years(due: Due | None) -> list[str]:
    return [part[:4] for part in due.date.split("/")] if due and due.date else []


def _flat(words: str) -> str:
    return " ".join(words.split())
