"""Answers of ModernGov's web service (mgWebService.asmx): a meeting, meetings, committees.

Words in them are HTML that was escaped to stand in XML, and often escaped once more before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.dates import find_date
from corpus.errors import ReadingError
from corpus.reading.compose import compose
from corpus.reading.html.head import note_hidden
from corpus.reading.html.hidden import remove_hidden
from corpus.reading.html.markup import Element, parse_text, resolve_escapes
from corpus.reading.html.parts import read_parts
from corpus.reading.options import ReadingOptions
from corpus.reading.parts import Cell, Paragraph, Part, Table
from corpus.reading.types import Reading
from corpus.reading.xml import parse_xml

if TYPE_CHECKING:
    from corpus.reading.xml import Element as XmlElement

_ABOUT = (("Venue", "meetinglocation"), ("Status", "meetingstatus"))
_TEXTS = (
    ("Agenda", "agendatext"),
    ("Decision", "decisionnonemptyhtmlbody"),
    ("Minutes", "minutesnonemptyhtmlbody"),
)
_ATTENDANCE = (
    ("Name", "name"),
    ("Role", "roledescription"),
    ("Attendance", "attendance"),
    ("Representing", "representing"),
)


def read_moderngov_xml(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The record in an answer to GetMeeting, GetMeetings or GetCommittees, SOAP around it or not.

    Raises `ReadingError` for damaged XML and for XML that is no such answer.
    """
    root = _localise(parse_xml(path.read_bytes(), str(path)))
    for name, read in _ANSWERS.items():
        if found := next(root.find(name), None):
            return read(found)
    raise ReadingError(
        f"{path}: XML of a kind that is not read; ModernGov's web service is the one that is"
    )


def _localise(source: XmlElement) -> Element:
    """The tree without its namespaces, element names in lower case."""
    root = Element("")
    stack = [(source, root)]
    while stack:
        given, element = stack.pop()
        element.tag = str(given.tag).rpartition("}")[2].lower()
        element.attributes = {str(name).lower(): str(value) for name, value in given.items()}
        element.children.append(given.text or "")
        for child in given:
            below = Element("")
            element.children += (below, child.tail or "")
            stack.append((child, below))
    return root


def _read_meeting(meeting: Element) -> Reading:
    committee = _say(meeting, "committeetitle") or _say(meeting, "refertocommittee")
    when = " ".join(filter(None, (_say(meeting, "meetingdate"), _say(meeting, "meetingtime"))))
    title = ", ".join(filter(None, (committee or "Meeting", when)))
    parts: list[Part] = [Paragraph(text=title, level=1)]
    parts += (
        Paragraph(text=f"{label}: {words}")
        for label, name in _ABOUT
        if (words := _say(meeting, name))
    )
    attendees = list(meeting.find("attendee"))
    if attendees:
        parts += (Paragraph(text="Attendance", level=2), _tabulate(attendees))
    hidden = 0
    minuted = False
    for item in meeting.find("agendaitem"):
        number = _say(item, "fulldisplaynumberformat") or _say(item, "minutesitemnumber")
        title_of = _say(item, "agendaitemtitle")
        parts.append(Paragraph(text=title_of or "Item", marker=number, level=2))
        for heading, name in _TEXTS:
            body = _read_body(item, name)
            hidden += remove_hidden(body)
            if below := read_parts(body):
                parts += (Paragraph(text=heading, level=3), *_deepen(below))
                minuted = minuted or heading == "Minutes"
        if documents := list(_list_documents(item)):
            parts += (Paragraph(text="Documents", level=3), *documents)
    date = find_date(_say(meeting, "meetingdate"))
    stated = {
        "title": title,
        "committee": committee,
        "kind": "minutes" if minuted else "agenda",
        "date": date[0] if date else "",
    }
    reading = compose(parts, title=title, notes=note_hidden(hidden))
    kept = {name: value for name, value in stated.items() if value}
    return replace(reading, stated=MappingProxyType(kept))


def _read_meetings(answer: Element) -> Reading:
    parts: list[Part] = []
    committee = ""
    for committee_of in answer.find("committee"):
        committee = _say(committee_of, "committeetitle")
        parts += (Paragraph(text=committee or "Meetings", level=1), _list_meetings(committee_of))
    if not parts:
        parts += (Paragraph(text="Meetings", level=1), _list_meetings(answer))
    return replace(
        compose(parts, title=f"Meetings of {committee}" if committee else "Meetings"),
        stated=MappingProxyType({"kind": "other"}),
    )


def _read_committees(answer: Element) -> Reading:
    lines: list[tuple[str, ...]] = [("Committee", "Category")]
    lines += (
        (_say(one, "committeetitle"), _say(one, "committeecategory"))
        for one in answer.find("committee")
    )
    parts: list[Part] = [Paragraph(text="Committees", level=1), _to_table(lines)]
    return replace(compose(parts, title="Committees"), stated=MappingProxyType({"kind": "other"}))


_ANSWERS: dict[str, Callable[[Element], Reading]] = {
    "getmeetings": _read_meetings,
    "getmeetingsbydate": _read_meetings,
    "committees": _read_committees,
    "meeting": _read_meeting,
}
"""The reader of each answer, by the element that holds it; a list of meetings before a meeting."""


def _say(element: Element, name: str) -> str:
    """The words of the element's first child of that name, escaping resolved; "" for none."""
    found = next((c for c in element.children if isinstance(c, Element) and c.tag == name), None)
    if found is None:  # a committee's title stands with each document of the meeting
        found = next(element.find(name), None)
    return parse_text(found.text()).text() if found else ""


def _read_body(item: Element, name: str) -> Element:
    """The HTML in an element: escaped as its text, or, by some installations, left as elements."""
    found = next(item.find(name), None)
    if found is None:
        return Element("html")
    if any(isinstance(child, Element) for child in found.children):
        resolve_escapes(found)
        return found
    return parse_text("".join(child for child in found.children if isinstance(child, str)))


def _deepen(parts: list[Part]) -> Iterator[Part]:
    """The parts, their headings below those of the item that they belong to."""
    for part in parts:
        level = part.level if isinstance(part, Paragraph) else 0
        yield replace(part, level=level + 3) if isinstance(part, Paragraph) and level else part


def _list_documents(item: Element) -> Iterator[Paragraph]:
    for document in item.find("linkeddoc"):
        restricted = _say(document, "isrestricted").lower() == "true"
        title, address = _say(document, "title"), _say(document, "url")
        if title and address and not restricted:
            yield Paragraph(text=f"{title} ({address.replace(' ', '%20')})", marker="•")


def _tabulate(attendees: list[Element]) -> Table:
    """A row for each person."""
    people = [
        [parse_text(one.attributes.get(name, "")).text() for _, name in _ATTENDANCE]
        for one in attendees
    ]
    return _to_table([tuple(label for label, _ in _ATTENDANCE), *map(tuple, people)])


def _list_meetings(committee: Element) -> Table:
    names = ("meetingdate", "meetingtime", "meetingstatus")
    lines: list[tuple[str, ...]] = [("Date", "Time", "Status")]
    lines += (tuple(_say(one, name) for name in names) for one in committee.find("meeting"))
    return _to_table(lines)


def _to_table(lines: list[tuple[str, ...]]) -> Table:
    """The first line holds the heads; a column that holds nothing else is left out."""
    used = [place for place in range(len(lines[0])) if any(line[place] for line in lines[1:])]
    return Table(
        rows=tuple(
            tuple(Cell(parts=(Paragraph(text=line[place]),)) for place in used) for line in lines
        )
    )
