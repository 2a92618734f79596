"""What users thought of answers, kept in SQLite with all that is needed to see why.

An entry holds question, answer and the exact passages behind it, and what made the index, so that
it can be looked into after documents and program have changed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.types import Answer
from corpus.errors import StoreError

FILE = "feedback.sqlite"

REASONS = {
    "wrong": "The answer is wrong",
    "evidence": "The evidence is wrong",
    "incomplete": "Something is missing",
    "other": "Something else",
}
"""Why an answer is disliked: the word that is kept, and the words that users see."""

LONGEST_NOTE = 1000
"""Characters of a note; what is longer is cut."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,                -- UTC, ISO 8601
    user TEXT,                       -- who signed in; NULL where nobody does
    liked INTEGER NOT NULL,
    reason TEXT,                     -- of REASONS; NULL when liked
    note TEXT NOT NULL,
    history TEXT NOT NULL,           -- JSON list: the user's earlier questions
    answer TEXT NOT NULL,            -- JSON, as `ask --json` prints it
    passages TEXT NOT NULL,          -- JSON list: document, passage, start, end, quote, sha256
    fingerprint TEXT NOT NULL        -- JSON: what made the index
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one user said of one answer."""

    id: int
    at: str  # UTC, ISO 8601
    user: str | None
    liked: bool
    reason: str | None  # one of REASONS; None when liked
    note: str
    history: tuple[str, ...]
    answer: Mapping[str, Any]  # as `ask --json` prints it
    passages: tuple[Mapping[str, Any], ...]  # cited, letter for letter
    fingerprint: Mapping[str, str]  # of the index


class FeedbackStore:
    """The feedback in one file, made when the first is kept. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(
        self,
        answer: Answer,
        *,
        liked: bool,
        reason: str | None = None,
        note: str = "",
        user: str | None = None,
        history: tuple[str, ...] = (),
        fingerprint: Mapping[str, str],
    ) -> None:
        """Add an entry; `StoreError` when the file cannot be written."""
        passages = [
            {
                "document": citation.metadata.id,
                "passage": citation.passage,
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
                "sha256": hashlib.sha256(citation.quote.encode()).hexdigest(),
            }
            for citation in answer.citations
        ]
        row = (
            datetime.now(UTC).isoformat(timespec="seconds"),
            user,
            liked,
            None if liked else reason if reason in REASONS else "other",
            note.strip()[:LONGEST_NOTE],
            json.dumps(history),
            json.dumps(answer.to_json()),
            json.dumps(passages),
            json.dumps(dict(fingerprint)),
        )
        with self._open() as db:
            db.execute(_SCHEMA)
            db.execute("INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def read(self) -> list[Feedback]:
        """All of it, oldest first; none where there is no file yet."""
        if not self.path.is_file():
            return []
        with self._open() as db:
            rows = db.execute("SELECT * FROM feedback ORDER BY id").fetchall()
        return [
            Feedback(
                id=id,
                at=at,
                user=user,
                liked=bool(liked),
                reason=reason,
                note=note,
                history=tuple(json.loads(history)),
                answer=json.loads(answer),
                passages=tuple(json.loads(passages)),
                fingerprint=json.loads(fingerprint),
            )
            for id, at, user, liked, reason, note, history, answer, passages, fingerprint in rows
        ]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=10)) as db, db:
                yield db
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: feedback cannot be kept or read ({error}); mend its permissions, "
                "or name another file with --feedback"
            ) from None
