"""How fast files become searchable, and in how much memory, beside the llama-index starter.

    python -m bench.throughput [--corpus DIR] [--files N] [--runs N] [--json]

Both read the same files with the same embedding model, each in a new process, in turn. Only files
of formats that the starter reads without further packages are taken. Exit 1 when we are less than
2.5 times as fast, or take more memory at any moment (our workers counted in).
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.papers import write_papers
from corpus.console import FAILED, GOOD, Parser, run

ROOT = Path(__file__).parent.parent
FASTER = 2.5
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One process, from its start to its end."""

    seconds: float
    megabytes: float  # resident at most, of the process and those that it started, together
    code: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both in turn, print, and compare with the bounds."""
    parser = Parser(prog="python -m bench.throughput", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of files (default: 60 papers made up)")
    parser.add_argument("--files", type=int, help="take the first so many (default: all)")
    parser.add_argument("--runs", type=int, default=3, help="processes of each")
    parser.add_argument("--embedder", help="as of python -m index")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        if options.corpus:
            _take(options.corpus, corpus, options.files)
        else:
            write_papers(corpus, documents=options.files or 60, paragraphs=40)
        figures = compare(corpus, Path(folder), options.embedder, options.runs)
    print(
        json.dumps(figures) if options.json else "\n".join(f"{k}: {v}" for k, v in figures.items())
    )
    slow = figures["times as fast"] < FASTER or figures["times the memory"] > 1
    return FAILED if slow else GOOD


def _take(folder: Path, corpus: Path, limit: int | None) -> None:
    """Copy the files that both read."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    for path in found[:limit]:
        target = corpus / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def compare(corpus: Path, folder: Path, embedder: str | None, runs: int) -> dict[str, float]:
    """The medians of both, over so many runs each."""
    ours: list[Measured] = []
    starter: list[Measured] = []
    for number in range(runs):
        index = folder / f"index-{number}"
        command = ["index", "sync", "--corpus", str(corpus), "--index", str(index)]
        ours.append(_run([*command, "--embedder", embedder] if embedder else command))
        command = ["bench.starter", str(corpus)]
        starter.append(_run([*command, embedder] if embedder else command))
    files = [path for path in corpus.rglob("*") if path.is_file()]
    fast, slow = (statistics.median(one.seconds for one in each) for each in (ours, starter))
    small, large = (statistics.median(one.megabytes for one in each) for each in (ours, starter))
    return {
        "files": len(files),
        "MB of files": round(sum(path.stat().st_size for path in files) / 1e6, 2),
        "runs": runs,
        "seconds, ours": round(fast, 2),
        "seconds, starter": round(slow, 2),
        "times as fast": round(slow / fast, 2),
        "MB of memory, ours": round(small),
        "MB of memory, starter": round(large),
        "times the memory": round(small / large, 2),
        "exit code, ours": max(one.code for one in ours),
        "exit code, starter": max(one.code for one in starter),
    }


def _run(module: Sequence[str]) -> Measured:
    import psutil

    started = time.perf_counter()
    most = 0
    with subprocess.Popen(
        [sys.executable, "-m", *module],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            held = 0
            try:
                for one in (watched, *watched.children(recursive=True)):
                    held += one.memory_info().rss
            except psutil.NoSuchProcess:  # ended while we counted
                continue
            most = max(most, held)
            time.sleep(0.1)
    seconds = time.perf_counter() - started
    return Measured(seconds=seconds, megabytes=most / 1e6, code=process.returncode)


if __name__ == "__main__":
    run(main, "throughput")
