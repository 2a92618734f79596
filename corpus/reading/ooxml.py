"""What DOCX and XLSX files have in common: parts that name one another, and properties."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import ZipFile

from corpus.reading.archive import read_entry
from corpus.reading.xml import parse_xml

if TYPE_CHECKING:
    from corpus.reading.xml import Element

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{http://purl.org/dc/terms/}created"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a file says of itself."""

    title: str | None
    written: str | None  # "2014-12-12"


def read_properties(archive: ZipFile) -> Properties:
    """The title and the date of creation, where the file gives them."""
    core = parse_part(archive, read_relations(archive, "").get("core-properties"))
    written = _DATE.match(_text(core, _CREATED))
    return Properties(title=_text(core, _TITLE) or None, written=written[0] if written else None)


def read_relations(archive: ZipFile, part: str) -> dict[str, str]:
    """The name of the part for each kind of relation that a part has ("" for the whole file)."""
    folder, name = posixpath.split(part)
    root = parse_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str] = {}
    for relation in root.iterfind(_RELATION) if root is not None else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, relation.get("Target", ""))
            kind = relation.get("Type", "").rpartition("/")[2]
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
    return found


def parse_part(archive: ZipFile, name: str | None) -> Element | None:
    """The root of a part of the file; None where there is no such part."""
    data = read_entry(archive, name) if name else None
    if data is None:
        return None
    return parse_xml(data.replace(_STRICT, _TRANSITIONAL), f"{archive.filename} ({name})")


def _text(root: Element | None, name: str) -> str:
    found = root.find(name) if root is not None else None
    return (found.text or "").strip() if found is not None else ""
