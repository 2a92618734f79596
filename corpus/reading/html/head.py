"""What the head of a web page says of the page: its title, date, publisher, address."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.dates import WRITTEN, find_date
from corpus.reading.html.markup import Element

_TITLES = ("dc.title", "dcterms.title", "og:title", "title")
_DATES = (
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "article:published_time",
    "govuk:first-published-at",
    "datepublished",
    "date",
    "dc.date.created",
    "dcterms.created",
)


def read_head(root: Element) -> Mapping[str, str]:
    """Each property that the page states, by its name in lower case; the first of a name counts.

    `title` is the title element, `canonical` the address that the page gives as its own.
    """
    said: dict[str, str] = {}
    for element in root.find("meta", "title", "link"):
        given = element.attributes
        if element.tag == "title":
            name, value = "title", element.text()
        elif element.tag == "link":
            name = "canonical" if given.get("rel", "").lower() == "canonical" else ""
            value = given.get("href", "")
        else:
            name = given.get("name") or given.get("property") or given.get("itemprop") or ""
            value = given.get("content", "")
        if name and (value := " ".join(value.split())):
            said.setdefault(name.lower(), value)
    return said


def find_title(said: Mapping[str, str]) -> str | None:
    """The title that a page gives itself."""
    return next((said[name] for name in _TITLES if name in said), None)


def find_written(said: Mapping[str, str]) -> str | None:
    """The day on which the page says that it was published, "2014-12-12"."""
    for name in _DATES:
        # a time follows the date without a space: 2014-12-12T09:30
        value = said.get(name, "").partition("T")[0]
        if WRITTEN.match(value) and (found := find_date(value)) and len(found[0]) == 10:
            return found[0]
    return None


def note_hidden(words: int) -> tuple[str, ...]:
    """What a user should know of words that a page holds and does not show."""
    if not words:
        return ()
    what = "1 word of hidden text was" if words == 1 else f"{words} words of hidden text were"
    return (f"{what} left out.",)
