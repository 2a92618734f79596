"""The parts of a question that asks several things at once."""

from __future__ import annotations

import re

from assistant.words import content_words

MOST = 3
"""Parts that are asked one by one; a question of more is asked whole."""

_OPENS = r"(?:who|whom|whose|when|where|why|what|which|how)\b"
_BREAK = re.compile(rf"(?:\s*,\s*|\s+)and\s+(?={_OPENS})|[?;]\s+(?:and\s+)?(?={_OPENS})", re.I)
_ASKS = re.compile(rf"\b{_OPENS}", re.IGNORECASE)


def split_question(text: str) -> list[str]:
    """The questions that one holds, in order; itself alone when it asks one thing."""
    parts = [part.strip(" ?") for part in _BREAK.split(text) if part and part.strip(" ?")]
    whole = all(_ASKS.search(part) and content_words(part) for part in parts)
    return [f"{part}?" for part in parts] if whole and 1 < len(parts) <= MOST else [text]
