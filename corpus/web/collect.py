"""A web address turned into files of a folder: a page, a file, a ModernGov meeting or committee."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from corpus.errors import FetchError
from corpus.reading.html.head import find_title, read_head
from corpus.reading.html.markup import Element, parse_markup
from corpus.reading.moderngov.reader import is_moderngov, read_moderngov
from corpus.web.addresses import host_of, normalise
from corpus.web.client import Client, SpentError
from corpus.web.links import LinkKind, find_kind, find_links, to_list
from corpus.web.naming import name_file
from corpus.web.state import Kept, State, open_state
from corpus.web.types import Collected, Progress, Report, WebOptions

_HELD = ("etag", "last-modified", "content-type")
_SHARED = ("committee", "date", "body")
"""What a meeting's page states of its papers too."""

_LEADS_TO: Mapping[LinkKind, tuple[LinkKind, ...]] = {
    "committee": ("meeting", "committee"),
    "meeting": ("record",),
}

_PRINTED = (("printed minutes", "minutes"), ("agenda frontsheet", "agenda"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """An address still to be fetched."""

    address: str
    kind: LinkKind
    title: str | None = None
    stated: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def collect(
    address: str,
    folder: Path,
    options: WebOptions = WebOptions(),
    progress: Report | None = None,
) -> list[Collected]:
    """Fetch what the address names into the folder, and say of each file where it came from.

    A page or file brings itself; a ModernGov meeting its page, minutes, attendance, decisions and
    supporting documents; a ModernGov committee its meetings with theirs, newest first. What could
    not be fetched is in the list too, with its problem. A folder that holds an interrupted run of
    the same address is carried on with.

    Raises `FetchError` when the address itself cannot be fetched.
    """
    first = to_list(normalise(address))
    client = Client(options)
    try:
        run = _Run(client=client, state=open_state(folder), options=options, progress=progress)
        return run.collect(_Wanted(address=first, kind=find_kind(first)))
    finally:
        client.close()


@dataclass(slots=True, kw_only=True)
class _Run:
    client: Client
    state: State
    options: WebOptions
    progress: Report | None
    collected: list[Collected] = field(default_factory=list)
    queue: deque[_Wanted] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)

    def collect(self, first: _Wanted) -> list[Collected]:
        self.state.save()  # a run that is cut short is known by it
        self._want([first])
        while self.queue:
            wanted = self.queue.popleft()
            try:
                self._bring(wanted)
            except SpentError as error:
                self._stop(first, wanted, error)
                return self.collected
            except FetchError as error:
                if wanted is first:
                    raise
                self.collected.append(
                    Collected(
                        address=wanted.address, path=None, title=wanted.title, problem=str(error)
                    )
                )
            if self.progress:
                self.progress(self._count(wanted))
        self.state.finished = True
        self.state.save()
        return self.collected

    def _stop(self, first: _Wanted, wanted: _Wanted, error: SpentError) -> None:
        reason = str(error).removeprefix(f"{wanted.address}: ")
        left = len(self.queue) + 1
        self.collected.append(
            Collected(
                address=first.address,
                path=None,
                problem=f"{first.address}: {reason}; {left} known addresses are left: "
                "run it again to go on, or allow more",
            )
        )

    def _count(self, wanted: _Wanted) -> Progress:
        return Progress(
            address=wanted.address,
            done=len(self.known) - len(self.queue),
            known=len(self.known),
            bytes=self.client.bytes,
        )

    def _want(self, found: list[_Wanted]) -> None:
        """Put what is new in front, so that a meeting is whole before the next is begun."""
        new = [wanted for wanted in found if wanted.address not in self.known]
        self.known.update(wanted.address for wanted in new)
        self.queue.extendleft(reversed(new))

    def _bring(self, wanted: _Wanted) -> None:
        kept, unchanged = self._fetch(wanted)
        path = self.state.folder / kept.file
        found = Collected(
            address=kept.address,
            path=path,
            title=wanted.title,
            stated=wanted.stated,
            unchanged=unchanged,
        )
        if path.suffix == ".html":
            found = _describe(found)
            self._want(self._follow(wanted, found))
        if wanted.kind != "committee":
            self.collected.append(found)

    def _follow(self, wanted: _Wanted, page: Collected) -> list[_Wanted]:
        """What a page leads to and its kind is fetched for."""
        allowed = _LEADS_TO.get(wanted.kind)
        if page.path is None or not allowed:
            return []
        shared = {name: page.stated[name] for name in _SHARED if name in page.stated}
        return [
            _Wanted(
                address=link.address,
                kind=link.kind,
                title=link.title if link.kind == "record" else None,
                stated=MappingProxyType(shared | _find_kind(link.title)),
            )
            for link in find_links(_parse(page.path), page.address)
            if link.kind in allowed
            and (self.options.elsewhere or host_of(link.address) == host_of(page.address))
        ]

    def _fetch(self, wanted: _Wanted) -> tuple[Kept, bool]:
        """What is held of an address when it has been asked for, and whether it was held before."""
        held = self.state.find(wanted.address)
        if held and self.state.is_fresh(held):
            return held, True
        part = self.state.folder / ".part"
        try:
            got = self.client.fetch(wanted.address, part, held.headers if held else {})
            if got.unchanged and held:
                kept = replace(held, run=self.state.run)
            else:
                headers = dict(got.headers)
                name = name_file(part, got.address, headers, wanted.title or _find_page_title(part))
                file = self._free(name, held)
                os.replace(part, self.state.folder / file)
                kept = Kept(
                    file=file,
                    address=got.address,
                    headers={key: headers[key] for key in _HELD if key in headers},
                    run=self.state.run,
                )
        finally:
            part.unlink(missing_ok=True)
        self.state.kept[wanted.address] = kept
        self.state.save()
        return kept, kept.file == (held.file if held else None) and got.unchanged

    def _free(self, name: str, held: Kept | None) -> str:
        """A name that no other address has, told apart by a number."""
        taken = {kept.file.lower() for kept in self.state.kept.values() if kept is not held}
        bare = Path(name)
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{bare.stem} {number}{bare.suffix}"
        return name


def _describe(page: Collected) -> Collected:
    """A page with the title and all else that it states of itself."""
    assert page.path is not None
    root = _parse(page.path)
    title = page.title or find_title(read_head(root))
    stated: Mapping[str, str] = {}
    if is_moderngov(root):
        reading = read_moderngov(root)
        title, stated = reading.title or title, reading.stated
    return replace(page, title=title, stated=MappingProxyType({**page.stated, **stated}))


def _find_kind(title: str) -> dict[str, str]:
    """The kind of a file that ModernGov prints of a meeting, by the words of its link."""
    found = next((kind for words, kind in _PRINTED if title.lower().startswith(words)), None)
    return {"kind": found} if found else {}


def _parse(path: Path) -> Element:
    return parse_markup(path.read_bytes())


def _find_page_title(part: Path) -> str | None:
    """The title of a page, for its name; None for any other file."""
    with part.open("rb") as opened:
        if not opened.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return None
    return find_title(read_head(_parse(part)))
