"""What the commands have in common: which folder and documents they are about, and the reading."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from corpus.errors import InputError
from corpus.library import SHIPPED, Library, Source, open_library
from corpus.reading_options import to_reading_options
from corpus.types import Document


def named_folder(options: argparse.Namespace) -> Path | None:
    """The corpus folder that was named, by option or environment."""
    folder: Path | None = getattr(options, "corpus", None)
    return folder or (Path(name) if (name := os.environ.get("ASSISTANT_CORPUS")) else None)


def own_folder(options: argparse.Namespace) -> Path:
    """The folder to write in; `InputError` where none is named: the shipped one is for reading."""
    folder = named_folder(options)
    if folder is None:
        raise InputError(
            f"the shipped documents are not changed by '{options.command}'; name a folder of your "
            "own with --corpus DIR or ASSISTANT_CORPUS"
        )
    return folder


def open_named(options: argparse.Namespace) -> Library:
    """The corpus that was named, else the shipped one."""
    return open_library(named_folder(options) or SHIPPED, to_reading_options(options))


def sync_hint(folder: Path) -> str:
    """What is left to do after a change."""
    return f"to bring the index up: python -m index sync --corpus {shlex.quote(str(folder))}"


def find_sources(library: Library, wanted: Sequence[str]) -> tuple[Source, ...]:
    """The sources that go by those ids, names in the folder, or paths, each once.

    Raises `InputError`, a line for every one that there is not, with the nearest that there are.
    """
    known = {source.name: source for source in library.sources}
    known |= {source.id: source for source in library.sources}
    found: dict[str, Source] = {}
    faults: list[str] = []
    for word in wanted:
        source = known.get(word) or known.get(_name_in(library.folder, word))
        if source is None:
            near = [name for name in known if word and word in name][:3]
            near = near or get_close_matches(word, known, n=3, cutoff=0.5)
            hint = f"near it: {', '.join(near)}" if near else "python -m corpus list names them"
            faults.append(f"no document '{word}' in {library.folder}; {hint}")
        else:
            found[source.name] = source
    if faults:
        raise InputError("\n".join(faults))
    return tuple(found.values())


def count_pages(document: Document) -> int:
    """Pages up to the last that has a passage; 0 where the format has no pages."""
    return max((passage.locator.page or 0 for passage in document.passages), default=0)


def _name_in(folder: Path, word: str) -> str:
    """The name in the folder of a file given by its path; "" for one that is elsewhere."""
    path, home = Path(word).expanduser().absolute(), folder.absolute()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else ""
