"""Asking: every pair put to a system, in order, and what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from eval.replies import read_said
from eval.types import RETRIEVED, Answerer, Pair, Reply, Retrieved


def ask_pairs(
    answerer: Answerer, pairs: Sequence[Pair], advance: Callable[[], None] = lambda: None
) -> dict[str, Reply]:
    """A reply for each pair, by its id. A failure is kept as that pair's error."""
    replies = {}
    for pair in pairs:
        replies[pair.id] = ask_pair(answerer, pair)
        advance()
    return replies


def ask_pair(answerer: Answerer, pair: Pair) -> Reply:
    """The system's reply to one pair; `seconds` is of the answer, not of a search for ranks."""
    retrieved: tuple[Retrieved, ...] = ()
    answer = None
    said = None
    confidence = None
    error = None
    started = time.perf_counter()
    seconds = 0.0
    try:
        given = answerer.ask(pair.question, history=pair.history)
        seconds = time.perf_counter() - started
        answer = given.to_json(pair.id)
        said = read_said(answer)
        confidence = given.confidence
        if confidence is None and given.hits:  # a system that only retrieves
            best = max(hit.dense for hit in given.hits)
            confidence = best if best > 0 else max(hit.lexical for hit in given.hits)
        hits = given.hits
        if len(hits) < RETRIEVED:  # else the ranks are those that the answer was made from
            hits = tuple(answerer.search(pair.question, history=pair.history, limit=RETRIEVED))
        retrieved = tuple(
            Retrieved(document=hit.metadata.id, passage=hit.passage.id, score=round(hit.score, 6))
            for hit in hits[:RETRIEVED]
        )
    except Exception as fault:  # whatever a system under test may raise is its result, not ours
        error = " ".join(f"{type(fault).__name__}: {fault}".split())
        said = None
    return Reply(
        pair=pair.id,
        said=said,
        error=error,
        retrieved=retrieved,
        # Rounded as they are stored, so that a stored run scores as it did when it was made.
        confidence=None if confidence is None else round(confidence, 6),
        seconds=round(seconds, 4),
        answer=answer,
    )
