"""Remove documents from a corpus folder: their files, and their entries in its manifest."""

from __future__ import annotations

import argparse
import sys

from corpus.commands.common import find_sources, own_folder, sync_hint
from corpus.console import FAILED, GOOD
from corpus.errors import InputError
from corpus.keeping.remove import remove
from corpus.library import open_library

HELP = "remove documents: their files and their manifest entries"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is removed, and whether to ask."""
    parser.add_argument("documents", nargs="+", metavar="ID|FILE")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Remove them, all or none; 1 when the user says no."""
    folder = own_folder(options)
    sources = find_sources(open_library(folder), options.documents)
    if not options.yes:
        for source in sources:
            print(f"{source.id}\t{source.name}")
        if not _agreed(f"remove {len(sources)} from {folder}? [y/N] "):
            print("nothing removed")
            return FAILED
    remove(folder, sources)
    for source in sources:
        print(f"removed\t{source.id}\t{source.name}")
    print(sync_hint(folder), file=sys.stderr)
    return GOOD


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        raise InputError("nobody is there to be asked; say --yes") from None
