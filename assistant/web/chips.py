"""What was understood of a question, as chips to remove or change, and the form to narrow it.

A chip says either what the question named, for which documents were preferred, or what the user
chose, to which the search was narrowed. Both can be taken away, and the question is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.preferences import Noticed
from assistant.web.fields import select
from assistant.web.markup import text
from assistant.web.turns import Asked
from assistant.wording import date_in_words
from corpus.dates import parse_period
from corpus.types import KINDS, Metadata
from index.types import Filters


def chips(turn: int, asked: Asked, noticed: Noticed | None) -> str:
    """The chips under an answer; empty where nothing was named or chosen."""
    filters = asked.filters
    parts = [
        *(_chip(turn, "Only", name, f"body:{name}") for name in filters.body),
        *(_chip(turn, "Only", kind, f"kind:{kind}") for kind in filters.kind),
    ]
    if filters.since:
        parts.append(_chip(turn, "Only from", date_in_words(filters.since), "since:"))
    if filters.until:
        parts.append(_chip(turn, "Only until", date_in_words(filters.until), "until:"))
    if noticed is not None:
        parts += [
            *(_chip(turn, "Body", name, f"ignore:{name}") for name in noticed.names),
            *(_chip(turn, "Year", year, f"ignore:{year}") for year in noticed.years),
            *(
                _chip(turn, "Month", date_in_words(month), f"ignore:{month}")
                for month in noticed.months
            ),
            *(_chip(turn, "Kind", kind, f"ignore:{kind}") for kind in noticed.kinds),
        ]
    if not parts:
        return ""
    return f'<ul class="chips" aria-label="Understood">{"".join(parts)}</ul>'


def _chip(turn: int, label: str, value: str, what: str) -> str:
    return (
        f'<li class="chip"><span>{label}: <b>{text(value)}</b></span>'
        f'<button type="button" data-do="without" data-turn="{turn}" data-what="{text(what)}" '
        f'aria-label="Remove {text(label.lower())} {text(value)} and ask again">×</button></li>'
    )


def without(asked: Asked, what: str) -> Asked:
    """The question without one of its chips, as its button names it; unchanged for any other."""
    filters = asked.filters
    match what.partition(":"):
        case ("body", _, name):
            filters = replace(filters, body=tuple(b for b in filters.body if b != name))
        case ("kind", _, name):
            filters = replace(filters, kind=tuple(k for k in filters.kind if k != name))
        case ("since", _, _):
            filters = replace(filters, since=None)
        case ("until", _, _):
            filters = replace(filters, until=None)
        case ("ignore", _, name):
            return replace(asked, ignored=(*asked.ignored, name))
    return replace(asked, filters=filters)


def narrowed(asked: Asked, values: Mapping[str, str]) -> Asked:
    """The question narrowed to what the form says; values that cannot be are left out."""

    def date(name: str) -> str | None:
        value = values.get(name, "").strip()
        try:
            parse_period(value)
        except ValueError:
            return None
        return value

    body, kind = values.get("body", "").strip(), values.get("kind", "")
    return replace(
        asked,
        filters=Filters(
            body=(body,) if body else (),
            since=date("since"),
            until=date("until"),
            kind=(kind,) if kind in KINDS else (),
        ),
    )


def form(turn: int, asked: Asked, documents: Sequence[Metadata]) -> str:
    """What the search can be narrowed to, of what the record has."""
    bodies = sorted({d.body for d in documents if d.body} | set(asked.filters.body))
    kinds = [kind for kind in KINDS if any(d.kind == kind for d in documents)]
    years = sorted({d.date[:4] for d in documents if d.date})
    filters = asked.filters
    fields = (
        select("body", "Body", bodies, filters.body[0] if filters.body else "", "All bodies"),
        select("kind", "Kind of document", kinds, (*filters.kind, "")[0], "All kinds"),
        select("since", "From", years, filters.since or "", "Any year"),
        select("until", "Until", years, filters.until or "", "Any year"),
    )
    return (
        '<details class="narrow"><summary>Change what is searched</summary>'
        f'<form data-do="narrow" data-turn="{turn}">{"".join(fields)}'
        '<button type="submit" class="plain">Ask again</button></form></details>'
    )
