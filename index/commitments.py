"""Commitments in the catalogue: written with their document, read back with where they stand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from corpus.types import Commitment, Document, Due

_COLUMNS = 'firmness, who, what, "to", due, condition, status, passage, start, "end"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A commitment as the catalogue holds it."""

    id: str  # "DOCUMENT!0003": from document and position
    document: str  # id
    commitment: Commitment


def write_commitments(db: sqlite3.Connection, document: Document) -> None:
    """Write those of a document that has none there yet. Call within a transaction."""
    db.executemany(
        f"INSERT INTO commitments (id, document, {_COLUMNS}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                f"{document.id}!{number:04d}",
                document.id,
                one.firmness,
                one.who,
                one.what,
                one.to,
                json.dumps(asdict(one.due)) if one.due else None,
                one.condition,
                one.status,
                one.passage,
                one.start,
                one.end,
            )
            for number, one in enumerate(document.commitments)
        ),
    )


def read_commitments(db: sqlite3.Connection, documents: Sequence[str] | None = None) -> list[Held]:
    """Those of the visible documents, in the order of the corpus.

    Args:
        db: the catalogue.
        documents: ids of the documents wanted; None for all.
    """
    narrow = "" if documents is None else "AND d.id IN (SELECT value FROM json_each(?)) "
    rows = db.execute(
        f"SELECT c.id, c.document, {', '.join('c.' + name for name in _COLUMNS.split(', '))} "
        "FROM commitments c JOIN documents d ON d.id = c.document "
        f"WHERE d.state = 'ready' {narrow}ORDER BY d.position, c.start",
        () if documents is None else (json.dumps(list(documents)),),
    )
    return [
        Held(
            id=id,
            document=document,
            commitment=Commitment(
                firmness=firmness,
                who=who,
                what=what,
                to=to,
                due=Due(**json.loads(due)) if due else None,
                condition=condition,
                status=status,
                passage=passage,
                start=start,
                end=end,
            ),
        )
        for (
            id, document, firmness, who, what, to, due, condition, status, passage, start, end,
        ) in rows
    ]  # fmt: skip
