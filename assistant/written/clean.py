"""Text on its way to the model and back: what nobody sees or nobody asked for is taken out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_KEPT = frozenset("\n\t")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\([^)\n]*\)"  # links and pictures of Markdown
    r"|<[a-zA-Z/!][^>\n]*>"  # tags of HTML
    r"|```|^\s*\|?[-: |]{5,}\|?\s*$",
    re.MULTILINE,
)
ADDRESS = re.compile(
    r"\b(?:https?://|ftp://|www\.)[^\s<>\"'\])]+|\b(?:javascript|data|mailto):\S+"
    r"|\b[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|uk|io|info|biz|co|gov|eu|de|ru|xyz|me)\b(?:/\S*)?",
    re.IGNORECASE,
)
"""Web and mail addresses in running text."""
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|guardrails|"
    r"guidelines|rules (?:above|before)|everything above)\b|\byou are now (?:a|an|in)\b"
    r"|\b(?:system|developer) (?:prompt|message|mode)\b|\bjailbreak|\bas an ai\b"
    r"|\b(?:ai|language|chat) ?-?(?:assistant|model|bot)s?\b.{0,40}\b(?:must|should|shall|will|say|"
    r"reply|answer|tell|respond|instead)\b|<\|?(?:system|im_start|im_end)|\[/?INST\]",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)")


def strip_invisible(text: str) -> str:
    """The text without characters that are not seen: zero-width, bidirectional, tags, controls.

    Instructions hidden in Unicode's tag characters reach a model, and no reader.
    """
    if text.isascii() and not _CONTROLS.search(text):
        return text
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n")
        if letter in _KEPT or unicodedata.category(letter) not in ("Cf", "Cc", "Co", "Cs", "Cn")
    )


def strip_emphasis(text: str) -> str:
    """The text without Markdown's bold and italic marks."""
    return _EMPHASIS.sub(lambda match: match[2] or match[3], text)


def has_markup(text: str) -> bool:
    """Whether the text holds links, pictures, tags or tables."""
    return bool(_MARKUP.search(text))


def addresses(text: str) -> set[str]:
    """The web and mail addresses of a text, in lower case."""
    return {found.rstrip(".,;:)").lower() for found in ADDRESS.findall(text)}


@lru_cache(maxsize=4096)
def gives_orders(text: str) -> bool:
    """Whether a passage speaks to a language model: then nothing of it is offered or relied on."""
    return bool(_ORDERS.search(strip_invisible(text)))
