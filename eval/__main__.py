"""The command: `python -m eval`, and its `check`, `rescore`, `register` and `feedback`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.console import GOOD, Parser, add_corpus_option, run
from eval.errors import RunError
from eval.types import SPLITS

if TYPE_CHECKING:
    from eval.documents import Folder
    from eval.public import PublicResult
    from eval.run import ScoredSet
    from eval.store import AskedSet
    from eval.systems import Systems
    from eval.types import PairSet

RESULTS = Path("results")
OpenSystems = Callable[["PairSet", "Folder", Sequence[str]], "Systems"]
"""(set, its documents, names of baselines) -> what the set is put to."""


def main(arguments: Sequence[str] | None = None, open_systems: OpenSystems | None = None) -> int:
    """Run what the arguments say; the exit code. Raises `UserError` for what the user can mend.

    `open_systems` is what is evaluated, in place of the assistant.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["check"]:
        return check(_parse_check(given[1:]))
    if given[:1] == ["rescore"]:
        return rescore(_parse_rescore(given[1:]), given)
    if given[:1] == ["register"]:
        from eval.register_command import main as score_register

        return score_register(given[1:])
    if given[:1] == ["feedback"]:
        return feedback(_parse_feedback(given[1:]))
    return evaluate(_parse_evaluate(given), given, open_systems)


def evaluate(
    options: argparse.Namespace, given: Sequence[str], open_systems: OpenSystems | None = None
) -> int:
    """Ask, score, report: 0 good, 1 below a floor or significantly worse than the baseline."""
    from eval.floors import read_floors
    from eval.public import count_questions, run_public
    from eval.run import ask_set, find_sets, prove_sets, score_set
    from eval.store import read_run
    from eval.systems import open_plain, opener

    started = time.perf_counter()
    floors = read_floors(options.floors) if options.floors else read_floors()
    if options.baseline:
        read_run(options.baseline)
    if options.public and not count_questions(options.public):
        raise RunError(
            f"{options.public}: neither qmsum/ nor clapnq/ in it; see docs/evaluation.md"
        )
    judge = _open_judge(options)
    sets = find_sets(options.pairs, getattr(options, "corpus", None), options.index, options.split)
    libraries = prove_sets(sets)
    folder = _make_folder(options.report)

    scored = []
    public: list[PublicResult] = []
    asks = 1 + len(options.beside) + bool(judge)
    total = sum(len(one.pairs) * asks for one in sets)
    total += count_questions(options.public) if options.public else 0
    with _progress(total) as advance:
        for one in sets:
            library = libraries[one.name]
            systems = (open_systems or opener(options))(one, library, options.beside)
            asked = ask_set(
                one,
                library,
                systems.answerers,
                judge=judge,
                fingerprint=systems.fingerprint,
                settings=systems.settings,
                advance=advance,
            )
            scored.append(score_set(asked, library, floors, options.baseline))
        if options.public:
            public = run_public(
                options.public, partial(open_plain, baselines=options.beside), advance
            )
    return _finish(
        scored,
        public,
        folder,
        given,
        seconds=time.perf_counter() - started,
        baseline=options.baseline,
        as_json=options.json,
    )


def check(options: argparse.Namespace) -> int:
    """Prove the pairs against their documents, and say what they are made of."""
    from eval.check import FEW_WORDS, count_pairs
    from eval.run import find_sets, prove_sets

    sets = find_sets(options.pairs, getattr(options, "corpus", None), None, None)
    prove_sets(sets)
    for one in sets:
        census = count_pairs(one.pairs)
        print(
            f"{one.name}: {census.pairs} pairs in {census.families} families, "
            f"{census.facts} facts ({census.vital} vital), {census.unanswerable} unanswerable"
        )
        for name, counts in (("halves", census.splits), ("categories", census.categories)):
            print(f"  {name}: " + ", ".join(f"{key} {count}" for key, count in counts.items()))
        print(
            f"  {census.few_words} of {census.with_evidence} questions share under "
            f"{FEW_WORDS:.0%} of their content words with their evidence"
        )
    return GOOD


