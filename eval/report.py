"""The report in the terminal: a table a set, what changed, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.page import format_estimate
from eval.registry import CORE, METRICS
from eval.run import ScoredSet, Verdict
from eval.store import OURS
from eval.types import CATEGORIES, SPLITS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_report(
    console: Console, sets: Sequence[ScoredSet], run: Mapping[str, Any], verdict: Verdict
) -> None:
    """Print everything that a person decides by; the rest is in the HTML page."""
    from rich.markup import escape

    for one in sets:
        console.print(_metrics_table(one))
        console.print(_categories_table(one))
        _print_comparison(console, one)
        if one.judge is not None:
            kappa = "not defined" if one.judge.kappa is None else f"{one.judge.kappa:.2f}"
            counts = ", ".join(f"{n} {label}" for label, n in one.judge.labels.items())
            console.print(escape(f"judge {one.judge.model}: {counts}; kappa {kappa}"))
        for line in one.asked.unread:
            console.print(escape(f"not read: {line}"))
    for result in run["public"]:
        console.print(_public_table(result))
    if verdict.reasons:
        console.print("[bold red]Not good:[/]")
        for reason in verdict.reasons:
            console.print(escape(f"  {reason}"))
    else:
        console.print("[bold green]Good:[/] every floor is held")


def print_folder(console: Console, folder: Path) -> None:
    """Say where the run's files are."""
    console.print(f"{folder}/report.html", soft_wrap=True, highlight=False, markup=False)


def _metrics_table(one: ScoredSet) -> Table:
    from rich.table import Table

    everything = one.summaries[OURS]["all"]
    statuses = ", ".join(f"{count} {status}" for status, count in everything.statuses.items())
    table = Table(
        title=f"{one.asked.name}: {everything.pairs} pairs ({statuses})",
        caption="percent, with 95% intervals over question families",
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("metric", no_wrap=True)
    table.add_column("pairs", justify="right", no_wrap=True)
    table.add_column("all", justify="right", no_wrap=True)
    splits = [split for split in SPLITS if split in one.summaries[OURS]]
    others = [system for system in one.summaries if system != OURS]
    for name in (*splits, *others):
        table.add_column(name, justify="right", no_wrap=True)
    for name in CORE:
        estimate = everything.estimates[name]
        cells = [format_estimate(name, estimate)]
        cells += [format_estimate(name, one.summaries[OURS][s].estimates[name]) for s in splits]
        cells += [format_estimate(name, one.summaries[s]["all"].estimates[name]) for s in others]
        low = ", low is good" if METRICS[name].better == "lower" else ""
        table.add_row(METRICS[name].label + low, str(estimate.n if estimate else 0), *cells)
    summaries = [everything, *(one.summaries[OURS][s] for s in splits)]
    summaries += [one.summaries[s]["all"] for s in others]
    table.add_row(
        "seconds, p50 / p95",
        str(everything.pairs),
        *(f"{_seconds(s.seconds_p50)} / {_seconds(s.seconds_p95)}" for s in summaries),
    )
    return table


def _seconds(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _categories_table(one: ScoredSet) -> Table:
    from rich.table import Table

    systems = list(one.summaries)
    table = Table(title=f"{one.asked.name}: answer accuracy by category", title_justify="left")
    table.add_column("category")
    table.add_column("pairs", justify="right")
    for system in systems:
        table.add_column("all" if system == OURS else system, justify="right")
    for category in CATEGORIES:
        if category in one.summaries[OURS]:
            table.add_row(
                category,
                str(one.summaries[OURS][category].pairs),
                *(
                    format_estimate(
                        "answer_accuracy",
                        one.summaries[system][category].estimates["answer_accuracy"],
                    )
                    for system in systems
                ),
            )
    return table


def _print_comparison(console: Console, one: ScoredSet) -> None:
    from rich.markup import escape

    found = one.comparison
    if found is None:
        return
    accuracy = found.differences.get("all", {}).get("answer_accuracy")
    if accuracy is not None:
        console.print(
            f"against the baseline, over {found.pairs} pairs: answer accuracy "
            f"{accuracy.value * 100:+.1f} points ({accuracy.low * 100:+.1f} to "
            f"{accuracy.high * 100:+.1f})"
        )
    if found.only_after or found.only_before or found.reworded:
        console.print(
            f"not compared: {len(found.only_after)} new pairs, {len(found.only_before)} gone; "
            f"{len(found.reworded)} reworded since"
        )
    for change in found.changes:
        says = "now fails" if change.worse else "now passes"
        why = "; ".join(change.after.reasons if change.worse else change.before.reasons)
        console.print(escape(f"  {says}: {change.after.id}  {change.after.question}  ({why})"))


def _public_table(result: Mapping[str, Any]) -> Table:
    from rich.table import Table

    table = Table(title=result["name"], caption=result["about"], title_justify="left")
    table.add_column("metric")
    table.add_column("questions", justify="right")
    table.add_column("percent", justify="right")
    for name, metric in result["metrics"].items():
        if metric is None:
            table.add_row(name, "0", "does not apply")
        else:
            table.add_row(
                name,
                str(metric["n"]),
                f"{metric['value'] * 100:.1f} "
                f"({metric['low'] * 100:.0f} to {metric['high'] * 100:.0f})",
            )
    return table
