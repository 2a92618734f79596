"""Read every file of a corpus; say what is wrong with it, and what is not known or only guessed."""

from __future__ import annotations

import argparse

from corpus.commands.common import open_named
from corpus.commands.describe import find_doubts
from corpus.commands.screen import watched
from corpus.console import COULD_NOT_RUN, FAILED, GOOD
from corpus.errors import ReadingError

HELP = "read every file; exit 1 when one cannot be read"


def add_options(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Read everything; 1 when some cannot be read, 2 when none can."""
    library = open_named(options)
    read = 0
    with watched() as say:
        for source, document in library.read_all(library.sources):
            say(source.name)
            if isinstance(document, ReadingError):
                print(f"not readable: {document}")
                continue
            read += 1
            length = f"{len(document.passages)} passages, {len(document.text)} characters"
            print(f"{source.id}: {length}")
            for line in (*document.notes, *find_doubts(document.metadata)):
                print(f"\t{line}")
    print(f"{read} of {len(library.sources)} documents are readable")
    return GOOD if read == len(library.sources) else FAILED if read else COULD_NOT_RUN
