"""What a person at a terminal sees: tables, and what is being done. The importer of rich here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def watched() -> Iterator[Callable[[str], None]]:
    """A teller of what is being done now, on standard error; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda label: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("") as status:
        yield lambda label: status.update(Text(label[-70:]))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with heads at a terminal, else a line a row with tabs, as other programs read it."""
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
