"""The timeline tab: the record's documents by date, as a picture to click and as a list to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant.web.markup import text
from assistant.web.papers import opener
from assistant.wording import count, date_in_words
from corpus.dates import parse_period
from corpus.types import Metadata

_LANES = 12  # publishers that have a lane of their own; the others share the last
_NAMES = 190  # units of the drawing that the names of the lanes take
_LONG, _HIGH = 440, 34  # units: of the axis, of a lane
_MARK = 12  # units that one document is wide at least: a target to hit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    metadata: Metadata
    first: date
    last: date


def timeline(documents: Sequence[Metadata]) -> str:
    """The drawing, the same as a list year by year, and what has no date."""
    dated = [found for metadata in documents if (found := _date(metadata)) is not None]
    dated.sort(key=lambda one: (one.first, one.last))
    undated = [
        metadata for metadata in documents if metadata.id not in {d.metadata.id for d in dated}
    ]
    years = "".join(
        f'<h3>{year}</h3><ol class="year">{"".join(map(_item, group))}</ol>'
        for year, group in groupby(dated, key=lambda one: one.first.year)
    )
    rest = "".join(f"<li>{opener(metadata)}</li>" for metadata in undated)
    unknown = f"<h3>Date not known</h3><ul>{rest}</ul>" if rest else ""
    return (
        f'<section class="view"><h2>Timeline</h2><p>{count(len(documents), "document")}, by the '
        f"date that each bears.</p>{_drawing(dated)}{years}{unknown}</section>"
    )


def _date(metadata: Metadata) -> _Dated | None:
    if not metadata.date:
        return None
    try:
        period = parse_period(metadata.date)
    except ValueError:
        return None
    return _Dated(metadata=metadata, first=period.first, last=period.last)


def _item(one: _Dated) -> str:
    metadata = one.metadata
    by = f"{metadata.kind}, {metadata.body or 'publisher not known'}"
    return (
        f'<li><span class="when">{text(date_in_words(metadata.date))}</span> '
        f'{opener(metadata)} <span class="by">{text(by)}</span></li>'
    )


def _drawing(dated: Sequence[_Dated]) -> str:
    """A lane for each publisher; a document known only to its year is as long as that year.

    The picture repeats the list below it, so it is left out for screen readers and the Tab key.
    """
    if not dated:
        return ""
    first = dated[0].first.year
    last = max(one.last.year for one in dated) + 1
    bodies = list(dict.fromkeys(one.metadata.body or "Not known" for one in dated))
    own = bodies[: _LANES - 1] if len(bodies) > _LANES else bodies
    lanes = [*own, "Others"] if len(own) < len(bodies) else own
    high = _HIGH * len(lanes) + 30

    def across(day: date) -> float:
        start = date(first, 1, 1)
        return _NAMES + _LONG * (day - start).days / max(1, (date(last, 1, 1) - start).days)

    step = max(1, (last - first) // 8)
    axis = "".join(
        f'<line x1="{across(date(year, 1, 1)):.1f}" x2="{across(date(year, 1, 1)):.1f}" y1="0" '
        f'y2="{high - 24}" class="tick"/><text x="{across(date(year, 1, 1)) + 4:.1f}" '
        f'y="{high - 8}">{year}</text>'
        for year in range(first, last, step)
    )
    names = "".join(
        f'<text x="0" y="{_HIGH * n + 22}">{text(_short(name))}</text>'
        f'<line x1="{_NAMES}" x2="{_NAMES + _LONG}" y1="{_HIGH * n + 17}" y2="{_HIGH * n + 17}" '
        'class="lane"/>'
        for n, name in enumerate(lanes)
    )
    marks = ""
    for one in dated:
        body = one.metadata.body or "Not known"
        lane = lanes.index(body) if body in lanes else len(lanes) - 1
        left = across(one.first)
        width = max(_MARK, across(one.last) - left)
        said = f"{one.metadata.title}, {date_in_words(one.metadata.date)}"
        marks += (
            f'<rect x="{left:.1f}" y="{_HIGH * lane + 7}" width="{width:.1f}" height="20" '
            f'data-open="{text(one.metadata.id)}"><title>{text(said)}</title></rect>'
        )
    return (
        '<div class="wide" tabindex="0" role="region" aria-label="Timeline drawing, the same as '
        f'the list below"><svg aria-hidden="true" viewBox="0 0 {_NAMES + _LONG + 10} {high}" '
        f'class="timeline">{axis}{names}{marks}</svg></div>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25].rstrip() + "…"
