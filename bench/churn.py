"""What is left of an index when documents come and go: its size, its searches, its soundness.

    python -m bench.churn [--corpus DIR] [--rounds N] [--share S] [--json]

Each round removes a share of the files, syncs, puts them back, and syncs again. At the end the
index is measured beside a fresh one of the same files. Exit 1 when it is more than 1.2 times as
large, its searches take more than 1.5 times as long, or `verify` finds a fault.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.papers import write_papers
from bench.quick import QuickEmbedder
from corpus.console import FAILED, GOOD, Parser, run
from corpus.library import open_library
from index.embed import Embedder, open_embedder
from index.search import search
from index.store import Store
from index.sync import SyncReport, sync
from index.verify import verify

LARGER = 1.2
SLOWER = 1.5  # times the median of a fresh index; the figure itself swings by a fifth
QUESTIONS = 50


def main(arguments: Sequence[str] | None = None) -> int:
    """Churn, measure, print, and compare with the bounds."""
    parser = Parser(prog="python -m bench.churn", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of files (default: 100 papers made up)")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--share", type=float, default=0.1, help="of the files, in each round")
    parser.add_argument(
        "--embedder", help="as of python -m index (default: one that costs nothing)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        if options.corpus:
            shutil.copytree(options.corpus, corpus)
        else:
            write_papers(corpus, documents=100, paragraphs=20)
        model = open_embedder(options.embedder) if options.embedder else QuickEmbedder()
        figures = churn(corpus, Path(folder), model, options.rounds, options.share)
    print(
        json.dumps(figures) if options.json else "\n".join(f"{k}: {v}" for k, v in figures.items())
    )
    bad = (
        figures["times as large"] > LARGER
        or figures["times as slow"] > SLOWER
        or figures["faults"]
        or figures["not read"]
    )
    return FAILED if bad else GOOD


def churn(
    corpus: Path, folder: Path, model: Embedder, rounds: int, share: float
) -> dict[str, float]:
    """The figures after so many rounds beside those of a fresh index."""
    dice = random.Random(2014)
    aside = folder / "aside"
    with closing(Store(folder / "churned", create=True)) as store:
        sync(open_library(corpus), store, model)
        largest = size_of(store.folder)
        started = time.perf_counter()
        for _ in range(rounds):
            names = [source.name for source in open_library(corpus).sources]
            chosen = dice.sample(names, max(1, round(share * len(names))))
            for name in chosen:
                (aside / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(corpus / name, aside / name)
            sync(open_library(corpus), store, model)
            for name in chosen:
                shutil.move(aside / name, corpus / name)
            report: SyncReport = sync(open_library(corpus), store, model)
            largest = max(largest, size_of(store.folder))
        seconds = time.perf_counter() - started
    with closing(Store(folder / "fresh", create=True)) as store:
        sync(open_library(corpus), store, model)
    sizes = {name: size_of(folder / name) for name in ("fresh", "churned")}
    with closing(Store(folder / "fresh")) as fresh, closing(Store(folder / "churned")) as churned:
        ms = _time_searches((fresh, churned), model)
        faults, counts = verify(churned), churned.lookup.counts()
    return {
        "rounds": rounds,
        "seconds": round(seconds, 1),
        "chunks": counts["chunks"],
        "MB fresh": round(sizes["fresh"] / 1e6, 2),
        "MB churned": round(sizes["churned"] / 1e6, 2),
        "MB at most": round(largest / 1e6, 2),
        "times as large": round(sizes["churned"] / sizes["fresh"], 3),
        "ms a search, fresh": round(ms[0], 2),
        "ms a search, churned": round(ms[1], 2),
        "times as slow": round(ms[1] / ms[0], 3),
        "not read": len(report.unread),
        "faults": len(faults),
    }


def _time_searches(stores: Sequence[Store], model: Embedder) -> list[float]:
    """Median milliseconds of a search of each, asked in turn, so that a busy machine is fair."""
    lookup = stores[0].lookup
    texts = [s.text for id in lookup.metadata() for s in lookup.sentences_of(id)]
    chosen = random.Random(7).sample(texts, min(QUESTIONS, len(texts)))
    seconds: list[list[float]] = [[] for _ in stores]
    for repeat in range(4):
        for text in chosen:
            vector = model.encode([text])
            for store, taken in zip(stores, seconds, strict=True):
                started = time.perf_counter()
                search(store, vector, text.split()[:8], limit=20)
                if repeat:  # the first round warms both
                    taken.append(time.perf_counter() - started)
    return [1000 * statistics.median(taken) for taken in seconds]


def size_of(folder: Path) -> int:
    """Bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    run(main, "churn")
