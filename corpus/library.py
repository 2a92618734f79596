"""A corpus folder opened: its files listed, and each read into a document when it is asked for."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.bodies import BODIES, Body, add_publishers, read_bodies
from corpus.commitments.find import find_commitments
from corpus.errors import CorpusError, ReadingError
from corpus.glossary import find_terms
from corpus.junk import is_junk
from corpus.manifest import MANIFEST, hash_file, override, read_manifest
from corpus.metadata.find import find_metadata, make_id
from corpus.reading import read_file
from corpus.reading.options import ReadingOptions
from corpus.reading.pool import call_each
from corpus.structure.actions import find_actions
from corpus.structure.attendance import find_attendance
from corpus.structure.passages import read_passages
from corpus.superseding import find_superseded
from corpus.types import Document

SHIPPED = Path(__file__).parent
"""The corpus that the product ships with, and the bodies that every corpus shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of a corpus, not yet read."""

    id: str
    path: Path
    name: str  # relative to the corpus folder, with forward slashes
    sha256: str
    given: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # what its manifest entry says: field of Metadata -> value, "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A corpus folder: its sources in order, the bodies known to it, and how files are read."""

    folder: Path
    sources: tuple[Source, ...]
    bodies: tuple[Body, ...]
    options: ReadingOptions = field(default_factory=ReadingOptions)

    def read(self, source: Source) -> Document:
        """The document of a source; `ReadingError` when its file cannot be read."""
        reading = read_file(source.path, self.options)
        passages = read_passages(
            source.id,
            reading.text,
            reading.pages,
            labels=reading.labels,
            headings=reading.headings,
        )
        found = find_metadata(
            PurePosixPath(source.name),
            reading.text,
            passages,
            self.bodies,
            title=reading.title,
            written=reading.written,
            stated=reading.stated,
        )
        metadata = override(replace(found, id=source.id), source.given)
        attendance, actions = find_attendance(passages), find_actions(passages)
        return Document(
            metadata=metadata,
            path=source.name,
            sha256=source.sha256,
            text=reading.text,
            passages=passages,
            terms=find_terms(reading.text),
            attendance=attendance,
            actions=actions,
            commitments=find_commitments(
                metadata, reading.text, passages, attendance, actions, self.bodies
            ),
            notes=reading.notes,
            recognised=reading.recognised,
        )

    def read_all(
        self, sources: Iterable[Source]
    ) -> Generator[tuple[Source, Document | ReadingError], None, None]:
        """Each source with its document, or why there is none, in order; read in parallel.

        Each is read in a process that is ended when it takes longer or holds more than the
        options allow.
        """
        options = self.options
        outcomes = call_each(
            partial(_read, replace(self, sources=())),
            sources,
            seconds=options.seconds,
            memory=options.memory,
        )
        for source, outcome in outcomes:
            if isinstance(outcome, Document | ReadingError):
                yield source, outcome
            else:
                yield source, ReadingError(f"{source.path}: {outcome}")


def _read(library: Library, source: Source) -> Document:
    """Of a module, so that a worker process can be told to do it."""
    return library.read(source)


def open_library(
    folder: Path, options: ReadingOptions = ReadingOptions(), *, empty: bool = False
) -> Library:
    """The corpus in a folder: what its manifest lists, and every other file unless that is all.

    Raises `CorpusError` when the folder is missing or has no files (unless it may be `empty`),
    `ManifestError` with every fault of its manifest and bodies file.
    """
    if not folder.exists():
        raise CorpusError(f"{folder}: no such corpus folder; name one with --corpus DIR")
    if not folder.is_dir():
        raise CorpusError(f"{folder}: not a folder; --corpus takes the folder the files are in")
    bodies = read_bodies(SHIPPED / BODIES, folder / BODIES)
    sources = tuple(_find_sources(folder))
    if not sources and not empty:
        raise CorpusError(f"{folder}: no documents in this folder; put some in it")
    for name in ("body", "committee"):
        bodies = add_publishers(bodies, (source.given.get(name) for source in sources))
    return Library(folder=folder, sources=sources, bodies=bodies, options=options)


_RULES = ("commitments", "metadata", "reading", "structure")
"""Packages that decide what a file becomes; what fetches and adds files does not."""


@cache
def hash_rules() -> str:
    """Sha256 over the code that turns a file into a document.

    A document read under other rules is not the same document: a sync that knows this hash reads
    it again after an upgrade, without anybody having to remember to raise a version.
    """
    digest = hashlib.sha256()
    inner = (path for name in _RULES for path in (SHIPPED / name).rglob("*.py"))
    for path in sorted((*SHIPPED.glob("*.py"), *inner)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash_or_none(path: Path) -> str:
    """The file's hash; empty for one that cannot be read, which reading it will report."""
    try:
        return hash_file(path)
    except OSError:
        return ""


def _find_sources(folder: Path) -> Iterator[Source]:
    """What the manifest lists, in its order, then every other file, unless that list is all."""
    manifest = read_manifest(folder)
    listed = {row.name: row for row in manifest.rows}
    names = list(listed)
    if not manifest.complete:
        names += [name for name in _find_names(folder) if name not in listed]
    given_ids = {name: row.id for name, row in listed.items() if row.id}
    ids = given_ids | _name_ids([name for name in names if name not in given_ids], given_ids)
    superseded = find_superseded(folder, manifest, ids)
    for name in names:
        row, path, id = listed.get(name), folder / name, ids[name]
        sha256 = (row.sha256 if row else None) or _hash_or_none(path)
        given = dict(row.given) if row else {}
        if id in superseded:
            given["superseded_by"] = superseded[id]
        yield Source(id=id, path=path, name=name, sha256=sha256, given=MappingProxyType(given))


def _name_ids(names: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """An id for each file, from its name alone: what other files there are changes nothing.

    But where names make the same id ("report.txt" beside "report.pdf"), each of them gets a few
    figures of its name's hash; not of its content's, for an edited file is the same document.
    """
    bases = {name: make_id(str(PurePosixPath(name).with_suffix(""))) for name in names}
    often = Counter([*bases.values(), *given.values()])
    return {
        name: base
        if often[base] == 1
        else f"{base}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        for name, base in bases.items()
    }


def _find_names(folder: Path) -> list[str]:
    """Every file of the folder that may be a document, hidden ones left out, folder by folder."""

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # gone since its name was read
            raise CorpusError(
                f"{error.filename}: cannot be read ({error.strerror}); mend its permissions"
            )

    found: list[PurePosixPath] = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(root, name) for name in names if not name.startswith(".")):
            name = PurePosixPath(path.relative_to(folder).as_posix())
            if path.is_file() and not is_junk(name.parts) and str(name) not in (MANIFEST, BODIES):
                found.append(name)
    return [str(name) for name in sorted(found)]
