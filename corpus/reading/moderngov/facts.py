"""What a ModernGov page states of itself: committee, date, kind, publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from corpus.dates import WRITTEN, find_date
from corpus.reading.html.markup import Element

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MEETING = re.compile(
    r"(?P<announced>(?:Agenda|Decisions?|Minutes|Attendance|Meeting)\s+(?:for|of)\s+)?"
    r"(?P<committee>\S.*?)\s*(?:[-–,]|\bon\b|\bheld on\b)\s*"
    rf"(?P<date>(?:{_WEEKDAY}\b|{WRITTEN.pattern}).*)",
    re.IGNORECASE | re.DOTALL,
)
"""A committee with the day it met: "Cabinet - Thursday 15 January 2026 7.30 pm"."""

_COMMITTEE = re.compile(
    r"\b(?:Committee|Cabinet|Board|Council|Panel|Executive|Forum|Commission|Group|Assembly)\b",
    re.IGNORECASE,
)
_BODY = re.compile(r"\b(?:Council|Authority|Corporation|Trust|Board|Assembly|Parliament|Senedd)\b")
_SYSTEM = re.compile(r"\bmodern\.?\s?(?:gov|council)\b", re.IGNORECASE)
_PUBLISHERS = ("dc.publisher", "dcterms.publisher", "dc.creator", "dcterms.creator", "og:site_name")
_DECIDED = ("date of decision", "decision date", "date of meeting", "meeting date")


def state_page(said: Mapping[str, str], title: str, content: Element) -> Mapping[str, str]:
    """Field of `corpus.types.Metadata` -> value, for what the page says in so many words.

    Args:
        said: of the page's head, as `read_head` gives it.
        title: over the record; "" for none.
        content: the record.
    """
    labels = _read_labels(content)
    committee, date = _find_meeting((title, *_lines(content), said.get("dc.title", "")))
    if _COMMITTEE.search(maker := labels.get("decision maker", "")):
        committee = maker
    decided = (find_date(labels.get(label, "")) for label in _DECIDED)
    stated = {
        "title": title,
        "body": find_body(said),
        "committee": committee,
        "kind": _find_kind(content, labels),
        "date": next((found[0] for found in decided if found), date),
        "url": said.get("canonical") or said.get("og:url", ""),
    }
    return MappingProxyType({name: value for name, value in stated.items() if value})


def find_body(said: Mapping[str, str]) -> str:
    """The council that publishes the page; "" where the page names none."""
    page = said.get("title", "")
    ends = re.split(r"\s+[-–|]\s+", page)[1:]
    for name in (*(said.get(key, "") for key in _PUBLISHERS), *reversed(ends)):
        if _BODY.search(name) and not _SYSTEM.search(name) and not WRITTEN.search(name):
            return name
    return ""


def _find_meeting(lines: tuple[str, ...]) -> tuple[str, str]:
    """The committee that met and the day, "" for what no line says."""
    for line in lines:
        match = _MEETING.match(line)
        if match and (match["announced"] or _COMMITTEE.search(match["committee"])):
            found = find_date(match["date"])
            return match["committee"], found[0] if found else ""
    return "", ""


def _lines(content: Element) -> Iterator[str]:
    """The lines that name the meeting of an item: "Meeting of Cabinet, 3 May 2024 (Item 7.)"."""
    for element in content.find("li", "p"):
        if (text := element.text()).startswith("Meeting of "):
            yield text


def _read_labels(content: Element) -> Mapping[str, str]:
    """What stands behind each label of the page, by the label in lower case."""
    labels: dict[str, str] = {}
    for paragraph in content.find("p", "li"):
        for label in paragraph.find_class("mgLabel"):
            name = label.text()
            value = paragraph.text().removeprefix(name).strip()
            labels.setdefault(name.rstrip(" :?").lower(), value)
    return labels


def _find_kind(content: Element, labels: Mapping[str, str]) -> str:
    """One of `KINDS`: minutes where the page gives any, "other" for what is no agenda either."""
    heads = (*content.find_class("mgSubItemTitleTxt"), *content.find("h3"))
    if any(head.text().rstrip(": ").lower() == "minutes" for head in heads):
        return "minutes"
    return "agenda" if any(content.find_class("mgItemTable")) else "other"
