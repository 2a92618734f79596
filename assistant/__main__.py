"""`python -m assistant`: ask the record a question, or a file of them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.register.command import add_command, show_register
from assistant.settings import Settings, add_assistant_options
from assistant.types import Answer
from corpus.console import GOOD, Parser, run
from corpus.errors import InputError
from index.types import Filters

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.written.reply import Claim


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; returns its exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "commitments":
        return show_register(options)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    settings = Settings.from_options(options)
    if options.command == "check-model":
        from assistant.written.probe import check_model

        return check_model(settings)
    filters = Filters(
        body=tuple(options.body), since=options.since, until=options.until, kind=tuple(options.kind)
    )
    if options.batch is None:
        if options.question is None or not options.question.strip():
            raise InputError("the question is empty; write it in quotes after 'ask'")
        assistant = _open(settings)
        watch = None if options.json or not sys.stdout.isatty() else _show_claim
        answer = assistant.ask(options.question, filters=filters, watch=watch)
        if watch is not None and assistant.writer is not None:
            print()
        print(json.dumps(answer.to_json(), ensure_ascii=False) if options.json else show(answer))
        return GOOD
    if options.question is not None:
        raise InputError("give a question or --batch FILE, not both")
    lines = list(_read_batch(options.batch))
    assistant = _open(settings)
    for line in lines:
        answer = assistant.ask(line.question, history=line.history, filters=filters)
        if options.json:
            print(json.dumps(answer.to_json(line.id), ensure_ascii=False), flush=True)
        else:
            print(f"{line.id}: {line.question}\n{show(answer)}\n", flush=True)
    return GOOD


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question from the record, with citations")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="print one JSON object an answer")
    ask.add_argument(
        "--batch",
        type=Path,
        metavar="FILE",
        help='a JSON object a line: {"id": ..., "question": ..., "history": [...]}; - is stdin',
    )
    ask.add_argument("--body", action="append", default=[], metavar="B", help="publisher; repeats")
    ask.add_argument("--since", metavar="D", help="2014, 2014-12 or 2014-12-12, inclusive")
    ask.add_argument("--until", metavar="D", help="the same")
    ask.add_argument("--kind", action="append", default=[], metavar="K", help="minutes, report ...")
    add_assistant_options(ask)
    add_command(commands)

    probe = commands.add_parser(
        "check-model", help="say whether the language model answers, streams, and how fast"
    )
    add_assistant_options(probe)
    return parser


def _open(settings: Settings) -> Assistant:
    from assistant.answering import Assistant
    from index.progress import progress_bar

    with progress_bar() as progress:
        assistant = Assistant.open(settings, progress)
    if warning := assistant.check_corpus(settings.corpus):
        print(f"assistant: {warning}", file=sys.stderr)
    return assistant


def _show_claim(claim: Claim) -> None:
    """A statement of the answer to come, as soon as it is checked."""
    print(f"… {claim.text}", flush=True)


def show(answer: Answer) -> str:
    """The answer for people: its text, then its sources."""
    lines = [answer.text]
    for citation in answer.citations:
        metadata, locator = citation.metadata, citation.locator
        where = [locator.page_in_words, locator.paragraph or ""]
        where.append(" > ".join(locator.section))
        source = [metadata.title, metadata.body, metadata.date, *where]
        lines.append(f"[{citation.number}] " + ", ".join(part for part in source if part))
    if answer.outcome == "not_found" and answer.hits:
        lines.append("Nearest passages:")
        for hit in answer.hits[:3]:
            words = " ".join(hit.passage.text.split())
            lines.append(f"- {words[:200]} ({hit.metadata.title}, {hit.passage.locator.paragraph})")
    lines += [f"- {question}" for question in answer.suggestions]
    lines += answer.notes
    return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One question of a batch file."""

    id: str | int  # as the file has it, else the line's number
    question: str
    history: tuple[str, ...]


def _read_batch(path: Path) -> Iterator[BatchLine]:
    """The questions of a file; `InputError` with every fault at once, before any is asked.

    Keys that other programs keep in the same lines are left alone.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise InputError(f"{path}: cannot be read: {reason}") from None
    faults: list[str] = []
    lines: list[BatchLine] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            data = json.loads(raw)
        except json.JSONDecodeError as error:
            faults.append(f"{path}:{number}: not JSON ({error.msg}); write one object a line")
            continue
        if fault := _fault_in(data):
            faults.append(f"{path}:{number}: {fault}")
        else:
            lines.append(
                BatchLine(
                    id=data.get("id", number),
                    question=data["question"],
                    history=tuple(data.get("history") or ()),
                )
            )
    if not lines and not faults:
        faults.append(f"{path}: no questions in it; write one JSON object a line")
    if faults:
        raise InputError("\n".join(faults))
    yield from lines


def _fault_in(data: Any) -> str | None:
    if not isinstance(data, dict):
        return 'not a JSON object; write {"id": ..., "question": ...}'
    if not isinstance(data.get("id", 0), str | int):
        return "'id' must be text or a number"
    question, history = data.get("question"), data.get("history") or []
    if not isinstance(question, str) or not question.strip():
        return "'question' is missing or empty; put the question in"
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        return "'history' must be a list of the user's earlier questions"
    return None


if __name__ == "__main__":
    run(main, "assistant")
