"""What a user allows a fetch to do, and what it brings home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """The bounds of one `collect`. Every number is above 0 unless it says otherwise."""

    pages: int = 200  # requests that bring a page or file; robots.txt and redirects not counted
    bytes: int = 1024 * _MEBIBYTE  # of all bodies together
    file_bytes: int = 200 * _MEBIBYTE  # of one body
    seconds: float = 60.0  # for one request, from connecting to its last byte
    delay: float = 1.0  # seconds between two requests to a host, 0 or more
    retries: int = 3  # after a first try that failed for a passing reason, 0 or more
    patience: float = 120.0  # seconds, the longest wait that a server may ask for
    redirects: int = 5  # followed for one address, 0 or more
    elsewhere: bool = False  # follow redirects and fetch documents on other hosts
    private: bool = False  # connect to private, loopback and link-local addresses
    agent: str = "commissioning-record"  # product name that the requests give


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One address that was fetched, or why it was not."""

    address: str  # where it was found in the end, after redirects
    path: Path | None  # of the file written; None where `problem` says why there is none
    title: str | None = None  # as the page that links to it, or the page itself, calls it
    stated: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field of corpus.types.Metadata -> value; only what a page said
    problem: str | None = None  # one line: what, where, how to mend
    unchanged: bool = False  # the server says that the file we hold is still the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a `collect` has come, told after each request."""

    address: str
    done: int  # pages and files fetched or failed so far
    known: int  # those and the ones still to be fetched, as far as is known
    bytes: int  # of all bodies so far


Report = Callable[[Progress], None]
"""What a caller gives to be told of progress."""