def feedback(options: argparse.Namespace) -> int:
    """List what users said of answers, or print one entry as the draft of a pair."""
    from assistant.feedback import FILE, FeedbackStore
    from assistant.settings import Settings
    from eval.feedback import choose, draft_pair, show

    file = options.file or Settings.from_options(options).index_folder / FILE
    entries = FeedbackStore(file).read()
    if options.draft is not None:
        pair = draft_pair(choose(entries, options.draft))
        print(json.dumps(pair, ensure_ascii=False))
        print(
            "a draft: say what a right answer states, then: python -m eval check", file=sys.stderr
        )
        return GOOD
    print(show(entries, as_json=options.json))
    return GOOD


def rescore(options: argparse.Namespace, given: Sequence[str]) -> int:
    """Score a stored run anew, by the pairs and metrics of today, without asking again."""
    from eval.documents import Folder
    from eval.floors import read_floors
    from eval.run import find_sets, prove_sets, score_set
    from eval.store import AskedSet, read_answers, read_judgements, read_replies, read_run

    started = time.perf_counter()
    floors = read_floors(options.floors) if options.floors else read_floors()
    stored = read_run(options.run)
    answers = options.run if options.run.is_dir() else options.run.parent
    replies = read_replies(read_answers(answers))
    judgements = read_judgements(answers)
    scored = []
    for of_run in stored["sets"]:
        name, file = of_run["name"], Path(of_run["pairs"]["file"])
        corpus = Path(of_run["corpus"]["folder"])
        (one,) = find_sets(file, corpus, None, None)
        if Folder(corpus).digest != of_run["corpus"]["sha256"]:
            raise RunError(
                f"{corpus}: its documents, or the rules by which they are read, have changed since "
                "the run, so its quotes cannot be held against them; run the evaluation again"
            )
        asked_ids = {id for of_system in replies.get(name, {}).values() for id in of_system}
        pairs = tuple(pair for pair in one.pairs if pair.id in asked_ids)
        if not pairs:
            raise RunError(f"{file}: none of its pairs was asked in {options.run}")
        library = prove_sets([one])[one.name]
        asked = AskedSet(
            name=name,
            pairs_path=file,
            corpus=corpus,
            corpus_digest=library.digest,
            documents=len(library.documents()),
            unread=tuple(library.unread),
            pairs=pairs,
            replies=replies[name],
            fingerprint=of_run["fingerprint"],
            settings=of_run["settings"],
            judgements=_fitting(judgements.get(name, {}), pairs),
            judge_model=of_run["judge"]["model"] if of_run["judge"] else None,
        )
        if left := sorted(asked_ids - {pair.id for pair in pairs}):
            print(f"{name}: no longer in {file}, left out: {', '.join(left)}", file=sys.stderr)
        if new := len(one.pairs) - len(pairs):
            print(f"{name}: {new} pairs of {file} were not asked in this run", file=sys.stderr)
        scored.append(score_set(asked, library, floors, options.baseline))
    return _finish(
        scored,
        (),
        _make_folder(options.report),
        given,
        seconds=time.perf_counter() - started,
        baseline=options.baseline,
        as_json=options.json,
        rescored=options.run,
    )


def _fitting(judgements: Mapping[str, Any], pairs: Sequence[Any]) -> dict[str, Any]:
    """The judgements of pairs that have as many facts as when they were judged."""
    return {
        pair.id: judgements[pair.id]
        for pair in pairs
        if pair.id in judgements and len(judgements[pair.id].labels) == len(pair.facts)
    }


