"""One writer at a time, also among processes: the only importer of filelock.

The lock is the operating system's, so that a process that is killed lets go of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold(path: Path, *, seconds: float = 0) -> Iterator[bool]:
    """Hold the lock file, made when missing; whether it is held, after at most that long."""
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
