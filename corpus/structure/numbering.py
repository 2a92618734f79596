"""Whether a number at the beginning of a line numbers it: numbers go on, they do not jump about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from corpus.structure.markers import Marker, Place

_SKIPPED = 5
"""Numbers that a record may leave out of its sequence, as where items are confidential."""

_REFERS = re.compile(
    r"\b(?:minutes?|paragraphs?|paras?|sections?|pages?|items?|appendix|annex|clauses?|figures?"
    r"|tables?|articles?|regulations?|numbers?|no|and|or|to|of|the|an?|at|in|by|on|for|from|with"
    r"|than|least|most|about|around|nearly|over|under|within|version|level|questions?)\.?\W*$",
    re.IGNORECASE,
)
"""Words after which a number belongs to the sentence: "the fund was approved at minute / 12."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What stands between a line and the block before it."""

    gap: bool  # a blank line, a heading, a table, or the beginning of the document
    ended: bool  # the block before ends a sentence, or announces a list
    full: bool  # the line before had no room for the first word of this one: it may be wrapped
    before: str  # the last words of the block before


@dataclass(slots=True, kw_only=True)
class Numbering:
    """The sequences that are open while a document's lines go by, the innermost last."""

    places: Set[Place]  # of every marker at the beginning of a line, anywhere in the document
    open: list[Place] = field(default_factory=list)

    def choose(self, markers: Iterable[Marker], between: Break) -> Marker | None:
        """The reading of a line's beginning that numbers it; the sequences are then moved on.

        None where the line begins with no marker, or with a number that belongs to a sentence.
        """
        readings = list(markers)
        going_on = [one for one in readings if one.place and self._goes_on(one.place)]
        lone = len(going_on) == 0  # "v." out of any sequence is a letter, "i." is a numeral
        for marker in (*going_on, *readings):
            if lone and marker.kind == "roman" and marker.label in ("v", "x"):
                continue
            if marker.place is None:
                return marker
            if self._is_plausible(marker, marker.place, between):
                self._move_on(marker.place)
                return marker
        return None

    def _goes_on(self, place: Place) -> bool:
        return any(place == one.following for one in self.open)

    def _is_plausible(self, marker: Marker, place: Place, between: Break) -> bool:
        refers = not between.ended and bool(_REFERS.search(between.before))
        goes_on = self._goes_on(place)
        begins = place.number <= 1
        parts = Place(series=("dotted", str(place.number)), number=1)
        titles = place.series[0] == "integer" and parts in self.places  # "3 Finance", "3.1"
        if marker.weak:
            proved = goes_on or titles or (begins and place.following in self.places)
            return proved and not refers and (between.gap or between.ended or not between.full)
        if refers and not (goes_on and (between.gap or not between.full)):
            return False
        if between.gap:
            return True
        if goes_on or begins or titles:
            return between.ended or goes_on or not between.full
        last = next((one for one in reversed(self.open) if one.series == place.series), None)
        skips = last is None or last.number < place.number <= last.number + _SKIPPED
        return between.ended and skips

    def _move_on(self, place: Place) -> None:
        """Close the sequences within the one that the place belongs to, and go on in it."""
        depths = [depth for depth, one in enumerate(self.open) if place == one.following]
        if not depths and place.number > 1:
            depths = [d for d, one in enumerate(self.open) if one.series == place.series]
        if depths:
            del self.open[depths[-1] :]
        elif place.series[0] == "dotted":  # 3.1 after 2.4: the parts of 2 are closed
            self.open = [
                one
                for one in self.open
                if one.series[0] != "dotted" or len(one.series) < len(place.series)
            ]
        self.open.append(place)
        del self.open[:-_DEPTH]


_DEPTH = 12
"""Sequences remembered; no record nests deeper."""
