"""Connections that go only where they may and end when they must: the only importer of httpcore.

Names are looked up here, the numbers they give are checked, and the connection goes to a number
that was checked: a name that changes its mind between check and use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore

from corpus.errors import FetchError
from corpus.web.addresses import is_public

NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.RemoteProtocolError,
    httpcore.ConnectionNotAvailable,
)
"""What may pass when it is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A server's answer while its body is still to be read."""

    status: int
    headers: dict[str, str]  # names in lower case; of a repeated one the last
    body: Iterator[bytes]


class Transport:
    """One connection, kept between requests to the same host."""

    def __init__(self, *, private: bool, seconds: float) -> None:
        self._backend = _Guarded(private=private)
        self._seconds = seconds
        self._pool = httpcore.ConnectionPool(
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=30,
            network_backend=self._backend,
        )

    def close(self) -> None:
        """End the connection."""
        self._pool.close()

    @contextmanager
    def get(self, address: str, headers: dict[str, str]) -> Iterator[Answer]:
        """Ask for an address; nothing is followed or unpacked.

        Raises one of `NETWORK_ERRORS`, also when the whole takes longer than allowed; `FetchError`
        when the address leads to a machine that may not be connected to.
        """
        self._backend.deadline = time.monotonic() + self._seconds
        each = dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)
        with self._pool.stream(
            "GET", address, headers=list(headers.items()), extensions={"timeout": each}
        ) as response:
            given = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            yield Answer(status=response.status, headers=given, body=response.iter_stream())


class _Guarded(httpcore.NetworkBackend):
    """Connects to checked numbers only, and lets no step go on beyond the deadline."""

    def __init__(self, *, private: bool) -> None:
        self.deadline = 0.0  # time.monotonic() at which the request must be over
        self._private = private
        self._plain = httpcore.SyncBackend()

    def left(self, timeout: float | None) -> float:
        """Seconds that a step may take."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the request took too long")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectError("the name leads to no address")
        for number in self._look_up(host, port):
            try:
                stream = self._plain.connect_tcp(
                    number, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Timed(stream, self)
        raise problem

    def _look_up(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from None
        numbers = list(dict.fromkeys(str(place[4][0]) for place in found))
        if self._private:
            return numbers
        public = [number for number in numbers if is_public(number)]
        if numbers and not public:
            raise FetchError(
                f"{host}: leads to {numbers[0]}, an address inside a private network; "
                "allow it with --private if you mean it"
            )
        return public


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, backend: _Guarded) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _Timed(stream, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
