"""The source beside the chat, as HTML: what the document is, and its text with the quote marked.

Pure functions of what they show; nothing here knows of gradio. `page.js` reads the `data-`
attributes, scrolls the quote into view and moves the focus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from assistant.web.markup import text, web_address
from assistant.web.sources import Source, find
from assistant.web.terms import Glossary
from assistant.wording import date_in_words, locator_in_words
from corpus.bodies import Body
from corpus.types import Document, Metadata

EMPTY = (
    '<section class="source" aria-label="Source"><p class="nothing">No source is open. Choose a '
    "number in an answer, or a document, to open it here.</p></section>"
)
"""What the panel shows beside an answer that has no source."""

GONE = (
    '<section class="source" aria-label="Source"><p class="objection">This document has been '
    "removed since it was cited.</p></section>"
)
"""What it shows in place of a document that is not there any more."""

PAPERS = "papers"
"""Path below which the files themselves can be had, by document id."""

_GAP = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is shown with any source: of the record, not of the quote."""

    body: Body | None = None  # its publisher, with what that became
    newer: Metadata | None = None  # the document that took its place
    glossary: Glossary = field(default_factory=Glossary)
    opened: int = 0  # how often a source was opened: the same place twice is scrolled to again
    focus: bool = False  # whether the keyboard focus moves to the panel, as its user chose it


def open_at(
    document: Document,
    sources: tuple[Source, ...],
    number: int,
    *,
    turn: int,
    around: Around = Around(),
) -> str:
    """The panel opened at the source of that number; `EMPTY` when there is none."""
    item = find(sources, number)
    if item is None:
        return EMPTY
    steps = _steps(sources, item, turn)
    where = locator_in_words(item.locator, full=True)
    warning = ""
    span: tuple[int, int] | None = (item.start, item.end)
    if document.text[item.start : item.end] != item.quote:
        span = None
        warning = (
            '<p class="objection">The document has changed since these words were quoted, so '
            f"they are not highlighted: “{text(item.quote)}”</p>"
        )
    place = f'data-turn="{turn}" data-number="{number}"'
    return _panel(document, around, place, steps, where, warning, span)


def open_whole(
    document: Document, *, start: int = 0, end: int = 0, around: Around = Around()
) -> str:
    """The panel with a whole document, at the characters `start` to `end` where there are any."""
    span = (start, end) if 0 <= start < end <= len(document.text) else None
    steps = (
        '<div class="steps"><p class="position">Whole document</p>'
        '<button type="button" class="back" data-back>Back</button></div>'
    )
    return _panel(document, around, "", steps, None, "", span)


def _panel(
    document: Document,
    around: Around,
    place: str,
    steps: str,
    where: str | None,
    warning: str,
    span: tuple[int, int] | None,
) -> str:
    focus = "true" if around.focus else "false"
    return (
        f'<section class="source" aria-label="Source" {place} data-opened="{around.opened}" '
        f'data-focus="{focus}">{steps}<h2 tabindex="-1">{text(document.metadata.title)}</h2>'
        f"{_facts(document, where, around)}{warning}{_FIND}"
        f"{_text(document, span, around.glossary)}</section>"
    )


_FIND = (
    '<div class="find"><label>Find in this document <input type="search" data-find></label>'
    '<button type="button" class="plain" data-found="-1" aria-label="Previous match">↑</button>'
    '<button type="button" class="plain" data-found="1" aria-label="Next match">↓</button>'
    '<span class="found" role="status"></span></div>'
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
        f'<button type="button" class="step" data-do="open" data-turn="{turn}" '
        f'data-number="{to.number}">{name}</button>'
    )


def _facts(document: Document, where: str | None, around: Around) -> str:
    metadata = document.metadata
    facts = [
        ("Published by", metadata.body or "not known", ""),
        ("Kind", metadata.kind.capitalize(), ""),
        ("Committee", metadata.committee, ""),
        ("Date", date_in_words(metadata.date), ""),
        ("Where", where, "wide"),
        ("Since then", _since(around.body), "wide"),
        ("Replaced by", around.newer.title if around.newer else None, "wide"),
        ("Note", metadata.note, "wide"),
    ]
    rows = "".join(
        f'<div class="{css}"><dt>{name}</dt><dd>{text(fact)}</dd></div>'
        for name, fact, css in facts
        if fact
    )
    return f'<dl class="facts">{rows}</dl>{_original(metadata, document.path)}'


def _since(body: Body | None) -> str | None:
    """What the publisher became, in words."""
    if body is None or not body.became:
        return None
    on = f" on {date_in_words(body.on)}" if body.on else ""
    return f"{body.name} became part of {body.became}{on}"


def _original(metadata: Metadata, path: str) -> str:
    """Where it was published, and the file that was read."""
    links = []
    address = web_address(metadata.url)
    if address is not None:
        host = urlsplit(address).hostname or address
        links.append(
            f'<a href="{text(address)}" target="_blank" '
            f'rel="noopener noreferrer">Original at {text(host)} (opens in a new tab)</a>'
        )
    suffix = path.rpartition(".")[2].upper() if "." in path else "file"
    links.append(
        f'<a href="{PAPERS}/{quote(metadata.id, safe="")}" download>Download the {text(suffix)}</a>'
    )
    return f'<p class="original">{" · ".join(links)}</p>'


def _text(document: Document, span: tuple[int, int] | None, glossary: Glossary) -> str:
    """The whole text, letter for letter, with the quote in one <mark> and headings set bold."""
    seen: set[str] = set()
    whole = document.text
    if span is None:
        content = _stretch(document, 0, len(whole), glossary, seen)
    else:
        start, end = span
        before = _stretch(document, 0, start, glossary, seen)
        after = _stretch(document, end, len(whole), glossary, seen)
        content = f"{before}<mark>{_fold(whole[start:end])}</mark>{after}"
    title = text(document.metadata.title)
    return (
        f'<div class="document" role="region" tabindex="0" aria-label="Text of {title}">'
        f"{content}</div>"
    )


def _stretch(document: Document, start: int, end: int, glossary: Glossary, seen: set[str]) -> str:
    """Text from `start` to `end`, with the headings that lie wholly within it in bold."""
    parts = []
    at = start
    for passage in document.passages:
        if passage.kind != "heading" or passage.start < at or passage.end > end:
            continue
        parts.append(_fold(document.text[at : passage.start], glossary, seen))
        parts.append(f"<strong>{text(passage.text)}</strong>")
        at = passage.end
    parts.append(_fold(document.text[at:end], glossary, seen))
    return "".join(parts)


def _fold(words: str, glossary: Glossary | None = None, seen: set[str] | None = None) -> str:
    """The text as markup with each run of blank lines shown as one; every character stays."""
    parts, at = [], 0

    def say(piece: str) -> str:
        return text(piece) if glossary is None or seen is None else glossary.explain(piece, seen)

    for gap in _GAP.finditer(words):
        parts += [say(words[at : gap.start()]), f'<span class="gap">{text(gap[0])}</span>']
        at = gap.end()
    return "".join((*parts, say(words[at:])))
