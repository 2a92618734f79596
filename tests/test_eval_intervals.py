"""Intervals: families resampled whole, the same each time, honest at 0 % and 100 %."""

from __future__ import annotations

import pytest

from eval.intervals import estimate_means, wilson


def test_the_mean_is_over_pairs_that_the_metric_applies_to() -> None:
    found = estimate_means({"m": [1.0, None, 0.0, 1.0]}, ["a", "b", "c", "d"])["m"]
    assert found is not None
    assert found.value == pytest.approx(2 / 3)
    assert (found.n, found.families) == (3, 3)
    assert found.low <= found.value <= found.high


def test_a_metric_that_never_applies_is_none() -> None:
    assert estimate_means({"m": [None, None]}, ["a", "b"]) == {"m": None}
    assert estimate_means({"m": []}, []) == {"m": None}


def test_pairs_of_one_family_do_not_count_as_independent() -> None:
    values = [1.0] * 20 + [0.0] * 20
    alone = estimate_means({"m": values}, [str(number) for number in range(40)])["m"]
    together = estimate_means({"m": values}, [str(number // 10) for number in range(40)])["m"]
    assert alone is not None
    assert together is not None
    assert alone.value == together.value == 0.5
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_independent_pairs_have_the_interval_of_a_proportion() -> None:
    # 30 of 100: normal interval 0.3 ± 1.96 * sqrt(0.3 * 0.7 / 100) = 0.21 to 0.39.
    values = [1.0] * 30 + [0.0] * 70
    found = estimate_means({"m": values}, [str(number) for number in range(100)])["m"]
    assert found is not None
    assert found.low == pytest.approx(0.21, abs=0.02)
    assert found.high == pytest.approx(0.39, abs=0.02)


def test_the_same_values_give_the_same_interval() -> None:
    values = {"m": [0.1, 0.5, 0.9, None, 0.3]}
    families = ["a", "b", "b", "c", "d"]
    assert estimate_means(values, families) == estimate_means(values, families)


def test_all_right_does_not_mean_certainty() -> None:
    found = estimate_means({"m": [1.0] * 10}, [str(number) for number in range(10)])["m"]
    assert found is not None
    assert found.high == 1.0
    assert found.low == pytest.approx(0.7225, abs=1e-4)  # Wilson, 10 of 10


def test_a_difference_that_is_the_same_everywhere_is_certain() -> None:
    found = estimate_means({"m": [-1.0, -1.0]}, ["a", "b"], proportions=False)["m"]
    assert found is not None
    assert (found.value, found.low, found.high) == (-1.0, -1.0, -1.0)
    none = estimate_means({"m": [0.0] * 5}, list("abcde"), proportions=False)["m"]
    assert none is not None
    assert (none.low, none.high) == (0.0, 0.0)


def test_wilson() -> None:
    # 1 of 4, z = 1.96: (0.25 + 0.4802 ± 1.96 * sqrt(0.046875 + 0.060025)) / 1.9604
    low, high = wilson(1, 4)
    assert low == pytest.approx(0.0456, abs=1e-3)
    assert high == pytest.approx(0.6994, abs=1e-3)
    assert wilson(0, 5)[0] == pytest.approx(0.0)
