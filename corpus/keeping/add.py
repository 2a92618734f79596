"""Documents taken into a corpus folder: copied, read, and only then put in place, whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import MappingProxyType

from corpus.errors import CorpusError, InputError, ReadingError
from corpus.keeping.fetch import FETCHED, fetch, is_address
from corpus.keeping.folder import change_manifest, id_of, put_file, staging, writing
from corpus.keeping.gather import gather
from corpus.keeping.types import Addition, AddReport, Candidate, Leftover, Refusal
from corpus.keeping.unpack import Unpacker
from corpus.library import Library, Source, open_library
from corpus.manifest import hash_file, read_manifest
from corpus.reading.options import ReadingOptions
from corpus.types import Document
from corpus.web.types import WebOptions

Say = Callable[[str], None]
"""Called with the file at hand."""

OF_ONE = ("title", "url", "supersedes")
"""What can be said of one document only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be added, and what its giver says of it."""

    wanted: tuple[str, ...]  # paths and web addresses
    given: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # key of a manifest entry -> value; overrides what is found
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    web: WebOptions = field(default_factory=WebOptions)  # what an address may bring, and how
    dry_run: bool = False  # whether nothing is to be written


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    """A candidate whose bytes are held where nobody else changes them."""

    candidate: Candidate
    source: Source  # as the corpus has it already, else as it may become


def add(folder: Path, request: Request, say: Say = lambda label: None) -> AddReport:
    """Take everything wanted into the corpus folder, which is made when missing.

    What cannot be read is kept out and reported; the rest goes on. Nothing is moved, and what is
    in the corpus already, byte for byte, is not put in twice. A run that is killed leaves each
    file whole or not there.

    Raises `ManifestError` and `CorpusError` before anything is written when the corpus has faults,
    `InputError` for what is said of one document but given for several.
    """
    _check_one(request, len(request.wanted))
    with _workplace(folder, dry_run=request.dry_run) as (home, staged):
        return _Adding(home, staged, request, say).run()


class _Adding:
    """One run; `known` is what the corpus holds, by content, and grows as files are put in."""

    def __init__(self, folder: Path, staged: Path, request: Request, say: Say) -> None:
        self.folder, self.staged, self.request, self.say = folder, staged, request, say
        self.library: Library = open_library(folder, request.reading, empty=True)
        self.complete = read_manifest(folder).complete
        self.known = {source.sha256: source for source in self.library.sources}
        self.ids = {source.id for source in self.library.sources}
        self.ids |= {id_of(source.name) for source in self.library.sources}
        self._check_superseded()
        self.report = AddReport()
        self.unpacker = Unpacker(staged, request.reading.passwords)
        self.copies = 0

    def run(self) -> AddReport:
        for wanted in self.request.wanted:
            batch = list(self._stage_all(self._gather(wanted)))
            _check_one(self.request, len(batch))
            self._settle(batch, self._read(batch))
        if not self.request.dry_run:
            self._name_as_listed()
        return self.report

    def _gather(self, wanted: str) -> Iterator[Candidate | Refusal | Leftover]:
        if not is_address(wanted):
            return gather(Path(wanted).expanduser(), self.unpacker)
        kept = self.staged if self.request.dry_run else self.folder
        return fetch(wanted, kept / FETCHED, self.request.web, self.say)

    def _stage_all(self, found: Iterable[Candidate | Refusal | Leftover]) -> Iterator[_Staged]:
        for item in found:
            match item:
                case Refusal():
                    self.report.refusals.append(item)
                case Leftover():
                    self.report.leftovers.append(item)
                case Candidate():
                    self.say(item.label)
                    try:
                        yield self._stage(item)
                    except OSError as error:
                        self._refuse(item, f"cannot be read: {error.strerror or error}")

    def _stage(self, candidate: Candidate) -> _Staged:
        """Copy the file, so that what is read is what is put in place."""
        staged = candidate.path
        if not staged.is_relative_to(self.staged):
            self.copies += 1
            staged = self.staged / f"copy-{self.copies}" / PurePosixPath(candidate.name).name
            staged.parent.mkdir()
            shutil.copyfile(candidate.path, staged)
        sha256 = hash_file(staged)
        source = self.known.get(sha256) or Source(
            id=id_of(candidate.name),
            path=staged,
            name=candidate.name,
            sha256=sha256,
            given=_fields(self._said(candidate, {})),
        )
        return _Staged(candidate=candidate, source=source)

    def _read(self, batch: Sequence[_Staged]) -> dict[tuple[str, str], Document | ReadingError]:
        """What each new file of a batch says, or why it says nothing; equal files once."""
        new = {_key(item.source): item for item in reversed(batch) if self._is_new(item.source)}
        labels = {key: item.candidate.label for key, item in new.items()}
        found: dict[tuple[str, str], Document | ReadingError] = {}
        sources = [item.source for item in reversed(new.values())]
        for source, outcome in self.library.read_all(sources):
            self.say(labels[_key(source)])
            found[_key(source)] = outcome
        return found

    def _settle(
        self,
        batch: Sequence[_Staged],
        outcomes: Mapping[tuple[str, str], Document | ReadingError],
    ) -> None:
        """Put a batch in place and record what is to be recorded, in one go."""
        entries: dict[str, Mapping[str, str]] = {}
        with nullcontext() if self.request.dry_run else writing(self.folder):
            for item in batch:
                source, outcome = item.source, outcomes.get(_key(item.source))
                if isinstance(outcome, ReadingError):
                    told = str(outcome).removeprefix(f"{source.path}: ")
                    self._refuse(item.candidate, told.replace(str(source.path), source.name))
                    continue
                try:
                    name = self._place(item, outcome)
                except OSError as error:
                    self._refuse(item.candidate, f"not put in: {error.strerror or error}")
                    continue
                held = self.known[source.sha256]
                said = self._said(item.candidate, held.given)
                news = any(held.given.get(key) != value for key, value in said.items())
                if news or (self.complete and outcome):
                    entries[name] = {**said, "sha256": source.sha256}
            if entries and not self.request.dry_run:
                change_manifest(self.folder, put=entries)

    def _place(self, item: _Staged, document: Document | None) -> str:
        """Put a file in place unless its bytes are there; returns the name they have."""
        source = item.source
        new = self._is_new(source)
        if new:
            name = source.name
            if not self.request.dry_run:
                name, new = put_file(source.path, self.folder, name, source.sha256, self.ids)
                self.ids.add(id_of(name))
            self.known[source.sha256] = replace(
                source, name=name, path=self.folder / name, given=MappingProxyType({})
            )
        held = self.known[source.sha256]
        self.report.additions.append(
            Addition(
                label=item.candidate.label,
                state="added" if new else "already there",
                name=held.name,
                metadata=document.metadata if document and new else None,
                passages=len(document.passages) if document and new else 0,
                notes=document.notes if document and new else (),
            )
        )
        return held.name

    def _is_new(self, source: Source) -> bool:
        return source.sha256 not in self.known

    def _said(self, candidate: Candidate, recorded: Mapping[str, str]) -> dict[str, str]:
        """What is to be recorded: the user's word, and where nobody gave any, its origin's."""
        origin = {key: value for key, value in candidate.given.items() if key not in recorded}
        return origin | dict(self.request.given)

    def _refuse(self, candidate: Candidate, reason: str) -> None:
        self.report.refusals.append(Refusal(label=candidate.label, reason=reason))

    def _check_superseded(self) -> None:
        """`InputError` unless the document whose place is taken is there, and still has it."""
        if (old := self.request.given.get("supersedes")) is None:
            return
        source = next((source for source in self.library.sources if source.id == old), None)
        if source is None:
            raise InputError(f"--supersedes: no document '{old}' in {self.folder}; mend the id")
        if newer := source.given.get("superseded_by"):
            raise InputError(f"--supersedes: '{old}' is superseded by '{newer}'; name that one")

    def _name_as_listed(self) -> None:
        """Give each addition the id that it has among the others."""
        ids = {source.name: source.id for source in open_library(self.folder, empty=True).sources}
        self.report.additions = [
            replace(item, metadata=replace(item.metadata, id=ids[item.name]))
            if item.metadata
            else item
            for item in self.report.additions
        ]


@contextmanager
def _workplace(folder: Path, *, dry_run: bool) -> Iterator[tuple[Path, Path]]:
    """The corpus folder, and a folder to work in; for a dry run, nothing is made in the first."""
    if dry_run:
        with TemporaryDirectory() as name:
            empty, staged = Path(name, "empty"), Path(name, "staged")
            empty.mkdir()
            staged.mkdir()
            yield folder if folder.is_dir() else empty, staged
        return
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            staged = stack.enter_context(staging(folder))
        except OSError as error:
            raise CorpusError(
                f"{folder}: cannot be written ({error.strerror}); name another with --corpus DIR"
            ) from None
        yield folder, staged


def _check_one(request: Request, count: int) -> None:
    of_one = [name for name in OF_ONE if name in request.given]
    if of_one and count > 1:
        options = " and ".join(f"--{name}" for name in of_one)
        raise InputError(f"{options}: said of {count} documents at once; add them one by one")


def _fields(said: Mapping[str, str]) -> Mapping[str, str]:
    """What is said of the document itself, as a source carries it."""
    return MappingProxyType({key: value for key, value in said.items() if key != "supersedes"})


def _key(source: Source) -> tuple[str, str]:
    """Equal bytes under equal suffixes are read alike."""
    return source.sha256, source.path.suffix.lower()
