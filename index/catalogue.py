"""The catalogue in SQLite as a sync writes it: documents, all that came from them, and states."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import StoreError
from corpus.types import Document, Metadata
from index.chunk import Pieces, row_words, write_header
from index.commitments import write_commitments
from index.lookup import Lookup
from index.types import Chunk

FILE = "catalogue.sqlite"
_SCHEMA = Path(__file__).with_name("schema.sql")
_PASSAGE = 'id, document, kind, start, "end", locator, parent, header'


_FREE = 0.1
"""Share of the file that may be left empty. SQLite uses it again before the file grows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is held of a document, as far as a sync needs to know."""

    ready: bool  # visible, and whole in both catalogue and Chroma
    digest: str  # of all that decided what it became
    path: str  # of its file
    sha256: str  # of its file


class Catalogue:
    """One connection to the catalogue. Threads may share it for reading."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the file; with `create`, make it and its tables where they are missing.

        Raises `StoreError` when it is not there or is no catalogue.
        """
        if not create and not path.is_file():
            raise StoreError(f"{path.parent}: no index here; run: python -m index sync")
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            if create:
                self._db.executescript(_SCHEMA.read_text(encoding="utf-8"))
            self._db.execute("SELECT count(*) FROM meta").fetchone()
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(
                f"{path}: not a catalogue ({error}); remove the folder, run: python -m index sync"
            ) from None

        self.lookup = Lookup(self._db)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also when the process is killed; within another, a part of that."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def meta(self) -> dict[str, str]:
        """What made the index: format, rules, model, corpus."""
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Write the given entries, leaving others as they are."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def put_pending(self, document: Document, digest: str, position: int, pieces: Pieces) -> None:
        """Write a document that is not to be seen before `mark_ready`, replacing its former self.

        Call within a transaction.
        """
        self.remove(document.id)
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                position,
                digest,
                document.path,
                document.sha256,
                _dump_metadata(document.metadata),
                json.dumps(document.notes),
                json.dumps(dict(document.recognised)),
                document.text,
            ),
        )
        by_id = {passage.id: passage for passage in document.passages}
        for position, passage in enumerate(document.passages):
            number = self._db.execute(
                "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    passage.id,
                    document.id,
                    position,
                    passage.kind,
                    passage.start,
                    passage.end,
                    json.dumps(asdict(passage.locator)),
                    passage.parent,
                    passage.header,
                    passage.speaker,
                ),
            ).lastrowid
            if passage.kind != "heading":
                own = row_words(passage) if passage.kind == "row" else passage.text
                self._db.execute(
                    "INSERT INTO words (rowid, own, context) VALUES (?, ?, ?)",
                    (number, own, write_header(document, passage, by_id)),
                )
        self._db.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            (
                (chunk.id, document.id, n, json.dumps(chunk.passages), chunk.text, chunk.digest)
                for n, chunk in enumerate(pieces.chunks)
            ),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO sentences VALUES (?, ?, ?, ?)",
            ((document.id, s.passage, s.start, s.end) for s in pieces.sentences),
        )
        self._db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, ?, ?)",
            ((document.id, t.acronym, t.expansion, t.start, t.end) for t in document.terms),
        )
        write_commitments(self._db, document)

    def mark_ready(self, document: str) -> None:
        """Make a pending document visible."""
        self._db.execute("UPDATE documents SET state = 'ready' WHERE id = ?", (document,))

    def mark_pending(self, document: str) -> None:
        """Hide a document until the index holds it whole."""
        self._db.execute("UPDATE documents SET state = 'pending' WHERE id = ?", (document,))

    def set_order(self, ids: Sequence[str]) -> None:
        """Give the documents their places in the corpus."""
        self._db.executemany(
            "UPDATE documents SET position = ? WHERE id = ? AND position <> ?",
            ((position, id, position) for position, id in enumerate(ids)),
        )

    def remove(self, document: str) -> None:
        """Remove a document and all that came from it."""
        self._db.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE document = ?)",
            (document,),
        )
        self._db.execute("DELETE FROM documents WHERE id = ?", (document,))

    def set_unread(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Replace the list of files that could not be read: (name, digest, reason)."""
        self._db.execute("DELETE FROM unread")
        self._db.executemany("INSERT INTO unread VALUES (?, ?, ?)", rows)

    def set_duplicates(self, rows: Iterable[tuple[str, str]]) -> None:
        """Replace the list of files that equal another: (name, name of the original)."""
        self._db.execute("DELETE FROM duplicates")
        self._db.executemany("INSERT INTO duplicates VALUES (?, ?)", rows)

    def states(self) -> dict[str, State]:
        """What is held of every document, by id."""
        rows = self._db.execute("SELECT id, state, digest, path, sha256 FROM documents")
        return {
            id: State(ready=state == "ready", digest=digest, path=path, sha256=sha256)
            for id, state, digest, path, sha256 in rows
        }

    def duplicates(self) -> dict[str, str]:
        """Files that equal another, with the name of that one."""
        return dict(self._db.execute("SELECT name, original FROM duplicates ORDER BY name"))

    def find_chunks(self, digests: Sequence[str]) -> dict[str, str]:
        """A chunk of a visible document for each of the digests that one has, by digest."""
        rows = self._db.execute(
            "SELECT c.digest, c.id FROM chunks c JOIN documents d ON d.id = c.document "
            "WHERE d.state = 'ready' AND c.digest IN (SELECT value FROM json_each(?))",
            (json.dumps(list(digests)),),
        )
        return dict(rows)

    def compact(self) -> None:
        """Give back the room of what was removed, once that is a share worth the while."""
        (free,) = self._db.execute("PRAGMA freelist_count").fetchone()
        (pages,) = self._db.execute("PRAGMA page_count").fetchone()
        if free > _FREE * pages:
            self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def unread(self) -> list[tuple[str, str, str]]:
        """Files that could not be read: (name, digest, reason)."""
        return list(self._db.execute("SELECT name, digest, reason FROM unread ORDER BY name"))

    def chunks(self, document: str) -> list[Chunk]:
        """The chunks of a document, in order."""
        rows = self._db.execute(
            "SELECT id, passages, text, digest FROM chunks WHERE document = ? ORDER BY position",
            (document,),
        )
        return [
            Chunk(id=id, passages=tuple(json.loads(passages)), text=text, digest=digest)
            for id, passages, text, digest in rows
        ]

    def chunk_digests(self) -> dict[str, str]:
        """Digest of every visible chunk, by id."""
        return dict(
            self._db.execute(
                "SELECT c.id, c.digest FROM chunks c JOIN documents d ON d.id = c.document "
                "WHERE d.state = 'ready'"
            )
        )

    def faults(self) -> list[str]:
        """What does not hold within the catalogue and how to mend it, one line each."""
        again, rebuild = "run: python -m index sync", "run: python -m index rebuild"
        anew = f"remove the folder, {again}"
        faults = [
            f"catalogue: SQLite reports: {row[0]}; {anew}"
            for row in self._db.execute("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        checks = (
            (
                "document {} is not complete",
                again,
                "SELECT id FROM documents WHERE state <> 'ready'",
            ),
            (
                "passage {} is missing from the full text",
                rebuild,
                "SELECT id FROM passages WHERE kind <> 'heading' "
                "AND number NOT IN (SELECT rowid FROM words)",
            ),
            (
                "full text has row {} that no passage has",
                anew,
                "SELECT rowid FROM words WHERE rowid NOT IN (SELECT number FROM passages)",
            ),
            (
                "passage {} lies outside its document",
                anew,
                "SELECT p.id FROM passages p JOIN documents d ON d.id = p.document "
                'WHERE p.start < 0 OR p."end" > length(d.text) OR p.start >= p."end"',
            ),
            (
                "a sentence of passage {} lies outside it",
                rebuild,
                "SELECT p.id FROM sentences s JOIN passages p ON p.id = s.passage "
                'WHERE s.start < p.start OR s."end" > p."end" OR s.start >= s."end"',
            ),
            (
                "commitment {} stands in no passage of its document",
                anew,
                "SELECT id FROM commitments WHERE passage NOT IN (SELECT id FROM passages)",
            ),
        )
        for words, mend, query in checks:
            faults += [
                f"catalogue: {words.format(row[0])}; {mend}" for row in self._db.execute(query)
            ]
        return faults


def _dump_metadata(metadata: Metadata) -> str:
    fields = {name: getattr(metadata, name) for name in Metadata.__dataclass_fields__}
    views = {name: dict(fields[name]) for name in ("provenance", "confidence")}
    return json.dumps(fields | views, sort_keys=True)
