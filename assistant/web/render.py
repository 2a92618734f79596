"""The conversation as HTML: questions, statements with their citations, outcomes and sources.

Pure functions of what they show; nothing here knows of gradio. A button says what it does in
`data-do` and with what in other `data-` attributes, for `component.js` to hand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from assistant.feedback import LONGEST_NOTE, REASONS
from assistant.preferences import Noticed
from assistant.types import NOT_FOUND, Answer
from assistant.web.chips import chips, form
from assistant.web.copying import formatted, plain
from assistant.web.markup import text
from assistant.web.sources import Source, find, sources_of
from assistant.web.terms import Glossary
from assistant.web.turns import Turn
from assistant.wording import count, locator_in_words, outcome_in_words, published, shortened
from corpus.types import Metadata

TITLE = "Ask the record"


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


def conversation(
    turns: Sequence[Turn],
    *,
    opening: str = "",
    pending: str | None = None,
    objection: str | None = None,
    glossary: Glossary = Glossary(),
    noticed: Mapping[int, Noticed | None] | None = None,
    documents: Sequence[Metadata] = (),
) -> str:
    """The whole conversation.

    Args:
        turns: of one user.
        opening: markup shown while there is no turn.
        pending: the question being answered now.
        objection: why the last one was not asked.
        glossary: short forms that are explained where they stand.
        noticed: what the question of each turn names, by the turn's place.
        documents: that the last question can be narrowed to.
    """
    known = noticed or {}
    parts = [
        _turn(
            number,
            turn,
            glossary,
            known.get(number),
            form(number, turn.asked, documents) if number + 1 == len(turns) and documents else "",
        )
        for number, turn in enumerate(turns)
    ]
    if pending is not None:
        parts.append(
            f'<article class="turn">{_question(pending)}'
            '<p class="pending" role="status">Looking in the record…</p></article>'
        )
    if not parts:
        parts.append(opening)
    if objection:
        parts.append(f'<p class="objection" role="alert">{text(objection)}</p>')
    return (
        f'<div class="log" role="log" aria-label="Conversation" tabindex="0">{"".join(parts)}</div>'
    )


def _turn(number: int, turn: Turn, glossary: Glossary, noticed: Noticed | None, narrow: str) -> str:
    tools = (
        f'<div class="tools"><button type="button" class="plain" data-do="edit" '
        f'data-turn="{number}" data-question="{text(turn.question)}">Edit'
        '<span class="unseen"> this question</span></button>'
        f'<button type="button" class="plain" data-do="again" data-turn="{number}">Ask again'
        "</button></div>"
    )
    if turn.answer is None:
        body = f'<p class="objection">{text(turn.problem or "")}</p>'
    else:
        understood = chips(number, turn.asked, noticed) + narrow
        body = _answer(number, turn, turn.answer, glossary, understood)
    return f'<article class="turn">{_question(turn.question)}{tools}{body}</article>'


def _question(question: str) -> str:
    return f'<h2 class="question"><span class="unseen">You asked: </span>{text(question)}</h2>'


def _answer(turn: int, asked: Turn, answer: Answer, glossary: Glossary, understood: str) -> str:
    sources = sources_of(answer)
    parts = [
        _understood(answer),
        _statements(turn, answer, sources, glossary),
        f'<p class="outcome outcome-{answer.outcome}">{text(outcome_in_words(answer))}</p>',
        _notes(answer.notes),
        _missing(answer.missing),
        _suggestions(answer.suggestions),
        _sources(turn, sources),
        _actions(turn, asked, answer),
        f'<div class="understanding">{_read(answer)}{understood}</div>',
    ]
    return "".join(parts)


def _understood(answer: Answer) -> str:
    """The question as it was searched for, where the thread added something to it."""
    if answer.understood.strip().casefold() == answer.question.strip().casefold():
        return ""
    return f'<p class="understood">Understood as: {text(answer.understood)}</p>'


def _read(answer: Answer) -> str:
    """How much was read, in which way of answering, and how long that took."""
    mode = "quotes only" if answer.mode == "quotes" else "written, each sentence checked"
    took = f"{answer.seconds:.1f} seconds" if answer.seconds >= 0.1 else "under 0.1 seconds"
    read = f"{count(len(answer.hits), 'passage')} read · " if answer.hits else ""
    return f'<p class="read">{read}{mode} · {took}</p>'


def _statements(turn: int, answer: Answer, sources: tuple[Source, ...], glossary: Glossary) -> str:
    if not answer.statements:
        # Nothing is stated: the text says why, unless the outcome line already does.
        said = answer.text.strip()
        return f"<p>{text(said)}</p>" if said and said != NOT_FOUND else ""
    seen: set[str] = set()
    parts = [f'<p class="note">{text(answer.preface)}</p>' if answer.preface else ""]
    for group, members in groupby(answer.statements, key=lambda one: one.group):
        items = "".join(
            f'<li><span class="verbatim">{glossary.explain(statement.text, seen)}</span>'
            f"{''.join(_marker(turn, number, sources) for number in statement.citations)}</li>"
            for statement in members
        )
        parts.append(f"<h3>{text(group)}</h3>" if group else "")
        parts.append(f'<ul class="statements">{items}</ul>')
    return "".join(parts)


def _marker(turn: int, number: int, sources: tuple[Source, ...]) -> str:
    """The citation's number, as a button that opens its source."""
    item = find(sources, number)
    if item is None:
        return ""
    place = f"{item.metadata.title}, {locator_in_words(item.locator)}"
    return (
        f' <button type="button" class="cite" data-do="open" data-turn="{turn}" '
        f'data-number="{number}" aria-label="{number}: open the source, {text(place)}" '
        f'title="{text(place)}">{number}</button>'
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
    buttons = questions(suggestions)
    return f'<div class="suggestions"><h3>You could ask</h3>{buttons}</div>' if buttons else ""


def questions(wanted: Iterable[str]) -> str:
    """Questions to be asked at a click, or nothing when there are none."""
    items = "".join(
        f'<li><button type="button" class="ask" data-do="ask" data-ask="{text(question)}">'
        f"{text(question)}</button></li>"
        for question in wanted
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
    snippet = "" if item.cited else f'<span class="snippet">{text(shortened(item.quote))}</span>'
    return (
        f'<li><button type="button" class="place" data-do="open" data-turn="{turn}" '
        f'data-number="{item.number}"><span class="number">{item.number}</span> '
        f'<span class="where">{text(locator_in_words(item.locator))}</span></button>{snippet}</li>'
    )


def _actions(turn: int, asked: Turn, answer: Answer) -> str:
    """What can be done with an answer: copied, liked, or disliked with a reason."""
    copy = (
        f'<button type="button" class="plain" data-copy="{text(plain(answer))}" '
        f'data-formatted="{text(formatted(answer))}">Copy with citations</button>'
    )
    if asked.liked is not None:
        said = "useful" if asked.liked else "not useful"
        return (
            f'<div class="actions">{copy}<span role="status">Kept: {said}. Thank you.</span></div>'
        )
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{word}" required> {said}</label>'
        for word, said in REASONS.items()
    )
    return (
        f'<div class="actions">{copy}<button type="button" class="plain" data-do="like" '
        f'data-turn="{turn}">Useful</button><details class="judge"><summary>Not useful</summary>'
        f'<form data-do="dislike" data-turn="{turn}"><fieldset><legend>What is wrong?</legend>'
        f'{reasons}</fieldset><label class="note">Tell us more, if you like '
        f'<textarea name="note" rows="2" maxlength="{LONGEST_NOTE}"></textarea></label>'
        '<button type="submit" class="plain">Send</button></form></details></div>'
    )
