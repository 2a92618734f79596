"""Settings of the assistant: those of the index, of the language model, and of the reader."""

from __future__ import annotations

import argparse
import os
import tomllib
from pathlib import Path
from typing import Any, Self

from assistant.written.settings import ModelSettings, add_model_options
from corpus.errors import InputError
from index.settings import IndexSettings, add_index_options


class Settings(IndexSettings, ModelSettings):
    """Where documents and index are, and the way of answering.

    Every field can be set by a flag of its name, by `ASSISTANT_...` in the environment, or in the
    TOML file of `--settings`, which gives way to the other two.
    """

    reader: str | None = None  # name or folder; None: the shipped one; "none": no reader

    @classmethod
    def from_options(cls, options: argparse.Namespace, **more: Any) -> Self:
        """Settings by flags, environment and file; `InputError` for a value that cannot be."""
        file = getattr(options, "settings", None) or os.environ.get("ASSISTANT_SETTINGS")
        named = _read_file(Path(file), cls) if file else {}
        unset = {k: v for k, v in named.items() if f"ASSISTANT_{k.upper()}" not in os.environ}
        flags = {k: v for k, v in (vars(options) | more).items() if v is not None}
        return super().from_options(argparse.Namespace(**(unset | flags)))


def _read_file(path: Path, of: type[Settings]) -> dict[str, Any]:
    """The settings of a file; `InputError` for one that cannot be read or has unknown keys."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise InputError(f"{path}: the settings cannot be read: {reason}") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}; write a line a setting, a = 1") from None
    if unknown := sorted(found.keys() - of.model_fields.keys()):
        known = ", ".join(sorted(of.model_fields))
        raise InputError(f"{path}: no such setting: {', '.join(unknown)}; there are {known}")
    return found


def add_assistant_options(parser: argparse.ArgumentParser) -> None:
    """The options of everything that answers: index, language model, and `--reader`."""
    add_index_options(parser)
    parser.add_argument(
        "--reader",
        metavar="NAME_OR_PATH",
        help="model that picks the answering sentences; 'none' runs without (default: the "
        "shipped one)",
    )
    add_model_options(parser)
