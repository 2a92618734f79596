"""Floors: what a set must reach for the run to be good."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.errors import RunError
from eval.registry import METRICS
from eval.summary import Summary

SHIPPED = Path(__file__).with_name("floors.toml")
EVERY = "every-set"
"""The table whose floors hold for each set, the evaluator's own included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least (for a metric where lower is better: the most) that a metric may be."""

    metric: str
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorCheck:
    """A floor held against what was measured."""

    set: str
    metric: str
    limit: float
    value: float | None  # None: the metric applied to no pair
    held: bool


def read_floors(path: Path = SHIPPED) -> dict[str, tuple[Floor, ...]]:
    """Floors by the name of their set; `RunError` with every fault of the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(
            f"{path}: cannot be read ({error.strerror}); name one with --floors"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RunError(f"{path}: not TOML ({error})") from None
    faults = []
    floors: dict[str, tuple[Floor, ...]] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            faults.append(f"{path}: '{name}' stands outside a set; write it under [{EVERY}]")
            continue
        for metric, limit in table.items():
            if metric not in METRICS:
                faults.append(f"{path}: [{name}] '{metric}' is no metric; see docs/evaluation.md")
            elif isinstance(limit, bool) or not isinstance(limit, (int, float)):
                faults.append(f"{path}: [{name}] {metric} must be a number")
        floors[name] = tuple(
            Floor(metric=metric, limit=float(limit))
            for metric, limit in table.items()
            if metric in METRICS and isinstance(limit, (int, float))
        )
    if faults:
        raise RunError("\n".join(faults))
    return floors


def check_floors(
    floors: Mapping[str, tuple[Floor, ...]], set_name: str, summary: Summary
) -> tuple[FloorCheck, ...]:
    """Every floor of the set and of every set, against the summary of all its pairs.

    The value itself is compared, not its interval: a floor is set with the interval in mind.
    Where a metric applies to no pair, a floor of the set is not held (a set that has one is
    meant to show something), and one of every set is (a set may be all questions to refuse).
    """
    checks = []
    every = [(floor, True) for floor in floors.get(EVERY, ())]
    own = [(floor, False) for floor in floors.get(set_name, ())]
    for floor, may_not_apply in every + own:
        estimate = summary.estimates[floor.metric]
        value = None if estimate is None else estimate.value
        lower_is_better = METRICS[floor.metric].better == "lower"
        if value is None:
            held = may_not_apply
        else:
            held = value <= floor.limit if lower_is_better else value >= floor.limit
        checks.append(
            FloorCheck(set=set_name, metric=floor.metric, limit=floor.limit, value=value, held=held)
        )
    return tuple(checks)
