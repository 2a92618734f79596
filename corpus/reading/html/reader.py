"""Web pages and other HTML: what a person reads of them, without what only decorates or hides."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.compose import compose
from corpus.reading.html.furniture import choose_content
from corpus.reading.html.head import find_title, find_written, note_hidden, read_head
from corpus.reading.html.hidden import remove_hidden
from corpus.reading.html.markup import Element, parse_markup
from corpus.reading.html.parts import read_parts
from corpus.reading.moderngov.reader import is_moderngov, read_moderngov
from corpus.reading.options import ReadingOptions
from corpus.reading.types import Reading


def read_html(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The text of a page's main part; a ModernGov page by its own rules.

    Raises `ReadingError` when the file shows no text.
    """
    root = parse_markup(path.read_bytes())
    reading = read_moderngov(root) if is_moderngov(root) else _read(root, choose=True)
    if not any(character.isalnum() for character in reading.text):
        raise ReadingError(
            f"{path}: a page that shows no text; save it from a browser once it is displayed"
        )
    return reading


def read_markup(data: bytes) -> Reading:
    """The text of HTML that is no page of its own, such as the body of an e-mail; "" for none."""
    return _read(parse_markup(data), choose=False)


def _read(root: Element, *, choose: bool) -> Reading:
    said = read_head(root)
    hidden = remove_hidden(root)
    return compose(
        read_parts(choose_content(root) if choose else root),
        title=find_title(said),
        written=find_written(said),
        notes=note_hidden(hidden),
    )
