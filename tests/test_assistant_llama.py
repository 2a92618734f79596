"""Our retriever in somebody else's llama-index engine."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant

pytestmark = pytest.mark.filterwarnings(
    # llama-index-core's own models still use what its pydantic and asyncio deprecate
    "ignore::DeprecationWarning"
)


def test_it_serves_a_query_engine(shipped: Assistant) -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    from assistant.llama import RecordRetriever

    retriever = RecordRetriever(shipped.retriever, limit=3)
    engine = RetrieverQueryEngine(
        retriever=retriever,
        response_synthesizer=get_response_synthesizer(llm=MockLLM(), response_mode="compact"),  # type: ignore[arg-type]
    )
    response = engine.query("How many GP practices are single-handed?")
    assert len(response.source_nodes) == 3
    node = response.source_nodes[0].node
    text = shipped.document(node.metadata["document"]).text
    assert text[node.start_char_idx : node.end_char_idx] == node.text  # type: ignore[attr-defined]
    assert any("single-handed" in found.node.get_content() for found in response.source_nodes)


def test_what_is_no_question_finds_nothing(shipped: Assistant) -> None:
    from assistant.llama import RecordRetriever

    assert RecordRetriever(shipped.retriever).retrieve("hello") == []
