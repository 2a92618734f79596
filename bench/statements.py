"""How often the checks of written answers err, and how long they take: `python -m bench.statements`.

The statements are those of the tests, about the tests' invented records.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from assistant.written.likeness import Likeness
from assistant.written.support import Checker
from tests.written_world import SETS, find_sources, open_records, read_cases

ANSWER = 5
"""Statements of the answer whose checking is timed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print what errs in each set, and the time of each statement and of an answer."""
    parser = argparse.ArgumentParser(prog="python -m bench.statements", description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="FILE")
    sets: list[str] = parser.parse_args(argv).sets
    with tempfile.TemporaryDirectory() as folder:
        records = open_records(Path(folder))
        checker = Checker(bodies=records.bodies, likeness=Likeness(records.embedder))
        for name in sets:
            cases = [(case, find_sources(records, case.cites)) for case in read_cases(name)]
            checker.check(cases[0][0].text, cases[0][1])  # what is loaded once is loaded
            times = []
            passed, cut = [], []
            for case, sources in cases:
                started = time.perf_counter()
                verdict = checker.check(case.text, sources)
                times.append(time.perf_counter() - started)
                if verdict.supports and case.kind != "true":
                    passed.append(f"{case.kind}: {case.text}")
                if not verdict.supports and case.kind == "true":
                    cut.append(f"{case.text} ({'; '.join(verdict.faults)})")
            true = sum(case.kind == "true" for case, _ in cases)
            print(f"{name}: false passed {len(passed)} of {len(cases) - true}, ", end="")
            print(f"true cut {len(cut)} of {true}; median {1000 * median(times):.1f} ms")
            for line in passed:
                print(f"  passed  {line}")
            for line in cut:
                print(f"  cut     {line}")
        records.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
