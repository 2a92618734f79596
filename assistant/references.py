"""A citation as a reference list writes it: who published what, when, where in it, which words."""

from __future__ import annotations

from assistant.types import Citation
from assistant.wording import date_in_words, locator_in_words


def refer(citation: Citation, *, address: bool = True) -> str:
    """One line: publisher, title, date, place, the quote in full, and the web address."""
    metadata = citation.metadata
    published = [metadata.body, metadata.committee, metadata.title, date_in_words(metadata.date)]
    place = locator_in_words(citation.locator, full=True)
    quote = " ".join(citation.quote.split())
    line = f"{', '.join(part for part in (*published, place) if part)}: “{quote}”"
    return f"{line} {metadata.url}" if address and metadata.url else line
