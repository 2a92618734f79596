"""The manifest: what is known of the documents, kept beside them and read strictly.

An entry may say as much or as little as its writer knows: what it says overrides what is found
in the document, and a file without an entry is found like any other.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from corpus.dates import parse_period
from corpus.errors import ManifestError
from corpus.tables import Entry, read_table
from corpus.types import KINDS, Metadata

MANIFEST = "manifest.toml"

COMPLETE = "complete"
"""The flag at the top of a manifest that says: no file but those listed is a document."""


class ManifestRow(BaseModel):
    """One `[[document]]` as people write it; "" in an optional field: the document has none."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file: str = Field(min_length=1)  # relative to the manifest's folder
    id: str | None = Field(default=None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str | None = Field(default=None, min_length=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")  # of the file
    kind: str | None = None
    body: str | None = None
    committee: str | None = None
    date: str | None = None
    note: str | None = None
    url: str | None = None
    licence: str | None = None
    supersedes: str | None = None  # id of the document whose place this one takes

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str | None) -> str | None:
        if kind is not None and kind not in KINDS:
            raise ValueError(f"'{kind}' is not a kind of document; one of: {', '.join(KINDS)}")
        return kind

    @field_validator("date")
    @classmethod
    def _real_date(cls, date: str | None) -> str | None:
        if date:
            parse_period(date)
        return date

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError(f"'{url}' is not a web address; it starts with https:// or http://")
        return url

    @property
    def name(self) -> str:
        """The file as a corpus names it: "./a.txt" is "a.txt"."""
        return posixpath.normpath(self.file)

    @property
    def given(self) -> Mapping[str, str]:
        """What the entry says of the document: field of `Metadata` -> value, "" for none."""
        return MappingProxyType(
            self.model_dump(exclude={"file", "sha256", "supersedes"}, exclude_none=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The entries of a manifest, in its order."""

    rows: tuple[ManifestRow, ...] = ()
    complete: bool = False  # whether a file without an entry is no document
    lines: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({})
    )  # file as a corpus names it -> line of its `supersedes`


def override(found: Metadata, given: Mapping[str, str]) -> Metadata:
    """What was found of a document, overridden field by field by what its manifest entry says."""
    fields: dict[str, Any] = {name: value or None for name, value in given.items()}
    provenance = dict(found.provenance) | dict.fromkeys(given, "manifest")
    confidence = dict(found.confidence) | dict.fromkeys(given, "stated")
    return replace(
        found,
        **fields,
        provenance=MappingProxyType(provenance),
        confidence=MappingProxyType(confidence),
    )


def hash_file(path: Path) -> str:
    """Sha256 of the file's bytes, in hexadecimal; OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder, checked against itself and the files; empty where there is none.

    Raises `ManifestError` with every fault at once: unknown keys, bad values, duplicate ids or
    files, missing files, files that are not what the manifest says, files outside the folder.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest()
    table = read_table(path, "document", ManifestRow, flags=(COMPLETE,))
    faults = list(table.faults)
    seen: dict[tuple[str, object], int] = {}
    for entry in table.entries:
        for key in ("id", "file"):
            if (value := entry.values.get(key)) is None:
                continue
            line = entry.lines.get(key, entry.line)
            same = posixpath.normpath(str(value)) if key == "file" else value
            if (first := seen.setdefault((key, same), line)) != line:
                faults.append(f"{path}:{line}: duplicate {key} '{value}', first on line {first}")
        faults += _check_file(path, entry)
    if faults:
        raise ManifestError(sorted(faults, key=_line_number))
    return Manifest(
        rows=tuple(entry.row for entry in table.entries if entry.row),
        complete=table.flags.get(COMPLETE, False),
        lines={e.row.name: e.lines.get("supersedes", e.line) for e in table.entries if e.row},
    )


def _check_file(manifest: Path, entry: Entry[ManifestRow]) -> list[str]:
    name, folder = entry.values.get("file"), manifest.parent
    if name is None:
        return []
    where = f"{manifest}:{entry.lines.get('file', entry.line)}"
    file = folder / str(name)
    if not file.resolve().is_relative_to(folder.resolve()):
        return [f"{where}: '{name}' lies outside the corpus folder; move it inside"]
    if not file.is_file():
        return [f"{where}: no such file '{name}'; mend the name or remove the entry"]
    if (wanted := entry.values.get("sha256")) is None:
        return []
    try:
        found = hash_file(file)
    except OSError as error:
        return [f"{where}: '{name}' cannot be read: {error.strerror}"]
    if found != wanted:
        line = entry.lines.get("sha256", entry.line)
        return [
            f"{manifest}:{line}: wrong sha256 for '{name}': the file has {found}; "
            "put that in if the change is meant"
        ]
    return []


def _line_number(fault: str) -> int:
    parts = fault.split(":")
    return next((int(part) for part in parts[1:3] if part.isdigit()), 0)
