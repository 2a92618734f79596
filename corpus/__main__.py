"""`python -m corpus`: what is in a corpus, whether it is sound, and documents added or removed."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.commands import add, check, listing, remove, show
from corpus.console import Parser, add_corpus_option, run
from corpus.reading_options import add_reading_options

COMMANDS = {"add": add, "remove": remove, "list": listing, "show": show, "check": check}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; returns its exit code."""
    parser = Parser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add_options(command)
        add_corpus_option(command)
        add_reading_options(command)
    options = parser.parse_args(arguments)
    code: int = COMMANDS[options.command].run(options)
    return code


if __name__ == "__main__":
    run(main, "corpus")
