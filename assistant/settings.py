"""Settings of the assistant: those of the index, and how answers are made."""

from __future__ import annotations

import argparse

from index.settings import IndexSettings, add_index_options


class Settings(IndexSettings):
    """Where documents and index are, and the way of answering.

    Every field can be set by a flag of its name or by `ASSISTANT_...` in the environment.
    """

    reader: str | None = None  # name or folder; None: the shipped one; "none": no reader


def add_assistant_options(parser: argparse.ArgumentParser) -> None:
    """The options of everything that answers: those of the index, and `--reader`."""
    add_index_options(parser)
    parser.add_argument(
        "--reader",
        metavar="NAME_OR_PATH",
        help="model that picks the answering sentences; 'none' runs without (default: the "
        "shipped one)",
    )
