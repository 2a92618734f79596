"""The glossary tab as HTML: every short form with what it stands for, and who says so."""

from __future__ import annotations

from itertools import groupby

from assistant.web.markup import text
from assistant.web.papers import opener
from assistant.web.terms import Glossary, Meaning
from assistant.wording import count, published


def glossary_list(glossary: Glossary) -> str:
    """The terms in alphabetical order, each with every document that defines it."""
    ordered = sorted(glossary.meanings, key=_letters)
    items = []
    for _, group in groupby(ordered, key=lambda m: (_letters(m), m.term.expansion.casefold())):
        same = list(group)
        sources = "".join(f"<li>{_source(meaning)}</li>" for meaning in same)
        items.append(
            f"<div data-row><dt>{text(same[0].term.acronym)}</dt><dd>"
            f"{text(same[0].term.expansion)}<ul>{sources}</ul></dd></div>"
        )
    if not items:
        return (
            '<section class="view"><h2>Glossary</h2><p class="nothing">No document of this record '
            "defines a short form.</p></section>"
        )
    return (
        f'<section class="view"><h2>Glossary</h2><p>{count(len(items), "short form")} that the '
        "documents themselves define.</p>"
        '<label class="filter">Find a word <input type="search" data-rows></label>'
        f'<dl class="glossary">{"".join(items)}</dl></section>'
    )


def _letters(meaning: Meaning) -> str:
    return meaning.term.acronym.casefold()


def _source(meaning: Meaning) -> str:
    term, metadata = meaning.term, meaning.metadata
    button = opener(metadata, term.start, term.end)
    return f'{button} <span class="by">{text(published(metadata))}</span>'
