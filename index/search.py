"""Search: dense and BM25, fused over passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, pstdev
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.bodies import Body, name_body
from corpus.dates import parse_period
from corpus.errors import InputError
from corpus.types import KINDS, Metadata
from index.store import Store
from index.types import Filters, Hit

if TYPE_CHECKING:
    from index.embed import Vectors

POOL = 80
"""Passages that each retriever puts forward."""

LEXICAL_WEIGHT = 0.3
"""What a standard deviation of BM25 counts beside one of cosine; chosen on the `tune` pairs."""


def search(
    store: Store,
    vector: Vectors,
    terms: Sequence[str],
    *,
    limit: int,
    documents: Sequence[str] | None = None,
    preferred: Mapping[str, float] = MappingProxyType({}),
) -> list[Hit]:
    """The passages nearest to a question, best first.

    Both scores of every passage that either retriever puts forward are standardised over that
    pool and added, which beats reciprocal rank fusion on small corpora.

    Args:
        store: the index.
        vector: of the question, shape (1, dimension), length 1.
        terms: words of the question for BM25; none is dense search alone.
        limit: hits at most.
        documents: ids to search in; None for all.
        preferred: what the passages of a document gain, by its id, in standard deviations.
    """
    if documents is not None and not documents:
        return []
    dense = _by_passage(store, store.vectors.nearest(vector, POOL, documents))
    lexical = store.lookup.find_words(terms, POOL, documents)
    dense |= passage_cosines(store, vector, lexical.keys() - dense.keys())
    if not dense:
        return []
    standard_dense = _standardise(dense)
    standard_lexical = _standardise({id: lexical.get(id, 0.0) for id in dense})
    scores = {
        id: standard_dense[id]
        + LEXICAL_WEIGHT * standard_lexical[id]
        + preferred.get(id.rsplit("#", 1)[0], 0.0)
        for id in dense
    }
    best = sorted(scores, key=lambda id: (-scores[id], id))[:limit]
    passages = store.lookup.passages(best)
    metadata = store.lookup.metadata({document for document, _ in passages.values()})
    return [
        Hit(
            passage=passages[id][1],
            metadata=metadata[passages[id][0]],
            score=scores[id],
            dense=dense[id],
            lexical=lexical.get(id, 0.0),
        )
        for id in best
        if id in passages
    ]


def passage_cosines(store: Store, vector: Vectors, passages: Iterable[str]) -> dict[str, float]:
    """The best chunk's cosine for each of the passages, 0 for one without a vector.

    Args:
        store: the index.
        vector: of the question, shape (1, dimension), length 1.
        passages: ids.
    """
    held = store.lookup.passage_chunks(passages)
    cosines = store.vectors.cosines(vector, [id for ids in held.values() for id in ids])
    return {
        passage: max((cosines[chunk] for chunk in chunks if chunk in cosines), default=0.0)
        for passage, chunks in held.items()
    }


def _by_passage(store: Store, chunks: dict[str, float]) -> dict[str, float]:
    """The best chunk's cosine for each passage."""
    found: dict[str, float] = {}
    for chunk, passages in store.lookup.chunk_passages(chunks).items():
        for passage in passages:
            found[passage] = max(found.get(passage, -1.0), chunks[chunk])
    return found


def _standardise(scores: dict[str, float]) -> dict[str, float]:
    mean, spread = fmean(scores.values()), pstdev(scores.values())
    return {id: (score - mean) / spread if spread else 0.0 for id, score in scores.items()}


def select_documents(
    filters: Filters, metadata: dict[str, Metadata], bodies: tuple[Body, ...]
) -> list[str] | None:
    """Ids of the documents that pass the filters; None when there is nothing to filter by.

    A body stands for itself and for those that became it. Raises `InputError` for a body or
    kind that is not known and for a date that is none.
    """
    if filters == Filters():
        return None
    allowed = [_with_predecessors(name, bodies) for name in filters.body]
    for kind in filters.kind:
        if kind not in KINDS:
            raise InputError(f"--kind: '{kind}' is not a kind; one of: {', '.join(KINDS)}")
    try:
        since = parse_period(filters.since).first if filters.since else None
        until = parse_period(filters.until).last if filters.until else None
    except ValueError as error:
        raise InputError(f"--since or --until: {error}") from None
    chosen = []
    for id, document in metadata.items():
        names = {name.lower() for name in (document.body, document.committee) if name}
        if filters.body and not any(names & forms for forms in allowed):
            continue
        if filters.kind and document.kind not in filters.kind:
            continue
        if since or until:
            if document.date is None:
                continue
            period = parse_period(document.date)
            if (since and period.last < since) or (until and period.first > until):
                continue
        chosen.append(id)
    return chosen


def _with_predecessors(name: str, bodies: tuple[Body, ...]) -> frozenset[str]:
    body = name_body(name, bodies)
    if body is None:
        known = ", ".join(sorted(body.name for body in bodies))
        raise InputError(f"--body: '{name}' is not a body of this record; known: {known}")
    chain = [body]
    for one in chain:
        chain += [b for b in bodies if b.became in (one.name, *one.aliases) and b not in chain]
    return frozenset(form for one in chain for form in one.forms)
