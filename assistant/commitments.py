"""What a body committed to: sentences that promise, found by their form in what it published.

A question such as "what did X commit to?" names nobody's words to search for, only a body and an
act. So its documents, and resolutions about it elsewhere, are read for sentences of that form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.words import stem
from corpus.bodies import Body, find_bodies
from corpus.types import Document, Metadata, Passage
from index.types import Sentence

MOST = 8
"""Commitments that one answer states; the firmest are kept."""

_ACT = frozenset(
    stem(word)
    for word in """commit committed commitment commitments promise promised promises undertake
    undertook undertaken undertaking undertakings pledge pledged pledges agree agreed resolve
    resolved plan plans planned propose proposed intend intended action actions list all every
    everything main key""".split()  # noqa: SIM905 - read as the words they are
)
"""Words of a question that ask for commitments and say nothing of their subject."""

_WHO = r"\b(?:[Ww]e|CCGs?|Council|Board|Trust|Group|Commission|Committee|Panel)"
_FORMS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (4, re.compile(r"\b(?:is|are|was|were|remains?) (?:fully )?committed to\b|\bcommits? to\b")),
    (4, re.compile(r"\b(?:undert(?:akes?|ook)|pledge[sd]?|promise[sd]?|agreed) to\b")),
    (4, re.compile(r"\b[Ii]t was (?:decided|agreed|resolved) (?:to|that)\b")),
    (4, re.compile(rf"{_WHO} (?:approved|agreed|resolved|decided)\b", re.IGNORECASE)),
    (3, re.compile(rf"{_WHO}(?:['’]ll|\s+will) (?!not\b)")),
    (2, re.compile(rf"{_WHO} (?:also )?(?:proposes?|intends?|plans?) to\b|\bis proposed\b")),
    (1, re.compile(r"\bwould (?:also )?(?:wish|seek|expect|work|like) to\b|\bwould take the\b")),
)
"""What promises look like, the firmest first: a pledge, an undertaking, a proposal, a wish."""

_TASK = re.compile(
    r"\bbe (?:asked|requested|invited|instructed) to\b|\bto (?:submit|provide|report)\b"
    r"|\bbe submitted\b"
)
_ROUTINE = re.compile(r"\bbe (?:noted|received|recieved|excluded|confirmed|approved as)\b")
_ACTION = re.compile(r"(?:The |Mr |Ms |Dr )?[A-Z][\w ]{2,60}? to (?:submit|provide|report)\b")
_ACTION_LOG = re.compile(r"\bactions?\b.*\b(?:owner|lead|who|by whom|responsible)\b", re.IGNORECASE)
_DECISION = 4
_SUBJECT = 60  # characters at the start of a resolution in which the body that is to act stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A sentence that commits a body, with its firmness: 4 a decision, 1 a wish."""

    metadata: Metadata
    passage: Passage
    sentence: Sentence
    firmness: int


def asks_for_all(question: Question) -> bool:
    """Whether the question asks for a body's commitments as such, and not on some subject."""
    if question.asked != "commitment" or not (question.bodies or question.places):
        return False
    return not question.subject - _ACT


def find_promises(
    question: Question,
    documents: Sequence[tuple[Document, Sequence[Sentence]]],
    bodies: tuple[Body, ...],
) -> list[Promise]:
    """The commitments of the bodies named, the firmest up to `MOST`, in the order of the record.

    Args:
        question: one that `asks_for_all`.
        documents: of the record, each with its sentences in order.
        bodies: organisations known to the record.
    """
    found = []
    for document, sentences in documents:
        passages = {passage.id: passage for passage in document.passages}
        own = _names(question, document.metadata.body or "", bodies)
        titled = _names(question, document.metadata.title, bodies)
        for sentence in sentences:
            passage = passages[sentence.passage]
            firmness = _firmness(sentence.text, passage, own=own)
            if firmness < _DECISION and not own:
                continue
            words = sentence.text[:_SUBJECT] if passage.kind == "resolution" else sentence.text
            # A resolution that names nobody is about the body that its document is about.
            silent = titled and passage.kind == "resolution" and not find_bodies(words, bodies)
            if firmness and (own or silent or _names(question, words, bodies)):
                found.append(
                    Promise(
                        metadata=document.metadata,
                        passage=passage,
                        sentence=sentence,
                        firmness=firmness,
                    )
                )
    firmest = sorted(found, key=lambda promise: -promise.firmness)[:MOST]
    return [promise for promise in found if promise in firmest]


def _firmness(text: str, passage: Passage, *, own: bool) -> int:
    """How firmly the sentence commits; 0 when it does not.

    A resolution decides, unless it only receives or notes; so does a row of an action log.
    """
    flat = " ".join(text.split())
    if passage.kind == "resolution":
        return _DECISION if _TASK.search(flat) or not _ROUTINE.search(flat) else 0
    if passage.kind == "row":
        return _DECISION if own and _ACTION_LOG.search(passage.header or "") else 0
    if _ACTION.match(flat):
        return _DECISION
    return next((firmness for firmness, form in _FORMS if form.search(flat)), 0)


def _names(question: Question, text: str, bodies: tuple[Body, ...]) -> bool:
    """Whether the text names one of the bodies, or the place where only that is known."""
    mentioned = {mention.body.name for mention in find_bodies(text, bodies)}
    if mentioned & {body.name for body in question.bodies}:
        return True
    return any(re.search(rf"\b{re.escape(place)}\b", text.lower()) for place in question.places)
