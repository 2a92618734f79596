"""llama-index's instrumentation events around a written answer, for OpenTelemetry and its like.

The model's own events come from llama-index itself, under the span opened here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.types import Answer
from corpus.types import Passage


def observed(question: str, passages: Sequence[Passage], answer: Callable[[], Answer]) -> Answer:
    """What `answer` returns, told as a query with its retrieval and synthesis.

    Args:
        question: as it was searched for.
        passages: that the model is given.
        answer: makes the answer.
    """
    from llama_index.core.base.response.schema import Response
    from llama_index.core.instrumentation.events.query import QueryEndEvent, QueryStartEvent
    from llama_index.core.instrumentation.events.retrieval import (
        RetrievalEndEvent,
        RetrievalStartEvent,
    )
    from llama_index.core.instrumentation.events.synthesis import (
        SynthesizeEndEvent,
        SynthesizeStartEvent,
    )
    from llama_index.core.schema import NodeWithScore, TextNode
    from llama_index_instrumentation import get_dispatcher

    dispatcher = get_dispatcher("assistant.written")
    nodes = [NodeWithScore(node=TextNode(id_=one.id, text=one.text)) for one in passages]

    @dispatcher.span
    def write_answer() -> Answer:
        dispatcher.event(QueryStartEvent(query=question))
        dispatcher.event(RetrievalStartEvent(str_or_query_bundle=question))
        dispatcher.event(RetrievalEndEvent(str_or_query_bundle=question, nodes=nodes))
        dispatcher.event(SynthesizeStartEvent(query=question))
        made = answer()
        response = Response(response=made.text, source_nodes=nodes)
        dispatcher.event(SynthesizeEndEvent(query=question, response=response))
        dispatcher.event(QueryEndEvent(query=question, response=response))
        return made

    return write_answer()
