"""The command-line options of how files are read; every command that reads takes the same."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from corpus.errors import InputError
from corpus.reading.options import ReadingOptions

_GIB = 2**30
_DEFAULT = ReadingOptions()


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """`--password-file`, `--password`, `--seconds`, `--memory` and `--no-ocr`."""
    group = parser.add_argument_group("reading")
    group.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="passwords to try on encrypted files, one a line (or set ASSISTANT_PASSWORD_FILE)",
    )
    group.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="WORD",
        help="a password itself; others on this machine can see it while the command runs",
    )
    group.add_argument(
        "--seconds",
        type=_above_zero,
        default=_DEFAULT.seconds,
        metavar="N",
        help="for reading one file (default: %(default)g)",
    )
    group.add_argument(
        "--memory",
        type=_above_zero,
        default=_DEFAULT.memory / _GIB,
        metavar="GIB",
        help="for reading one file (default: %(default)g)",
    )
    group.add_argument("--no-ocr", action="store_true", help="do not recognise scanned pages")


def to_reading_options(options: argparse.Namespace) -> ReadingOptions:
    """How the options say that files are to be read; `InputError` for no such password file."""
    return ReadingOptions(
        passwords=_read_passwords(options),
        ocr=not options.no_ocr,
        seconds=options.seconds,
        memory=int(options.memory * _GIB),
    )


def _read_passwords(options: argparse.Namespace) -> tuple[str, ...]:
    path = options.password_file or os.environ.get("ASSISTANT_PASSWORD_FILE")
    if not path:
        return tuple(options.password)
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--password-file {path}: cannot be read: {error}") from None
    return (*options.password, *(line for line in lines if line))


def _above_zero(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: give a number above 0")
    return number
