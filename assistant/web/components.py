"""Our one kind of gradio component: markup made in Python, whose buttons say what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

_SCRIPT = (Path(__file__).parent / "component.js").read_text("utf-8")

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is wired: no spinner over it, no part of the HTTP API."""


def component(markup: str, id: str, *events: str) -> gr.HTML:
    """A component whose buttons and forms may send these events, by the name in `data-do`."""
    names = ", ".join(f'"{name}"' for name in events)
    return gr.HTML(
        markup,
        elem_id=id,
        apply_default_css=False,
        js_on_load=_SCRIPT.replace("/* names */", names),
    )


def on(
    triggers: Sequence[Callable[..., Any]],
    function: Callable[..., Any],
    inputs: Sequence[Any] | None,
    outputs: Sequence[Any],
    then: Sequence[tuple[Callable[..., Any], Sequence[Any], Sequence[Any]]] = (),
    **options: Any,
) -> list[Any]:
    """The same on each of the triggers; `gr.on` does not take a component's own events.

    Args:
        triggers: such as `button.click`, or an event of a `component`.
        function: what happens.
        inputs: of the function.
        outputs: of the function.
        then: what happens after it: functions with their inputs and outputs.
        options: as any event of gradio takes them.
    """
    made = []
    for trigger in triggers:
        event = trigger(function, inputs, outputs, **QUIET, **options)
        for next_function, next_inputs, next_outputs in then:
            event.then(next_function, next_inputs, next_outputs, **QUIET)
        made.append(event)
    return made


def data(event: gr.EventData) -> dict[str, str]:
    """What the button or form says; only text, and nothing when it makes no sense."""
    found = event._data
    if not isinstance(found, dict):
        return {}
    return {str(key): value for key, value in found.items() if isinstance(value, str)}


def number(found: dict[str, str], name: str) -> int:
    """A whole number that it says; -1, which is nowhere, when it says none."""
    value = found.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1
