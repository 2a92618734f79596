"""The page: gradio components, and what happens on each event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.types import LONGEST
from assistant.web import panel, render
from assistant.web.record import Record
from assistant.web.sources import find, sources_of
from assistant.web.turns import Turn, objection, take_turn

_HERE = Path(__file__).parent

_ASKING = 4
"""Questions answered at once: more would only share the same processors. The rest wait in line."""


def build(record: Callable[[], Record]) -> gr.Blocks:
    """The page over a record; `record()` may wait until it is open."""
    page = gr.Blocks(title=render.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        # Two states, each written by one kind of event, so that opening a source while an answer
        # is being made cannot undo the turn. gradio keeps them apart for every browser tab.
        turns = gr.State(())
        opened = gr.State(0)
        masthead = gr.HTML(render.header(None), apply_default_css=False)
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="chat"):
                chat = gr.HTML(
                    render.conversation(()),
                    elem_id="conversation",
                    apply_default_css=False,
                    js_on_load=(_HERE / "conversation.js").read_text("utf-8"),
                )
                with gr.Row(elem_id="asking"):
                    typed = gr.Textbox(
                        label="Your question",
                        lines=1,
                        max_lines=4,
                        max_length=LONGEST,
                        interactive=False,
                        elem_id="question",
                    )
                    send = gr.Button("Ask", variant="primary", elem_id="ask", interactive=False)
                    fresh = gr.Button("New conversation", elem_id="fresh", interactive=False)
            with gr.Column(elem_id="beside"):
                source = gr.HTML(
                    panel.EMPTY,
                    elem_id="source",
                    apply_default_css=False,
                    js_on_load=(_HERE / "source.js").read_text("utf-8"),
                )

        def ready() -> tuple[Any, ...]:
            enabled = gr.update(interactive=True)
            heading = render.header(len(record().documents()))
            _, opening, holdings = restart()
            return heading, opening, holdings, enabled, enabled, enabled

        def ask(
            now: tuple[Turn, ...], words: str, event: gr.EventData
        ) -> Iterator[tuple[Any, ...]]:
            chosen = _chosen(event, chat)
            question = (words if chosen is None else chosen).strip()
            fault = objection(question)
            if fault:
                opening = render.welcome(record().starters())
                shown = render.conversation(now, opening=opening, objection=fault)
                yield gr.skip(), shown, gr.skip(), gr.skip()
                return
            emptied = "" if chosen is None else gr.skip()
            yield gr.skip(), render.conversation(now, pending=question), emptied, gr.skip()
            after = (*now, take_turn(record(), now, question))
            yield after, render.conversation(after), gr.skip(), _first_source(record(), after)

        def show(now: tuple[Turn, ...], times: int, event: gr.EventData) -> tuple[int, str]:
            turn, number = _place(event)
            # Stepping from citation to citation keeps the focus on the button that steps.
            focus = event.target is chat
            times += 1
            return times, _source(record(), now, turn, number, focus=focus, opened=times)

        def restart() -> tuple[tuple[Turn, ...], str, str]:
            opening = render.welcome(record().starters())
            holdings = panel.holdings(record().documents())
            return (), render.conversation((), opening=opening), holdings

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        page.load(ready, None, [masthead, chat, source, typed, send, fresh], **quiet)
        asking = gr.on(
            [typed.submit, send.click, chat.submit],
            ask,
            [turns, typed],
            [turns, chat, typed, source],
            trigger_mode="once",
            concurrency_limit=_ASKING,
            **quiet,
        )
        gr.on([chat.select, source.select], show, [turns, opened], [opened, source], **quiet)
        fresh.click(restart, None, [turns, chat, source], cancels=asking, **quiet)
    return page


def _chosen(event: gr.EventData, chat: gr.HTML) -> str | None:
    """The question of the button that was clicked in the conversation, if that is what happened."""
    if event.target is not chat:
        return None
    data = event._data
    return str(data.get("question", "")) if isinstance(data, dict) else ""


def _place(event: gr.EventData) -> tuple[int, int]:
    """Turn and number that a click asks for; (-1, 0), which is nowhere, when it makes no sense."""
    data = event._data
    if not isinstance(data, dict):
        return -1, 0
    turn, number = data.get("turn"), data.get("number")
    return (turn, number) if isinstance(turn, int) and isinstance(number, int) else (-1, 0)


def _first_source(record: Record, turns: tuple[Turn, ...]) -> str:
    """The panel at the newest answer's first citation; empty where it has none.

    The nearest passages do not open by themselves: beside "the record does not say", a
    highlighted text would look like an answer.
    """
    answer = turns[-1].answer
    if answer is None or not answer.citations:
        return panel.EMPTY
    first = answer.citations[0].number
    return _source(record, turns, len(turns) - 1, first, focus=False, opened=0)


def _source(
    record: Record, turns: tuple[Turn, ...], turn: int, number: int, *, focus: bool, opened: int
) -> str:
    """The panel at that place of this user's own conversation; empty where there is none."""
    answer = turns[turn].answer if 0 <= turn < len(turns) else None
    sources = sources_of(answer) if answer is not None else ()
    item = find(sources, number)
    if item is None:
        return panel.EMPTY
    document = record.document(item.metadata.id)
    return panel.open_at(document, sources, number, turn=turn, focus=focus, opened=opened)
