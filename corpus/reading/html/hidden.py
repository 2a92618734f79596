"""What a page holds and no reader sees: elements switched off, of no size, or white on white."""

from __future__ import annotations

import re

from corpus.reading.html.markup import Element

_UNSEEN_NAMES = (
    "head script style noscript template svg iframe object embed applet audio video canvas "
    "input select textarea button option datalist label map"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
"""Elements that are no text of the page: code, pictures, and the controls of forms."""

_FOR_READERS_ALOUD_NAMES = (
    "sr-only sr-only-focusable visually-hidden visuallyhidden govuk-visually-hidden nhsuk- "
    "u-visually-hidden screen-reader-text element-invisible is-sr-only mgHide"
)
_FOR_READERS_ALOUD = frozenset(_FOR_READERS_ALOUD_NAMES.split())
"""Class names of words that only a screen reader speaks, and that repeat what is seen."""

_SWITCHED_OFF = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0?\.?0+(?![.\d])|content-visibility\s*:\s*hidden"
    r"|font-size\s*:\s*0*(?:[01](?:\.\d+)?|\.\d+)\s*(?:px|pt|%)|font-size\s*:\s*0+(?:\.0*)?(?![.\d])"
    r"|font\s*:(?:[^;]*\s)?0+(?:\.0*)?(?:px|pt|em|%)?(?=[\s/;]|$)"
    r"|(?:text-indent|margin-left|margin-top|left|top)\s*:\s*-\d{4,}"
    r"|text-indent\s*:\s*-999"
    r"|clip\s*:\s*rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?"
    r"|transform\s*:\s*scale\(0)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")
_NAMES = {"white": "ffffff", "black": "000000", "snow": "fffafa", "ivory": "fffff0"}
_INHERITED = frozenset(("inherit", "initial", "unset", "transparent", "none", "currentcolor"))


def remove_hidden(root: Element) -> int:
    """Take out of the tree what nobody sees; gives how many words it hid by style or attribute.

    Code, form controls and words for screen readers go uncounted: every page has them.
    """
    unwanted: set[int] = set()
    words = 0
    stack = [(root, "000000", "ffffff")]
    while stack:
        element, colour, ground = stack.pop()
        if element.tag in _UNSEEN or not _FOR_READERS_ALOUD.isdisjoint(element.classes):
            unwanted.add(id(element))
            continue
        colour = _read_colour(element, _COLOUR, ("color", "text"), colour)
        ground = _read_colour(element, _BACKGROUND, ("bgcolor",), ground)
        if _is_off(element):
            unwanted.add(id(element))
            words += len(_visible_text(element).split())
            continue
        if colour == ground:
            words += sum(len(child.split()) for child in element.children if isinstance(child, str))
            element.children = [
                " " if isinstance(child, str) else child for child in element.children
            ]
        stack.extend((c, colour, ground) for c in element.children if isinstance(c, Element))
    root.remove(unwanted)
    return words


def _is_off(element: Element) -> bool:
    given = element.attributes
    return (
        given.get("hidden", "until-found").lower() != "until-found"
        or given.get("aria-hidden", "").lower() == "true"
        or (element.tag == "dialog" and "open" not in given)
        or bool(_SWITCHED_OFF.search(given.get("style", "")))
    )


def _visible_text(element: Element) -> str:
    """The words of an element, without the code inside it."""
    element.remove({id(inner) for inner in element.find(*_UNSEEN)})
    return element.text()


def _read_colour(
    element: Element, style: re.Pattern[str], names: tuple[str, ...], inherited: str
) -> str:
    """The element's colour as six hexadecimal digits, or as it is written where it is no such."""
    given = element.attributes
    written = next((given[name] for name in names if given.get(name)), "")
    if match := style.search(given.get("style", "")):
        written = match[1]
    written = written.lower().replace("!important", "").strip()
    if not written or written in _INHERITED:
        return inherited
    if rgb := _RGB.match(written):
        return "".join(f"{min(int(part), 255):02x}" for part in rgb.groups())
    written = _NAMES.get(written, written.removeprefix("#"))
    return "".join(digit * 2 for digit in written) if len(written) == 3 else written
