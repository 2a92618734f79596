"""How many of the machine's cores this process may use."""

from __future__ import annotations

import os


def count_cores() -> int:
    """Cores that the process may run on, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
