"""`check-model`: whether the language model answers, streams, and how fast."""

from __future__ import annotations

import time

from assistant.written.client import Message, open_client
from assistant.written.faults import ModelFault
from assistant.written.passages import count_tokens
from assistant.written.settings import ModelSettings
from corpus.console import FAILED, GOOD
from corpus.errors import InputError

_QUESTION = "Count from one to twenty in words, separated by commas."


def check_model(settings: ModelSettings) -> int:
    """Put a short task to the model and print what came of it; the exit code."""
    if not settings.llm_url:
        raise InputError("no language model is configured; give --llm-url URL and --llm-model NAME")
    client = open_client(settings)
    started = time.perf_counter()
    first: float | None = None
    text, pieces, tokens = "", 0, None
    try:
        for piece in client.stream([Message(role="user", text=_QUESTION)]):
            if piece.text:
                pieces += 1
                first = first or time.perf_counter() - started
            text += piece.text
            tokens = piece.reply_tokens or tokens
    except ModelFault as fault:
        print(f"{client.name}: {fault}")
        return FAILED
    finally:
        client.close()
    seconds = time.perf_counter() - started
    made = tokens or count_tokens(text)
    rate = made / max(1e-6, seconds - (first or 0.0))
    print(f"{client.name}: answers ({len(text)} characters in {seconds:.1f} s)")
    if pieces > 1:
        print(f"streams: first words after {first:.2f} s, then about {rate:.0f} tokens/s")
    else:
        print("does not stream: an answer is shown only when it is whole")
    print(f"counts tokens: {'yes' if tokens else 'no, they are estimated'}")
    print(f"context: {settings.llm_context} tokens as set (--llm-context); the server does not say")
    return GOOD
