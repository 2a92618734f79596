"""Dates, places and outcomes as the page says them, in plain English. Plain text, not markup."""

from __future__ import annotations

from calendar import month_name

from assistant.types import NOT_FOUND, Answer
from corpus.dates import parse_period
from corpus.types import Locator, Metadata

_SNIPPET = 180  # characters of a passage shown where it can be opened; there all of it is


def date_in_words(date: str | None) -> str:
    """`2014-12-12` as "12 December 2014", as exactly as it is known."""
    if not date:
        return "date not known"
    try:
        first = parse_period(date).first
    except ValueError:
        return date  # not a date as we write them: as it stands, rather than a wrong one
    return {
        4: f"{first.year}",
        7: f"{month_name[first.month]} {first.year}",
        10: f"{first.day} {month_name[first.month]} {first.year}",
    }[len(date.strip())]


def published(metadata: Metadata) -> str:
    """Who published a document and when, in one line."""
    return f"{metadata.body or 'body not known'} · {date_in_words(metadata.date)}"


def locator_in_words(locator: Locator, *, full: bool = False) -> str:
    """`paragraph 27, Governance`; with `full`, every heading from the outermost inwards."""
    parts = []
    if locator.page is not None:
        parts.append(locator.page_in_words)
    if locator.paragraph:
        parts.append(_paragraph(locator.paragraph))
    if locator.section:
        parts.append(" > ".join(locator.section) if full else locator.section[-1])
    return ", ".join(parts) or "whole document"


def _paragraph(label: str) -> str:
    if label.startswith("¶"):
        return f"paragraph {label[1:]} (our count)"
    return f"paragraph {label}" if label[:1].isdigit() else label


def count(number: int, noun: str) -> str:
    """`1 document`, `5 documents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shortened(words: str) -> str:
    """The words on one line, cut at a word where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= _SNIPPET else line[:_SNIPPET].rsplit(" ", 1)[0] + " …"


def outcome_in_words(answer: Answer) -> str:
    """How the question ended, in one line."""
    documents = len({citation.metadata.id for citation in answer.citations})
    verbatim = ", in the record's own words" if answer.mode == "quotes" else ", written and checked"
    match answer.outcome:
        case "answered":
            return f"Answered from {count(documents, 'document')}{verbatim}."
        case "partial":
            return f"Answered in part, from {count(documents, 'document')}{verbatim}."
        case "not_found":
            return NOT_FOUND
        case "unclear":
            return "The question is not clear enough to answer."
        case "declined":
            return "This is not a question that the record can answer."
