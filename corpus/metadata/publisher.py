"""Who published a document, and which of its committees: as its opening names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.bodies import Body, find_bodies
from corpus.metadata.opening import OpeningLine
from corpus.types import Confidence

_HEAD = 400
"""Characters in which the publisher is named, if it is named at the head at all."""

_LINES = 10
"""Lines in which a committee stands by its name alone."""

_REACH = 20
"""Lines in which it is said whose meeting or paper this is."""

_BODY = re.compile(
    r"(?:NHS[ ]+)?(?:[A-Z][\w'’-]+(?:[ ]+|,[ ]+|[ ]+and[ ]+|[ ]+&[ ]+))+"
    r"(?:Council|CCG|Clinical[ ]Commissioning[ ]Group|Health[ ]and[ ]Wellbeing[ ]Board"
    r"|Integrated[ ]Care[ ](?:Board|Partnership)|NHS[ ](?:Foundation[ ])?Trust"
    r"|Combined[ ]Authority|Primary[ ]Care[ ]Trust|Health[ ]Board"
    r"|Fire[ ](?:and[ ]Rescue[ ])?Authority)\b"
)
_UNIT = (
    r"(?i:sub-?committee|committee|board|panel|commission|cabinet|executive|forum|partnership"
    r"|group|governing body|trustees|assembly)"
)
_COMMITTEE = rf"(?:(?:[A-Z][\w&'’-]*|and|of|for|the|on|to|in|&)[ ,]+){{1,9}}?{_UNIT}"
_OWNED = re.compile(
    r"\b(?i:minutes|meeting|agenda|notes?|action log|decisions?|report)\b[^.;:]{0,40}?"
    rf"\b(?:of|to|for)[: ]+(?:the )?(?P<name>{_COMMITTEE}|(?:the )?Cabinet|Governing Body)\b"
)
_LABELLED = re.compile(
    rf"(?i:committee|board|meeting|report to|body)\s*:\s*(?P<name>{_COMMITTEE})\b"
)
_ALONE = re.compile(
    rf"(?P<name>{_COMMITTEE})\b"
    r"(?=\W*$|\s*[-–—:,(]|\s+(?i:minutes|agenda|action log|meeting|report|letter|paper|terms)\b)"
)
_LEADING = re.compile(r"^(?:(?i:minutes|agenda|meeting|report|draft|the|of|to)\s+)+")
_IN_PASSING = re.compile(
    r"[(;]|(?i:\b(?:present|attend\w+|apologies|panel|members?|chair\w*|supported by|funded by"
    r"|behalf of|partner\w*|copy|cc)\b)|(?:\S+\s+){6}"
)
"""Words before a body's name that make it one of many, and not the publisher's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFound:
    """A name, and from where it was learnt."""

    name: str
    source: str
    confidence: Confidence


def find_publisher(opening: Sequence[OpeningLine], bodies: tuple[Body, ...]) -> NameFound | None:
    """The first body that the head of the document names, a known one before any other."""
    head = [line for line in opening if line.start < _HEAD]
    known = [
        (line, mention.start, mention.end, mention.body.name)
        for line in head
        for mention in find_bodies(line.words[: _HEAD - line.start], bodies)
    ]
    formed = [
        (line, match.start(), match.end(), match[0])
        for line in head
        for match in _BODY.finditer(line.words[: _HEAD - line.start])
    ]
    for line, start, end, name in (*known, *formed):
        if _IN_PASSING.search(line.words[:start]):
            continue
        alone = end - start > 0.6 * len(line.words)
        return NameFound(
            name=name,
            source=f"line {line.number}",
            confidence="likely" if alone else "guessed",
        )
    return None


def find_committee(opening: Sequence[OpeningLine], body: str | None) -> NameFound | None:
    """The committee whose meeting or paper the opening says it is; None where it says none."""
    for number, line in enumerate(opening[:_REACH]):
        if line.row:
            continue
        owned = _LABELLED.match(line.words) or _OWNED.search(line.words)
        alone = _ALONE.match(line.words) if number < _LINES and line.short else None
        for match in (owned, alone):
            name = _LEADING.sub("", match["name"]).strip() if match else ""
            if len(name.split()) > 1 and name != body and not _BODY.fullmatch(name):
                return NameFound(
                    name=name,
                    source=f"line {line.number}",
                    confidence="likely" if line.short else "guessed",
                )
    return None
