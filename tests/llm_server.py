"""A scripted OpenAI-compatible server over real HTTP, which streams, for tests: standard library.

A script says for each request, in turn, what is sent back; the last one is repeated. What was
asked is kept.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One response."""

    text: str = ""  # of the reply, streamed
    size: int = 7  # characters of a piece
    pause: float = 0.0  # seconds before each piece
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None  # sent as it is, in place of a stream
    silence: float = 0.0  # seconds before anything is sent
    stop_after: int | None = None  # characters after which the connection is cut
    endless: bool = False  # the text over and over
    ending: str | None = "stop"
    done: bool = True  # whether "[DONE]" ends the stream


@dataclass(slots=True)
class Server:
    """Where it listens, and what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


class _Quiet(ThreadingHTTPServer):
    """Says nothing of clients that have gone."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a lost connection be; anything else is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def serve(scripts: Sequence[Script | str]) -> Iterator[Server]:
    """A server that answers by the scripts; a plain text is a reply."""
    plays = [Script(text=one) if isinstance(one, str) else one for one in scripts]
    closing = Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            self._send_whole(json.dumps({"object": "list", "data": [{"id": "scripted"}]}).encode())

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            play = plays[min(len(server.requests), len(plays) - 1)]
            server.requests.append(asked)
            server.keys.append(self.headers["Authorization"])
            closing.wait(play.silence)
            try:
                if play.body is not None or play.status != 200:
                    self._send_whole(play.body or b'{"error": {"message": "no"}}', play)
                else:
                    self._stream(play)
            except OSError:  # the client has gone
                self.close_connection = True

        def _send_whole(self, body: bytes, play: Script | None = None) -> None:
            self.send_response(play.status if play else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, content in play.headers if play else ():
                self.send_header(name, content)
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, play: Script) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            sent = 0
            while True:
                for start in range(0, len(play.text), play.size):
                    if play.stop_after is not None and sent >= play.stop_after:
                        self.connection.shutdown(socket.SHUT_RDWR)
                        return
                    time.sleep(play.pause)
                    piece = play.text[start : start + play.size]
                    self._event({"choices": [{"index": 0, "delta": {"content": piece}}]})
                    sent += len(piece)
                if not play.endless or closing.is_set():
                    break
            if play.ending:
                end = {"index": 0, "delta": {}, "finish_reason": play.ending}
                self._event({"choices": [end]})
                self._event({"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 7}})
            if play.done:
                self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _event(self, data: dict[str, Any]) -> None:
            whole = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": "scripted",
            }
            self._chunk(f"data: {json.dumps(whole | data)}\n\n".encode())

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()

    listening = _Quiet(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{listening.server_port}/v1")
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        closing.set()
        listening.shutdown()
        listening.server_close()
