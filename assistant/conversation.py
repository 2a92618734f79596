"""Follow-ups with no model: a short question takes its subject from the thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.words import content_words
from corpus.bodies import Body, find_bodies

_OPENS = re.compile(
    r"^\s*(?:and|but|so|also|ok(?:ay)?|then|or)\b[\s,]*|^\s*(?:what|how) about\b", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(
    r"^\s*(?:and|but|so|ok(?:ay)?)?[\s,]*(?:(?:what|how) about|and for|and)\s+(.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|him|her|his|the same|"
    r"one|ones|others?)\b",
    re.IGNORECASE,
)
_FEW = 3
_ALONE = 2


def stand_alone(question: str, history: Sequence[str], bodies: tuple[Body, ...] = ()) -> str:
    """The question with the subject of the thread put in, where it leans on the thread.

    "And what about X?" asks the earlier question of X; a question with a pronoun or next to no
    words of its own is asked together with the one before it. One that stands by itself is
    returned as it is, and so drops the thread.

    Args:
        question: as asked now.
        history: the user's earlier questions, oldest first.
        bodies: organisations known to the record.
    """
    subject = ""
    for earlier in history:
        subject = _join(earlier, subject, bodies)
    return _join(question, subject, bodies)


def _join(question: str, subject: str, bodies: tuple[Body, ...]) -> str:
    if not subject or not _leans(question, bodies):
        return question
    about = _WHAT_ABOUT.match(question)
    if about and not re.match(r"\s*(?:wh|how)", about[1], re.IGNORECASE):
        return _ask_of(about[1], subject, bodies)
    asked = _OPENS.sub("", question).strip() or question
    return f"{subject.rstrip('?.! ')} – {asked}"


def _leans(question: str, bodies: tuple[Body, ...]) -> bool:
    words = content_words(question)
    named = find_bodies(question, bodies)
    if _OPENS.search(question) and len(words) <= 2 * _FEW:
        return True
    if _POINTS_BACK.search(question) and len(words) <= _FEW:
        return True
    return len(words) <= _ALONE and not named and not any(w.isupper() for w in question.split())


def _ask_of(other: str, subject: str, bodies: tuple[Body, ...]) -> str:
    """The subject's question asked of something else: of another body, or of another thing."""
    mentions = find_bodies(subject, bodies)
    place = other.lower().strip()
    is_body = find_bodies(other, bodies) or any(
        place in (body.place, body.name.lower()) for body in bodies
    )
    if is_body and mentions:
        first = mentions[0]
        return f"{subject[: first.start]}{other}{subject[first.end :]}"
    return f"{subject.rstrip('?.! ')} – {other}"
