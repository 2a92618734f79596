"""Follow-ups: the model makes a question that stands alone, of the words of the thread only."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import LONGEST
from assistant.written.checks.tokens import holds, stems, tokens
from assistant.written.clean import has_markup, strip_emphasis, strip_invisible
from assistant.written.client import Client
from assistant.written.faults import ModelFault
from assistant.written.parser import strip_thought
from assistant.written.prompt import write_condensing

PATIENCE = 10.0
"""Seconds after which the rules of `assistant.conversation` take over."""

_NEW = 1
"""Words that the model may bring in to join what the thread says."""


def condense(client: Client, question: str, history: Sequence[str]) -> str | None:
    """The question as one that stands alone; None when what comes back is no such question.

    Args:
        client: of the model.
        question: as asked now.
        history: the user's earlier questions, oldest first; at least one.
    """
    try:
        pieces = client.stream(write_condensing(question, history), PATIENCE)
        reply = "".join(piece.text for piece in pieces)
    except ModelFault:
        return None
    text = strip_emphasis(strip_invisible(strip_thought(reply))).strip().strip("\"'“”‘’ ")
    if not text or "\n" in text or len(text) > LONGEST or has_markup(text):
        return None
    thread = "\n".join((*history, question))
    known = frozenset(stems(thread))
    figures_known = {t.text for t in tokens(thread) if t.text[-1:].isdigit()}
    figures_said = {t.text for t in tokens(text) if t.text[-1:].isdigit()}
    said = stems(text)
    new = [word for word in said if not holds(word, known)]
    own = [word for word in stems(question) if not holds(word, frozenset(said))]
    if not said or len(new) > _NEW or figures_said - figures_known:
        return None
    # it must still ask what was asked
    return text if len(own) * 2 <= len(stems(question)) else None
