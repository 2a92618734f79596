"""The process in which files are read: one task at a time, under limits that the system holds.

It is started by `corpus.reading.pool`, which also ends it. It imports nothing of the program
that started it but the module that the tasks are of.
"""

from __future__ import annotations

import math
import resource
import signal
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any

from corpus.errors import UserError

IDLE = 20.0
"""Seconds without a task after which a worker ends itself, with exit code 0."""

_GRACE = 10  # seconds of processor time beyond a task's limit, should nobody be left to end it


def _view(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


ForkingPickler.register(MappingProxyType, lambda view: (_view, (dict(view),)))
# Connections send by it; pickle itself knows nothing of a view of a dict.


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A call to make in a worker."""

    call: partial[Any]
    seconds: float
    memory: int  # bytes

    @property
    def module(self) -> str:
        """Where the function is from; a worker has it imported before its first task."""
        return self.call.func.__module__


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What became of a task: its value, an error to show as it is, or one of the other two."""

    value: object = None
    error: UserError | None = None
    failed: str | None = None  # an exception that nobody foresaw, in words
    memory: bool = False  # more was needed than was allowed


def serve(handle: int, module: str) -> None:
    """Make the calls that come in over the connection until it closes or none comes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    import_module(module)  # now, so that no task's time goes into it
    with Connection(handle) as connection:
        connection.send(None)
        try:
            while connection.poll(IDLE):
                connection.send(_make(connection.recv()))
        except (EOFError, BrokenPipeError):  # whoever started us is gone
            return


def _make(task: Task) -> Reply:
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = used.ru_utime + used.ru_stime
    _limit(resource.RLIMIT_CPU, math.ceil(processor + task.seconds) + _GRACE)
    # RLIMIT_AS would count every library that is mapped; LibreOffice, which inherits the limit,
    # maps more than it uses by far.
    _limit(resource.RLIMIT_DATA, task.memory)
    try:
        reply = _call(task)
    finally:
        _limit(resource.RLIMIT_DATA, resource.RLIM_INFINITY)  # sending the reply needs some too
    return reply


def _call(task: Task) -> Reply:
    try:
        value = task.call()
    except Exception as error:  # whatever a file may do to its reader is that file's affair only
        if _ran_out(error):
            return Reply(memory=True)
        if isinstance(error, UserError):
            return Reply(error=error)
        words = " ".join(str(error).split())[:200]
        return Reply(failed=f"{type(error).__name__}: {words}".rstrip(": "))
    return Reply(value=value)


def _ran_out(error: BaseException | None) -> bool:
    """Whether memory ran out, also where a reader took that for damage of the file."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _limit(what: Any, soft: int) -> None:
    """Set the soft limit, which also the processes that we start inherit."""
    hard = resource.getrlimit(what)[1]
    within = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(what, (hard if soft == resource.RLIM_INFINITY else within, hard))
