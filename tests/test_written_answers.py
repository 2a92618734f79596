"""Written answers end to end, by a scripted server that streams over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.types import NOT_FOUND, Answer
from assistant.written.prompt import SYSTEM
from assistant.written.reply import Claim
from assistant.written.writer import open_writer
from corpus.errors import InputError
from tests.llm_server import Script, Server, serve
from tests.written_world import open_records

pytestmark = pytest.mark.filterwarnings(
    # llama-index-core's own models still use what its pydantic and asyncio deprecate
    "ignore::DeprecationWarning"
)
QUESTION = "How much will the move of Millside Surgery cost?"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = open_records(tmp_path_factory.mktemp("answers"))
    yield assistant
    assistant.close()


def ask(
    records: Assistant, reply: str | list[str | Script], question: str = QUESTION, **more: Any
) -> tuple[Answer, Server]:
    """The answer where the model replies so; `{words}` in it is the number of their passage."""
    history = more.pop("history", ())
    watch = more.pop("watch", None)
    with serve([reply] if isinstance(reply, str) else reply) as server:
        settings = Settings(llm_url=server.url, llm_model="scripted", llm_wait=20, **more)
        records.writer = open_writer(
            settings, records.store.lookup, records.embedder, records.bodies
        )
        assert records.writer is not None
        try:
            answer = records.ask(question, history=history, watch=watch)
        finally:
            records.writer.close()
            records.writer = None
    for citation in answer.citations:
        text = records.document(citation.metadata.id).text
        assert text[citation.start : citation.end] == citation.quote
    cited = {number for statement in answer.statements for number in statement.citations}
    assert cited == {citation.number for citation in answer.citations}
    assert all(statement.citations for statement in answer.statements)
    return answer, server


def said(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def test_a_faithful_answer_passes_whole(records: Assistant) -> None:
    reply = (
        "The move will cost £1.2 million [1]. NHS England will pay £900,000 and the CCG £300,000 "
        "[1].\n- Annual rent will rise from £48,000 to £61,000. [2]\n"
    )
    watched: list[Claim] = []
    answer, server = ask(records, reply, watch=watched.append)
    assert answer.outcome == "answered"
    assert answer.mode == "written"
    assert said(answer) == [
        "The move will cost £1.2 million.",
        "NHS England will pay £900,000 and the CCG £300,000.",
        "Annual rent will rise from £48,000 to £61,000.",
    ]
    assert answer.notes == ()
    assert [claim.text for claim in watched] == said(answer)
    system, user = server.requests[0]["messages"]
    assert system["content"] == SYSTEM
    assert "[1] The move will cost £1.2 million" in user["content"]
    assert server.requests[0]["stream"] is True


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("The move will cost £12 million [1].", "£12 million"),
        ("The Finance Committee recommended the move on 17 January 2016 [1].", "17 January"),
        ("NHS Improvement will pay £900,000 [1].", "NHS Improvement"),
        ("Funding has been agreed for the car park [3].", "Funding has been agreed"),
        ("Patients like the new site [2].", "Patients like"),
        ("The move is popular with everybody.", "popular"),
        ("The surgery is to be sold for £1 [1].", "sold"),
        ("Annual rent will rise to £1.2 million [1][2].", "rise to £1.2 million"),
        ("See [the report](http://example.org/x) [1].", "example.org"),
        ("Write to help@example.org about the £1.2 million [1].", "example.org"),
        ("The £1.2 million <img src=x> is the cost [1].", "<img"),
    ],
)
def test_what_is_false_or_foreign_is_not_shown(records: Assistant, fault: str, shown: str) -> None:
    good = "The move will cost £1.2 million [1]. Annual rent will rise to £61,000 [2]. "
    answer, _ = ask(records, good + fault)
    assert answer.mode == "written"
    assert said(answer)[:2] == [
        "The move will cost £1.2 million.",
        "Annual rent will rise to £61,000.",
    ]
    assert shown not in answer.text
    assert answer.notes


def test_numbers_never_offered_are_thrown_away(records: Assistant) -> None:
    answer, _ = ask(records, "The move will cost £1.2 million [1][99]. Rent will double [77].")
    assert said(answer) == ["The move will cost £1.2 million."]
    assert len(answer.citations) == 1


def test_a_wrong_or_missing_citation_is_put_right_and_told(records: Assistant) -> None:
    answer, _ = ask(
        records, "The move will cost £1.2 million [2]. Annual rent will rise to £61,000."
    )
    quotes = {citation.number: citation.quote for citation in answer.citations}
    assert "£1.2 million" in quotes[answer.statements[0].citations[0]]
    assert "£61,000" in quotes[answer.statements[1].citations[0]]
    assert answer.notes == (
        "2 of the language model's statements cited the wrong places; the right ones are cited.",
    )


def test_nonsense_gives_the_quotes(records: Assistant) -> None:
    answer, _ = ask(records, "Zebra lamp [1]. Seventeen purple £5 of nothing [2]! Ho [3].")
    assert answer.mode == "quotes"
    assert answer.outcome == "answered"
    assert "Little of what the language model wrote" in answer.notes[0]
    assert "purple" not in answer.text


def test_refusal_and_incompleteness_are_outcomes(records: Assistant) -> None:
    refused, _ = ask(records, NOT_FOUND)
    assert (refused.outcome, refused.text, refused.mode) == ("not_found", NOT_FOUND, "written")
    assert refused.hits
    partial, _ = ask(
        records,
        "The move will cost £1.2 million [1].\nThe record does not say: what the surgery cost in "
        "Atlantis",
    )
    assert partial.outcome == "partial"
    assert partial.missing == ("a part of the question",)
    named, _ = ask(
        records,
        "The move will cost £1.2 million [1].\nThe record does not say: when the move is",
        "How much will the move of Millside Surgery cost, and when is it?",
    )
    assert named.missing == ("when the move is",)


def test_off_the_subject_no_model_is_asked(records: Assistant) -> None:
    answer, server = ask(records, "Bread is made of flour [1].", "How do I bake sourdough bread?")
    assert answer.outcome == "not_found"
    assert server.requests == []


def test_planted_instructions_are_not_offered(records: Assistant) -> None:
    _, server = ask(
        records, NOT_FOUND, "What did Oakendale CCG accept and reject at the Patient Forum?"
    )
    sent = json.dumps(server.requests[0])
    assert "hearing loop" in sent
    assert "Ignore all previous" not in sent


def test_the_best_of_several_samples_is_kept(records: Assistant) -> None:
    replies: list[str | Script] = [
        "The move will cost £9 million [1].",
        "The move will cost £1.2 million [1]. Annual rent will rise to £61,000 [2].",
        "The move will cost £1.2 million [1].",
    ]
    answer, server = ask(records, replies, samples=3)
    assert len(server.requests) == 3
    assert len(answer.statements) == 2
    assert answer.trace is not None
    assert len(answer.trace.replies) == 3
    assert answer.trace.prompt_tokens == 33


def test_a_follow_up_is_condensed_by_the_model(records: Assistant) -> None:
    history = ["What will the move of Millside Surgery cost?"]
    alone = "What will the annual rent of Millside Surgery be?"
    answer, server = ask(
        records,
        [alone, "Annual rent will rise from £48,000 to £61,000 [1]."],
        "and the annual rent?",
        history=history,
    )
    assert answer.understood == alone
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "condensed",
    [
        "What is the chancellor's favourite Atlantis recipe?",
        "Two\nlines",
        "",
        "[x](http://evil.example) rent?",
    ],
)
def test_a_bad_condensation_gives_way_to_the_rules(records: Assistant, condensed: str) -> None:
    history = ["What will the move of Millside Surgery cost?"]
    answer, _ = ask(records, [condensed, NOT_FOUND], "and the annual rent?", history=history)
    assert "annual rent" in answer.understood
    assert "Millside" in answer.understood


def test_any_llama_index_model_will_do(records: Assistant) -> None:
    from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen
    from llama_index.core.llms import CustomLLM, LLMMetadata
    from llama_index.core.llms.callbacks import llm_completion_callback

    class Fixed(CustomLLM):
        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(model_name="fixed")

        @llm_completion_callback()
        def complete(self, prompt: str, formatted: bool = False, **_: Any) -> CompletionResponse:
            return CompletionResponse(text="The move will cost £1.2 million [1].")

        @llm_completion_callback()
        def stream_complete(
            self, prompt: str, formatted: bool = False, **_: Any
        ) -> CompletionResponseGen:
            text = ""
            for word in ["The", "move", "will", "cost", "£1.2", "million", "[1]."]:
                text += f"{word} "
                yield CompletionResponse(text=text, delta=f"{word} ")

    records.writer = open_writer(
        Settings(), records.store.lookup, records.embedder, records.bodies, Fixed()
    )
    try:
        answer = records.ask(QUESTION)
    finally:
        records.writer = None
    assert said(answer) == ["The move will cost £1.2 million."]
    assert answer.trace is not None
    assert answer.trace.model == "fixed"


def test_the_trace_file_and_events(tmp_path: Path, records: Assistant) -> None:
    from llama_index.core.instrumentation.event_handlers import BaseEventHandler
    from llama_index_instrumentation import get_dispatcher

    seen: list[Any] = []

    class Keep(BaseEventHandler):
        @classmethod
        def class_name(cls) -> str:
            return "Keep"

        def handle(self, event: Any, **_: Any) -> None:
            seen.append(event)

    root = get_dispatcher()
    root.event_handlers.append(Keep())
    records.trace = tmp_path / "trace.jsonl"
    try:
        answer, _ = ask(
            records, "The move will cost £1.2 million [1]. Rent is £5 [2].", llm_key="s3cr3t"
        )
    finally:
        records.trace = None
        root.event_handlers.pop()
    (line,) = (tmp_path / "trace.jsonl").read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert kept["model"] == "scripted"
    assert len(kept["prompt_hash"]) == 64
    assert kept["replies"] == ["The move will cost £1.2 million [1]. Rent is £5 [2]."]
    assert kept["checked"][0]["fate"] == "kept"
    assert kept["tokens"] == {"prompt": 11, "reply": 7, "counted": True}
    assert kept["passages"]
    assert answer.to_json()["tokens"] == kept["tokens"]
    names = [event.class_name() for event in seen]
    for name in ("QueryStartEvent", "RetrievalEndEvent", "LLMChatStartEvent", "LLMChatEndEvent",
                 "SynthesizeEndEvent", "QueryEndEvent"):  # fmt: skip
        assert name in names
    assert "s3cr3t" not in line
    assert not any("s3cr3t" in repr(event) for event in seen)


def test_written_without_a_model_is_an_error(records: Assistant) -> None:
    with pytest.raises(InputError, match="--llm-url"):
        open_writer(
            Settings(mode="written"), records.store.lookup, records.embedder, records.bodies
        )
    settings = Settings(mode="quotes", llm_url="http://127.0.0.1:1/v1")
    assert open_writer(settings, records.store.lookup, records.embedder, records.bodies) is None
