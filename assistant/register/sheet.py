"""The register as CSV, for a spreadsheet: one line a commitment."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import TextIO

from assistant.register.types import Entry

FIELDS = (
    "firmness", "who", "what", "to", "due", "due_words", "condition", "status", "standing", "title",
    "body", "committee", "date", "paragraph", "page", "quote", "document", "followed_up",
)  # fmt: skip
"""The columns."""


def write_csv(entries: Sequence[Entry], file: TextIO) -> None:
    """Write the entries under a line of names; `file` is open with `newline=""` or in memory."""
    writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        row = entry.to_json()
        later = "; ".join(
            f"{one.relation} {one.metadata.date}: {' '.join(one.quote.split())}"
            for one in entry.followed_up or ()
        )
        row |= {
            "paragraph": entry.locator.paragraph,
            "page": entry.locator.page,
            "followed_up": later,
        }
        writer.writerow({name: _plain(row[name]) for name in FIELDS})


def _plain(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value else value
