"""`python -m index`: bring the index to where the corpus is, and prove that it is sound."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.console import FAILED, GOOD, Parser, run
from corpus.library import open_library
from corpus.reading.options import ReadingOptions
from corpus.reading_options import add_reading_options, to_reading_options
from index.embed import open_embedder
from index.progress import progress_bar
from index.rebuild import rebuild
from index.settings import IndexSettings, add_index_options
from index.store import Store, is_stale
from index.sync import sync_corpus
from index.train import train
from index.verify import verify

COMMANDS = {
    "sync": "bring the index to where the corpus is; embeds only what changed",
    "status": "what the index holds, what made it, and whether the corpus has changed since",
    "verify": "prove that catalogue and vectors agree; exit 1 when they do not",
    "rebuild": "remake all vectors from the catalogue and swap them in",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; returns its exit code."""
    parser = Parser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=help)
        add_index_options(command)
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        if name == "sync":
            add_reading_options(command)
    _add_train(commands)
    options = parser.parse_args(arguments)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if options.command == "train":
        train(options.documents, options.questions, options.out)
        return GOOD
    settings = IndexSettings.from_options(options)
    if options.command == "sync":
        return _sync(settings, to_reading_options(options), as_json=options.json)
    with closing(Store(settings.index_folder)) as store:
        if options.command == "status":
            return _status(store, settings, as_json=options.json)
        if options.command == "verify":
            return _verify(store, as_json=options.json)
        return _rebuild(store, settings, as_json=options.json)


def _add_train(commands: Any) -> None:
    help = "make the embedder anew from written questions"
    command = commands.add_parser("train", help=help, description=train.__doc__)
    for name, held in (("documents", "the records asked about"), ("questions", "*.jsonl files")):
        command.add_argument(f"--{name}", type=Path, required=True, metavar="DIR", help=held)
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the result")


def _sync(settings: IndexSettings, reading: ReadingOptions, *, as_json: bool) -> int:
    with progress_bar() as progress:
        report = sync_corpus(settings, progress, reading)
    if as_json:
        print(
            json.dumps(
                {
                    "added": report.added,
                    "changed": report.changed,
                    "removed": report.removed,
                    "moved": report.moved,
                    "duplicates": report.duplicates,
                    "unchanged": report.unchanged,
                    "embedded": report.embedded,
                    "unread": report.unread,
                    "notes": report.notes,
                }
            )
        )
    else:
        print(
            f"{len(report.added)} added, {len(report.changed)} changed, "
            f"{len(report.removed)} removed, {len(report.moved)} moved, "
            f"{report.unchanged} unchanged; {report.embedded} texts embedded"
        )
        for name, before in report.moved.items():
            print(f"moved: {before} is {name} now")
        for name, original in report.duplicates.items():
            print(f"not indexed again: {name} has the same content as {original}")
        for name, notes in report.notes.items():
            print(f"{name}: {' '.join(notes)}")
    for reason in report.unread.values():
        print(f"not read: {reason}", file=sys.stderr)
    return FAILED if report.unread else GOOD


def _status(store: Store, settings: IndexSettings, *, as_json: bool) -> int:
    made = store.catalogue.meta()
    counts = store.lookup.counts()
    unread = store.catalogue.unread()
    duplicates, notes = store.catalogue.duplicates(), store.lookup.notes()
    stale = is_stale(store, open_library(settings.corpus))
    if as_json:
        print(
            json.dumps(
                {"index": str(store.folder), "stale": stale, "made_by": made}
                | counts
                | {"unread": {name: reason for name, _, reason in unread}}
                | {"duplicates": duplicates, "notes": notes}
            )
        )
        return GOOD
    print(f"index      {store.folder}")
    print("           " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    print(f"corpus     {made.get('corpus', '-')}")
    print(f"model      {made.get('embedder')} ({made.get('weights', '')[:12]})")
    print(f"rules      {made.get('chunking')}, format {made.get('format')}")
    for _, _, reason in unread:
        print(f"not read   {reason}")
    for name, original in duplicates.items():
        print(f"duplicate  {name} has the same content as {original}")
    for name, said in notes.items():
        print(f"note       {name}: {' '.join(said)}")
    print("the corpus has changed: run python -m index sync" if stale else "up to date")
    return GOOD


def _verify(store: Store, *, as_json: bool) -> int:
    faults = verify(store)
    if as_json:
        print(json.dumps({"sound": not faults, "faults": faults} | store.lookup.counts()))
    elif faults:
        print("\n".join(faults))
    else:
        counts = store.lookup.counts()
        print(f"sound: {counts['documents']} documents, {counts['chunks']} chunks in both")
    return FAILED if faults else GOOD


def _rebuild(store: Store, settings: IndexSettings, *, as_json: bool) -> int:
    with progress_bar() as progress:
        done = rebuild(store, open_embedder(settings.embedder), progress)
    print(json.dumps({"documents": done}) if as_json else f"rebuilt {done} documents")
    return GOOD


if __name__ == "__main__":
    run(main, "index")
