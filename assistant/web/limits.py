"""How often one user may ask: so many times in any minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

_MINUTE = 60.0
_MOST_KEYS = 10_000


class RateLimit:
    """A sliding window for each user or address. Threads may share it."""

    def __init__(self, times: int, now: Callable[[], float] = time.monotonic) -> None:
        self._times, self._now = times, now
        self._asked: dict[str, deque[float]] = {}
        self._lock = Lock()

    def take(self, key: str) -> float:
        """Count one time of that user; returns the seconds to wait, 0 when there is no need.

        A time that is refused does not count.
        """
        with self._lock:
            now = self._now()
            asked = self._asked.setdefault(key, deque())
            while asked and asked[0] <= now - _MINUTE:
                asked.popleft()
            if len(asked) >= self._times:
                return asked[0] + _MINUTE - now
            asked.append(now)
            if len(self._asked) > _MOST_KEYS:
                self._sweep(now)
            return 0.0

    def _sweep(self, now: float) -> None:
        """Forget those who have not asked for a minute."""
        idle = [key for key, asked in self._asked.items() if asked[-1] <= now - _MINUTE]
        for key in idle:
            del self._asked[key]
