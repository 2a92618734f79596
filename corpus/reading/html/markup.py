"""HTML bytes turned into a tree that the readers of HTML walk: the only importer of selectolax."""

from __future__ import annotations

import codecs
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Element:
    """One element; its text stands in `children` as strings, entities resolved."""

    tag: str  # lower case; "o:p" keeps its prefix
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names in its class attribute."""
        return tuple(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the document."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(
                child for child in reversed(element.children) if isinstance(child, Element)
            )

    def find(self, *tags: str) -> Iterator[Element]:
        """The elements below and including this one that have one of the tags, in order."""
        return (element for element in self.walk() if element.tag in tags)

    def find_class(self, *names: str) -> Iterator[Element]:
        """The elements below and including this one that have one of the classes, in order."""
        return (element for element in self.walk() if not set(names).isdisjoint(element.classes))

    def text(self) -> str:
        """All text below, white space of every kind as one space, none at the ends."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            else:
                stack.extend(reversed(node.children))
                if node.tag in _APART:
                    parts.append(" ")
        return " ".join("".join(parts).split())

    def remove(self, unwanted: set[int]) -> None:
        """Take out every element below whose `id()` is in the set, with what is below it."""
        for element in self.walk():
            if any(id(child) in unwanted for child in element.children):
                element.children = [c for c in element.children if id(c) not in unwanted]


_APART = frozenset(("br", "p", "div", "li", "td", "th", "tr", "h1", "h2", "h3", "h4", "dt", "dd"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:charset|<\?xml[^>]{0,60}encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)"""
)
_PRESCAN = 4096
"""Bytes in which a page declares its encoding; the HTML standard asks for the first 1024."""

_AS_WINDOWS = frozenset(("iso8859-1", "ascii", "iso8859-15"))
"""Python's names of the encodings that pages declare when they hold Windows characters; the HTML
standard has the first two read as windows-1252, whose curly quotes Latin-9 lacks as well."""

_ESCAPED = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    r"</(?:p|div|span|b|i|u|em|strong|a|font|ul|ol|li|table|tr|td|h[1-6]|o:p)\s*>|<(?:br|hr)\s*/?>"
    r"|<(?:p|div|li)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_ESCAPES = 3
"""How many times over text may be escaped; systems that pass HTML through XML escape it twice."""

_DEPTH = 2000
"""Elements of one name inside each other that are kept apart: the parser takes time with the square
of the depth, and pages that people write stay below 100."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>")
_CLOSES_ITSELF_NAMES = (
    "area base br col embed hr img input link meta source track wbr html head body p li dt "
    "dd tr td th thead tbody tfoot colgroup option optgroup rp rt"
)
_CLOSES_ITSELF = frozenset(_CLOSES_ITSELF_NAMES.split())
_VERBATIM = frozenset(("script", "style", "pre", "code", "textarea", "xmp"))


def parse_markup(data: bytes) -> Element:
    """The tree of a page or fragment, its root an "html" element.

    Comments are left out; so are the conditions of Word's conditional comments, whose content
    stays. Text that was escaped more than once is resolved to the text or elements that it was.
    """
    return parse_text(decode_markup(data))


def parse_text(text: str) -> Element:
    """The tree of markup that is decoded already, as `parse_markup`."""
    return _convert(_flatten(text.replace("\x00", " ")), _ESCAPES)


def resolve_escapes(root: Element) -> None:
    """Resolve what was escaped in a tree that another parser made."""
    for element in root.walk():
        given, element.children = element.children, []
        for child in given:
            if isinstance(child, str):
                _add_text(element, child, _ESCAPES)
            else:
                element.children.append(child)


def decode_markup(data: bytes) -> str:
    """The characters of a page: by its byte order mark, its declaration, as UTF-8, or Windows."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    names = []
    if declared := _DECLARED.search(data, 0, _PRESCAN):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
        except LookupError:
            name = "utf-8"
        if not name.startswith("utf-16"):  # it was read as ASCII to find this: it cannot be
            names.append("cp1252" if name in _AS_WINDOWS else name)
    for name in (*names, "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):  # codecs such as "hex" decode no text
            continue
    return data.decode("cp1252", "replace")


def _flatten(text: str) -> str:
    """Tags of a name that is nested beyond `_DEPTH` replaced by plain breaks."""
    depth: Counter[str] = Counter()
    deep: set[str] = set()
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name not in _CLOSES_ITSELF:
            depth[name] += -1 if match[1] else 1
            if depth[name] > _DEPTH:
                deep.add(name)
    if not deep:
        return text
    return _TAG.sub(lambda match: "<p>" if match[2].lower() in deep else match[0], text)


def _convert(text: str, escapes: int) -> Element:
    from selectolax.lexbor import LexborHTMLParser

    top = LexborHTMLParser(text).root
    root = Element("html")
    if top is None:
        return root
    stack = [(top, root)]
    while stack:
        source, element = stack.pop()
        child = source.child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                _add_text(element, child.text_content or "", escapes)
            elif tag and tag[0] not in "-!":
                given = child.attributes
                below = Element(tag, {name: value or "" for name, value in given.items()})
                element.children.append(below)
                stack.append((child, below))
            child = child.next
    return root


def _add_text(element: Element, text: str, escapes: int) -> None:
    if element.tag in _VERBATIM or escapes == 0:
        element.children.append(text)
        return
    for _ in range(escapes):
        if not _ESCAPED.search(text):
            break
        text = html.unescape(text)
    if _ESCAPED_TAG.search(text):
        body = next(_convert(_flatten(text), escapes - 1).find("body"))
        element.children.extend(body.children)
    else:
        element.children.append(text)
