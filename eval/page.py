"""The report as one HTML page that needs nothing else: no server, no script from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.charts import bar_chart, recall_chart, risk_chart
from eval.compare import is_better, is_worse
from eval.intervals import Estimate
from eval.ranking import DEPTHS
from eval.registry import METRICS
from eval.run import ScoredSet
from eval.scoring import Score
from eval.store import OURS
from eval.types import CATEGORIES, OUTCOMES, Reply

_TEMPLATE = "page.html.j2"


def write_page(path: Path, run: Mapping[str, Any], sets: Sequence[ScoredSet]) -> None:
    """Write the page. Everything that comes from pairs, documents or answers is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(_TEMPLATE).render(
        run=run,
        sets=[_view_set(one) for one in sets],
        categories=CATEGORIES,
        outcomes=(*OUTCOMES, "error"),
        public=[_view_public(result) for result in run["public"]],
    )
    path.write_text(page, encoding="utf-8", errors="replace")


def format_estimate(name: str, estimate: Estimate | None) -> str:
    """A metric as people read it: 81.2 % from 75 % to 87 % is "81.2 (75-87)"; words as counted."""
    if estimate is None:
        return "-"
    if name == "words":
        return f"{estimate.value:.0f} ({estimate.low:.0f}-{estimate.high:.0f})"
    value, low, high = (100 * x for x in (estimate.value, estimate.low, estimate.high))
    return f"{value:.1f} ({low:.0f}-{high:.0f})"


def _view_set(one: ScoredSet) -> dict[str, Any]:
    parts = one.summaries[OURS]
    everything = parts["all"]
    systems = {name: of_system["all"] for name, of_system in one.summaries.items()}
    columns = [("all", OURS, everything)]
    columns += [(part, OURS, parts[part]) for part in ("tune", "test") if part in parts]
    columns += [("all", name, summary) for name, summary in systems.items() if name != OURS]
    return {
        "name": one.asked.name,
        "summary": everything,
        "headline": format_estimate("answer_accuracy", everything.estimates["answer_accuracy"]),
        "columns": [f"{system}, {part}" for part, system, _ in columns],
        "rows": [
            {
                "name": name,
                "label": metric.label,
                "better": metric.better,
                "n": estimate.n if (estimate := everything.estimates[name]) else 0,
                "cells": [format_estimate(name, s.estimates[name]) for _, _, s in columns],
            }
            for name, metric in METRICS.items()
        ],
        "seconds": [(f"{system}, {part}", s) for part, system, s in columns],
        "floors": one.floors,
        "judge": one.judge,
        "categories": bar_chart(
            f"Answer accuracy by category, {one.asked.name}",
            {
                category: parts[category].estimates["answer_accuracy"]
                for category in CATEGORIES
                if category in parts
            },
        ),
        "risk": risk_chart(
            f"Risk and coverage, {one.asked.name}",
            {name: summary.risk for name, summary in systems.items()},
        ),
        "recall": recall_chart(
            f"Recall of evidence passages, {one.asked.name}",
            {
                name: {depth: summary.estimates[f"recall@{depth}"] for depth in DEPTHS}
                for name, summary in systems.items()
            },
        ),
        "comparison": _view_comparison(one),
        "pairs": [
            _view_pair(one, score, one.asked.replies[OURS][score.pair.id])
            for score in one.scores[OURS]
        ],
    }


def _view_pair(one: ScoredSet, score: Score, reply: Reply) -> dict[str, Any]:
    judged = one.asked.judgements.get(score.pair.id)
    labels = judged.labels if judged else (None,) * len(score.facts)
    checked = {citation.number: citation for citation in score.citations}
    return {
        "score": score,
        "pair": score.pair,
        "said": reply.said,
        "error": reply.error,
        "facts": list(zip(score.facts, score.pair.facts, labels, strict=True)),
        "citations": [
            (citation, checked[citation.number])
            for citation in (reply.said.citations if reply.said else ())
        ],
        "others": [
            (name, scores[number].status)
            for name, scores in one.scores.items()
            if name != OURS
            for number in [one.scores[OURS].index(score)]
        ],
    }


def _view_comparison(one: ScoredSet) -> dict[str, Any] | None:
    if one.comparison is None:
        return None
    rows = []
    for part, differences in one.comparison.differences.items():
        for name, estimate in differences.items():
            if estimate is None or (part != "all" and name != "answer_accuracy"):
                continue
            verdict = ""
            if is_worse(name, estimate):
                verdict = "worse"
            elif is_better(name, estimate):
                verdict = "better"
            scale = 1 if name == "words" else 100
            rows.append(
                {
                    "part": part,
                    "label": METRICS[name].label,
                    "value": f"{estimate.value * scale:+.1f}",
                    "low": f"{estimate.low * scale:+.1f}",
                    "high": f"{estimate.high * scale:+.1f}",
                    "n": estimate.n,
                    "verdict": verdict,
                }
            )
    return {"rows": rows, "comparison": one.comparison}


def _view_public(result: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **result,
        "rows": [
            (
                name,
                "does not apply"
                if metric is None
                else f"{metric['value']:.1%} ({metric['low']:.0%} to {metric['high']:.0%})",
                0 if metric is None else metric["n"],
            )
            for name, metric in result["metrics"].items()
        ],
    }
