"""A progress bar on standard error, where a person watches: the only importer of rich here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from index.types import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A reporter for `index.sync`; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def report(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what[-60:])

        yield report
