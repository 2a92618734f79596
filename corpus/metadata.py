"""Metadata of a document that no manifest describes: found in its text or name, never made up."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from types import MappingProxyType

from corpus.bodies import Body, find_bodies
from corpus.dates import find_date
from corpus.types import Metadata, Passage

_OPENING = 1500
"""Characters at the start of a document in which it says what it is."""

_HEAD = 400
"""Characters in which the publisher is named, if it is named at the head at all."""

_BODY = re.compile(
    r"(?:NHS[ \t]+)?(?:[A-Z][\w'’-]+(?:[ \t]+|,[ \t]+|[ \t]+and[ \t]+))+"
    r"(?:Council|CCG|Clinical[ ]Commissioning[ ]Group|Health[ ]and[ ]Wellbeing[ ]Board"
    r"|Integrated[ ]Care[ ]Board|NHS[ ](?:Foundation[ ])?Trust)\b"
)

_KINDS = (
    ("minutes", r"\bminutes\b|\bpresent\s*:|\bapologies for absence\b"),
    ("action log", r"\baction (?:log|list|tracker)\b"),
    ("letter", r"^\s*dear\b|\byours (?:sincerely|faithfully)\b"),
    ("strategy", r"\bstrategy\b"),
    ("plan", r"\bplan\b"),
    ("policy", r"\bpolicy\b|\bterms of reference\b"),
    ("agenda", r"\bagenda\b"),
    ("report", r"\breport\b|\bupdate\b|\bpaper\b"),
)
"""What each kind of document says of itself, the telling signs first."""


def find_metadata(
    path: PurePosixPath,
    text: str,
    passages: tuple[Passage, ...],
    bodies: tuple[Body, ...],
    *,
    title: str | None = None,
) -> Metadata:
    """What the document and its file name say; each field with where it was learnt.

    Args:
        path: of the file, relative to the corpus folder.
        text: of the document.
        passages: of the document, in order.
        bodies: the organisations known.
        title: as the file's own properties give it.
    """
    name = re.sub(r"[\W_]+", " ", path.stem).strip()
    opening = text[:_OPENING]
    fields: dict[str, str] = {}
    provenance: dict[str, str] = {}

    def note(field: str, value: str | None, source: str) -> None:
        if value and field not in fields:
            fields[field] = value
            provenance[field] = source

    note("title", _find_title(passages), "first heading or line")
    note("title", title, "file properties")
    note("title", name or path.name, "file name")
    if dated := find_date(path.stem.replace("_", " ")):
        note("date", dated[0], "file name")
    if dated := find_date(opening):
        note("date", dated[0], f"line {text.count(chr(10), 0, dated[1]) + 1}")
    for kind, pattern in _KINDS:
        if re.search(pattern, name, re.IGNORECASE):
            note("kind", kind, "file name")
    for kind, pattern in _KINDS:
        if re.search(pattern, opening, re.IGNORECASE | re.MULTILINE):
            note("kind", kind, "opening of the text")
    if mentions := find_bodies(opening[:_HEAD], bodies):
        note("body", mentions[0].body.name, "first body named in the text")
    if named := _BODY.search(opening[:_HEAD]):
        note("body", " ".join(named[0].split()), "first body named in the text")
    note("id", make_id(str(path.with_suffix(""))), "file name")
    return Metadata(**fields, provenance=MappingProxyType(provenance))


def _find_title(passages: tuple[Passage, ...]) -> str | None:
    """The first heading or short first line that is more than a word or two of routine."""
    for passage in passages[:6]:
        words = " ".join(re.sub(r"[*_#]+", " ", passage.text).split()).strip(" :")
        if passage.kind != "row" and 8 <= len(words) <= 160 and len(words.split()) >= 3:
            return words
    return None


def make_id(name: str) -> str:
    """A readable id: lower-case words and numbers, joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"
