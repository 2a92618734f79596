"""How often the checks of written answers err, and how long they take.

    python -m bench.statements [FILE ...]

The statements are those of the tests, about the tests' invented records. An answer that is timed
has five statements with sixteen passages offered; the caches of texts are emptied before it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from assistant.answering import Assistant
from assistant.written import clean
from assistant.written.checks import figures, names, tokens, wording
from assistant.written.client import Client, Message, Piece
from assistant.written.likeness import Likeness
from assistant.written.passages import MOST, Source
from assistant.written.reply import ask_model
from assistant.written.support import Checker
from tests.written_world import SETS, Case, find_sources, open_records, read_cases

ANSWER = 5
"""Statements of an answer."""


class _Told(Client):
    """A model that says what it is told to, at once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def stream(self, messages: Sequence[Message], timeout: float | None = None) -> Iterator[Piece]:
        """The text in one piece."""
        yield Piece(text=self._text, ending="stop")


def main(argv: Sequence[str] | None = None) -> int:
    """Print what errs in each set, and the time that checking an answer takes."""
    parser = argparse.ArgumentParser(prog="python -m bench.statements", description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="FILE")
    sets: list[str] = parser.parse_args(argv).sets
    with tempfile.TemporaryDirectory() as folder:
        records = open_records(Path(folder))
        cases = {
            name: [(case, find_sources(records, case.cites)) for case in read_cases(name)]
            for name in sets
        }
        for name in sets:
            _count(name, cases[name], _checker(records))
        everything = [one for name in sets for one in cases[name]]
        _time("all true", [one for one in everything if one[0].kind == "true"], records)
        _time("all false", [one for one in everything if one[0].kind != "true"], records)
        records.close()
    return 0


def _checker(records: Assistant) -> Checker:
    return Checker(bodies=records.bodies, likeness=Likeness(records.embedder))


def _count(name: str, cases: Sequence[tuple[Case, list[Source]]], checker: Checker) -> None:
    passed, cut = [], []
    for case, sources in cases:
        verdict = checker.check(case.text, sources)
        if verdict.supports and case.kind != "true":
            passed.append(f"  passed  {case.kind}: {case.text}")
        if not verdict.supports and case.kind == "true":
            cut.append(f"  cut     {case.text} ({'; '.join(verdict.faults)})")
    true = sum(case.kind == "true" for case, _ in cases)
    print(
        f"{name}: false passed {len(passed)} of {len(cases) - true}, true cut {len(cut)} of {true}"
    )
    for line in (*passed, *cut):
        print(line)


def _time(name: str, cases: Sequence[tuple[Case, list[Source]]], records: Assistant) -> None:
    """Print what checking takes an answer of five of the statements, all caches emptied."""
    pool = {source.passage.id: source for _, sources in cases for source in sources}
    seconds, processor = [], []
    for first in range(0, len(cases) - ANSWER + 1, ANSWER):
        group = cases[first : first + ANSWER]
        offered = {source.passage.id: source for _, sources in group for source in sources}
        for id, source in pool.items():
            if len(offered) < MOST:
                offered.setdefault(id, source)
        places = {id: number for number, id in enumerate(offered, start=1)}
        reply = " ".join(
            f"{case.text.rstrip('.')} [{', '.join(str(places[s.passage.id]) for s in sources)}]."
            for case, sources in group
        )
        for module in (figures, names, tokens, wording, clean):
            for part in vars(module).values():
                if hasattr(part, "cache_clear"):
                    part.cache_clear()
        started, used = time.perf_counter(), time.process_time()
        checked = ask_model(_Told(reply), (), list(offered.values()), _checker(records))
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
        assert len(checked.checked) == len(group), reply
    seconds.sort()
    print(
        f"an answer of {ANSWER}, {name}: median {1000 * median(seconds):.0f} ms, "
        f"95th percentile {1000 * seconds[int(0.95 * (len(seconds) - 1))]:.0f} ms, "
        f"of processor time {1000 * median(processor):.0f} ms, {len(seconds)} answers"
    )


if __name__ == "__main__":
    sys.exit(main())
