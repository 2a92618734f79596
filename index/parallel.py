"""Passes through a model side by side, each on a core of its own.

torch's own threads share each operation and wait for one another at its end. Where another
program wants a core too, they wait long: 1,200 ms for what two passes side by side do in 200, with
a third program on two cores. Passes that share nothing do not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from corpus.cores import count_cores

Argument = TypeVar("Argument")
Value = TypeVar("Value")


def run_each(function: Callable[[Argument], Value], arguments: Iterable[Argument]) -> list[Value]:
    """The function's values, in the order of the arguments; each call on one core.

    The function's work is to be torch's, which lets other Python threads run meanwhile.
    """
    return list(_pool().map(function, arguments))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count_cores(), "model", initializer=_use_one_thread)


def _use_one_thread() -> None:
    import torch

    torch.set_num_threads(1)  # of the calling thread: those of others stay as they are
