"""Comparing runs: paired, clustered, and the pairs that changed by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.compare import Line, compare_lines
from eval.errors import RunError
from eval.floors import EVERY, Floor, check_floors, read_floors
from eval.intervals import Estimate
from eval.registry import METRICS
from eval.summary import Summary


def make_line(number: int, passes: bool, **more: float) -> Line:
    metrics: dict[str, float | None] = dict.fromkeys(METRICS)
    return Line(
        id=f"pair-{number:02}",
        family=f"family-{number:02}",
        category="fact",
        split="tune" if number % 2 else "test",
        question=f"question {number}?",
        status="passed" if passes else "wrong",
        reasons=() if passes else ("misses: it",),
        answer="an answer" if passes else "another",
        outcome="answered",
        metrics=metrics | {"answer_accuracy": float(passes)} | more,
    )


BEFORE = [make_line(number, passes=True) for number in range(20)]


def test_a_loss_on_many_pairs_is_found_and_named() -> None:
    after = [make_line(number, passes=number >= 6) for number in range(20)]
    found = compare_lines("shipped", BEFORE, after)
    assert found.losses == ("answer_accuracy",)
    assert [change.after.id for change in found.changes] == [f"pair-{n:02}" for n in range(6)]
    assert all(change.worse for change in found.changes)
    difference = found.differences["all"]["answer_accuracy"]
    assert difference is not None
    assert difference.value == pytest.approx(-6 / 20)
    assert difference.high < 0
    stored = found.to_json()
    assert stored["significantly_worse"] == ["answer_accuracy"]
    assert stored["changed"][0]["before"]["answer"] == "an answer"
    assert stored["changed"][0]["after"]["reasons"] == ["misses: it"]


def test_one_pair_lost_is_named_and_not_significant() -> None:
    after = [make_line(number, passes=number != 3) for number in range(20)]
    found = compare_lines("shipped", BEFORE, after)
    assert found.losses == ()
    assert [change.after.id for change in found.changes] == ["pair-03"]


def test_nothing_changed_is_no_difference() -> None:
    found = compare_lines("shipped", BEFORE, BEFORE)
    assert (found.losses, found.changes) == ((), ())
    difference = found.differences["all"]["answer_accuracy"]
    assert difference is not None
    assert (difference.low, difference.value, difference.high) == (0, 0, 0)


def test_where_lower_is_better_a_rise_is_a_loss() -> None:
    before = [make_line(n, passes=True, false_refusals=0.0) for n in range(20)]
    after = [make_line(n, passes=True, false_refusals=float(n < 8)) for n in range(20)]
    assert compare_lines("s", before, after).losses == ("false_refusals",)
    assert compare_lines("s", after, before).losses == ()


def test_pairs_of_one_run_only_are_said_and_not_compared() -> None:
    after = [replace(BEFORE[1], question="reworded?"), *BEFORE[2:], make_line(30, passes=False)]
    found = compare_lines("s", BEFORE, after)
    assert found.pairs == 19
    assert found.only_before == ("pair-00",)
    assert found.only_after == ("pair-30",)
    assert found.reworded == ("pair-01",)


def test_a_metric_counts_where_it_applies_in_both() -> None:
    before = [make_line(0, passes=True, words=10.0), make_line(1, passes=True)]
    after = [make_line(0, passes=True, words=14.0), make_line(1, passes=True, words=99.0)]
    difference = compare_lines("s", before, after).differences["all"]["words"]
    assert difference is not None
    assert (difference.value, difference.n) == (4.0, 1)


def summary_with(**values: float) -> Summary:
    estimates: dict[str, Estimate | None] = dict.fromkeys(METRICS)
    for name, value in values.items():
        estimates[name] = Estimate(value=value, low=value, high=value, n=9, families=9)
    return Summary(
        pairs=9,
        statuses={},
        estimates=estimates,
        confusion={},
        risk=(),
        seconds_p50=None,
        seconds_p95=None,
    )


def test_floors_hold_or_not() -> None:
    floors = {
        EVERY: (Floor(metric="quote_fidelity", limit=1.0),),
        "mine": (Floor(metric="false_refusals", limit=0.2), Floor(metric="mrr", limit=0.5)),
        "other": (Floor(metric="answer_accuracy", limit=1.0),),
    }
    checks = check_floors(floors, "mine", summary_with(quote_fidelity=0.99, false_refusals=0.2))
    assert [(check.metric, check.held) for check in checks] == [
        ("quote_fidelity", False),
        ("false_refusals", True),
        ("mrr", False),  # it applies to no pair, and this set was to show it
    ]
    assert checks[2].value is None
    (alone,) = check_floors(floors, "an evaluator's", summary_with())
    assert alone.held  # a set of questions to refuse has no quotes


def test_the_floors_that_ship_can_be_read() -> None:
    assert set(read_floors()) >= {EVERY, "shipped", "records"}


def test_a_faulty_floors_file_says_all_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('mrr = 1\n[mine]\naccuracy = 0.5\nwords = "few"\n', encoding="utf-8")
    with pytest.raises(RunError) as raised:
        read_floors(path)
    lines = str(raised.value).splitlines()
    assert len(lines) == 3
    assert "'mrr' stands outside a set" in lines[0]
    assert "'accuracy' is no metric" in lines[1]
    assert "words must be a number" in lines[2]
