"""The whole app: our routes, gradio's page with its HTTP API, and the tools for assistants."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI, Request

from assistant.web.gate import USER
from assistant.web.page import build
from assistant.web.routes import Uploads, add_routes
from assistant.web.style import head, theme
from assistant.web.tools import make_tools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from assistant.web.desk import Desk


def make(desk: Desk) -> FastAPI:
    """The app over a desk, which may still be waiting for its record."""
    tools = make_tools(desk)
    settings = desk.settings

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    # FastAPI's own documentation pages load their scripts from elsewhere: they are off.
    closed: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    outer = FastAPI(lifespan=lifespan, **closed)
    uploads = Uploads()
    add_routes(outer, desk, uploads)
    outer.mount("/mcp", tools.streamable_http_app())
    page = build(desk, uploads)
    page.queue(default_concurrency_limit=None, max_size=settings.queue)
    gr.mount_gradio_app(
        outer,
        page,
        path="/",
        app_kwargs=closed,
        auth_dependency=_user if settings.auth is not None else None,
        root_path=settings.root_path or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        head=head(),
    )
    return outer


def _user(request: Request) -> str | None:
    """Who signed in, as the gate found it out."""
    user: str | None = request.scope.get(USER)
    return user
