"""Serving the page: one socket, one process, nothing fetched from or sent to anywhere else."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.web.gate import App, Message, Receive, Send, SignIn, with_headers, without_strangers
from assistant.web.settings import WebSettings
from assistant.web.users import Users
from corpus.errors import UserError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.answering import Assistant
    from assistant.web.desk import Desk


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a port in use is known before anything slow is loaded.

    Raises:
        UserError: the address cannot be had; says how to choose another.
    """
    if not 0 <= port <= 65535:  # getaddrinfo would quietly take it modulo 65536
        raise UserError(f"port {port} cannot be; choose one from 0 to 65535 with --port")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UserError(f"cannot listen on {host}: {error}; choose another --host") from error
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen(128)
    except OSError as error:
        bound.close()
        other = port + 1 if 1024 <= port < 65535 else 7861
        fault = (
            f"is in use; choose another, for example --port {other}"
            if error.errno == errno.EADDRINUSE
            else f"cannot be used ({error.strerror}); choose another --host or --port"
        )
        raise UserError(f"port {port} on {host} {fault}") from error
    return bound


def address_of(bound: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(
    bound: socket.socket, settings: WebSettings, open_assistant: Callable[[], Assistant]
) -> None:
    """Serve until stopped: at once a page to wait at, then the app; the record opens behind it.

    Prints the address once questions can be answered.

    Raises:
        Exception: whatever `open_assistant` raised; the server has stopped by then.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    os.environ["HF_HUB_OFFLINE"] = "1"
    import uvicorn

    entrance = _Entrance(settings)
    app: App = entrance
    if settings.auth is not None:
        app = SignIn(app, Users(settings.auth))
    config = uvicorn.Config(
        with_headers(without_strangers(app)),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    faults: list[BaseException] = []

    def open_behind() -> None:
        try:
            desk = entrance.prepare()
            desk.open(open_assistant)
        except BaseException as error:  # raised below, when the server has stopped
            faults.append(error)
            server.should_exit = True
        else:
            entrance.wait()
            print(f"Ready: {address_of(bound)}", flush=True)

    print("Getting the record ready; the first time takes longer.", file=sys.stderr, flush=True)
    Thread(target=open_behind, daemon=True).start()
    server.run(sockets=[bound])
    if faults:
        raise faults[0]


class _Entrance:
    """The app as soon as it is there; until then, a page to wait at.

    Importing gradio takes seconds. Its app also wants to be started and stopped in the server's
    own loop, which runs before it is there.
    """

    def __init__(self, settings: WebSettings) -> None:
        from threading import Event

        self._settings = settings
        self._app: FastAPI | None = None
        self._made: FastAPI | None = None
        self._prepared, self._open = Event(), Event()

    def prepare(self) -> Desk:
        """Make the app, in a thread; it is opened by the server's loop."""
        from assistant.web.application import make
        from assistant.web.desk import Desk

        desk = Desk(self._settings)
        self._made = make(desk)
        self._prepared.set()
        return desk

    def wait(self) -> None:
        """Wait until the app answers."""
        self._open.wait()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Hand the request to the app, or answer in its place."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope["path"])(scope, receive, send)

    def _answer(self, path: str) -> Response:
        from assistant.web.doors import starting_page

        if path == "/":
            return HTMLResponse(starting_page(), headers={"cache-control": "no-store"})
        state = {"page": False, "ready": False, "documents": 0}
        return JSONResponse(state, 503, {"retry-after": "1"})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start the app in this loop once it is made, and stop it when the server stops."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        stopped = asyncio.Event()

        async def run() -> None:
            while not self._prepared.is_set():
                await asyncio.sleep(0.05)
            made = self._made
            assert made is not None
            async with made.router.lifespan_context(made):
                self._app = made
                self._open.set()
                await stopped.wait()

        running = asyncio.create_task(run())
        await receive()
        if self._app is None:
            running.cancel()
        stopped.set()
        await asyncio.gather(running, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})
