"""Whose a commitment is: the body that its words name, else the one whose document it stands in."""

from __future__ import annotations

import re

from corpus.bodies import Body, find_bodies
from corpus.types import Commitment, Metadata

_KINDS = ("ccg", "clinical commissioning group", "council", "trust", "icb", "board")


def is_of(body: Body, commitment: Commitment, metadata: Metadata, bodies: tuple[Body, ...]) -> bool:
    """Whether it is the body's: it is named as who, or nobody else is and the document is its own.

    "Leicester City, West Leicestershire and East Leicestershire & Rutland CCGs" are three.
    """
    who = commitment.who or ""
    named = {mention.body.name for mention in find_bodies(who, bodies)}
    if body.name in named or _is_among(body, who):
        return True
    if named:
        return False
    own = {name.lower() for name in (metadata.body, metadata.committee) if name}
    return bool(own & body.forms)


def _is_among(body: Body, who: str) -> bool:
    """Whether a list of bodies of one kind holds this one by its place."""
    lower = who.lower()
    kinds = [kind for kind in _KINDS if re.search(rf"\b{kind}\b", " ".join(body.forms))]
    plural = any(re.search(rf"\b{kind}s\b", lower) for kind in kinds)
    return plural and bool(body.place) and bool(re.search(rf"\b{re.escape(body.place)}\b", lower))
