"""The source's part of the page: opening documents beside whatever is being looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.web import panel
from assistant.web.components import QUIET, component, data, number, on
from assistant.web.desk import Desk
from assistant.web.panel import Around
from assistant.web.pictures import page_of
from assistant.web.sources import find, sources_of
from assistant.web.turns import Turn, belonging_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of a document that are open now."""

    document: str  # id
    start: int  # characters
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The components of the source, and its states."""

    opened: gr.State  # how often a source was opened
    place: gr.State  # Place that is open, or None
    source: gr.HTML
    picture: gr.HTML


def make_beside() -> Beside:
    """The components, in their order on the page."""
    return Beside(
        opened=gr.State(0),
        place=gr.State(None),
        source=component(panel.EMPTY, "source", "open"),
        picture=component("", "picture", "sheet"),
    )


def wire_beside(beside: Beside, turns: gr.State, openers: Sequence[gr.HTML], desk: Desk) -> None:
    """Opening sources from any of the components, and pages as pictures."""

    def show(
        held: tuple[Turn, ...], times: int, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        said = data(event)
        mine = belonging_to(held, request.username)
        times += 1
        # Stepping from citation to citation keeps the focus on the button that steps.
        focus = event.target is not beside.source
        if "document" in said:
            start, end = number(said, "start"), number(said, "end")
            markup = _whole(desk, said["document"], start, end, focus=focus, opened=times)
            return times, Place(document=said["document"], start=start, end=end), markup, ""
        turn, wanted = number(said, "turn"), number(said, "number")
        markup = _cited(desk, mine, turn, wanted, focus=focus, opened=times)
        return times, place_of(mine, turn, wanted), markup, ""

    on(
        [component.open for component in (beside.source, *openers)],
        show,
        [turns, beside.opened],
        [beside.opened, beside.place, beside.source, beside.picture],
        then=[(picture_of(desk), [beside.place], [beside.picture])],
    )
    beside.picture.sheet(picture_of(desk, whole=True), [beside.place], [beside.picture], **QUIET)


def picture_of(desk: Desk, *, whole: bool = False) -> Callable[[Place | None], str]:
    """Draws the page of what is open; empty where it has none."""

    def draw(place: Place | None) -> str:
        if place is None or place.end <= place.start:
            return ""
        try:
            document = desk.opened().record.document(place.document)
        except KeyError:
            return ""
        return page_of(document, desk.settings.corpus, place.start, place.end, whole=whole)

    return draw


def place_of(turns: Sequence[Turn], turn: int, wanted: int) -> Place | None:
    """Where that citation of a user's own conversation stands."""
    answer = turns[turn].answer if 0 <= turn < len(turns) else None
    item = find(sources_of(answer), wanted) if answer is not None else None
    if item is None:
        return None
    return Place(document=item.metadata.id, start=item.start, end=item.end)


def first_source(desk: Desk, turns: Sequence[Turn]) -> str:
    """The panel at the newest answer's first citation; empty where it has none.

    The nearest passages do not open by themselves: beside "the record does not say", a
    highlighted text would look like an answer.
    """
    answer = turns[-1].answer
    if answer is None or not answer.citations:
        return panel.EMPTY
    first = answer.citations[0].number
    return _cited(desk, turns, len(turns) - 1, first, focus=False, opened=0)


def _cited(
    desk: Desk, turns: Sequence[Turn], turn: int, wanted: int, *, focus: bool, opened: int
) -> str:
    """The panel at that place of this user's own conversation; empty where there is none."""
    answer = turns[turn].answer if 0 <= turn < len(turns) else None
    sources = sources_of(answer) if answer is not None else ()
    item = find(sources, wanted)
    if item is None:
        return panel.EMPTY
    try:
        document = desk.opened().record.document(item.metadata.id)
    except KeyError:
        return panel.GONE
    around = _around(desk, item.metadata.id, focus=focus, opened=opened)
    return panel.open_at(document, sources, wanted, turn=turn, around=around)


def _whole(desk: Desk, id: str, start: int, end: int, *, focus: bool, opened: int) -> str:
    try:
        document = desk.opened().record.document(id)
    except KeyError:
        return panel.GONE
    around = _around(desk, id, focus=focus, opened=opened)
    return panel.open_whole(document, start=start, end=end, around=around)


def _around(desk: Desk, id: str, *, focus: bool, opened: int) -> Around:
    now = desk.opened()
    metadata = now.documents.get(id)
    newer = now.documents.get(metadata.superseded_by or "") if metadata else None
    return Around(
        body=now.record.body(metadata.body) if metadata else None,
        newer=newer,
        glossary=now.glossary,
        opened=opened,
        focus=focus,
    )
