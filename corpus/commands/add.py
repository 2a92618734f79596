"""Add files, folders, ZIP archives and web addresses to a corpus folder: copied in and read."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from pydantic import ValidationError

from corpus.commands.common import own_folder, sync_hint
from corpus.commands.describe import describe, metadata_json
from corpus.commands.screen import watched
from corpus.console import FAILED, GOOD
from corpus.errors import InputError
from corpus.keeping.add import Request, add
from corpus.keeping.types import AddReport
from corpus.manifest import ManifestRow
from corpus.reading_options import to_reading_options
from corpus.web.types import WebOptions

HELP = "add files, folders, ZIP archives or web addresses"

GIVEN = {
    "title": "as it should stand in a citation; of one document",
    "body": "the organisation that published it",
    "committee": "of that organisation",
    "kind": "minutes, agenda, report, letter, ...",
    "date": "2014, 2014-12 or 2014-12-12",
    "url": "where it was published; of one document",
    "licence": "under which it was published",
    "supersedes": "id of the document whose place it takes; of one document",
}
"""What can be said of the documents added: it overrides what is found in them."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is added, what is said of it, and whether to write at all."""
    parser.add_argument("wanted", nargs="+", metavar="PATH|ADDRESS")
    for name, help in GIVEN.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=help)
    web = parser.add_argument_group("web addresses")
    bounds = WebOptions()
    web.add_argument(
        "--pages",
        type=_positive,
        default=bounds.pages,
        metavar="N",
        help="pages and files fetched at most for an address (default: %(default)s)",
    )
    web.add_argument(
        "--bytes",
        type=_positive,
        default=bounds.bytes,
        metavar="N",
        help="fetched at most for an address (default: %(default)s)",
    )
    web.add_argument(
        "--elsewhere",
        action="store_true",
        help="follow its links to documents on other hosts",
    )
    web.add_argument(
        "--private", action="store_true", help="connect to addresses of this network too"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, only")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(options: argparse.Namespace) -> int:
    """Add them; 1 when a file was kept out."""
    folder = own_folder(options)
    request = Request(
        wanted=tuple(options.wanted),
        given=_read_given(options),
        reading=to_reading_options(options),
        web=WebOptions(
            pages=options.pages,
            bytes=options.bytes,
            elsewhere=options.elsewhere,
            private=options.private,
        ),
        dry_run=options.dry_run,
    )
    with watched() as say:
        report = add(folder, request, say)
    if options.json:
        print(json.dumps(_as_json(report)))
    else:
        _print(report, dry_run=options.dry_run)
    for refusal in report.refusals:
        print(f"not added\t{refusal.label}: {refusal.reason}", file=sys.stderr)
    if any(item.state == "added" for item in report.additions) and not options.dry_run:
        print(sync_hint(folder), file=sys.stderr)
    return FAILED if report.refusals else GOOD


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: give a number above 0")
    return number


def _read_given(options: argparse.Namespace) -> dict[str, str]:
    """What the options say of the documents; `InputError` with every fault."""
    given = {name: value for name in GIVEN if (value := getattr(options, name)) is not None}
    try:
        ManifestRow.model_validate({"file": "any", **given})
    except ValidationError as error:
        faults = [
            f"--{fault['loc'][0]}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        raise InputError("\n".join(faults)) from None
    return given


def _print(report: AddReport, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    for item in report.additions:
        if item.metadata is None:
            print(f"already there\t{item.name}\t{item.label}")
            continue
        said = would + item.state if item.state == "added" else item.state
        print(f"{said}\t{item.metadata.id}\t{item.name}\t{item.passages} passages")
        for line in (*describe(item.metadata), *item.notes):
            print(f"\t{line}")
    for left in report.leftovers:
        print(f"left out\t{left.label}: {left.reason}")
    added = sum(item.state == "added" for item in report.additions)
    print(
        f"{added} {would}added, {len(report.additions) - added} already there, "
        f"{len(report.refusals)} not readable or unsafe, {len(report.leftovers)} left out"
    )


def _as_json(report: AddReport) -> dict[str, object]:
    return {
        "additions": [
            {"label": item.label, "state": item.state, "name": item.name}
            | {"passages": item.passages, "notes": item.notes}
            | {"metadata": metadata_json(item.metadata) if item.metadata else None}
            for item in report.additions
        ],
        "refusals": [asdict(item) for item in report.refusals],
        "leftovers": [asdict(item) for item in report.leftovers],
    }
