"""The conversation's part of the page: its components, and what happens on each event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.briefing.compose import brief_on, compose
from assistant.types import LONGEST
from assistant.web import panel, render, takeaway
from assistant.web.beside import Beside, first_source, picture_of, place_of
from assistant.web.chips import narrowed, without
from assistant.web.components import QUIET, component, data, number, on
from assistant.web.desk import Desk, Opened
from assistant.web.further import go_on
from assistant.web.starting import welcome
from assistant.web.turns import Asked, Turn, belonging_to, objection, take_turn
from corpus.errors import InputError, UserError

_ASKING = 4
"""Questions answered at once: more would only share the same processors. The rest wait in line."""

_LABEL = "Your question"
_EVENTS = ("ask", "open", "again", "edit", "without", "narrow", "like", "dislike")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The components of the conversation, and its states."""

    turns: gr.State
    editing: gr.State  # place of the turn that the next question takes; None: after all
    log: gr.HTML
    further: gr.HTML
    typed: gr.Textbox
    send: gr.Button
    stop: gr.Button
    fresh: gr.Button
    tools: gr.HTML


def make_chat() -> Chat:
    """The components, in their order on the page."""
    turns, editing = gr.State(()), gr.State(None)
    log = component(render.conversation(()), "conversation", *_EVENTS)
    further = component("", "further", "ask")
    with gr.Row(elem_id="asking"):
        typed = gr.Textbox(
            label=_LABEL,
            lines=1,
            max_lines=4,
            max_length=LONGEST,
            interactive=False,
            elem_id="question",
        )
        send = gr.Button("Ask", variant="primary", elem_id="ask", interactive=False)
        stop = gr.Button("Stop", elem_id="stop", visible=False)
        fresh = gr.Button("New conversation", elem_id="fresh", interactive=False)
    return Chat(
        turns=turns,
        editing=editing,
        log=log,
        further=further,
        typed=typed,
        send=send,
        stop=stop,
        fresh=fresh,
        tools=component(takeaway.TOOLBAR, "takeaway", "take", "brief"),
    )


