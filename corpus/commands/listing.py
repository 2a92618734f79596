"""List the documents of a corpus with what is known of each."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from corpus.commands.common import count_pages, open_named
from corpus.commands.describe import metadata_json
from corpus.commands.screen import print_table, watched
from corpus.console import FAILED, GOOD
from corpus.errors import ReadingError
from corpus.library import Source
from corpus.manifest import override
from corpus.types import Document, Metadata

HELP = "the documents: id, date, kind, body, title, how long, and in what state"

COLUMNS = ("id", "date", "kind", "body", "title", "pages", "passages", "state")


def add_options(parser: argparse.ArgumentParser) -> None:
    """In what form."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--provenance", action="store_true", help="beside each field, where it was learnt"
    )


def run(options: argparse.Namespace) -> int:
    """Print a line for each document; 1 when a file cannot be read."""
    library = open_named(options)
    code = GOOD
    rows: list[list[str]] = []
    with watched() as say:
        for source, document in library.read_all(library.sources):
            say(source.name)
            row = _row(source, document)
            if isinstance(document, ReadingError):
                print(f"{source.id}\tnot readable: {document}", file=sys.stderr)
                code = FAILED
            if options.json:
                print(json.dumps(row))
                continue
            learnt = row["provenance"] if options.provenance else {}
            rows.append([_cell(row.get(name), learnt.get(name)) for name in COLUMNS])
    print_table(COLUMNS, rows)
    return code


def _cell(value: object, learnt: str | None) -> str:
    return f"{value} ({learnt})" if value and learnt else str(value or "-")


def _row(source: Source, document: Document | ReadingError) -> dict[str, Any]:
    if isinstance(document, ReadingError):
        row = metadata_json(override(Metadata(id=source.id, title=""), source.given))
        return row | {
            "path": source.name,
            "pages": None,
            "passages": 0,
            "state": "not readable",
            "notes": [str(document)],
        }
    newer = document.metadata.superseded_by
    return metadata_json(document.metadata) | {
        "path": source.name,
        "pages": count_pages(document) or None,
        "passages": len(document.passages),
        "state": f"superseded by {newer}" if newer else "readable",
        "notes": document.notes,
    }
