"""Pages of ModernGov, the committee system of most UK councils, saved from its web site.

An agenda page, one item of it, a decision, an attendance list, a list of meetings: in all of them
the record stands in `#modgov`, in `mgContent` below a title, its words as HTML that Word wrote.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.reading.compose import compose
from corpus.reading.html.head import find_title, find_written, note_hidden, read_head
from corpus.reading.html.hidden import remove_hidden
from corpus.reading.html.markup import Element
from corpus.reading.html.parts import read_parts
from corpus.reading.moderngov.facts import state_page
from corpus.reading.types import Reading

_SIGNS = ("mgItemTable", "mgSubTitleTxt", "mgMainTitleTxt", "mgWordPara", "mgMeetingTableLnk")
_TITLE = ("mgSubTitleTxt", "mgMainTitleTxt")
_FURNITURE_NAMES = (
    "mgFooter mgFileSize mgHelpLine mgLinkSep mgMeetingsEarlierLater mgHiddenField mgLinks "
    "mgActionList mgSharePage mgStarRating"
)
_FURNITURE = frozenset(_FURNITURE_NAMES.split())
_TEMPLATE = re.compile(r"this is a default template, your custom branding", re.IGNORECASE)
_RECORDS = re.compile(r"(?:^|/)documents/|mgConvert2PDF\.aspx", re.IGNORECASE)


def is_moderngov(root: Element) -> bool:
    """Whether the page, or part of one, is ModernGov's."""
    return any(
        element.attributes.get("id") == "modgov" or not set(_SIGNS).isdisjoint(element.classes)
        for element in root.walk()
    )


def read_moderngov(root: Element) -> Reading:
    """The record that a ModernGov page shows: title, items under their headings, documents."""
    said = read_head(root)
    hidden = remove_hidden(root)
    marked = [e for e in root.walk() if e.attributes.get("id") == "modgov"]
    whole = marked[0] if len(marked) == 1 else root
    title = _take_title(whole)
    _remove_furniture(whole)
    content = _choose_content(whole)
    stated = state_page(said, title, content)
    _mark_headings(content)
    head = Element("h1", {}, [title] if title else [])
    reading = compose(
        read_parts(Element("div", {}, [head, content])),
        title=title or find_title(said),
        written=find_written(said),
        notes=note_hidden(hidden),
    )
    return replace(reading, stated=stated)


def _take_title(whole: Element) -> str:
    """The words over the record, which are taken out: the page's own title says only its kind."""
    for name in _TITLE:
        for element in whole.find_class(name):
            if text := element.text():
                whole.remove({id(e) for e in whole.find_class(*_TITLE) if e.text() == text})
                whole.remove({id(e) for e in whole.find_class("mgMainTitleTxt", "mgHeader")})
                return text
    return ""


def _choose_content(whole: Element) -> Element:
    """The parts that hold the record; all of it where they hold less than half of its words."""
    parts: list[Element | str] = []
    inside: set[int] = set()
    for element in whole.find_class("mgContent"):
        if id(element) not in inside:
            parts.append(element)
            inside.update(id(e) for e in element.walk())
    content = Element("div", {}, parts)
    return content if 2 * len(content.text()) >= len(whole.text()) else whole


def _remove_furniture(whole: Element) -> None:
    unwanted: set[int] = set()
    for element in whole.walk():
        classes = set(element.classes)
        if "mgActionList" in classes and any(_is_record(link) for link in element.find("a")):
            continue
        if classes & _FURNITURE or (element.tag == "p" and _TEMPLATE.search(element.text())):
            unwanted.add(id(element))
        elif element.tag == "caption" and "mgSectionTitle" in classes:
            unwanted.add(id(element))  # "Items", over the table of agenda items
    whole.remove(unwanted)


def _mark_headings(content: Element) -> None:
    """Agenda items and their parts as headings, their table as a layout, documents with address."""
    for element in list(content.walk()):
        classes = element.classes
        if element.tag == "table" and "mgItemTable" in classes:
            element.attributes["role"] = "presentation"
            for cell in element.find("td", "th"):
                cell.attributes.pop("rowspan", None)
        elif "mgItemNumberCell" in classes:
            element.children = [element.text()]
        elif element.tag == "p" and "mgAiTitleTxt" in classes:
            element.tag = "h2"
        elif "mgSubItemTitleTxt" in classes or "mgSubSubTitleTxt" in classes:
            element.tag = "h3"
            element.children = [element.text().removesuffix(":")]
        elif "mgSectionTitle" in classes or "mgTableTitleTxt" in classes:
            element.tag = "h2"
    for element in list(content.walk()):
        element.children = [out for child in element.children for out in _cite_links(child)]


def _cite_links(child: Element | str) -> list[Element | str]:
    """A link to a document with the address behind it; below a heading that is such a link."""
    if isinstance(child, str):
        return [child]
    if child.tag == "a" and _is_record(child) and child.text():
        return [child.text(), f" ({_address(child)})"]
    if child.tag == "h2":
        links = [link for link in child.find("a") if _is_record(link)]
        if links:
            items: list[Element | str] = [
                Element("li", {}, [f"{link.text()} ({_address(link)})"]) for link in links
            ]
            child.children = [child.text()]
            return [child, Element("ul", {}, items)]
    return [child]


def _is_record(link: Element) -> bool:
    return bool(_RECORDS.search(link.attributes.get("href", "")))


def _address(link: Element) -> str:
    return "%20".join(link.attributes["href"].split())
