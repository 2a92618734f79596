"""Our retriever for anybody's llama-index engine or agent: the only importer of llama_index."""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.question import Question, understand
from assistant.retrieve import LIMIT, Retriever
from index.types import Filters, Hit


class RecordRetriever(BaseRetriever):
    """Passages as nodes: text verbatim, metadata with the locator, the span as the node's own."""

    def __init__(
        self, retriever: Retriever, *, filters: Filters = Filters(), limit: int = LIMIT
    ) -> None:
        """Wrap the retriever of an index; `filters` and `limit` hold for every query."""
        self._retriever = retriever
        self._filters = filters
        self._limit = limit
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = understand(query_bundle.query_str, bodies=self._retriever.bodies)
        if not isinstance(question, Question):
            return []
        found = self._retriever.find(question, self._retriever.select(self._filters), self._limit)
        return [_to_node(hit) for hit in found.hits]


def _to_node(hit: Hit) -> NodeWithScore:
    passage, metadata = hit.passage, hit.metadata
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "document": metadata.id,
            "title": metadata.title,
            "body": metadata.body,
            "date": metadata.date,
            "kind": metadata.kind,
            "page": passage.locator.page,
            "section": " > ".join(passage.locator.section),
            "paragraph": passage.locator.paragraph,
        },
    )
    return NodeWithScore(node=node, score=hit.score)
