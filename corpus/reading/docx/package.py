"""The parts of a DOCX file that hold words, found through its relations and parsed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadingError
from corpus.reading.archive import open_archive
from corpus.reading.docx.styles import W
from corpus.reading.ooxml import Properties, parse_part, read_properties, read_relations

if TYPE_CHECKING:
    from corpus.reading.xml import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A DOCX file, parsed."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: dict[str, Element]  # by id
    endnotes: dict[str, Element]
    properties: Properties


def read_package(path: Path) -> Package:
    """The file's parts; `ReadingError` when it is damaged, encrypted or hostile."""
    with open_archive(path) as archive:
        main = read_relations(archive, "").get("officeDocument", "word/document.xml")
        document = parse_part(archive, main)
        body = document.find(f"{W}body") if document is not None else None
        if body is None:
            raise ReadingError(f"{path}: not a Word document, or a damaged one; save it anew")
        related = read_relations(archive, main)
        return Package(
            body=body,
            styles=parse_part(archive, related.get("styles")),
            numbering=parse_part(archive, related.get("numbering")),
            footnotes=_by_id(parse_part(archive, related.get("footnotes")), "footnote"),
            endnotes=_by_id(parse_part(archive, related.get("endnotes")), "endnote"),
            properties=read_properties(archive),
        )


def _by_id(root: Element | None, kind: str) -> dict[str, Element]:
    """The notes of a part, without the lines that stand between notes and text."""
    notes = root.iterfind(W + kind) if root is not None else ()
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") is None}
