"""A corpus folder opened: its files listed, and each read into a document when it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

from corpus.bodies import BODIES, Body, add_publishers, read_bodies
from corpus.errors import CorpusError
from corpus.glossary import find_terms
from corpus.manifest import MANIFEST, hash_file, read_manifest
from corpus.metadata import find_metadata, make_id
from corpus.reading import read_file
from corpus.structure import read_passages
from corpus.types import Document, Metadata

SHIPPED = Path(__file__).parent
"""The corpus that the product ships with, and the bodies that every corpus shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of a corpus, not yet read."""

    id: str
    path: Path
    name: str  # relative to the corpus folder, with forward slashes
    sha256: str
    metadata: Metadata | None  # as a manifest gives it; None where it is to be found


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A corpus folder: its sources in order, and the bodies known to it."""

    folder: Path
    sources: tuple[Source, ...]
    bodies: tuple[Body, ...]

    def read(self, source: Source) -> Document:
        """The document of a source; `ReadingError` when its file cannot be read."""
        reading = read_file(source.path)
        passages = read_passages(source.id, reading.text, reading.pages)
        metadata = source.metadata
        if metadata is None:
            found = find_metadata(
                PurePosixPath(source.name),
                reading.text,
                passages,
                self.bodies,
                title=reading.title,
            )
            metadata = replace(found, id=source.id)
        return Document(
            metadata=metadata,
            path=source.name,
            sha256=source.sha256,
            text=reading.text,
            passages=passages,
            terms=find_terms(reading.text),
        )


def open_library(folder: Path) -> Library:
    """The corpus in a folder, by its manifest when it has one, else every file in it.

    Raises `CorpusError` when the folder is missing or has no files, `ManifestError` with every
    fault of its manifest and bodies file.
    """
    if not folder.exists():
        raise CorpusError(f"{folder}: no such corpus folder; name one with --corpus DIR")
    if not folder.is_dir():
        raise CorpusError(f"{folder}: not a folder; --corpus takes the folder the files are in")
    bodies = read_bodies(SHIPPED / BODIES, folder / BODIES)
    sources = tuple((_listed if (folder / MANIFEST).is_file() else _found)(folder))
    if not sources:
        raise CorpusError(f"{folder}: no documents in this folder; put some in it")
    publishers = [source.metadata for source in sources if source.metadata]
    bodies = add_publishers(bodies, (metadata.body for metadata in publishers))
    bodies = add_publishers(bodies, (metadata.committee for metadata in publishers))
    return Library(folder=folder, sources=sources, bodies=bodies)


@cache
def hash_rules() -> str:
    """Sha256 over the code that turns a file into a document.

    A document read under other rules is not the same document: a sync that knows this hash reads
    it again after an upgrade, without anybody having to remember to raise a version.
    """
    digest = hashlib.sha256()
    for path in sorted((*SHIPPED.glob("*.py"), *(SHIPPED / "reading").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash_or_none(path: Path) -> str:
    """The file's hash; empty for one that cannot be read, which reading it will report."""
    try:
        return hash_file(path)
    except OSError:
        return ""


def _listed(folder: Path) -> Iterator[Source]:
    for row in read_manifest(folder):
        yield Source(
            id=row.id,
            path=folder / row.file,
            name=row.file,
            sha256=row.sha256,
            metadata=row.to_metadata(),
        )


def _found(folder: Path) -> Iterator[Source]:
    taken: set[str] = set()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or not path.is_file() or relative.name == BODIES:
            continue
        name = relative.as_posix()
        base = id = make_id(str(PurePosixPath(name).with_suffix("")))
        number = 1
        while id in taken:  # "report.txt" beside "report.pdf"
            number += 1
            id = f"{base}-{number}"
        taken.add(id)
        yield Source(id=id, path=path, name=name, sha256=_hash_or_none(path), metadata=None)
