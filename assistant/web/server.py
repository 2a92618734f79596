"""Serving the page: one socket, one process, nothing fetched from or sent to anywhere else."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from threading import Thread
from typing import Any

from assistant.web.record import Record
from corpus.errors import UserError

# The browser itself is told to load from, and talk to, this server only. gradio's own page needs
# inline scripts, and its HTML component compiles its templates, so these two cannot be forbidden.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, Callable[[], Awaitable[_Message]], _Send], Awaitable[None]]


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


def serve(bound: socket.socket, open_record: Callable[[], Record]) -> None:
    """Serve until stopped. The page is up first; the record opens behind it.

    Prints the address once questions can be answered.

    Raises:
        Exception: whatever `open_record` raised; the server has stopped by then.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    from assistant.web.page import build
    from assistant.web.style import HEAD, theme

    record: Future[Record] = Future()
    # FastAPI's own documentation pages load their scripts from elsewhere: they are off.
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        outer,
        build(record.result).queue(default_concurrency_limit=None),
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        max_file_size="1b",  # nothing is uploaded here, though gradio offers the way
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        head=HEAD,
    )
    config = uvicorn.Config(
        _with_headers(outer), log_level="warning", access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)

    def open_behind() -> None:
        try:
            record.set_result(open_record())
        except BaseException as error:  # handed on: `record.result()` below raises it
            record.set_exception(error)
            server.should_exit = True
        else:
            print(f"Ready: {address_of(bound)}", flush=True)

    print("Getting the record ready; the first time takes longer.", file=sys.stderr, flush=True)
    Thread(target=open_behind, daemon=True).start()
    server.run(sockets=[bound])
    if record.done():
        record.result()


def _with_headers(app: _App) -> _App:
    """`app` with the security headers on every response."""

    async def answer(
        scope: _Message, receive: Callable[[], Awaitable[_Message]], send: _Send
    ) -> None:
        async def send_with_headers(message: _Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer
