"""One address fetched into a file: politely, again when it failed in passing, within the bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from corpus.errors import FetchError
from corpus.web.addresses import host_of, normalise, origin_of
from corpus.web.robots import Rules, read_rules
from corpus.web.transport import NETWORK_ERRORS, Answer, Transport
from corpus.web.types import WebOptions

_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_MOVED = frozenset((301, 302, 303, 307, 308))
_RULES_BYTES = 500 * 1024  # of a robots.txt that are read: RFC 9309 asks for as much at least
_LONGEST_BACKOFF = 30.0  # seconds between tries, where the server names none
_REASONS = {
    401: "asks for a password",
    403: "refuses to give it to programs or to people without a login",
    404: "has no such page; check the address",
    410: "has taken the page away",
}


class SpentError(FetchError):
    """A bound of the whole run is reached: what is left to fetch must wait for another run."""


class _PassingError(Exception):
    """A failure that may be gone when the request is made again."""

    def __init__(self, what: str, *, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait  # seconds that the server asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back for an address."""

    address: str  # after redirects
    unchanged: bool  # the body that we hold is still the newest, and none was sent
    headers: Mapping[str, str]  # names in lower case


class Client:
    """Fetches one address after another, and counts what it brings."""

    def __init__(self, options: WebOptions) -> None:
        self.pages = 0
        self.bytes = 0
        self._options = options
        self._transport = Transport(private=options.private, seconds=options.seconds)
        self._rules: dict[str, Rules] = {}
        self._asked: dict[str, float] = {}  # host -> time.monotonic() of its last answer

    def close(self) -> None:
        """End the connection."""
        self._transport.close()

    def fetch(self, address: str, into: Path, known: Mapping[str, str]) -> Fetched:
        """Fetch an address into a file, which is written only where a body came whole.

        Args:
            address: normalised.
            into: the file.
            known: headers of the body that we hold, for a server that can say it is unchanged.

        Raises `FetchError` when it cannot be had, `SpentError` when a bound is reached.
        """
        if self.pages >= self._options.pages:
            raise SpentError(f"{address}: {self.pages} pages are fetched, as many as are allowed")
        self.pages += 1
        asked = {}
        if "etag" in known:
            asked["If-None-Match"] = known["etag"]
        if "last-modified" in known:
            asked["If-Modified-Since"] = known["last-modified"]
        with into.open("wb") as file:
            return self._follow(address, asked, file)

    def _follow(self, address: str, asked: Mapping[str, str], file: BinaryIO) -> Fetched:
        first = address
        for _ in range(self._options.redirects + 1):
            rules = self._read_rules(origin_of(address))
            if not rules.allow(address):
                raise FetchError(f"{address}: the site asks programs not to fetch it (robots.txt)")
            status, headers = self._try(address, asked, file)
            if status not in _MOVED:
                self._check(address, status)
                return Fetched(address=address, unchanged=status == 304, headers=headers)
            address = self._redirect(address, headers.get("location", ""))
        raise FetchError(f"{first}: leads from one address to the next without end")

    def _redirect(self, address: str, location: str) -> str:
        target = normalise(location, address) if location else ""
        if not target or target.lower().split("?")[0].endswith("/mgerror.aspx"):
            raise FetchError(f"{address}: the site has no such page; check the address")
        if host_of(target) != host_of(address) and not self._options.elsewhere:
            raise FetchError(
                f"{address}: leads to another host, {host_of(target)}; "
                "give that address, or allow it with --elsewhere"
            )
        return target

    def _read_rules(self, origin: str) -> Rules:
        """The site's wishes; a site without a robots.txt has none."""
        if origin not in self._rules:
            body = BytesIO()
            address = f"{origin}/robots.txt"
            for _ in range(self._options.redirects + 1):
                status, headers = self._try(address, {}, body, most=_RULES_BYTES)
                if status not in _MOVED or not headers.get("location"):
                    break
                address = normalise(headers["location"], address)
                if host_of(address) != host_of(origin):
                    break  # rules of somebody else
            text = body.getvalue().decode("utf-8", "replace") if status == 200 else ""
            self._rules[origin] = read_rules(text, self._options.agent)
        return self._rules[origin]

    def _check(self, address: str, status: int) -> None:
        if status not in (200, 203, 304):
            reason = _REASONS.get(status, "cannot give it")
            raise FetchError(f"{address}: the site {reason} (HTTP {status})")

    def _try(
        self, address: str, asked: Mapping[str, str], file: BinaryIO, *, most: int | None = None
    ) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer, its body in the file; again while a failure may pass.

        With `most`, what is beyond so many bytes is left out; else it is an error.
        """
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        retrying = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self._options.retries + 1),
            wait=lambda state: self._backoff(
                state.outcome.exception() if state.outcome else None, state.attempt_number
            ),
            reraise=True,
        )
        try:
            return retrying(self._ask, address, asked, file, most)
        except _PassingError as error:
            tries = self._options.retries + 1
            raise FetchError(
                f"{address}: {error}, {tries} times in a row; try again later"
            ) from None

    def _backoff(self, error: BaseException | None, attempt: int) -> float:
        wait = error.wait if isinstance(error, _PassingError) else None
        if wait is not None:
            return wait
        return float(min(max(self._options.delay, 0.1) * 2**attempt, _LONGEST_BACKOFF))

    def _ask(
        self, address: str, asked: Mapping[str, str], file: BinaryIO, most: int | None
    ) -> tuple[int, dict[str, str]]:
        self._wait(address)
        file.seek(0)
        file.truncate()
        headers = {
            "Host": address.split("/")[2],
            "User-Agent": f"{self._options.agent} (fetches records that its user asked for)",
            "Accept": "*/*",
            "Accept-Encoding": "identity",  # nothing to unpack, so nothing that unpacks to too much
            **asked,
        }
        try:
            with self._transport.get(address, headers) as answer:
                self._check_passing(address, answer)
                if answer.status in (200, 203):
                    self._read_body(address, answer, file, most)
                return answer.status, answer.headers
        except NETWORK_ERRORS as error:
            what = str(error) or type(error).__name__
            raise _PassingError(f"no whole answer came ({what})") from None
        finally:
            self._asked[host_of(address)] = time.monotonic()

    def _wait(self, address: str) -> None:
        """Until the host may be asked again."""
        rules = self._rules.get(origin_of(address))
        wanted = min(rules.delay, self._options.patience) if rules else 0.0
        delay = max(self._options.delay, wanted)
        last = self._asked.get(host_of(address))
        if last is not None:
            time.sleep(max(0.0, last + delay - time.monotonic()))

    def _check_passing(self, address: str, answer: Answer) -> None:
        if answer.status not in _PASSING:
            return
        wait = _read_wait(answer.headers.get("retry-after", ""))
        if wait is not None and wait > self._options.patience:
            raise FetchError(f"{address}: the site asks to come back in {wait:.0f} s; do so then")
        raise _PassingError(f"the site answers HTTP {answer.status}", wait=wait)

    def _read_body(self, address: str, answer: Answer, file: BinaryIO, most: int | None) -> None:
        packed = answer.headers.get("content-encoding", "identity").lower()
        if packed not in ("", "identity"):
            raise FetchError(f"{address}: sent packed ({packed}), which was not asked for")
        length = answer.headers.get("content-length", "")
        size = 0
        self._check_size(address, int(length) if length.isdigit() else 0, most)
        for chunk in answer.body:
            size += len(chunk)
            self._check_size(address, size, most)
            if most is not None and size > most:
                file.write(chunk[: most - size])
                break
            file.write(chunk)
        self.bytes += size

    def _check_size(self, address: str, size: int, most: int | None) -> None:
        if most is not None:
            return
        if size > self._options.file_bytes:
            raise FetchError(
                f"{address}: larger than {self._options.file_bytes:,} bytes, the most for one file"
            )
        if self.bytes + size > self._options.bytes:
            raise SpentError(f"{address}: {self._options.bytes:,} bytes are all that is allowed")


def _read_wait(written: str) -> float | None:
    """Seconds that a Retry-After header asks for, given as seconds or as a date."""
    if written.strip().isdigit():
        return float(written)
    try:
        until = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
