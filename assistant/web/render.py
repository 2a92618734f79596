"""The conversation as HTML: questions, statements with their citations, outcomes and sources.

Pure functions of what they show; nothing here knows of gradio. Buttons carry what they mean in
`data-` attributes (`data-ask`, or `data-turn` with `data-number`), for `conversation.js` to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.types import NOT_FOUND, Answer
from assistant.web.markup import text
from assistant.web.sources import Source, find, sources_of
from assistant.web.turns import Turn
from assistant.web.wording import count, locator_in_words, outcome_in_words, published

TITLE = "Ask the record"

_SNIPPET = 180  # characters of a nearest passage shown in the chat; the panel shows all of it


def header(documents: int | None) -> str:
    """The title and what this is; `documents` is None until the record is open."""
    state = "Getting the record ready…"
    if documents is not None:
        held = count(documents, "document")
        state = f"Answers come from {held}, with the source of every statement."
    return (
        f'<header class="masthead"><h1>{TITLE}</h1>'
        f"<p>Ask what public bodies decided, said and promised. {state}</p></header>"
    )


def welcome(starters: Iterable[str]) -> str:
    """What stands in the conversation before the first question: questions to start with."""
    buttons = _questions(starters)
    heading = "<h2>Questions to start with</h2>"
    return f'<div class="welcome">{heading}{buttons}</div>' if buttons else ""


def conversation(
    turns: Sequence[Turn],
    *,
    opening: str = "",
    pending: str | None = None,
    objection: str | None = None,
) -> str:
    """The whole conversation.

    `opening` is markup (see `welcome`) shown while there is no turn; `pending` is the question
    being answered now; `objection` says why the last one was not asked.
    """
    parts = [_turn(number, turn) for number, turn in enumerate(turns)]
    if pending is not None:
        parts.append(
            f'<article class="turn">{_question(pending)}'
            '<p class="pending">Looking in the record…</p></article>'
        )
    if not parts:
        parts.append(opening)
    if objection:
        parts.append(f'<p class="objection" role="alert">{text(objection)}</p>')
    return (
        f'<div class="log" role="log" aria-label="Conversation" tabindex="0">{"".join(parts)}</div>'
    )


def _turn(number: int, turn: Turn) -> str:
    if turn.answer is None:
        body = f'<p class="objection">{text(turn.problem or "")}</p>'
    else:
        body = _answer(number, turn.answer)
    return f'<article class="turn">{_question(turn.question)}{body}</article>'


def _question(question: str) -> str:
    return f'<h2 class="question"><span class="unseen">You asked: </span>{text(question)}</h2>'


def _answer(turn: int, answer: Answer) -> str:
    sources = sources_of(answer)
    parts = [
        _understood(answer),
        _statements(turn, answer, sources),
        f'<p class="outcome outcome-{answer.outcome}">{text(outcome_in_words(answer))}</p>',
        _notes(answer.notes),
        _missing(answer.missing),
        _suggestions(answer.suggestions),
        _sources(turn, sources),
    ]
    return "".join(parts)


def _understood(answer: Answer) -> str:
    """The question as it was searched for, where the thread added something to it."""
    if answer.understood.strip().casefold() == answer.question.strip().casefold():
        return ""
    return f'<p class="understood">Understood as: {text(answer.understood)}</p>'


def _statements(turn: int, answer: Answer, sources: tuple[Source, ...]) -> str:
    if not answer.statements:
        # Nothing is stated: the text says why, unless the outcome line already does.
        said = answer.text.strip()
        return f"<p>{text(said)}</p>" if said and said != NOT_FOUND else ""
    items = "".join(
        f'<li><span class="verbatim">{text(statement.text)}</span>'
        f"{''.join(_marker(turn, number, sources) for number in statement.citations)}</li>"
        for statement in answer.statements
    )
    return f'<ul class="statements">{items}</ul>'


def _marker(turn: int, number: int, sources: tuple[Source, ...]) -> str:
    """The citation's number, as a button that opens its source."""
    item = find(sources, number)
    if item is None:
        return ""
    place = f"{item.metadata.title}, {locator_in_words(item.locator)}"
    return (
        f' <button type="button" class="cite" data-turn="{turn}" data-number="{number}" '
        f'aria-label="{number}: open the source, {text(place)}" title="{text(place)}">'
        f"{number}</button>"
    )


def _notes(notes: Sequence[str]) -> str:
    """What was left out, replaced or went wrong, a line each."""
    return "".join(f'<p class="note">{text(note)}</p>' for note in notes)


def _missing(missing: Sequence[str]) -> str:
    if not missing:
        return ""
    items = "".join(f"<li>{text(item)}</li>" for item in missing)
    return f'<div class="missing"><h3>Not in the record</h3><ul>{items}</ul></div>'


def _suggestions(suggestions: Sequence[str]) -> str:
    buttons = _questions(suggestions)
    return f'<div class="suggestions"><h3>You could ask</h3>{buttons}</div>' if buttons else ""


def _questions(questions: Iterable[str]) -> str:
    """Questions to be asked at a click, or nothing when there are none."""
    items = "".join(
        f'<li><button type="button" class="ask" data-ask="{text(question)}">{text(question)}'
        "</button></li>"
        for question in questions
    )
    return f'<ul class="questions">{items}</ul>' if items else ""


def _sources(turn: int, sources: tuple[Source, ...]) -> str:
    """The documents behind the answer, each with the places that were cited in it."""
    if not sources:
        return ""
    documents: dict[str, list[Source]] = {}
    for item in sources:
        documents.setdefault(item.metadata.id, []).append(item)
    items = "".join(
        f'<li><p class="title">{text(places[0].metadata.title)}</p>'
        f'<p class="facts">{text(published(places[0].metadata))}</p>'
        f'<ul class="places">{"".join(_place(turn, place) for place in places)}</ul></li>'
        for places in documents.values()
    )
    heading = "Sources" if sources[0].cited else "Nearest passages, which do not answer it"
    return f'<div class="sources"><h3>{heading}</h3><ul class="documents">{items}</ul></div>'


def _place(turn: int, item: Source) -> str:
    snippet = "" if item.cited else f'<span class="snippet">{text(_shortened(item.quote))}</span>'
    return (
        f'<li><button type="button" class="place" data-turn="{turn}" data-number="{item.number}">'
        f'<span class="number">{item.number}</span> '
        f'<span class="where">{text(locator_in_words(item.locator))}</span></button>{snippet}</li>'
    )


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SNIPPET else line[:_SNIPPET].rsplit(" ", 1)[0] + " …"
