"""The source beside the chat, as HTML: what the document is, and its text with the quote marked.

Pure functions of what they show; nothing here knows of gradio. `source.js` reads the `data-`
attributes, scrolls the quote into view and moves the focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant.web.markup import text, web_address
from assistant.web.sources import Source, find
from assistant.web.wording import count, date_in_words, locator_in_words, published
from corpus.types import Document, Metadata

EMPTY = (
    '<section class="source" aria-label="Source"><p class="nothing">No source is open. Choose a '
    "number in an answer to open one.</p></section>"
)
"""What the panel shows beside an answer that has no source."""

_LISTED = 12  # documents of the record that are named before the first question


def holdings(documents: Sequence[Metadata]) -> str:
    """The panel before the first question: what the record holds, newest first."""
    newest = sorted(documents, key=lambda metadata: metadata.date or "", reverse=True)
    items = "".join(
        f'<li><span class="title">{text(metadata.title)}</span> '
        f'<span class="by">{text(published(metadata))}</span></li>'
        for metadata in newest[:_LISTED]
    )
    more = len(newest) - _LISTED
    rest = f"<p>And {count(more, 'more document')}.</p>" if more > 0 else ""
    return (
        '<section class="source" aria-label="Source"><h2>What the record holds</h2>'
        f'<ul class="holdings">{items}</ul>{rest}<p class="nothing">The source of a statement '
        "opens here, at the words that were quoted.</p></section>"
    )


def open_at(
    document: Document,
    sources: tuple[Source, ...],
    number: int,
    *,
    turn: int,
    focus: bool,
    opened: int,
) -> str:
    """The panel opened at the source of that number.

    `focus` asks for the keyboard focus to move to the panel, as it should when the user chose to
    open it there and then; `opened` counts the openings, so that opening the same place twice
    changes the markup, and it is scrolled to again.
    """
    item = find(sources, number)
    if item is None:
        return EMPTY
    return (
        f'<section class="source" aria-label="Source" data-turn="{turn}" data-number="{number}" '
        f'data-opened="{opened}" data-focus="{"true" if focus else "false"}">'
        f"{_steps(sources, item, turn)}"
        f'<h2 tabindex="-1">{text(document.metadata.title)}</h2>'
        f"{_facts(document.metadata, item)}"
        f"{_text(document, item)}</section>"
    )


def _steps(sources: tuple[Source, ...], item: Source, turn: int) -> str:
    """Which of the answer's sources this is, and the way to the others and back."""
    noun = "Citation" if item.cited else "Nearest passage"
    place = sources.index(item)
    before = sources[place - 1] if place > 0 else None
    after = sources[place + 1] if place + 1 < len(sources) else None
    return (
        f'<div class="steps"><p class="position">{noun} {place + 1} of {len(sources)}</p>'
        f"{_step('Previous', before, turn)}{_step('Next', after, turn)}"
        '<button type="button" class="back" data-back>Back to the answer</button></div>'
    )


def _step(name: str, to: Source | None, turn: int) -> str:
    # `aria-disabled`, not `disabled`: a disabled button drops the focus of whoever stands on it.
    if to is None:
        return f'<button type="button" class="step" aria-disabled="true">{name}</button>'
    return (
        f'<button type="button" class="step" data-turn="{turn}" data-number="{to.number}">'
        f"{name}</button>"
    )


def _facts(metadata: Metadata, item: Source) -> str:
    facts = [
        ("Published by", metadata.body or "not known", ""),
        ("Kind", metadata.kind.capitalize(), ""),
        ("Committee", metadata.committee, ""),
        ("Date", date_in_words(metadata.date), ""),
        ("Where", locator_in_words(item.locator, full=True), "wide"),
        ("Note", metadata.note, "wide"),
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


def _text(document: Document, item: Source) -> str:
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
