"""Every way in which a model's server fails, over real sockets: told in a line, quotes given."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from assistant.written.writer import open_writer
from tests.llm_server import Script, serve
from tests.written_world import open_records

pytestmark = pytest.mark.filterwarnings(
    # llama-index-core's own models still use what its pydantic and asyncio deprecate
    "ignore::DeprecationWarning"
)
QUESTION = "How much will the move of Millside Surgery cost?"
KEY = "sk-very-secret-0451"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def records(folder: Path) -> Iterator[Assistant]:
    assistant = open_records(folder)
    yield assistant
    assistant.close()


def ask(records: Assistant, url: str, **more: object) -> Answer:
    """The answer with a model at the address, quick to give up."""
    limits = {"llm_wait": 20.0, "llm_timeout": 40.0, "llm_retries": 0, "llm_key": KEY} | more
    settings = Settings(llm_url=url, llm_model="scripted", **limits)  # type: ignore[arg-type]
    records.writer = open_writer(settings, records.store.lookup, records.embedder, records.bodies)
    assert records.writer is not None
    try:
        return records.ask(QUESTION)
    finally:
        records.writer.close()
        records.writer = None


def assert_quoted(answer: Answer, reason: str) -> None:
    assert answer.mode == "quotes"
    assert answer.outcome == "answered"
    assert answer.citations
    (note,) = answer.notes
    assert reason in note
    assert "quoted instead" in note
    assert "\n" not in note
    assert answer.trace is not None
    assert answer.trace.fault is not None
    assert KEY not in repr(answer)


def test_nobody_listens(records: Assistant) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert_quoted(ask(records, f"http://127.0.0.1:{port}/v1"), "cannot be reached")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script(status=401), "does not accept the key"),
        (Script(status=404), "no such model"),
        (Script(status=400), "rejected the request"),
        (Script(status=500), "failed"),
        (Script(status=429), "too many requests"),
        (Script(text="The move will cost £1.2 million [1]. And", stop_after=14), "stopped"),
        (Script(text="The move will cost", ending=None, done=False), "stopped"),
        (Script(body=b"\x00\xffnot a stream at all"), "no answer"),
        (Script(body=b'data: {"choices": 7}\n\ndata: [DONE]\n\n'), "no answer"),
        (Script(body=b"data: {broken\n\n"), "no answer"),
        (Script(body=b"<html>Welcome</html>"), "empty answer"),
        (Script(text=""), "empty answer"),
        (Script(text="word " * 50, endless=True, size=400), "would not end"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_told_and_quotes_are_given(
    records: Assistant, script: Script, reason: str
) -> None:
    with serve([script]) as server:
        answer = ask(records, server.url)
    assert_quoted(answer, reason)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script(silence=30), "sent nothing for too long"),
        (Script(text="word ", endless=True, pause=0.3), "did not finish in time"),
    ],
)
def test_patience_has_an_end(records: Assistant, script: Script, reason: str) -> None:
    ask(records, "http://127.0.0.1:1/v1")  # what is loaded once is loaded
    with serve([script]) as server:
        answer = ask(records, server.url, llm_wait=2, llm_timeout=4)
    assert_quoted(answer, reason)
    assert answer.trace is not None
    assert answer.trace.reply_seconds < 8


def test_a_busy_server_is_asked_again_when_it_says(records: Assistant) -> None:
    busy = Script(status=429, headers=(("Retry-After", "1"),))
    with serve([busy, "The move will cost £1.2 million [1]."]) as server:
        started = time.monotonic()
        answer = ask(records, server.url, llm_retries=2)
        took = time.monotonic() - started
    assert answer.mode == "written"
    assert len(server.requests) == 2
    assert took >= 1


def test_more_patience_than_allowed_is_not_had(records: Assistant) -> None:
    with serve([Script(status=429, headers=(("Retry-After", "3600"),))]) as server:
        answer = ask(records, server.url, llm_retries=5)
    assert_quoted(answer, "too many requests")
    assert len(server.requests) == 1


def test_a_failing_server_is_asked_a_bounded_number_of_times(records: Assistant) -> None:
    with serve([Script(status=503)]) as server:
        answer = ask(records, server.url, llm_retries=2)
    assert_quoted(answer, "failed")
    assert len(server.requests) == 3


def test_a_refused_key_is_not_tried_again(records: Assistant) -> None:
    with serve([Script(status=401)]) as server:
        ask(records, server.url, llm_retries=5)
    assert len(server.requests) == 1
    assert server.keys == [f"Bearer {KEY}"]


def test_the_key_is_not_logged(records: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serve([f"The move will cost £1.2 million [1]. The key is {KEY} [1]."]) as server:
        answer = ask(records, server.url)
    assert server.keys == [f"Bearer {KEY}"]
    assert KEY not in caplog.text
    assert KEY not in repr(answer)
    assert KEY not in str(answer.to_json())


def test_a_reply_cut_at_its_length_keeps_what_is_whole(records: Assistant) -> None:
    cut = Script(text="The move will cost £1.2 million [1]. Annual rent will", ending="length")
    with serve([cut]) as server:
        answer = ask(records, server.url)
    assert [statement.text for statement in answer.statements] == [
        "The move will cost £1.2 million."
    ]
    assert any("cut at the length" in note for note in answer.notes)
