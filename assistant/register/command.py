"""`python -m assistant commitments`: the register as a table, JSON, or CSV."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing

from assistant.opening import know_bodies, open_store
from assistant.register.register import Register
from assistant.register.sheet import write_csv
from assistant.register.types import Entry, Wanted
from corpus.console import GOOD, Parser
from corpus.types import FIRMNESSES
from index.settings import IndexSettings, add_index_options


def add_command(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add `commitments` to the commands."""
    parser = commands.add_parser(
        "commitments", help="the register: who undertook what, by when, and what came of it"
    )
    parser.add_argument("--body", action="append", default=[], metavar="B", help="whose; repeats")
    parser.add_argument("--since", metavar="D", help="of records from then on: 2014, 2014-12 ...")
    parser.add_argument("--until", metavar="D", help="of records up to then")
    parser.add_argument("--kind", action="append", default=[], metavar="K", help="minutes, report")
    parser.add_argument("--document", action="append", default=[], metavar="ID", help="repeats")
    parser.add_argument(
        "--firmness", action="append", default=[], choices=FIRMNESSES, help="how firm; repeats"
    )
    parser.add_argument("--due-since", metavar="D", help="to be done on or after that day")
    parser.add_argument("--due-until", metavar="D", help="to be done by then")
    parser.add_argument("--text", metavar="WORDS", help="words that all stand in it")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON list")
    form.add_argument("--csv", action="store_true", help="print CSV, one line a commitment")
    add_index_options(parser)


def show_register(options: argparse.Namespace) -> int:
    """Print the commitments that the options ask for."""
    from index.progress import progress_bar

    settings = IndexSettings.from_options(options)
    wanted = Wanted(
        body=tuple(options.body),
        since=options.since,
        until=options.until,
        kind=tuple(options.kind),
        document=tuple(options.document),
        firmness=tuple(options.firmness),
        due_since=options.due_since,
        due_until=options.due_until,
        text=options.text,
    )
    with progress_bar() as progress:
        store = open_store(settings, progress)
    with closing(store):
        bodies = know_bodies(store, settings.corpus)
        entries = Register(store, bodies).find(wanted)
    if options.json:
        print(json.dumps([entry.to_json() for entry in entries], ensure_ascii=False))
    elif options.csv:
        write_csv(entries, sys.stdout)
    else:
        _print_table(entries)
    return GOOD


def _print_table(entries: Sequence[Entry]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 160)
    if not entries:
        console.print("No commitments found.")
        return
    table = Table(title=f"{len(entries)} commitments", show_lines=True)
    for head in ("how firm", "who", "what", "due", "where", "since then"):
        table.add_column(head, ratio=4 if head == "what" else 2)
    for entry in entries:
        one, metadata = entry.commitment, entry.metadata
        where = [metadata.title, metadata.date, entry.locator.paragraph]
        due = [one.due.words, f"({one.due.date})" if one.due.date else ""] if one.due else []
        later = [
            f"{f.relation}, {f.metadata.date}: {_short(f.quote)}" for f in entry.followed_up or ()
        ]
        said = [*([one.status] if one.status else []), *later]
        if not later:
            said.append(entry.standing or "nothing found since")
        cells = (
            one.firmness, one.who or "", _short(one.what, 400), " ".join(due),
            ", ".join(part for part in where if part), "\n".join(said),
        )  # fmt: skip
        table.add_row(*(escape(cell) for cell in cells))
    console.print(table)


def _short(text: str, most: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
