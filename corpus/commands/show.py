"""Show a document's passages in order, each with its place."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from corpus.commands.common import find_sources, open_named
from corpus.console import GOOD
from corpus.types import Passage

HELP = "a document's passages with their locators"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which document, and in what form."""
    parser.add_argument("document", metavar="ID|FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object each")


def run(options: argparse.Namespace) -> int:
    """Print the passages; `ReadingError` when the file cannot be read."""
    library = open_named(options)
    (source,) = find_sources(library, [options.document])
    document = library.read(source)
    for passage in document.passages:
        print(json.dumps(asdict(passage)) if options.json else _line(passage))
    return GOOD


def _line(passage: Passage) -> str:
    where = passage.locator
    place = [where.page_in_words] if where.page else []
    text = " ".join(passage.text.split())
    if passage.kind == "heading":
        text = text.upper()
    return f"[{', '.join([*place, where.paragraph or 'heading'])}] {text}"
