"""`kill -9` at random moments of a sync: the next one ends clean, and `verify` approves.

    python -m bench.kill [--corpus DIR] [--rounds N] [--embedder NAME_OR_PATH] [--json]

Each round changes, adds, renames or removes some files, starts a sync in a process of its own,
kills that process at a moment drawn at random, and syncs again. Exit 1 when one of the syncs that
were let be failed, left a fault, or held another text than the files.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.papers import write_papers
from bench.quick import QuickEmbedder
from corpus.console import FAILED, GOOD, Parser, run
from corpus.library import open_library
from index.embed import Embedder, open_embedder
from index.store import Store
from index.sync import sync
from index.verify import verify

ROOT = Path(__file__).parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, sync, verify, count, print."""
    parser = Parser(prog="python -m bench.kill", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of files (default: 12 papers made up)")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument(
        "--embedder", help="as of python -m index (default: one that costs nothing)"
    )
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        if options.corpus:
            shutil.copytree(options.corpus, corpus)
        else:
            write_papers(corpus, documents=12, paragraphs=20)
        figures, faults = kill(
            corpus, Path(folder, "index"), options.embedder, options.rounds, options.seed
        )
    print(json.dumps(figures | {"faults": faults}) if options.json else _say(figures, faults))
    return FAILED if faults else GOOD


def kill(
    corpus: Path, index: Path, embedder: str | None, rounds: int, seed: int
) -> tuple[dict[str, int], list[str]]:
    """How the killed syncs were found, and what was wrong after the next, over so many rounds."""
    dice = random.Random(seed)
    model = open_embedder(embedder) if embedder else QuickEmbedder()
    figures: Counter[str] = Counter()
    faults: list[str] = []
    command = [sys.executable, "-m", "bench.quick", str(corpus), str(index)]
    if embedder:
        command = [sys.executable, "-m", "index", "sync", "--embedder", embedder]
        command += ["--corpus", str(corpus), "--index", str(index)]
    longest, idle = _time(command), _time(command)  # of a full sync, and of one without changes
    for number in range(rounds):
        _change(corpus, dice, number)
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(dice.uniform(idle / 2, longest))
            except subprocess.TimeoutExpired:
                process.kill()
        figures["killed" if process.returncode == -signal.SIGKILL else "ended before"] += 1
        with closing(Store(index)) as store:
            if any(not state.ready for state in store.catalogue.states().values()):
                figures["left something half done"] += 1
        faults += [f"round {number}: {fault}" for fault in _sync(corpus, index, model)]
    return figures, faults


def _time(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def _change(corpus: Path, dice: random.Random, number: int) -> None:
    """Change half of the files in part, and then one is removed, one added, one renamed."""
    files = sorted(path for path in corpus.rglob("*") if path.is_file())
    for changed in dice.sample(files, len(files) // 2):
        changed.write_bytes(changed.read_bytes() + f"\n\n99. Round {number} came.\n".encode())
    removed, renamed = dice.sample(files, 2)
    (corpus / f"added-{number}.txt").write_text(f"98. Round {number} is new.\n", encoding="utf-8")
    (corpus / f"again-{number}{removed.suffix}").write_bytes(removed.read_bytes() + b"\nand on")
    removed.unlink()
    renamed.rename(corpus / f"renamed-{number}{renamed.suffix}")
    for old in sorted(corpus.glob("added-*.txt"))[:-3]:
        old.unlink()


def _sync(corpus: Path, index: Path, model: Embedder) -> list[str]:
    """What is wrong after a sync that nobody killed."""
    library = open_library(corpus)
    with closing(Store(index)) as store:
        report = sync(library, store, model)
        faults = [f"not read: {reason}" for reason in report.unread.values()]
        faults += verify(store)
        held = set(store.lookup.metadata())
        wanted = {source.id for source in library.sources if source.name not in report.duplicates}
        faults += [f"{id}: in the corpus or the index only" for id in sorted(held ^ wanted)]
        for source in library.sources:
            if source.id in held and store.lookup.text(source.id) != library.read(source).text:
                faults.append(f"{source.id}: its text is not that of its file")
        again = sync(library, store, model)
        if again.embedded or again.added or again.changed or again.removed or again.moved:
            faults.append("a second sync found something to do")
    return faults


def _say(figures: dict[str, int], faults: Sequence[str]) -> str:
    lines = [f"{name}: {count}" for name, count in figures.items()]
    return "\n".join([*lines, f"faults: {len(faults)}", *faults])


if __name__ == "__main__":
    run(main, "kill")
