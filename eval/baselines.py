"""What a user would have otherwise: llama-index's own starter, and plain BM25.

Each answers as such programs do without a language model: the best texts it finds, as they are,
whatever the question. Earlier questions of a conversation are searched for together with the
last one, so that follow-ups are not lost on them. The only importer of llama_index here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Document, Passage
from eval.documents import Folder
from eval.matching import collapse
from eval.types import RETRIEVED

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from assistant.types import Answer
    from index.embed import Embedder
    from index.types import Hit

BASELINES = ("llama-index", "bm25")
BM25_PASSAGES = 3  # given as the answer
STARTER_NODES = 2  # the starter's own similarity_top_k


class Bm25:
    """BM25 over passages: SQLite's FTS5 with its porter stemmer and default weights."""

    def __init__(self, library: Folder) -> None:
        self._documents = [library.document(metadata.id) for metadata in library.documents()]
        self._passages = [
            (document, passage)
            for document in self._documents
            for passage in document.passages
            if passage.kind != "heading"
        ]
        self._texts = sqlite3.connect(":memory:")
        self._texts.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'porter unicode61')"
        )
        self._texts.executemany(
            "INSERT INTO texts (rowid, text) VALUES (?, ?)",
            [(number, passage.text) for number, (_, passage) in enumerate(self._passages, 1)],
        )

    def search(
        self, question: str, *, history: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Hit]:
        """The best passages that share a word with the question, best first."""
        query = " OR ".join(
            f'"{word}"' for word in re.findall(r"\w+", " ".join((*history, question)))
        )
        if not query:
            return []
        rows = self._texts.execute(
            "SELECT rowid, bm25(texts) AS rank FROM texts WHERE texts MATCH ? "
            "ORDER BY rank, rowid LIMIT ?",
            (query, limit),
        ).fetchall()
        # FTS5 gives better matches lower numbers.
        return [_hit(*self._passages[number - 1], score=-rank, dense=0.0) for number, rank in rows]

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """The best passages, whole; `not_found` only when no word of the question is anywhere."""
        hits = self.search(question, history=history)
        return _answer(
            question,
            [(hit.metadata.id, hit.passage.start, hit.passage.end) for hit in hits[:BM25_PASSAGES]],
            hits,
            {document.id: document for document in self._documents},
        )


class LlamaIndexStarter:
    """llama-index's five lines: its reader, its splitter, its vector index, their defaults.

    Over the same embedding model as ours, so that what differs is not the model.
    """

    def __init__(self, library: Folder, embedder: Embedder) -> None:
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        found = [library.document(metadata.id) for metadata in library.documents()]
        self._documents = {document.id: document for document in found}
        self._paths = {str((library.folder / d.path).resolve()): d.id for d in found}
        read = SimpleDirectoryReader(input_files=sorted(self._paths)).load_data()
        index = VectorStoreIndex.from_documents(
            read, transformations=[SentenceSplitter()], embed_model=wrap(embedder)
        )
        self._index = index

    def _nodes(
        self, question: str, history: Sequence[str], limit: int
    ) -> list[tuple[Document, int, int, float]]:
        retriever = self._index.as_retriever(similarity_top_k=limit)
        nodes = []
        for found in retriever.retrieve("\n".join((*history, question))):
            path = str(Path(found.node.metadata["file_path"]).resolve())
            document = self._documents[self._paths[path]]
            text = found.node.get_content()
            # Its own offsets are into the text as its reader gave it; where that is not our
            # text (a PDF, say) the quote cannot be found, and is scored as it is: unfaithful.
            start = document.text.find(text)
            end = start + len(text) if start >= 0 else 0
            nodes.append((document, max(start, 0), end, float(found.score or 0.0)))
        return nodes

    def search(
        self, question: str, *, history: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Hit]:
        """The passages of its best nodes, in the nodes' order and then the document's."""
        return _spread(self._nodes(question, history, limit), limit)

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Its two best nodes, whole."""
        nodes = self._nodes(question, history, RETRIEVED)
        return _answer(
            question,
            [(document.id, start, end) for document, start, end, _ in nodes[:STARTER_NODES]],
            _spread(nodes, RETRIEVED),
            self._documents,
        )


def _spread(nodes: Sequence[tuple[Document, int, int, float]], limit: int) -> list[Hit]:
    hits: dict[str, Hit] = {}
    for document, start, end, score in nodes:
        for passage in document.passages:
            if passage.start < end and start < passage.end and passage.kind != "heading":
                hits.setdefault(passage.id, _hit(document, passage, score=score, dense=score))
    return list(hits.values())[:limit]


def wrap(embedder: Embedder) -> BaseEmbedding:
    """Our embedding model as llama-index calls one."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    class Wrapped(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in embedder.encode(texts)]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Wrapped(model_name=embedder.name)


def _hit(document: Document, passage: Passage, *, score: float, dense: float) -> Hit:
    from index.types import Hit

    return Hit(
        passage=passage,
        metadata=document.metadata,
        score=score,
        dense=dense,
        lexical=0.0 if dense else score,
    )


def _answer(
    question: str,
    spans: Sequence[tuple[str, int, int]],
    hits: Sequence[Hit],
    documents: dict[str, Document],
) -> Answer:
    """Each span a statement that cites itself, located by the first passage that it touches."""
    from assistant.types import NOT_FOUND, Answer, Citation, Statement
    from corpus.types import Locator

    statements = []
    citations = []
    for number, (id, start, end) in enumerate(spans, 1):
        document = documents[id]
        touched = [p for p in document.passages if p.start < end and start < p.end]
        citations.append(
            Citation(
                number=number,
                metadata=document.metadata,
                passage=touched[0].id if touched else "",
                locator=touched[0].locator if touched else Locator(),
                quote=document.text[start:end],
                start=start,
                end=end,
            )
        )
        statements.append(Statement(text=collapse(document.text[start:end]), citations=(number,)))
    text = "\n\n".join(f"{s.text} [{s.citations[0]}]" for s in statements)
    return Answer(
        question=question,
        understood=question,
        outcome="answered" if statements else "not_found",
        text=text or NOT_FOUND,
        mode="quotes",
        statements=tuple(statements),
        citations=tuple(citations),
        hits=tuple(hits),
    )
