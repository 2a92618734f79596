"""What a web page holds beside its content: navigation, banners, notices about cookies."""

from __future__ import annotations

import re

from corpus.reading.html.markup import Element

_MAIN_IDS = frozenset(("main", "content", "main-content", "maincontent", "page-content"))
_TAGS = frozenset(("nav", "menu", "search"))
_ROLES_NAMES = (
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar "
    "toolbar tablist tooltip"
)
_ROLES = frozenset(_ROLES_NAMES.split())
_ENDS = frozenset(("header", "footer", "aside"))
"""Furniture of the page, but content where they stand inside an article or the main part."""

_NAMES = re.compile(
    r"(?:^|[^a-z])(?:cookies?|consent|gdpr|breadcrumbs?|nav(?:bar|igation)?|menu|skip-?links?"
    r"|pagination|pager|share|sharing|social|back-?to-?top|site-?(?:header|footer)|newsletter"
    r"|print-?(?:link|page)|page-?tools|feedback)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_SPOKEN = 1000
"""Characters from which an element is no mere banner, whatever it is called."""

_LINKED = 0.5
"""Share of an element's text that stands in links, from which it is navigation."""

_MAIN = 0.25
"""Share of the page's text that its main part holds at least, where it is the main part."""


def choose_content(root: Element) -> Element:
    """The element that holds what the page is for, its furniture taken out; at worst all of it."""
    body = next(root.find("body"), root)
    whole = len(body.text())
    _remove_named(body, whole)
    candidates = [
        [e for e in body.walk() if e.tag == "main" or e.attributes.get("role") == "main"],
        [e for e in body.walk() if e.attributes.get("id", "").lower() in _MAIN_IDS],
        list(body.find("article")),
    ]
    for found in candidates:
        if len(found) == 1 and len(found[0].text()) >= _MAIN * len(body.text()):
            return found[0]
    ends = {id(e) for e in _outside(body, "article", "main", "section") if e.tag in _ENDS}
    if len(body.text()) > sum(len(e.text()) for e in body.walk() if id(e) in ends):
        body.remove(ends)
    return body


def _outside(body: Element, *tags: str) -> list[Element]:
    """The elements that stand in none of the tags."""
    found: list[Element] = []
    stack = [body]
    while stack:
        element = stack.pop()
        found.append(element)
        if element.tag not in tags:
            stack.extend(child for child in element.children if isinstance(child, Element))
    return found


def _remove_named(body: Element, whole: int) -> None:
    unwanted: set[int] = set()
    for element in body.walk():
        if element is body or element.tag in ("main", "article"):
            continue
        role = element.attributes.get("role", "").lower()
        if (
            element.tag in _TAGS
            or role in _ROLES
            or (_is_named(element) and _is_furniture(element, whole))
        ):
            unwanted.add(id(element))
    body.remove(unwanted)


def _is_named(element: Element) -> bool:
    given = element.attributes
    return bool(
        _NAMES.search(given.get("id", ""))
        or any(_NAMES.search(name.replace("_", "-")) for name in element.classes)
    )


def _is_furniture(element: Element, whole: int) -> bool:
    """Whether an element with such a name is small, or made of links."""
    text = element.text()
    if any(element.find("h1", "main", "article")) or 2 * len(text) > whole:
        return False
    linked = sum(len(link.text()) for link in element.find("a"))
    return len(text) < _SPOKEN or linked > _LINKED * len(text)
