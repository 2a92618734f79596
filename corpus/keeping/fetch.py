"""What a web address brings, as candidates: each with the address it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from pydantic import ValidationError

from corpus.errors import UserError
from corpus.keeping.names import safe_name, safe_path
from corpus.keeping.types import Candidate, Leftover, Refusal
from corpus.manifest import ManifestRow
from corpus.web.types import Collected, WebOptions

FETCHED = ".fetched"
"""Hidden folder of a corpus for what was fetched: an interrupted run is carried on with, and a
later one asks only for what has changed. It may be deleted at any time."""


def is_address(wanted: str) -> bool:
    """Whether it is a web address rather than a path."""
    return wanted.lower().startswith(("https://", "http://"))


def fetch(
    address: str, folder: Path, options: WebOptions, say: Callable[[str], None]
) -> Iterator[Candidate | Refusal | Leftover]:
    """Everything that an address brings, fetched into a folder of its own in the one given."""
    from corpus.web.collect import collect  # here: nothing else in a run needs its libraries

    host = urlsplit(address).hostname or "web"
    own = folder / f"{safe_name(host)}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"
    try:
        own.mkdir(parents=True, exist_ok=True)
        collected = collect(
            address,
            own,
            options,
            lambda progress: say(f"{progress.done} of {progress.known}: {progress.address}"),
        )
    except UserError as error:
        yield Refusal(label=address, reason=str(error).removeprefix(f"{address}: "))
        return
    for item in collected:
        if item.path is None:
            reason = (item.problem or "brought nothing").removeprefix(f"{item.address}: ")
            yield Refusal(label=item.address, reason=reason)
            continue
        given, faults = _given(item)
        yield from (Leftover(label=item.address, reason=fault) for fault in faults)
        parts = item.path.relative_to(own).parts
        yield Candidate(
            path=item.path,
            label=item.address,
            name=safe_path((urlsplit(item.address).hostname or host, *parts)),
            given=given,
        )


def _given(item: Collected) -> tuple[Mapping[str, str], list[str]]:
    """What its publisher says of a document, and a sentence for each thing that cannot be."""
    said = {"url": item.address} | ({"title": item.title} if item.title else {})
    said |= {key: value for key, value in item.stated.items() if value}
    faults: list[str] = []
    try:
        ManifestRow.model_validate({"file": "any", **said})
    except ValidationError as error:
        for fault in error.errors():
            key = str(fault["loc"][0])
            value = said.pop(key, None)
            faults.append(f"its page gives {key} '{value}', which is none; not recorded")
    return MappingProxyType(said), faults
