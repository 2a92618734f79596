"""`python -m assistant.web adduser FILE NAME`: add a user who may sign in to the chat."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.web.users import Users, make_line
from corpus.console import GOOD, Parser, run
from corpus.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Add the user, or give them another password; returns the exit code."""
    parser = Parser(prog="python -m assistant.web", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser("adduser", help="add a user, or change a password")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("name", metavar="NAME")
    options = parser.parse_args(arguments)
    line = make_line(options.name, _ask_password())
    path: Path = options.file
    kept = []
    if path.exists():
        Users(path)  # says what is wrong with it before it is written to
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [one for one in lines if not one.startswith(f"{options.name}:")]
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join((*kept, line)) + "\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None
    print(f"{options.name} can sign in: python app.py --auth {path}")
    return GOOD


def _ask_password() -> str:
    """Typed unseen, twice; a line of standard input where nobody is at a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise InputError("the two passwords differ; try again")
    return password


if __name__ == "__main__":
    run(main, "assistant.web")
