"""What is handed to `corpus add`, and what becomes of each file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from corpus.types import Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may become a document: its bytes, and where they came from."""

    path: Path  # of the bytes; left as it is
    label: str  # as its giver knows it: a path, "papers.zip: 2019/minutes.pdf", an address
    name: str  # wished for in the corpus folder: relative, safe, with forward slashes
    given: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({})
    )  # field of Metadata -> value, as the place it came from states it


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was kept out."""

    label: str
    reason: str  # one line: what is wrong, and how to mend it


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A file that is no document and that nobody misses: a system's own, or one beside others."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A file that is in the corpus now, or would be."""

    label: str
    state: Literal["added", "already there"]
    name: str  # in the corpus folder
    metadata: Metadata | None  # with where each field was learnt; None where already there
    passages: int  # 0 where already there
    notes: tuple[str, ...] = ()  # what was found in reading it, one sentence each


@dataclass(slots=True, kw_only=True)
class AddReport:
    """What became of everything that was handed in, in its order."""

    additions: list[Addition] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
