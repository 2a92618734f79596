"""What a sync has to do: the corpus as it is beside the catalogue as it stands, file by file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.library import Library, Source, hash_rules
from index.catalogue import Catalogue, State
from index.chunk import CHUNKING

_PROGRAMS = ("tesseract", "soffice", "libreoffice")
"""Some files can be read only where one of these is installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A file to read."""

    source: Source
    position: int  # in the corpus
    digest: str  # of all that decides what it becomes
    is_new: bool  # whether the catalogue has nothing under its id


@dataclass(slots=True, kw_only=True)
class Plan:
    """What is to be done, and what need not be."""

    work: list[Work] = field(default_factory=list)  # in the order of the corpus
    unchanged: int = 0
    unread: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # file name -> (digest, reason) of those that would not be read this time either
    duplicates: dict[str, str] = field(default_factory=dict)  # file name -> the one it equals
    moved: dict[str, str] = field(default_factory=dict)  # file name -> its name before
    gone: dict[str, State] = field(default_factory=dict)  # by id


def make_plan(library: Library, catalogue: Catalogue) -> Plan:
    """Compare corpus and catalogue by content: a file under another name is the same file."""
    plan = Plan()
    states = catalogue.states()
    unread = {name: (digest, reason) for name, digest, reason in catalogue.unread()}
    plan.duplicates = _find_duplicates(library.sources, states)
    kept = [source for source in library.sources if source.name not in plan.duplicates]
    plan.gone = {id: state for id, state in states.items() if id not in {s.id for s in kept}}
    lost = {state.sha256: state.path for state in plan.gone.values()}
    passwords = library.options.passwords  # worth a try on every file that could not be read
    for position, source in enumerate(library.sources):
        if source.name in plan.duplicates:
            continue
        digest = _digest(source, library)
        state = states.get(source.id)
        if state and state.ready and state.digest == digest:
            plan.unchanged += 1
            continue
        known = unread.get(source.name)
        if known and known[0] == digest_attempt(digest, library) and not state and not passwords:
            plan.unread[source.name] = known
            continue
        before = state.path if state and state.sha256 == source.sha256 else None
        before = before or lost.get(source.sha256)
        if before and before != source.name:
            plan.moved[source.name] = before
        plan.work.append(
            Work(source=source, position=position, digest=digest, is_new=state is None)
        )
    return plan


def _find_duplicates(sources: Sequence[Source], states: dict[str, State]) -> dict[str, str]:
    """Files with the bytes of another, by name, with the name of the one that is indexed.

    That is the one that is indexed already, so that its citations stay, else the first.
    """
    groups: dict[str, list[Source]] = {}
    for source in sources:
        if source.sha256:  # empty for a file that cannot even be opened
            groups.setdefault(source.sha256, []).append(source)
    found: dict[str, str] = {}
    for sha256, group in groups.items():
        held = [s for s in group if s.id in states and states[s.id].sha256 == sha256]
        original = (held or group)[0]
        found |= {s.name: original.name for s in group if s.name != original.name}
    return found


def _digest(source: Source, library: Library) -> str:
    """Of all that decides what a source becomes; equal digests need no reading."""
    known = ",".join(sorted(body.name for body in library.bodies))
    given = repr(dict(source.given))
    parts = (CHUNKING, hash_rules(), source.name, source.sha256, given, known)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digest_attempt(digest: str, library: Library) -> str:
    """Of all that decides whether a source can be read; equal digests are not worth another try."""
    programs = [name for name in _PROGRAMS if shutil.which(name)]
    options = replace(library.options, passwords=())  # of which no trace is to be kept
    parts = (digest, repr(options), *programs)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
