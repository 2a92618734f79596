"""Metadata of a document as it is found in its text, name and properties: never made up.

Each field keeps from where it was learnt and how sure that is; what a manifest says overrides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType

from corpus.bodies import Body
from corpus.metadata.dating import date_document
from corpus.metadata.kinds import find_kind, name_kind
from corpus.metadata.opening import OpeningLine, read_opening
from corpus.metadata.publisher import find_committee, find_publisher
from corpus.structure.titles import ends_sentence, is_date
from corpus.types import Confidence, Metadata, Passage

_TITLE_LINES = 12
_BLOCK = 10  # lines of a title's block, in which the kind stands below the committee's name
_NO_TITLE = re.compile(
    r"(?:venue|time|date|place|location|present|attendees|apologies|from|to|cc|tel|email|page|ref"
    r"|our ref|your ref|chair|dear|to all|by e-?mail)\b|\d{1,2}[:.]\d{2}\b"
    r"|.*\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b",
    re.IGNORECASE,
)
"""Lines at the head that are no title: fields, and addresses by their postcode."""

_DEAR = re.compile(r"dear\b", re.IGNORECASE)
_NO_PROPERTY = re.compile(
    r"microsoft\b|untitled|document\s?\d*$|slide \d|powerpoint|presentation\d*$|print|title$"
    r"|.*\.(?:docx?|pdf|indd|pptx?|xlsx?|rtf|odt)$",
    re.IGNORECASE,
)
"""Titles that a program puts into a file's properties when nobody gives one."""


@dataclass(slots=True)
class _Found:
    """The fields found so far; the first to be noted stands."""

    fields: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)

    def note(self, name: str, value: str | None, source: str, sure: Confidence) -> None:
        if value and name not in self.fields:
            self.fields[name] = value
            self.provenance[name] = source
            self.confidence[name] = sure


def find_metadata(
    path: PurePosixPath,
    text: str,
    passages: tuple[Passage, ...],
    bodies: tuple[Body, ...],
    *,
    title: str | None = None,
    written: str | None = None,
    stated: Mapping[str, str] = MappingProxyType({}),
) -> Metadata:
    """What the document and its file name say; each field with where it was learnt.

    Args:
        path: of the file, relative to the corpus folder.
        text: of the document.
        passages: of the document, in order.
        bodies: the organisations known.
        title: as the file's own properties give it.
        written: date in the file's properties, "2014-12-12".
        stated: what the file says of itself in so many words: field -> value.
    """
    name = re.sub(r"[\W_]+", " ", path.stem).strip()
    opening = read_opening(text)
    found = _Found()
    for key, value in stated.items():
        found.note(key, value, "stated in the file", "stated")
    if publisher := find_publisher(opening, bodies):
        found.note("body", publisher.name, publisher.source, publisher.confidence)
    if committee := find_committee(opening, found.fields.get("body")):
        found.note("committee", committee.name, committee.source, committee.confidence)
    kind = find_kind(name, opening)
    _note_title(found, opening, passages, letter=kind is not None and kind.kind == "letter")
    if title and len(title.split()) > 1 and not _NO_PROPERTY.match(title):
        found.note("title", " ".join(title.split()), "file properties", "guessed")
    found.note("title", name or path.name, "file name", "guessed")
    if dated := date_document(path, opening, written):
        found.note("date", dated.date, dated.source, dated.confidence)
    if kind:
        found.note("kind", kind.kind, kind.source, kind.confidence)
    found.note("id", make_id(str(path.with_suffix(""))), "file name", "stated")
    return Metadata(
        **found.fields,
        provenance=MappingProxyType(found.provenance),
        confidence=MappingProxyType(found.confidence),
    )


def _note_title(
    found: _Found,
    opening: Sequence[OpeningLine],
    passages: tuple[Passage, ...],
    *,
    letter: bool,
) -> None:
    """The first heading or short line that is more than a word or two of routine.

    Where that is only the committee's name, what it is stands in a line below, and is added.
    A letter begins with addresses: its title is the heading under "Dear ...", else who wrote it.
    """
    headings = {passage.text for passage in passages[:_TITLE_LINES] if passage.kind == "heading"}
    lines = [line for line in opening[:_TITLE_LINES] if line.short and not line.row]
    names = {found.fields.get("committee"), found.fields.get("body")}
    if letter:
        dear = [place for place, line in enumerate(opening) if _DEAR.match(line.words)]
        below = opening[dear[0] + 1 : dear[0] + 3] if dear else ()
        subject = [line for line in below if line.words in headings]
        lines = subject or [line for line in lines if line.words in names]
    for place, line in enumerate(lines):
        words = line.words.strip(" :-–—")
        if words not in names and (len(words) < 8 or len(words.split()) < 3):
            continue
        if not words[0].isupper() and not words[0].isdigit():
            continue
        sentence = words not in headings and ends_sentence(line.words)
        if sentence or is_date(words) or _NO_TITLE.match(words):
            continue
        sure: Confidence = "likely" if words in headings or place == 0 else "guessed"
        kind = next((one for one in lines[place + 1 : _BLOCK] if name_kind(one.words)), None)
        if kind is not None and words in names and not name_kind(words):
            words = f"{words}: {kind.words.strip(' :-–—')}"
            found.note("title", words, f"lines {line.number} and {kind.number}", sure)
        else:
            found.note("title", words, f"line {line.number}", sure)
        return


def make_id(name: str) -> str:
    """A readable id: lower-case words and numbers, joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"
