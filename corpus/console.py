"""What the commands share: one-line errors, exit codes, and the options that every one takes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from corpus.errors import UserError

GOOD, FAILED, COULD_NOT_RUN = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to see the usage; exit with 2."""
        self.exit(COULD_NOT_RUN, f"{self.prog}: {message}; see {self.prog} --help\n")


def add_corpus_option(parser: argparse.ArgumentParser) -> None:
    """The `--corpus` option."""
    parser.add_argument(
        "--corpus",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="folder of documents, with or without a manifest (or set ASSISTANT_CORPUS)",
    )


def run(command: Callable[[Sequence[str] | None], int], prog: str) -> NoReturn:
    """Run a command and exit with its code; 2 with one line for each thing the user can mend."""
    try:
        code = command(None)
        sys.stdout.flush()
    except UserError as error:
        for line in str(error).splitlines():
            print(f"{prog}: {line}", file=sys.stderr)
        code = COULD_NOT_RUN
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = GOOD
    sys.exit(code)
