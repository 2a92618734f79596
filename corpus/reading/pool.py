"""Calls made in worker processes that can be ended: in parallel, each within time and memory.

Made of the standard library's pipes. Its process pools, and those of pebble and loky, start
their workers by importing the main program anew, which a script without a guard, a notebook and
a program read from standard input cannot bear; our workers import one module of ours.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from typing import TypeVar, cast

from corpus.cores import count_cores
from corpus.errors import UserError
from corpus.reading.worker import Reply, Task

_START = 60.0  # seconds that a worker may take to start
_DYING = 5.0  # seconds that a worker which hung up may take to be gone
_ERRORS = "errors"  # file that a worker's standard error goes to
_AHEAD = 8  # tasks a worker that may be done before their turn comes to be given out
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[3])
from corpus.reading.worker import serve
serve(int(sys.argv[1]), sys.argv[2])
"""

Argument = TypeVar("Argument")
Value = TypeVar("Value")


class EndedError(Exception):
    """A call that came to no end of its own: why, and how to mend it."""


class _Worker:
    """One worker process and the connection to it."""

    def __init__(self, module: str) -> None:
        """Start the process, in which the module is imported; `EndedError` when that fails."""
        self.module = module
        self.calls = 0
        self._scratch = tempfile.mkdtemp(prefix="reading-")  # gone with the worker, however it ends
        self._connection, theirs = Pipe()
        with theirs, Path(self._scratch, _ERRORS).open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE, str(theirs.fileno()), module, json.dumps(sys.path)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # so that what it starts is ended with it
                env=os.environ | {"TMPDIR": self._scratch},
            )
        try:
            started = self._connection.poll(_START)
            if started:
                self._connection.recv()
        except (EOFError, OSError):
            started = False
        if not started:
            said = Path(self._scratch, _ERRORS).read_text(errors="replace").split("\n")
            self.end()
            why = next((line for line in reversed(said) if line), "it did not answer")
            raise EndedError(f"no process to read it in could be started ({why}); free some memory")

    def call(self, task: Task) -> Reply | None:
        """The reply to a task; None from a worker that ended itself, as idle ones do.

        Raises `EndedError` when the task ended the worker or took too long; it is gone then.
        """
        self.calls += 1
        try:
            self._connection.send(task)
            if self._connection.poll(task.seconds):
                reply = self._connection.recv()
                assert isinstance(reply, Reply)
                return reply
        except (EOFError, OSError):
            code = self.end(wait=_DYING)
            if code == 0:
                return None
            raise EndedError(_explain(code, task)) from None
        self.end()
        raise EndedError(_explain(-signal.SIGXCPU, task))

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill the process and all that it started."""
        with suppress(ProcessLookupError, PermissionError):  # all gone already
            os.killpg(self._process.pid, signal.SIGKILL)

    def end(self, *, wait: float = 0) -> int:
        """Clear the worker away, `wait` seconds given to end by itself; returns its exit code."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(wait)
        self.kill()
        code = self._process.wait()
        self._connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        return code


class _Workers:
    """The workers of this process: idle ones wait for the next call, and end when none comes."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._guard = threading.Lock()

    def take(self, module: str) -> _Worker:
        """A worker for functions of the module: an idle one, else a new one."""
        with self._guard:
            for worker in list(self._idle):
                if not worker.is_alive():
                    self._idle.remove(worker)
                    worker.end()
                elif worker.module == module:
                    self._idle.remove(worker)
                    return worker
        return _Worker(module)

    def give_back(self, worker: _Worker) -> None:
        """Keep a worker for the next call."""
        with self._guard:
            self._idle.append(worker)

    def end(self) -> None:
        """End the idle ones."""
        with self._guard:
            for worker in self._idle:
                worker.kill()
                worker.end()
            self._idle.clear()


_WORKERS = _Workers()
atexit.register(_WORKERS.end)


class _Run:
    """The calls of one `call_each`, which may be broken off."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._busy: set[_Worker] = set()
        self._stopped = False

    def call(self, task: Task) -> Reply:
        """The reply to a task; `EndedError` as `call_each` gives it out."""
        while not self._stopped:
            worker = _WORKERS.take(task.module)
            fresh = not worker.calls
            if not self._begin(worker):
                _WORKERS.give_back(worker)
                break
            try:
                reply = worker.call(task)
            except BaseException:
                worker.end()
                raise
            finally:
                with self._guard:
                    self._busy.discard(worker)
            if reply is not None and not reply.memory:
                _WORKERS.give_back(worker)
                return reply
            worker.end()
            if fresh and reply is None:  # else it had idled too long
                raise EndedError(_explain(0, task))
            if fresh:  # else what it did before may have left it too little
                raise EndedError(
                    f"needed more than {task.memory / 2**30:.3g} GiB of memory to read; "
                    "split it, or allow more with --memory"
                )
        raise EndedError("broken off")

    def stop(self) -> None:
        """End what is going on."""
        with self._guard:
            self._stopped = True
            for worker in self._busy:
                worker.kill()

    def _begin(self, worker: _Worker) -> bool:
        """Whether the worker may be used: it may not once all was stopped while it was started."""
        with self._guard:
            if not self._stopped:
                self._busy.add(worker)
            return not self._stopped


def call_each(
    function: Callable[[Argument], Value],
    arguments: Iterable[Argument],
    *,
    seconds: float,
    memory: int,
) -> Generator[tuple[Argument, Value | UserError | EndedError], None, None]:
    """Call the function with each argument in worker processes, as many at once as there are cores.

    Gives each argument with the function's value, the `UserError` that it raised, or an
    `EndedError`, in the order of the arguments. Function, arguments and values are pickled.
    What is going on when the generator is closed is ended.

    Args:
        function: of a module that can be imported, or a `partial` of one.
        arguments: taken as they are needed.
        seconds: for one call, after which its process is killed.
        memory: bytes that its process may hold.
    """
    cores = count_cores()
    run = _Run()
    waiting: deque[tuple[Argument, Future[Reply]]] = deque()
    with ThreadPoolExecutor(cores, "reading") as threads:
        try:
            for argument in arguments:
                task = Task(call=partial(function, argument), seconds=seconds, memory=memory)
                waiting.append((argument, threads.submit(run.call, task)))
                if len(waiting) >= cores * _AHEAD:
                    yield _take(*waiting.popleft())
            while waiting:
                yield _take(*waiting.popleft())
        finally:
            run.stop()
            for _, future in waiting:
                future.cancel()


def _take(
    argument: Argument, future: Future[Reply]
) -> tuple[Argument, Value | UserError | EndedError]:
    try:
        reply = future.result()
    except EndedError as error:
        return argument, error
    if reply.failed is not None:
        return argument, EndedError(f"its reader failed ({reply.failed}); save it anew")
    return argument, reply.error or cast(Value, reply.value)


def _explain(code: int, task: Task) -> str:
    """Why a worker that left with this exit code did not come to the end of its task."""
    if code == -signal.SIGXCPU:
        return (
            f"took longer than {task.seconds:g} s to read; "
            "split it, or allow more time with --seconds"
        )
    if code == -signal.SIGKILL:  # the system's way with whoever holds the most memory
        return "needed more memory than this machine has; split it"
    what = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"its reader crashed ({what}); save it anew"
