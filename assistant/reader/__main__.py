"""`python -m assistant.reader train`: make the reader anew from written questions."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.reader.groups import Asked, gather
from assistant.reader.measure import measure
from assistant.reader.model import Tokens
from assistant.reader.reader import PlainReader
from assistant.reader.train import (
    AGAIN,
    Group,
    Recipe,
    fit,
    keep_misleading,
    read_squad,
    to_group,
    to_sequence,
    write_report,
)
from corpus.console import GOOD, Parser, run
from corpus.errors import InputError, ModelError
from index.embed import PlainEmbedder, open_embedder
from index.questions import is_held_out, read_documents, read_questions

_TRIED = 8
"""Windows of a question among which the reader of the round before finds what misleads it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    started = time.time()
    embedder = open_embedder(options.embedder)
    if not isinstance(embedder, PlainEmbedder):
        raise ModelError("the reader is trained from a BERT embedder; leave --embedder out")
    questions = read_questions(options.questions)
    asked = gather(questions, read_documents(options.documents, questions), embedder)
    kept = [one for one in asked if not is_held_out(one.question.document)]
    aside = [one for one in asked if is_held_out(one.question.document)]
    recipe = Recipe()
    if len(kept) < 2 * recipe.groups:  # half of them fill a step
        raise InputError(f"{options.questions}: {len(kept)} usable questions; too few to train on")
    tokens = Tokens(embedder.folder)
    public = [group for path in options.public for group in read_squad(path, tokens)]
    random.Random(recipe.seed).shuffle(public)
    public = public[: recipe.public]
    own = [_to_group(one, tokens) for one in kept]
    print(f"{len(own)} questions, {len(public)} public ones; {len(aside)} held out", flush=True)
    fit(embedder.folder, [public, own], options.out, recipe)
    half = random.Random(AGAIN.seed).sample(own, len(own) // 2)
    fit(options.out, [_mine(half, PlainReader(options.out))], options.out, AGAIN)
    found = measure(aside, PlainReader(options.out).read)
    print(f"held out: {found}", flush=True)
    more = {
        "base": embedder.name,
        "base_sha256": embedder.fingerprint,
        "questions": len(own),
        "public_questions": len(public),
        "held_out": found,
    }
    write_report(options.out, [recipe, AGAIN], started, more)
    return GOOD


def _mine(groups: Sequence[Group], reader: PlainReader) -> list[Group]:
    """The groups, each with the windows that mislead the reader most."""
    return [keep_misleading(group, reader.score(group.wrong[:_TRIED])) for group in groups]


def _to_group(asked: Asked, tokens: Tokens) -> Group:
    """A question's windows as a group; those that retrieval did not bring come first."""
    windows = [
        (to_sequence(tokens, asked.question.text, window), marks)
        for window, marks in zip(asked.windows, asked.labels, strict=True)
    ]
    first = len(windows) - asked.added
    return to_group([*windows[first:], *windows[:first]])


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m assistant.reader", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="train a reader and write it to a folder")
    train.add_argument(
        "--documents", type=Path, required=True, metavar="DIR", help="the records asked about"
    )
    train.add_argument(
        "--questions", type=Path, required=True, metavar="DIR", help="*.jsonl files of questions"
    )
    train.add_argument(
        "--public", type=Path, nargs="*", default=[], metavar="FILE", help="sets like SQuAD 2.0"
    )
    train.add_argument("--embedder", metavar="NAME_OR_PATH", help="whose weights to start from")
    train.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the result")
    return parser


if __name__ == "__main__":
    run(main, "reader")
