"""The addresses of ModernGov, and where its pages lead: to meetings, papers, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from corpus.errors import FetchError
from corpus.reading.html.hidden import remove_hidden
from corpus.reading.html.markup import Element
from corpus.web.addresses import normalise

LinkKind = Literal["committee", "meeting", "record", "other"]
"""A list of meetings; a meeting's page; a page or file that is only fetched; anything else."""

_COMMITTEES = frozenset(("ielistmeetings.aspx", "mgcommitteedetails.aspx"))
_MEETINGS = frozenset(("ielistdocuments.aspx",))
_PAGES = frozenset(("mgmeetingattendance.aspx", "iedecisiondetails.aspx"))
_FILES = re.compile(r"(?:^|/)documents/|/mgConvert2PDF\.aspx$", re.IGNORECASE)
_PACK = re.compile(r"(?:^|/)documents/g\d+/.*\bpack\b|/mgChooseDocPack", re.IGNORECASE)
"""All papers of a meeting in one file: each of them is fetched by itself."""

_MEETING_KEYS = ("CId", "MId")
_FILE_SIZE = re.compile(r"\s*\(?PDF(?:\s*,)?\s*[\d.]+\s*[KMG]?B\)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a page leads to."""

    address: str
    kind: LinkKind
    title: str  # the words of the link


def find_kind(address: str) -> LinkKind:
    """What a ModernGov address brings, by its path; "other" for any other site's."""
    parts = urlsplit(address)
    page = parts.path.rpartition("/")[2].lower()
    if page in _COMMITTEES:
        return "committee"
    if page in _MEETINGS:
        return "meeting"
    is_record = page in _PAGES or (
        _FILES.search(parts.path) and not _PACK.search(unquote(parts.path))
    )
    return "record" if is_record else "other"


def to_list(address: str) -> str:
    """The address of the list of a committee's meetings, from that or the committee's own page."""
    parts = urlsplit(address)
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    if parts.path.lower().endswith("mgcommitteedetails.aspx") and "id" in query:
        return urljoin(address, f"ieListMeetings.aspx?{urlencode({'CId': query['id'], 'Year': 0})}")
    return address


def find_links(root: Element, base: str) -> Iterator[Link]:
    """The links of a ModernGov page to committees' older meetings, meetings and records."""
    remove_hidden(root)
    whole = next((e for e in root.walk() if e.attributes.get("id") == "modgov"), root)
    whole.remove({id(e) for e in whole.find_class("mgFileSize")})
    seen: set[str] = set()
    for element in whole.find("a"):
        try:
            address = _shorten(normalise(element.attributes.get("href", ""), base))
        except FetchError:  # mailto:, javascript: and the like
            continue
        kind = find_kind(address)
        if kind == "committee" and "act=earlier" not in address.lower():
            continue
        if kind != "other" and address not in seen:
            seen.add(address)
            title = _FILE_SIZE.sub("", element.text())
            yield Link(address=address, kind=kind, title=title)


def _shorten(address: str) -> str:
    """A meeting's address with nothing but its numbers: pages write it in many ways."""
    if find_kind(address) != "meeting":
        return address
    given = {name.lower(): value for name, value in parse_qsl(urlsplit(address).query)}
    given.setdefault("mid", given.get("meetingid", ""))
    wanted = {name: given[name.lower()] for name in _MEETING_KEYS if given.get(name.lower())}
    return urljoin(address, f"{urlsplit(address).path}?{urlencode(wanted)}") if wanted else address
