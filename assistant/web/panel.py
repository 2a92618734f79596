"""The source beside the chat, as HTML: what the document is, and its text with the quote marked.

Pure functions of what they show; nothing here knows of gradio. `source.js` reads the `data-`
attributes, scrolls the quote into view and moves the focus.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.web.evidence import Evidence, find
from assistant.web.markup import text, web_address
from assistant.web.wording import date_in_words, locator_in_words
from corpus.types import Document, Metadata

EMPTY = (
    '<section class="source" aria-label="Source"><p class="nothing">The source of a statement '
    "opens here, at the words that were quoted. Ask a question, then choose a number in the "
    "answer.</p></section>"
)
"""What the panel shows while nothing is open."""


def source(
    document: Document,
    evidence: tuple[Evidence, ...],
    number: int,
    *,
    turn: int,
    focus: bool,
    opened: int,
) -> str:
    """The panel opened at evidence `number`.

    `focus` asks for the keyboard focus to move to the panel, as it should when the user chose to
    open it there and then; `opened` counts the openings, so that opening the same place twice
    changes the markup, and it is scrolled to again.
    """
    item = find(evidence, number)
    if item is None:
        return EMPTY
    return (
        f'<section class="source" aria-label="Source" data-turn="{turn}" data-number="{number}" '
        f'data-opened="{opened}" data-focus="{"true" if focus else "false"}">'
        f"{_steps(evidence, item, turn)}"
        f'<h2 tabindex="-1">{text(document.metadata.title)}</h2>'
        f"{_facts(document.metadata, item)}"
        f"{_text(document, item)}</section>"
    )


def _steps(evidence: tuple[Evidence, ...], item: Evidence, turn: int) -> str:
    """Which of the answer's sources this is, and the way to the others and back."""
    noun = "Citation" if item.cited else "Nearest passage"
    place = evidence.index(item)
    before = evidence[place - 1] if place > 0 else None
    after = evidence[place + 1] if place + 1 < len(evidence) else None
    return (
        f'<div class="steps"><p class="position">{noun} {place + 1} of {len(evidence)}</p>'
        f"{_step('Previous', before, turn)}{_step('Next', after, turn)}"
        '<button type="button" class="back" data-back>Back to the answer</button></div>'
    )


def _step(name: str, to: Evidence | None, turn: int) -> str:
    # `aria-disabled`, not `disabled`: a disabled button drops the focus of whoever stands on it.
    if to is None:
        return f'<button type="button" class="step" aria-disabled="true">{name}</button>'
    return (
        f'<button type="button" class="step" data-turn="{turn}" data-number="{to.number}">'
        f"{name}</button>"
    )


def _facts(metadata: Metadata, item: Evidence) -> str:
    facts = [
        ("Published by", metadata.body or "not known", ""),
        ("Kind", metadata.kind.capitalize(), ""),
        ("Committee", metadata.committee, ""),
        ("Date", date_in_words(metadata.date), ""),
        ("Note", metadata.note, "wide"),
        ("Where", locator_in_words(item.locator, full=True), "wide"),
    ]
    rows = "".join(
        f'<div class="{css}"><dt>{name}</dt><dd>{text(fact)}</dd></div>'
        for name, fact, css in facts
        if fact
    )
    return f'<dl class="facts">{rows}</dl>{_original(metadata.url)}'


def _original(url: str | None) -> str:
    address = web_address(url)
    if address is None:
        return ""
    host = urlsplit(address).hostname or address
    return (
        f'<p class="original"><a href="{text(address)}" target="_blank" '
        f'rel="noopener noreferrer">Original at {text(host)} (opens in a new tab)</a></p>'
    )


def _text(document: Document, item: Evidence) -> str:
    """The whole text, letter for letter, with the quote in one <mark> and headings set bold."""
    whole = document.text
    if whole[item.start : item.end] != item.quote:
        warning = (
            '<p class="objection">The document has changed since these words were quoted, so '
            f"they are not highlighted: “{text(item.quote)}”</p>"
        )
        return warning + _region(document, text(whole))
    before = _stretch(document, 0, item.start)
    after = _stretch(document, item.end, len(whole))
    return _region(document, f"{before}<mark>{text(item.quote)}</mark>{after}")


def _region(document: Document, content: str) -> str:
    title = text(document.metadata.title)
    return (
        f'<div class="document" role="region" tabindex="0" aria-label="Text of {title}">'
        f"{content}</div>"
    )


def _stretch(document: Document, start: int, end: int) -> str:
    """Text from `start` to `end`, with the headings that lie wholly within it in bold."""
    parts = []
    at = start
    for passage in document.passages:
        if passage.kind != "heading" or passage.start < at or passage.end > end:
            continue
        parts.append(text(document.text[at : passage.start]))
        parts.append(f"<strong>{text(passage.text)}</strong>")
        at = passage.end
    parts.append(text(document.text[at:end]))
    return "".join(parts)