def _finish(
    scored: Sequence[ScoredSet],
    public: Sequence[PublicResult],
    folder: Path,
    given: Sequence[str],
    *,
    seconds: float,
    baseline: Path | None,
    as_json: bool,
    rescored: Path | None = None,
) -> int:
    """Write the run's folder and say what came of it; the exit code."""
    from rich.console import Console

    from eval.junit import write_junit
    from eval.page import write_page
    from eval.report import print_folder, print_report
    from eval.run import decide, describe_run
    from eval.store import OURS, write_answers, write_run

    verdict = decide(scored)
    described = describe_run(
        scored,
        verdict,
        written=datetime.now(UTC).isoformat(timespec="seconds"),
        command=["python", "-m", "eval", *given],
        seconds=seconds,
        baseline=str(baseline) if baseline else None,
        public=public,
        rescored=str(rescored) if rescored else None,
    )
    write_run(folder, described)
    asked: list[AskedSet] = [one.asked for one in scored]
    write_answers(folder, asked, {one.asked.name: one.scores for one in scored})
    write_junit(folder / "junit.xml", {one.asked.name: one.scores[OURS] for one in scored})
    write_page(folder / "report.html", described, scored)
    if as_json:
        print(json.dumps(described, ensure_ascii=False))
    else:
        console = Console(width=None if sys.stdout.isatty() else 140)
        print_report(console, scored, described, verdict)
        print_folder(console, folder)
    return verdict.code


def _make_folder(report: Path | None) -> Path:
    folder = report or RESULTS / datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(
            f"{folder}: cannot be made ({error.strerror}); name another folder with --report"
        ) from None
    return folder


def _open_judge(options: argparse.Namespace) -> Any:
    if options.judge is None:
        return None
    from eval.judge import Judge

    judge = Judge(options.judge, options.judge_model, os.environ.get("EVAL_JUDGE_KEY"))
    judge.check()
    return judge


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr while pairs are asked; gives the function that moves it on by one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(
        "asking",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("asking", total=total)
        yield lambda: progress.advance(task)


def _parse_evaluate(given: Sequence[str]) -> argparse.Namespace:
    from assistant.written.settings import add_model_options
    from eval.baselines import BASELINES

    parser = Parser(
        prog="python -m eval",
        description="How accurate the answers are, on curated pairs. Also: "
        "`python -m eval check`, `python -m eval rescore RUN`, `python -m eval register`.",
    )
    add_corpus_option(parser)
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="your own pairs (JSON lines)")
    parser.add_argument("--index", type=Path, metavar="DIR", help="where the index is kept")
    add_model_options(parser)
    parser.add_argument("--split", choices=SPLITS, help="only this half of the pairs")
    parser.add_argument(
        "--with",
        dest="beside",
        action="append",
        choices=BASELINES,
        default=[],
        help="a baseline to run beside the assistant; may be given twice",
    )
    parser.add_argument(
        "--public", type=Path, metavar="DIR", help="folder that holds qmsum/ and clapnq/"
    )
    parser.add_argument("--judge", metavar="URL", help="OpenAI-compatible base address of a judge")
    parser.add_argument(
        "--judge-model",
        metavar="NAME",
        default=os.environ.get("EVAL_JUDGE_MODEL", "default"),
        help="the judge's model (or set EVAL_JUDGE_MODEL; its key is EVAL_JUDGE_KEY)",
    )
    _add_report_options(parser)
    options = parser.parse_args(given)
    options.beside = list(dict.fromkeys(options.beside))
    return options


def _parse_check(given: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="python -m eval check", description="Prove pairs against documents.")
    add_corpus_option(parser)
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="your own pairs (JSON lines)")
    return parser.parse_args(given)


def _parse_feedback(given: Sequence[str]) -> argparse.Namespace:
    from index.settings import add_index_options

    parser = Parser(prog="python -m eval feedback", description="What users said of answers.")
    parser.add_argument("--file", type=Path, metavar="FILE", help="(default: beside the index)")
    parser.add_argument("--draft", type=int, metavar="ID", help="print it as the draft of a pair")
    parser.add_argument("--json", action="store_true", help="print all of each entry, one a line")
    add_index_options(parser)
    return parser.parse_args(given)


def _parse_rescore(given: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="python -m eval rescore", description="Score a stored run anew.")
    parser.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    _add_report_options(parser)
    return parser.parse_args(given)


def _add_report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--baseline", type=Path, metavar="RUN", help="folder of an earlier run to compare with"
    )
    parser.add_argument("--floors", type=Path, metavar="FILE", help="other floors than ours")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write the run there, not under results/"
    )
    parser.add_argument("--json", action="store_true", help="print run.json, not the table")


if __name__ == "__main__":
    run(main, "python -m eval")
