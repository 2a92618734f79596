"""A hostile file ends its own process, within its time and memory, and nothing else."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from corpus.errors import ReadingError
from corpus.library import open_library
from corpus.reading import pool
from corpus.reading.options import ReadingOptions
from corpus.reading.pool import call_each
from corpus.reading.worker import Task

ROOT = Path(__file__).parents[1]
MIB = 2**20


def echo(word: str) -> str:
    """What a worker does, by word."""
    if word == "loop":
        while True:
            pass
    if word == "loop in C":
        re.match(r"(a+)+b", "a" * 60)
    if word == "balloon":
        return str(len(bytearray(1024 * MIB)))
    if word == "balloon taken for damage":
        try:
            bytearray(1024 * MIB)
        except Exception:
            raise ReadingError("damaged PDF (MemoryError)") from None
    if word == "crash":
        ctypes.string_at(0)
    if word == "leave":
        os._exit(0)
    if word == "abort":
        os.abort()
    if word == "unforeseen":
        raise KeyError("Type")
    if word == "not readable":
        raise ReadingError("a.pdf: damaged PDF; save it anew")
    if word.startswith("child "):
        process = subprocess.Popen(["sleep", "600"])
        Path(os.environ["TMPDIR"], "left").touch()
        note = Path(word.removeprefix("child "))
        note.write_text(f"{process.pid} {os.environ['TMPDIR']}")
        process.wait()
    return word


def call(*words: str, seconds: float = 30, memory: int = 512 * MIB) -> list[str]:
    outcomes = call_each(echo, words, seconds=seconds, memory=memory)
    return [str(outcome) for _, outcome in outcomes]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("balloon", r"needed more than 0\.5 GiB of memory to read; split it"),
        ("balloon taken for damage", r"needed more than 0\.5 GiB of memory to read; split it"),
        ("crash", r"its reader crashed \(SIGSEGV\); save it anew"),
        ("abort", r"its reader crashed \(SIGABRT\); save it anew"),
        ("leave", r"its reader crashed \(exit code 0\); save it anew"),
        ("unforeseen", r"its reader failed \(KeyError: 'Type'\); save it anew"),
        ("not readable", r"a\.pdf: damaged PDF; save it anew"),
    ],
)
def test_hostile_call_is_told_and_the_rest_goes_on(word: str, said: str) -> None:
    first, second, third = call("one", word, "two")
    assert (first, third) == ("one", "two")
    assert re.match(said, second)


@pytest.mark.parametrize("word", ["loop", "loop in C"])
def test_call_that_does_not_end_is_ended(word: str) -> None:
    assert call("warm", "warm") == ["warm", "warm"]
    started = time.monotonic()
    told, after = call(word, "after", seconds=1)
    assert told.startswith("took longer than 1 s to read; ")
    assert after == "after"
    assert time.monotonic() - started < 30


def test_what_the_call_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "note"
    told = call(f"child {note}", seconds=3)[0]
    assert told.startswith("took longer than 3 s")
    process, scratch = note.read_text().split(" ", 1)
    deadline = time.monotonic() + 10
    while is_running(int(process)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(int(process))
    assert not Path(scratch).exists()


def is_running(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_order_is_that_of_the_arguments() -> None:
    words = [str(n) for n in range(60)]
    assert call(*words) == words


def test_breaking_off_ends_what_is_going_on() -> None:
    calls = call_each(echo, ["one", "loop", "loop", "loop"], seconds=60, memory=512 * MIB)
    assert next(calls) == ("one", "one")
    started = time.monotonic()
    calls.close()
    assert time.monotonic() - started < 20


def test_breaking_off_while_a_worker_starts_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However late a worker is ready, what was broken off is not begun in it."""
    take = pool._WORKERS.take
    starting, may_start = threading.Event(), threading.Event()

    def take_late(module: str) -> pool._Worker:
        starting.set()
        worker = take(module)
        may_start.wait(30)
        return worker

    monkeypatch.setattr(pool._WORKERS, "take", take_late)
    run = pool._Run()
    task = Task(call=partial(echo, "loop"), seconds=60, memory=512 * MIB)
    with ThreadPoolExecutor(1) as threads:
        begun = threads.submit(run.call, task)
        assert starting.wait(20)
        run.stop()
        may_start.set()
        with pytest.raises(pool.EndedError, match="broken off"):
            begun.result(timeout=20)


def test_worker_that_idled_too_long_is_replaced() -> None:
    assert call("one") == ["one"]
    for worker in pool._WORKERS._idle:
        worker.kill()
        worker._process.wait()
    assert call("two", "three") == ["two", "three"]


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from corpus.library import open_library
library = open_library(Path({folder!r}))
print([type(outcome).__name__ for _, outcome in library.read_all(library.sources)])
{then}
"""


@pytest.mark.parametrize("then", ["", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_script_without_a_guard_reads_and_leaves_no_process(
    small_corpus: Path, tmp_path: Path, then: str
) -> None:
    script = SCRIPT.format(root=str(ROOT), folder=str(small_corpus), then=then)
    marked = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-"],
        input=script,
        cwd=tmp_path,
        env=marked,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == (-signal.SIGKILL if then else 0), done.stderr
    if not then:
        assert done.stdout.strip() == "['Document', 'Document', 'Document']"
    deadline = time.monotonic() + 15
    while (left := workers_of(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def workers_of(scratch: Path) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            environ = path.read_bytes()
        except OSError:
            continue
        if f"TMPDIR={scratch}/reading-".encode() in environ:
            found.append(path.parent.name)
    return found


def test_documents_read_apart_are_those_read_here(small_corpus: Path) -> None:
    (small_corpus / "a-scan.pdf").write_bytes(b"%PDF-1.4 cut off")
    library = open_library(small_corpus)
    scan, *texts = library.read_all(library.sources)
    assert isinstance(scan[1], ReadingError)
    assert [source.id for source, _ in texts] == ["bcf-report", "ccg-letter", "panel-minutes"]
    for source, document in texts:
        assert document == library.read(source)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ReadingOptions(seconds=0.001), "took longer than 0.001 s to read"),
        (ReadingOptions(memory=64 * MIB), "needed more than 0.0625 GiB of memory"),
    ],
)
def test_limits_of_the_options_hold(small_corpus: Path, options: ReadingOptions, said: str) -> None:
    (small_corpus / "a.txt").write_bytes(b"word " * 8_000_000)
    library = open_library(small_corpus, options)
    for source, outcome in library.read_all(library.sources[:1]):
        assert isinstance(outcome, ReadingError)
        assert str(outcome).startswith(f"{source.path}: {said}")
