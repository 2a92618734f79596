"""`python -m bench.chat`: how fast the chat starts and answers, and how fifty at once fare.

Starts `python app.py` on the shipped documents and asks over HTTP, as programs do. Times are
seconds of a wall clock, from the caller's side.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.console import GOOD, Parser, run

_ROOT = Path(__file__).parents[1]
_USERS = 50
_SUBJECTS = ("conflicts of interest", "primary care", "workforce", "finance", "patients", "quality")
_FORMS = (
    "What was said about {}?",
    "Who is responsible for {}?",
    "Why does {} matter?",
    "What was agreed about {}?",
    "When was {} discussed?",
    "What are the risks of {}?",
    "How is {} governed?",
    "What is planned for {}?",
    "What did the CCG say about {}?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A running chat, and how long parts of its start took, in seconds."""

    address: str
    waiting: float  # until a page is there to wait at and type in
    page: float  # until the chat's own page is served
    ready: float  # until a question can be answered


@contextmanager
def started(folder: Path, port: int) -> Iterator[Started]:
    """Run the app on a built index, and stop it at the end."""
    command = [sys.executable, "app.py", "--port", str(port), "--rate", "1000"]
    address, begun = f"http://127.0.0.1:{port}", time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=_ROOT,
        env=os.environ | {"ASSISTANT_INDEX": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        waiting = page = 0.0
        while True:
            if process.poll() is not None:
                raise SystemExit("the chat did not start; run: python app.py")
            health = _health(address)
            now = time.perf_counter() - begun
            if health is not None:
                waiting = waiting or now
                page = page or (now if health["page"] else 0.0)
                if health["ready"]:
                    yield Started(address=address, waiting=waiting, page=page, ready=now)
                    return
            time.sleep(0.02)
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask(address: str, question: str) -> float:
    """Seconds until the answer to a question is there; raises when there is none."""
    begun = time.perf_counter()
    call = f"{address}/gradio_api/call/ask"
    data = json.dumps({"data": [question, [], "", "", "", ""]}).encode()
    request = urllib.request.Request(call, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{call}/{event}", timeout=120) as response:
        said = response.read().decode()
    if "event: complete" not in said:
        raise RuntimeError(said[:200])
    return time.perf_counter() - begun


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print one JSON object; returns the exit code."""
    from assistant.answering import Assistant
    from assistant.settings import Settings

    parser = Parser(prog="python -m bench.chat", description=__doc__)
    parser.add_argument("--port", type=int, default=17862)
    options = parser.parse_args(arguments)
    questions = [form.format(subject) for form in _FORMS for subject in _SUBJECTS][:_USERS]
    with tempfile.TemporaryDirectory() as name:
        Assistant.open(Settings(index=Path(name))).close()
        with started(Path(name), options.port) as chat:
            first = ask(chat.address, "Who chairs London Councils?")
            warm = [ask(chat.address, question) for question in questions[:10]]
            with ThreadPoolExecutor(_USERS) as users:
                crowd = sorted(users.map(lambda q: ask(chat.address, q), questions))
    figures = {
        "waiting_page": chat.waiting,
        "chat_page": chat.page,
        "ready": chat.ready,
        "first_answer": first,
        "warm_answer_median": statistics.median(warm),
        "users_at_once": len(crowd),
        "at_once_median": statistics.median(crowd),
        "at_once_p95": crowd[int(0.95 * len(crowd)) - 1],
    }
    print(json.dumps({key: round(value, 3) for key, value in figures.items()}))
    return GOOD


def _health(address: str) -> dict[str, bool] | None:
    """What the app says of its health, ready or not; None where nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:
            return dict(json.load(response))
    except urllib.error.HTTPError as unready:
        with unready:
            return dict(json.load(unready))
    except OSError:
        return None


if __name__ == "__main__":
    run(main, "bench.chat")