def wire_chat(chat: Chat, beside: Beside, desk: Desk) -> None:
    """Every event of the conversation."""

    def show(turns: Sequence[Turn], **more: Any) -> str:
        return conversation(desk.opened(), turns, **more)

    def ask(
        held: tuple[Turn, ...],
        editing: int | None,
        words: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[dict[Any, Any]]:
        turns = belonging_to(held, request.username)
        kept, asked = _wanted(turns, editing, words, data(event))
        fault = objection(asked.question) or _too_often(desk, request)
        if fault:
            yield {chat.log: show(turns, objection=fault)}
            return
        is_typed = "do" not in data(event)
        yield {
            chat.log: show(kept, pending=asked.question),
            chat.further: "",
            chat.stop: gr.update(visible=True),
            **({chat.typed: gr.update(value="", label=_LABEL)} if is_typed else {}),
        }
        opened = desk.opened()
        after = (*kept, take_turn(opened.record, kept, asked, request.username))
        yield {
            chat.turns: after,
            chat.editing: None,
            chat.log: show(after),
            chat.stop: gr.update(visible=False),
            beside.source: first_source(desk, after),
            beside.place: place_of(after, len(after) - 1, _first_number(after)),
        }

    def edit(
        held: tuple[Turn, ...], event: gr.EventData, request: gr.Request
    ) -> tuple[int | None, Any]:
        turns = belonging_to(held, request.username)
        place = number(data(event), "turn")
        if not 0 <= place < len(turns):
            return None, gr.skip()
        label = f"{_LABEL} (in place of question {place + 1})"
        return place, gr.update(value=turns[place].question, label=label)

    def judge(held: tuple[Turn, ...], event: gr.EventData, request: gr.Request) -> tuple[Any, Any]:
        turns, said = belonging_to(held, request.username), data(event)
        place = number(said, "turn")
        answer = turns[place].answer if 0 <= place < len(turns) else None
        if answer is None:
            return gr.skip(), gr.skip()
        liked = said.get("do") == "like"
        desk.feedback.keep(
            answer,
            liked=liked,
            reason=said.get("reason"),
            note=said.get("note", ""),
            user=request.username,
            history=tuple(turn.question for turn in turns[:place]),
            fingerprint=desk.opened().record.fingerprint,
        )
        after = (*turns[:place], replace(turns[place], liked=liked), *turns[place + 1 :])
        return after, show(after)

    def suggest(held: tuple[Turn, ...], request: gr.Request) -> str:
        return go_on(desk.opened(), belonging_to(held, request.username))

    def stopped(held: tuple[Turn, ...], request: gr.Request) -> tuple[str, Any]:
        return show(belonging_to(held, request.username)), gr.update(visible=False)

    def restart() -> tuple[Any, ...]:
        return (), None, show(()), "", panel.EMPTY, None, "", gr.update(value="", label=_LABEL)

    def take(held: tuple[Turn, ...], event: gr.EventData, request: gr.Request) -> str:
        said = data(event)
        form: takeaway.Form = "md" if said.get("form") == "md" else "docx"
        turns = belonging_to(held, request.username)
        answers = [turn.answer for turn in turns if turn.answer is not None]
        try:
            if said.get("do") == "brief":
                if wait := _too_often(desk, request):
                    raise InputError(wait)
                briefing = brief_on(said.get("topic", ""), desk.opened().record.ask)
            elif answers:
                briefing = compose(answers[0].question, answers)
            else:
                raise InputError("Ask a question first: there is nothing to take away yet.")
        except UserError as error:
            return takeaway.refusal(str(error))
        return takeaway.hand_over(briefing, form)

    asking = on(
        [
            chat.typed.submit,
            chat.send.click,
            chat.log.ask,
            chat.log.again,
            chat.log.without,
            chat.log.narrow,
            chat.further.ask,
        ],
        ask,
        [chat.turns, chat.editing, chat.typed],
        [
            *(chat.turns, chat.editing, chat.log, chat.further, chat.typed, chat.stop),
            *(beside.source, beside.place),
        ],
        then=(
            (picture_of(desk), [beside.place], [beside.picture]),
            (suggest, [chat.turns], [chat.further]),
        ),
        trigger_mode="once",
        concurrency_limit=_ASKING,
        concurrency_id="ask",
    )
    chat.log.edit(edit, [chat.turns], [chat.editing, chat.typed], **QUIET)
    on([chat.log.like, chat.log.dislike], judge, [chat.turns], [chat.turns, chat.log])
    chat.stop.click(stopped, [chat.turns], [chat.log, chat.stop], cancels=asking, **QUIET)
    chat.fresh.click(
        restart,
        None,
        [
            *(chat.turns, chat.editing, chat.log, chat.further),
            *(beside.source, beside.place, beside.picture, chat.typed),
        ],
        cancels=asking,
        **QUIET,
    )
    on([chat.tools.take, chat.tools.brief], take, [chat.turns], [chat.tools])


def conversation(opened: Opened, turns: Sequence[Turn], **more: Any) -> str:
    """The conversation over a record; `more` as `render.conversation` takes it."""
    noticed = {
        place: opened.record.notice(turn.answer.understood, ignored=turn.asked.ignored)
        for place, turn in enumerate(turns)
        if turn.answer is not None and turn.answer.outcome not in ("declined", "unclear")
    }
    documents = list(opened.documents.values())
    return render.conversation(
        turns,
        opening="" if turns else welcome(documents, opened.tour),
        glossary=opened.glossary,
        noticed=noticed,
        documents=documents,
        **more,
    )


def _wanted(
    turns: tuple[Turn, ...], editing: int | None, words: str, said: dict[str, str]
) -> tuple[tuple[Turn, ...], Asked]:
    """The turns that stay before it, and what is asked: typed, chosen, or an earlier one anew."""
    last = turns[-1].asked.filters if turns else Asked(question="").filters
    match said.get("do"):
        case None:
            kept = turns if editing is None else turns[:editing]
            return kept, Asked(question=words.strip(), filters=last)
        case "ask":
            return turns, Asked(question=said.get("ask", "").strip(), filters=last)
        case "narrow" | "without" | "again" as do:
            place = number(said, "turn")
            if not 0 <= place < len(turns):
                return turns, Asked(question="")
            asked = turns[place].asked
            if do == "narrow":
                asked = narrowed(asked, said)
            elif do == "without":
                asked = without(asked, said.get("what", ""))
            return turns[:place], asked
    return turns, Asked(question="")


def _too_often(desk: Desk, request: gr.Request) -> str | None:
    """Why that user must wait, in words, or None."""
    seconds = desk.limit.take(request.username or (request.client.host if request.client else ""))
    return f"Too many questions at once. Try again in {seconds:.0f} seconds." if seconds else None


def _first_number(turns: Sequence[Turn]) -> int:
    answer = turns[-1].answer
    return answer.citations[0].number if answer is not None and answer.citations else -1
