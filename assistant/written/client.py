"""A language model's reply, piece by piece, within its time-outs: the importer of openai.

Any llama-index `LLM` will do. It runs in a thread of its own, since a library that waits for a
server cannot be interrupted; what takes too long is left to its own time-outs and not waited for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from assistant.written.faults import PASSING, ModelFault
from assistant.written.settings import ModelSettings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

LONGEST = 8
"""Characters of a reply for each token that it may have, beyond which it would not end."""

CONNECT = 5.0
"""Seconds to get through to the server."""

_SHAPE_FAULTS = (ValueError, TypeError, AttributeError, LookupError)
"""What libraries raise over a reply that is not of the expected form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to the model."""

    role: str  # "system" or "user"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a reply."""

    text: str = ""
    prompt_tokens: int | None = None  # where the server counts them, with the last piece
    reply_tokens: int | None = None
    ending: str | None = None  # "stop", "length": why the reply ended, with the last piece


class Client:
    """A language model with its limits. Threads may share it."""

    def __init__(self, llm: LLM, settings: ModelSettings, close: Callable[[], None]) -> None:
        self.llm = llm
        self.settings = settings
        self.close = close
        self.name = str(llm.metadata.model_name)

    def stream(self, messages: Sequence[Message], timeout: float | None = None) -> Iterator[Piece]:
        """The pieces of the reply as they come, white space kept.

        A refusal that may pass is tried again, as long as nothing was received and the server
        does not ask for more patience than `llm_wait`.

        Args:
            messages: system and user messages, in order.
            timeout: seconds for the whole reply; by default that of the settings.

        Raises:
            ModelFault: the reply did not come, did not end, or is no reply.
        """
        from tenacity import (
            Retrying,
            retry_if_exception,
            stop_after_attempt,
            stop_before_delay,
            wait_exponential,
        )

        limit = min(timeout or self.settings.llm_timeout, self.settings.llm_timeout)
        deadline = time.monotonic() + limit
        backoff = wait_exponential(multiplier=0.25, max=8)

        def wait(state: Any) -> float:
            fault = state.outcome.exception()
            return fault.retry_after if fault.retry_after is not None else backoff(state)

        retrying = Retrying(
            stop=stop_after_attempt(1 + self.settings.llm_retries)
            | stop_before_delay(min(limit, self.settings.llm_wait)),
            retry=retry_if_exception(lambda e: isinstance(e, ModelFault) and e.kind in PASSING),
            wait=wait,
            reraise=True,
        )
        pump, first = retrying(self._start, messages, deadline)
        yield from self._drain(pump, first, deadline)

    def _start(self, messages: Sequence[Message], deadline: float) -> tuple[_Pump, Piece]:
        pump = _Pump(self.llm, messages)
        first = pump.next(self._patience(deadline), begun=False)
        if first is None:
            raise ModelFault("empty")
        return pump, first

    def _drain(self, pump: _Pump, first: Piece, deadline: float) -> Iterator[Piece]:
        received = 0
        ended = False
        piece: Piece | None = first
        try:
            while piece is not None:
                received += len(piece.text)
                ended = ended or piece.ending is not None
                if received > LONGEST * self.settings.llm_reply:
                    raise ModelFault("endless")
                yield piece
                piece = pump.next(self._patience(deadline), begun=True)
        finally:
            pump.stop()
        if pump.names_endings and not ended:
            raise ModelFault("stopped")
        if not received:
            raise ModelFault("empty")

    def _patience(self, deadline: float) -> tuple[float, bool]:
        """Seconds to wait for the next piece, and whether they are cut by the deadline."""
        left = deadline - time.monotonic()
        return max(0.0, min(left, self.settings.llm_wait)), left < self.settings.llm_wait


