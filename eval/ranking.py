"""Metrics of retrieval, at passage and at document level, through ir-measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.gold import Gold
from eval.metrics import share
from eval.types import Retrieved

DEPTHS = (1, 3, 5, 10, 20)
NAMES = (*(f"recall@{depth}" for depth in DEPTHS), "ndcg@10", "mrr")


def rank_metrics(
    relevant: Mapping[str, Iterable[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Recall@1, 3, 5, 10, 20, nDCG@10 and reciprocal rank of every query that has a relevant id.

    recall@k: relevant ids among the first k / relevant ids. nDCG@10: gains 1 or 0, discount
    log2(rank + 1) (Järvelin and Kekäläinen, 2002). mrr: 1 / rank of the first relevant id, 0.0
    without one. An id ranked twice counts at its first rank; a query that nothing was ranked
    for scores 0.0. Computed by ir-measures (trec_eval's own code).
    """
    from ir_measures import RR, R, iter_calc, nDCG

    measures = {f"recall@{depth}": R @ depth for depth in DEPTHS}
    measures |= {"ndcg@10": nDCG @ 10, "mrr": RR}
    qrels = {query: dict.fromkeys(ids, 1) for query, ids in relevant.items() if ids}
    run = {
        query: {id: float(-rank) for rank, id in reversed(list(enumerate(ranked.get(query, ()))))}
        for query in qrels
    }
    values = {query: dict.fromkeys(measures, 0.0) for query in qrels}
    names = {measure: name for name, measure in measures.items()}
    for row in iter_calc(list(measures.values()), qrels, run):
        values[row.query_id][names[row.measure]] = float(row.value)
    return values


def rank_pairs(
    gold: Mapping[str, Gold], retrieved: Mapping[str, Sequence[Retrieved]]
) -> dict[str, dict[str, float]]:
    """All retrieval metrics by pair: of passages as named, of documents as "doc_...".

    A document's rank is that of its first passage, other documents counted once.
    """
    passages = rank_metrics(
        {pair: sorted(place.passages) for pair, place in gold.items()},
        {pair: [hit.passage for hit in hits] for pair, hits in retrieved.items()},
    )
    documents = rank_metrics(
        {pair: sorted(place.documents) for pair, place in gold.items()},
        {
            pair: list(dict.fromkeys(hit.document for hit in hits))
            for pair, hits in retrieved.items()
        },
    )
    return {
        pair: values | {f"doc_{name}": value for name, value in documents[pair].items()}
        for pair, values in passages.items()
    }


def fact_recall_at(
    vital: Sequence[bool], gold: Gold, retrieved: Sequence[Retrieved], depth: int
) -> float | None:
    """Vital facts with some evidence passage among the first `depth` / vital facts.

    Where a fact stands in several places one is enough, which recall@k does not know.
    """
    found = {hit.passage for hit in retrieved[:depth]}
    return share(
        any(passage.id in found for place in places for passage in place.passages)
        for is_vital, places in zip(vital, gold.facts, strict=True)
        if is_vital
    )
