"""Groups to train and measure the reader on: questions with the windows it would be given."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reader.windows import Window, neighbours, windows_around
from corpus.types import Document, Passage
from index.chunk import Pieces, cut
from index.embed import Embedder
from index.questions import WrittenQuestion, flatten
from index.types import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the windows that retrieval brings for it, best first."""

    question: WrittenQuestion
    windows: tuple[Window, ...]
    labels: tuple[tuple[bool, ...], ...]  # whether each sentence answers
    added: int  # windows at the end that retrieval did not bring: the answer's, or near misses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    document: Document
    pieces: Pieces
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]  # of the chunks
    known: Mapping[str, Passage]
    sentences: Mapping[str, Sequence[Sentence]]
    flat: Mapping[str, str]  # words of each passage


def gather(
    questions: Sequence[WrittenQuestion],
    documents: Mapping[str, Document],
    embedder: Embedder,
    *,
    others: int = 7,
    hits: int = 12,
) -> list[Asked]:
    """Each question with its windows, searched for among its own document and `others` more.

    Args:
        questions: answerable or not; one whose passages are not found is left out.
        documents: by file name.
        embedder: searches.
        others: documents beside the question's own.
        hits: passages around which windows are laid.
    """
    prepared = {name: _prepare(document, embedder) for name, document in documents.items()}
    names = sorted(prepared)
    vectors = embedder.encode([question.text for question in questions])
    found = []
    for question, vector in zip(questions, vectors, strict=True):
        own = prepared.get(question.document)
        if own is None:
            continue
        golds = [flatten(answer) for answer in question.answers]
        lures = [flatten(near) for near in question.near]
        wanted = [
            id for id, text in own.flat.items() if any(gold in text for gold in (golds or lures))
        ][:2]
        if not wanted and (golds or not lures):
            continue
        drawn = random.Random(question.text).sample(names, min(others, len(names)))
        pool = [prepared[name] for name in sorted({question.document, *drawn})]
        ranked = _rank(pool, vector, hits)
        brought = _lay(ranked, pool)
        held = {s.passage for window in brought for s in window.sentences}
        extra = _lay([id for id in wanted if id not in held], pool)
        windows = (*brought, *extra)
        found.append(
            Asked(
                question=question,
                windows=windows,
                labels=tuple(
                    tuple(_answers(sentence, golds) for sentence in window.sentences)
                    for window in windows
                ),
                added=len(extra),
            )
        )
    return found


def _prepare(document: Document, embedder: Embedder) -> _Prepared:
    pieces = cut(document, window=embedder.window, count_tokens=embedder.count_tokens)
    sentences: dict[str, list[Sentence]] = {}
    for sentence in pieces.sentences:
        sentences.setdefault(sentence.passage, []).append(sentence)
    return _Prepared(
        document=document,
        pieces=pieces,
        vectors=embedder.encode([chunk.text for chunk in pieces.chunks]),
        known={passage.id: passage for passage in document.passages},
        sentences=sentences,
        flat={passage.id: flatten(passage.text) for passage in document.passages},
    )


def _rank(pool: Sequence[_Prepared], vector: np.ndarray, hits: int) -> list[str]:
    """Ids of the nearest passages of some documents, best first."""
    scores: dict[str, float] = {}
    for one in pool:
        for chunk, score in zip(one.pieces.chunks, (one.vectors @ vector).tolist(), strict=True):
            for passage in chunk.passages:
                scores[passage] = max(scores.get(passage, -1.0), score)
    return sorted(scores, key=lambda id: -scores[id])[:hits]


def _lay(ids: Sequence[str], pool: Sequence[_Prepared]) -> list[Window]:
    known: dict[str, Passage] = {}
    sentences: dict[str, Sequence[Sentence]] = {}
    owners = {one.document.id: one for one in pool}
    for id in ids:
        own = owners[id.rsplit("#", 1)[0]]
        for other in neighbours(id):
            if other in own.known:
                known[other] = own.known[other]
                sentences[other] = own.sentences.get(other, ())
                parent = own.known[other].parent
                if parent:
                    known[parent] = own.known[parent]
    metadata = {id: one.document.metadata for id, one in owners.items()}
    return windows_around(ids, known, sentences, metadata)


def _answers(sentence: Sentence, golds: Sequence[str]) -> bool:
    words = flatten(sentence.text)
    return bool(words) and any(
        (words in gold and len(words) > 8) or (gold in words and len(gold) > 8) for gold in golds
    )
