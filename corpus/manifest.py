"""The manifest: what is known of each document, kept beside the documents and read strictly."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, field_validator

from corpus.dates import parse_period
from corpus.errors import ManifestError
from corpus.tables import Entry, read_table
from corpus.types import KINDS, Metadata

MANIFEST = "manifest.toml"


class ManifestRow(BaseModel):
    """One `[[document]]` as people write it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file: str = Field(min_length=1)  # relative to the manifest's folder
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")  # of the file
    kind: str
    body: str | None = None
    committee: str | None = None
    date: str | None = None
    note: str | None = None
    url: str | None = None
    licence: str | None = None

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"'{kind}' is not a kind of document; one of: {', '.join(KINDS)}")
        return kind

    @field_validator("date")
    @classmethod
    def _real_date(cls, date: str | None) -> str | None:
        if date is not None:
            parse_period(date)
        return date

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError(f"'{url}' is not a web address; it starts with https:// or http://")
        return url

    def to_metadata(self) -> Metadata:
        """The entry as metadata, each field marked as learnt from the manifest."""
        fields = self.model_dump(exclude={"file", "sha256"}, exclude_none=True)
        return Metadata(**fields, provenance=MappingProxyType(dict.fromkeys(fields, "manifest")))


def hash_file(path: Path) -> str:
    """Sha256 of the file's bytes, in hexadecimal; OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> tuple[ManifestRow, ...]:
    """The entries of `folder/manifest.toml`, checked against each other and the files.

    Raises `ManifestError` with every fault at once: unknown keys, bad values, duplicate ids or
    files, missing files, files that are not what the manifest says, files outside the folder.
    """
    path = folder / MANIFEST
    table = read_table(path, "document", ManifestRow)
    faults = list(table.faults)
    if not table.entries and not faults:
        faults.append(f"{path}: no [[document]] in it; add one for each file")
    seen: dict[tuple[str, object], int] = {}
    for entry in table.entries:
        for key in ("id", "file"):
            if (value := entry.values.get(key)) is None:
                continue
            line = entry.lines.get(key, entry.line)
            same = PurePosixPath(str(value)) if key == "file" else value  # "./a.txt" is "a.txt"
            if (first := seen.setdefault((key, same), line)) != line:
                faults.append(f"{path}:{line}: duplicate {key} '{value}', first on line {first}")
        faults += _check_file(path, entry)
    if faults:
        raise ManifestError(sorted(faults, key=_line_number))
    return tuple(entry.row for entry in table.entries if entry.row)


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
    try:
        found = hash_file(file)
    except OSError as error:
        return [f"{where}: '{name}' cannot be read: {error.strerror}"]
    if found != entry.values.get("sha256", found):
        line = entry.lines.get("sha256", entry.line)
        return [
            f"{manifest}:{line}: wrong sha256 for '{name}': the file has {found}; "
            "put that in if the change is meant"
        ]
    return []


def _line_number(fault: str) -> int:
    parts = fault.split(":")
    return next((int(part) for part in parts[1:3] if part.isdigit()), 0)