class _Pump:
    """One attempt: a thread that reads the model and hands over what comes."""

    def __init__(self, llm: LLM, messages: Sequence[Message]) -> None:
        self.names_endings = False  # set once a piece came in OpenAI's form, which names them
        self._pieces: Queue[Piece | Exception | None] = Queue()
        self._stopped = Event()
        # The caller's context goes with it, so that events are told under the caller's span.
        Thread(target=copy_context().run, args=(self._read, llm, messages), daemon=True).start()

    def stop(self) -> None:
        """Take no more of the reply."""
        self._stopped.set()

    def next(self, patience: tuple[float, bool], *, begun: bool) -> Piece | None:
        """The next piece; None at the end. Raises `ModelFault`."""
        seconds, last = patience
        try:
            got = self._pieces.get(timeout=seconds)
        except Empty:
            self.stop()
            raise ModelFault("slow" if last and begun else "silent") from None
        if isinstance(got, Exception):
            raise _name_fault(got, begun=begun) from None
        return got

    def _read(self, llm: LLM, messages: Sequence[Message]) -> None:
        from llama_index.core.llms import ChatMessage

        try:
            stream = llm.stream_chat([ChatMessage(role=m.role, content=m.text) for m in messages])
            for response in stream:
                piece = _to_piece(response)
                self.names_endings = self.names_endings or hasattr(response.raw, "choices")
                self._pieces.put(piece)
                if self._stopped.is_set():
                    stream.close()
                    break
        except Exception as error:  # whatever a library raises is told to the waiting side
            self._pieces.put(error)
        else:
            self._pieces.put(None)


def open_client(settings: ModelSettings) -> Client:
    """The client of the OpenAI-compatible endpoint that the settings name; nothing is sent yet."""
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    http = httpx.Client(timeout=httpx.Timeout(settings.llm_wait, connect=CONNECT))
    llm = OpenAILike(
        model=settings.llm_model or "default",
        api_base=settings.llm_url,
        api_key=settings.key() or "none",
        is_chat_model=True,
        context_window=settings.llm_context,
        max_tokens=settings.llm_reply,
        temperature=0.0 if settings.samples == 1 else 0.7,
        max_retries=0,  # ours know the time-out as a whole
        timeout=settings.llm_wait,
        http_client=http,
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return Client(llm, settings, http.close)


def wrap(llm: LLM, settings: ModelSettings) -> Client:
    """A client of any llama-index model; its own settings of time and key hold."""
    return Client(llm, settings, lambda: None)


def _to_piece(response: Any) -> Piece:
    """A llama-index chat response as a piece; only OpenAI's form has endings and counts."""
    raw = response.raw
    ending = None
    if choices := getattr(raw, "choices", None):
        ending = choices[0].finish_reason
    usage = getattr(raw, "usage", None)
    return Piece(
        text=response.delta or "",
        prompt_tokens=getattr(usage, "prompt_tokens", None),
        reply_tokens=getattr(usage, "completion_tokens", None),
        ending=ending,
    )


def _name_fault(error: Exception, *, begun: bool) -> ModelFault:
    """What happened, by what the client library raised. No text of the server's is repeated."""
    import httpx
    import openai

    if isinstance(error, ModelFault):
        return error
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        refused = isinstance(error.__cause__ or error, httpx.ConnectTimeout)
        return ModelFault("unreachable" if refused else "silent")
    if isinstance(error, openai.APIStatusError):
        return _name_status(error.status_code, error.response.headers.get("retry-after"))
    if isinstance(error, openai.APIConnectionError | httpx.HTTPError):
        cause = error.__cause__ or error
        if isinstance(cause, httpx.ConnectError | httpx.UnsupportedProtocol):
            return ModelFault("unreachable")
        return ModelFault("stopped" if begun else "broken")
    if isinstance(error, openai.APIError):  # an error in the stream itself
        return ModelFault("stopped" if begun else "broken")
    if isinstance(error, _SHAPE_FAULTS):
        return ModelFault("garbage")
    return ModelFault("failed", type(error).__name__)


def _name_status(status: int, retry_after: str | None) -> ModelFault:
    detail = f"HTTP {status}"
    if status in (401, 403):
        return ModelFault("refused key", detail)
    if status == 404:
        return ModelFault("no such model", detail)
    if status == 429:
        return ModelFault("busy", detail, _seconds(retry_after))
    if status >= 500:
        return ModelFault("broken", detail, _seconds(retry_after))
    return ModelFault("rejected", detail)


def _seconds(retry_after: str | None) -> float | None:
    """The value of Retry-After, which is seconds or a date."""
    from email.utils import parsedate_to_datetime

    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None
