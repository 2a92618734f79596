"""The catalogue as it is asked: documents, passages, sentences and full text that are visible."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from corpus.types import Document, Locator, Metadata, Passage, Term
from index.commitments import Held, read_commitments
from index.types import Sentence

_PASSAGE = 'id, document, kind, start, "end", locator, parent, header, speaker'


class Lookup:
    """Questions to one catalogue; only documents that are ready are seen. Threads may share it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._all: tuple[tuple[int, int], dict[str, Metadata]] | None = None

    def counts(self) -> dict[str, int]:
        """How many visible documents, passages, sentences and chunks there are."""
        ready = "SELECT count(*) FROM documents WHERE state = 'ready'"
        return {"documents": self._db.execute(ready).fetchone()[0]} | {
            table: self._count(table) for table in ("passages", "sentences", "chunks")
        }

    def metadata(self, ids: Iterable[str] | None = None) -> dict[str, Metadata]:
        """Metadata of the visible documents, by id, in the order of the corpus.

        Args:
            ids: of the documents wanted; None for all.
        """
        if ids is None:
            return dict(self._all_metadata())
        wanted = list(ids)
        return self._read_metadata(f" AND id IN ({_marks(wanted)})", wanted)

    def _all_metadata(self) -> dict[str, Metadata]:
        """Of every visible document, parsed again only when somebody has written since."""
        if self._db.in_transaction:  # what it has written may yet be taken back
            return self._read_metadata("", ())
        by_others = self._db.execute("PRAGMA data_version").fetchone()[0]
        version = (by_others, self._db.total_changes)
        if self._all is None or self._all[0] != version:
            self._all = (version, self._read_metadata("", ()))
        return self._all[1]

    def _read_metadata(self, narrow: str, values: Sequence[str]) -> dict[str, Metadata]:
        rows = self._db.execute(
            f"SELECT id, metadata FROM documents WHERE state = 'ready'{narrow} ORDER BY position",
            values,
        )
        return {id: _load_metadata(text) for id, text in rows}

    def document(self, id: str) -> Document:
        """One visible document, whole; KeyError when there is none of that id."""
        row = self._db.execute(
            "SELECT path, sha256, metadata, notes, recognised, text FROM documents "
            "WHERE id = ? AND state = 'ready'",
            (id,),
        ).fetchone()
        if row is None:
            raise KeyError(id)
        path, sha256, metadata, notes, recognised, text = row
        return Document(
            metadata=_load_metadata(metadata),
            path=path,
            sha256=sha256,
            text=text,
            passages=tuple(
                self._passages("WHERE document = ? ORDER BY position", (id,), {id: text})
            ),
            terms=tuple(
                Term(acronym=acronym, expansion=expansion, start=start, end=end)
                for acronym, expansion, start, end in self._db.execute(
                    'SELECT acronym, expansion, start, "end" FROM terms WHERE document = ?', (id,)
                )
            ),
            notes=tuple(json.loads(notes)),
            recognised=_load_recognised(recognised),
        )

    def notes(self) -> dict[str, tuple[str, ...]]:
        """What a user should know of how visible files were read, by file name."""
        rows = self._db.execute(
            "SELECT path, notes FROM documents WHERE state = 'ready' AND notes <> '[]' "
            "ORDER BY position"
        )
        return {path: tuple(json.loads(notes)) for path, notes in rows}

    def text(self, id: str) -> str:
        """The text of a document, visible or not."""
        row = self._db.execute("SELECT text FROM documents WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        return str(row[0])

    def passages(self, ids: Iterable[str]) -> dict[str, tuple[str, Passage]]:
        """Document id and passage, by passage id, of visible documents only."""
        wanted = list(ids)
        found = self._passages(
            f"WHERE id IN ({_marks(wanted)}) AND document IN "
            "(SELECT id FROM documents WHERE state = 'ready')",
            tuple(wanted),
            {},
        )
        return {passage.id: (passage.id.rsplit("#", 1)[0], passage) for passage in found}

    def siblings(self, parent: str) -> list[Passage]:
        """The passages that a passage introduces, in order."""
        return list(self._passages("WHERE parent = ? ORDER BY position", (parent,), {}))

    def chunk_passages(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Passage ids of chunks, by chunk id, of visible documents only."""
        wanted = list(ids)
        rows = self._db.execute(
            "SELECT c.id, c.passages FROM chunks c JOIN documents d ON d.id = c.document "
            f"WHERE d.state = 'ready' AND c.id IN ({_marks(wanted)})",
            wanted,
        )
        return {id: json.loads(passages) for id, passages in rows}

    def passage_chunks(self, passages: Iterable[str]) -> dict[str, list[str]]:
        """Chunk ids that hold each of the passages."""
        wanted = list(passages)
        found: dict[str, list[str]] = {id: [] for id in wanted}
        rows = self._db.execute(
            "SELECT j.value, c.id FROM passages p JOIN chunks c ON c.document = p.document, "
            f"json_each(c.passages) j WHERE p.id IN ({_marks(wanted)}) AND j.value = p.id",
            wanted,
        )
        for passage, chunk in rows:
            found[passage].append(chunk)
        return found

    def sentences(self, passages: Iterable[str]) -> list[Sentence]:
        """The sentences of the passages, in order."""
        wanted = list(passages)
        rows = self._db.execute(
            'SELECT document, passage, start, "end" FROM sentences '
            f"WHERE passage IN ({_marks(wanted)}) ORDER BY passage, start",
            wanted,
        ).fetchall()
        texts = {document: self.text(document) for document in {row[0] for row in rows}}
        return [
            Sentence(passage=passage, start=start, end=end, text=texts[document][start:end])
            for document, passage, start, end in rows
        ]

    def sentences_of(self, document: str) -> list[Sentence]:
        """The sentences of a document, in order."""
        text = self.text(document)
        rows = self._db.execute(
            'SELECT passage, start, "end" FROM sentences WHERE document = ? ORDER BY start',
            (document,),
        )
        return [
            Sentence(passage=passage, start=start, end=end, text=text[start:end])
            for passage, start, end in rows
        ]

    def vocabulary(self) -> Counter[str]:
        """The words of the visible documents, in lower case, with how often each occurs."""
        rows = self._db.execute("SELECT text FROM documents WHERE state = 'ready'")
        words: Counter[str] = Counter()
        for (text,) in rows:
            words.update(re.findall(r"[^\W\d_]{4,}", text.lower()))
        return words

    def find_words(
        self, terms: Sequence[str], limit: int, documents: Sequence[str] | None = None
    ) -> dict[str, float]:
        """BM25 of the passages that hold any of the terms, best first, by passage id.

        A passage's own words count three times what its header's do.
        """
        if not terms:
            return {}
        match = " OR ".join(map(_quoted, terms))
        wanted = list(documents or ())
        narrow = "" if documents is None else f"AND d.id IN ({_marks(wanted)}) "
        rows = self._db.execute(
            "SELECT p.id, -bm25(words, 1.0, 0.33) AS score FROM words "
            "JOIN passages p ON p.number = words.rowid "
            "JOIN documents d ON d.id = p.document AND d.state = 'ready' "
            f"WHERE words MATCH ? {narrow}ORDER BY score DESC, p.number LIMIT ?",
            (match, *wanted, limit),
        )
        return dict(rows)

    def document_frequency(
        self, terms: Sequence[str], documents: Sequence[str] | None = None
    ) -> dict[str, int]:
        """In how many passages each term occurs, in its own words or its header.

        Args:
            terms: single words.
            documents: ids to count in; None for all.
        """
        wanted = list(documents or ())
        narrow = "" if documents is None else f" AND p.document IN ({_marks(wanted)})"
        found = {}
        for term in terms:
            row = self._db.execute(
                "SELECT count(*) FROM words JOIN passages p ON p.number = words.rowid "
                f"WHERE words MATCH ?{narrow}",
                (_quoted(term), *wanted),
            )
            found[term] = int(row.fetchone()[0])
        return found

    def terms(self) -> list[tuple[str, Term]]:
        """The acronyms of visible documents, each with its document's id."""
        rows = self._db.execute(
            'SELECT t.document, t.acronym, t.expansion, t.start, t."end" FROM terms t '
            "JOIN documents d ON d.id = t.document WHERE d.state = 'ready' "
            "ORDER BY d.position, t.start"
        )
        return [
            (document, Term(acronym=acronym, expansion=expansion, start=start, end=end))
            for document, acronym, expansion, start, end in rows
        ]

    def commitments(self, documents: Sequence[str] | None = None) -> list[Held]:
        """The commitments of visible documents, in the order of the corpus."""
        return read_commitments(self._db, documents)

    def _count(self, table: str) -> int:
        row = self._db.execute(
            f"SELECT count(*) FROM {table} JOIN documents d ON d.id = {table}.document "
            "WHERE d.state = 'ready'"
        )
        return int(row.fetchone()[0])

    def _passages(
        self, where: str, values: tuple[Any, ...], texts: dict[str, str]
    ) -> Iterator[Passage]:
        rows = self._db.execute(f"SELECT {_PASSAGE} FROM passages {where}", values).fetchall()
        for id, document, kind, start, end, locator, parent, header, speaker in rows:
            text = texts.get(document)
            if text is None:
                text = texts.setdefault(document, self.text(document))
            where_found = json.loads(locator)
            where_found["section"] = tuple(where_found["section"])
            yield Passage(
                id=id,
                kind=kind,
                start=start,
                end=end,
                text=text[start:end],
                locator=Locator(**where_found),
                parent=parent,
                header=header,
                speaker=speaker,
            )


def _marks(values: Sequence[str]) -> str:
    """Question marks for SQL, one a value."""
    return ",".join("?" * len(values))


def _quoted(term: str) -> str:
    """A word as FTS5 matches it literally, whatever signs it has."""
    return '"' + term.replace('"', '""') + '"'


def _load_recognised(text: str) -> Mapping[int, float]:
    return MappingProxyType({int(page): sure for page, sure in json.loads(text).items()})


def _load_metadata(text: str) -> Metadata:
    fields = json.loads(text)
    for name in ("provenance", "confidence"):
        fields[name] = MappingProxyType(fields[name])
    return Metadata(**fields)
