"""`python -m corpus`: what is in a corpus, and whether it is sound."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.console import COULD_NOT_RUN, FAILED, GOOD, Parser, add_corpus_option, run
from corpus.errors import InputError, ReadingError
from corpus.library import SHIPPED, Library, open_library
from corpus.types import Document


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; returns its exit code."""
    options = _parser().parse_args(arguments)
    folder = getattr(options, "corpus", None) or Path(os.environ.get("ASSISTANT_CORPUS", SHIPPED))
    library = open_library(folder)
    if options.command == "list":
        return _list(library, as_json=options.json)
    if options.command == "show":
        return _show(library, options.document)
    return _check(library)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="the documents: id, date, kind, body, title")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    show = commands.add_parser("show", help="a document's passages with their locators")
    show.add_argument("document", metavar="ID")
    check = commands.add_parser("check", help="read every file; exit 1 when one cannot be read")
    for command in (listing, show, check):
        add_corpus_option(command)
    return parser


def _list(library: Library, *, as_json: bool) -> int:
    code = GOOD
    for source in library.sources:
        try:
            metadata = library.read(source).metadata
        except ReadingError as error:
            print(f"{source.id}\tnot readable: {error}", file=sys.stderr)
            code = FAILED
            continue
        if as_json:
            fields = {name: getattr(metadata, name) for name in type(metadata).__slots__}
            print(json.dumps(fields | {"provenance": dict(metadata.provenance)}))
        else:
            known = (metadata.id, metadata.date, metadata.kind, metadata.body, metadata.title)
            print("\t".join(part or "-" for part in known))
    return code


def _show(library: Library, id: str) -> int:
    source = next((source for source in library.sources if source.id == id), None)
    if source is None:
        known = ", ".join(source.id for source in library.sources[:10])
        raise InputError(f"no document '{id}' in {library.folder}; there are: {known}")
    document = library.read(source)
    for passage in document.passages:
        print(f"[{_place(document, passage.locator.paragraph, passage.locator.page)}]", end=" ")
        print(" ".join(passage.text.split()) if passage.kind != "heading" else passage.text.upper())
    return GOOD


def _place(document: Document, paragraph: str | None, page: int | None) -> str:
    return ", ".join(
        part for part in (f"page {page}" if page else "", paragraph or "heading") if part
    )


def _check(library: Library) -> int:
    read = 0
    for source in library.sources:
        try:
            document = library.read(source)
        except ReadingError as error:
            print(f"not readable: {error}")
            continue
        read += 1
        print(f"{document.id}: {len(document.passages)} passages, {len(document.text)} characters")
    print(f"{read} of {len(library.sources)} documents are readable")
    return GOOD if read == len(library.sources) else FAILED if read else COULD_NOT_RUN


if __name__ == "__main__":
    run(main, "corpus")
