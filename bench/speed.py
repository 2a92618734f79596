"""How fast it answers: cold, warm, and a sync with nothing to do.

    python -m bench.speed [--runs N] [--json]

Each cold figure is a whole new process; the warm one is asked of one open assistant, every
question of the `tune` pairs once after a first round that is not counted. Exit 1 when a median
is over its bound.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.answering import Assistant
from assistant.settings import Settings
from corpus.console import FAILED, GOOD, Parser, run

ROOT = Path(__file__).parent.parent
QUESTION = "What did the CCG say about conflicts of interest?"
BOUNDS = {"cold ask": 8.0, "warm ask": 0.15, "sync without changes": 3.0}
"""Seconds that the median may take on two cores."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and compare with the bounds."""
    parser = Parser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes of each cold figure")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        assistant = Assistant.open(Settings(index=index))
        assistant.close()
        seconds = {
            "cold ask": _processes(options.runs, "assistant", "ask", QUESTION, "--index", index),
            "warm ask": _warm(index),
            "sync without changes": _processes(options.runs, "index", "sync", "--index", index),
        }
    figures = {
        name: {
            "median": round(statistics.median(values), 4),
            "p95": round(sorted(values)[int(0.95 * (len(values) - 1))], 4),
            "max": round(max(values), 4),
            "runs": len(values),
            "bound": BOUNDS[name],
        }
        for name, values in seconds.items()
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, figure in figures.items():
            print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in figure.items()))
    slow = [name for name, figure in figures.items() if figure["median"] > figure["bound"]]
    for name in slow:
        print(f"{name}: over its bound of {BOUNDS[name]} s", file=sys.stderr)
    return FAILED if slow else GOOD


def _processes(runs: int, *command: str | Path) -> list[float]:
    """Seconds of each of `runs` new processes, after one that is not counted."""
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", *map(str, command)], cwd=ROOT, check=True, capture_output=True
        )
        seconds.append(time.perf_counter() - started)
    return seconds[1:]


def _warm(index: Path) -> list[float]:
    lines = (ROOT / "eval/pairs/shipped.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [pair for pair in map(json.loads, lines) if pair["split"] == "tune"]
    assistant = Assistant.open(Settings(index=index))
    for pair in pairs[:10]:
        assistant.ask(pair["question"], history=pair["history"])
    seconds = [assistant.ask(pair["question"], history=pair["history"]).seconds for pair in pairs]
    assistant.close()
    return seconds


if __name__ == "__main__":
    run(main, "speed")
