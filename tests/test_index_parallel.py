"""Passes through a model run side by side, one core each, and come back in order."""

from __future__ import annotations

import threading
import time

import pytest
import torch

from corpus.cores import count_cores
from index.parallel import run_each


def test_values_come_in_the_order_of_the_arguments() -> None:
    def wait(seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    assert run_each(wait, [0.05, 0.0, 0.02, 0.01]) == [0.05, 0.0, 0.02, 0.01]
    assert run_each(wait, []) == []


def test_each_call_has_one_of_torchs_threads_and_the_caller_keeps_its_own() -> None:
    before = torch.get_num_threads()
    seen = run_each(lambda _: (torch.get_num_threads(), threading.current_thread().name), range(20))
    assert {threads for threads, _ in seen} == {1}
    assert 1 <= len({name for _, name in seen}) <= count_cores()
    assert torch.get_num_threads() == before


def test_what_a_call_raises_reaches_the_caller() -> None:
    def fail(_: int) -> None:
        raise ValueError("no such window")

    with pytest.raises(ValueError, match="no such window"):
        run_each(fail, [1])
    assert run_each(abs, [-1]) == [1]
