"""The page: its views beside the source, put together, and the HTTP API behind them."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.web import panel, render
from assistant.web.api import Api
from assistant.web.beside import make_beside, wire_beside
from assistant.web.chat import conversation, make_chat, wire_chat
from assistant.web.components import QUIET, component
from assistant.web.desk import Desk
from assistant.web.routes import Uploads
from assistant.web.shelves import make_shelves, wire_shelves
from corpus.errors import UserError

VIEWS = {
    "chat": "Ask",
    "commitments": "Commitments",
    "documents": "Documents",
    "glossary": "Glossary",
    "timeline": "Timeline",
}
"""The views: the id of the column, which is also the end of its address, and its name."""


def build(desk: Desk, uploads: Uploads) -> gr.Blocks:
    """The page over a desk, whose record may still be opening."""
    page = gr.Blocks(title=render.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        _serve_api(desk)  # first: names of its functions are not to be taken by the page's own
        masthead = component(render.header(None), "masthead")
        component(_views(signed_in=desk.settings.auth is not None), "views")
        with gr.Row(elem_id="panes"):
            with gr.Column(elem_id="views-pane"):
                with gr.Column(elem_id="chat", elem_classes="view-column"):
                    chat = make_chat()
                shelves = make_shelves(desk)
            with gr.Column(elem_id="beside"):
                beside = make_beside()

        def ready() -> tuple[Any, ...]:
            enabled = gr.update(interactive=True)
            opened = desk.opened()
            heading = render.header(len(opened.documents))
            return heading, conversation(opened, ()), panel.EMPTY, enabled, enabled, enabled

        page.load(
            ready,
            None,
            [masthead, chat.log, beside.source, chat.typed, chat.send, chat.fresh],
            **QUIET,
        )
        wire_chat(chat, beside, desk)
        openers = [chat.log, *shelves.openers]
        wire_beside(beside, chat.turns, openers, desk)
        wire_shelves(shelves, desk, uploads)
    return page


def _views(*, signed_in: bool) -> str:
    """The way from view to view: links, so that each has an address of its own."""
    items = "".join(
        f'<li><a href="#{id}" data-view="{id}">{name}</a></li>' for id, name in VIEWS.items()
    )
    out = (
        '<form method="post" action="sign-out" data-leave><button type="submit">Sign out</button>'
        "</form>"
        if signed_in
        else ""
    )
    return f'<nav class="views" aria-label="Views"><ul>{items}</ul>{out}</nav>'


def _serve_api(desk: Desk) -> None:
    """The functions of `Api` as gradio's HTTP API; a fault of the user's is told as such."""
    api = Api(desk)

    def check(request: gr.Request) -> None:
        key = request.username or (request.client.host if request.client else "")
        if wait := desk.limit.take(key):
            raise gr.Error(f"too many questions; try again in {wait:.0f} seconds")

    def ask(
        question: str,
        history: list[str],
        body: str,
        since: str,
        until: str,
        kind: str,
        request: gr.Request,
    ) -> dict[str, Any]:
        check(request)
        try:
            return api.ask(question, history or (), body, since, until, kind)
        except UserError as error:
            raise gr.Error(str(error)) from None

    def search(query: str, limit: int, request: gr.Request) -> list[dict[str, Any]]:
        check(request)
        try:
            return api.search(query, limit)
        except UserError as error:
            raise gr.Error(str(error)) from None

    def commitments(
        body: str,
        since: str,
        until: str,
        kind: str,
        firmness: str,
        due_since: str,
        due_until: str,
        words: str,
        start: int,
        request: gr.Request,
    ) -> dict[str, Any]:
        check(request)
        try:
            return api.commitments(
                body, since, until, kind, firmness, due_since, due_until, words, start
            )
        except UserError as error:
            raise gr.Error(str(error)) from None

    def document(id: str, start: int) -> dict[str, Any]:
        try:
            return api.document(id, start)
        except UserError as error:
            raise gr.Error(str(error)) from None

    serve = gr.api  # type: ignore[attr-defined]  # not among what gradio says it gives out
    serve(ask, api_name="ask", concurrency_limit=4)
    serve(search, api_name="search", concurrency_limit=4)
    serve(commitments, api_name="commitments", concurrency_limit=4)
    serve(document, api_name="document")
    serve(api.documents, api_name="documents")
