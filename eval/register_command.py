"""`python -m eval register`: the register of commitments against labels made by reading."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from corpus.console import GOOD, Parser
from corpus.library import SHIPPED
from eval.register import METRICS, SetResult, score_set
from eval.register_gold import read_labels

LABELS = Path(__file__).parent / "register"
RECORDS = Path(__file__).parent / "records"


def main(given: Sequence[str]) -> int:
    """Score every set whose documents are there, and print a table or JSON."""
    options = _parse(given)
    sets = [("shipped", LABELS / "shipped.jsonl", SHIPPED)]
    sets.append(("records", LABELS / "records.jsonl", RECORDS))
    if options.public:
        sets.append(("public", LABELS / "public.jsonl", options.public))
    results = [
        one for name, file, corpus in sets for one in score_set(name, read_labels(file), corpus)
    ]
    if options.json:
        print(json.dumps([_to_json(one) for one in results], ensure_ascii=False))
    else:
        _print_table(results)
        if options.misses:
            _print_misses([one for one in results if one.half == options.misses])
    return GOOD


def _to_json(result: SetResult) -> dict[str, object]:
    metrics = {name: known and known.to_json() for name, known in result.estimates.items()}
    return {
        "set": result.name,
        "half": result.half,
        "documents": result.documents,
        "labels": result.labels,
        "metrics": metrics,
    }


def _print_table(results: Sequence[SetResult]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Commitments found, percent with 95 % intervals by documents")
    for head in ("set", "half", "documents", "labels", *METRICS):
        table.add_column(head, justify="left" if head in ("set", "half") else "right")
    for one in results:
        cells = [one.name, one.half, str(one.documents), str(one.labels)]
        for name in METRICS:
            known = one.estimates[name]
            cells.append(
                f"{known.value:.0%} ({known.low:.0%}-{known.high:.0%})".replace("%-", "-")
                if known
                else ""
            )
        table.add_row(*cells)
    Console(width=130).print(table)


def _print_misses(results: Sequence[SetResult]) -> None:
    """Each outcome that is not right in everything, with where it stands."""
    for result in results:
        for one in result.outcomes:
            if one.kind == "right":
                assert one.found
                wrong = [n for n in ("firmness", "who", "due") if not getattr(one, n)]
                if wrong:
                    said = f"{one.found.firmness}; {one.found.who}; {one.found.due}"
                    print(f"{one.document} {one.found.start}: {', '.join(wrong)}: {said}")
            elif one.found is not None:
                print(f"{one.document} {one.found.start}: not labelled: {one.found.what[:150]}")
            elif one.label is not None:
                print(f"{one.document} {one.label.start}: missed: {', '.join(one.label.firmness)}")


def _parse(given: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="python -m eval register", description=__doc__)
    parser.add_argument(
        "--public",
        type=Path,
        metavar="DIR",
        help="folder of the public minutes and action logs labelled in eval/register/public.jsonl",
    )
    parser.add_argument(
        "--misses", choices=("tune", "test"), help="also list what is wrong in this half"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, not the table")
    return parser.parse_args(given)
