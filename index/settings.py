"""Settings of corpus and index: from flags, else from `ASSISTANT_...` in the environment."""

from __future__ import annotations

import argparse
import hashlib
import re
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.console import add_corpus_option
from corpus.errors import InputError
from corpus.library import SHIPPED

FORMAT = "4"
"""Of the catalogue's tables; a change of `schema.sql` that old files do not fit raises it."""

STORES = Path(__file__).parent / "store"
"""Where indexes lie that were given no place of their own."""


class IndexSettings(BaseSettings):
    """Where the documents and the index are, and which model embeds."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore")

    corpus: Path = SHIPPED
    index: Path | None = None  # None: a folder of its own for each corpus, see `index_folder`
    embedder: str | None = None  # name or folder; None: the one shipped

    @property
    def index_folder(self) -> Path:
        """The index's folder: as given, else one each, so that no corpus answers for another."""
        if self.index is not None:
            return self.index
        resolved = self.corpus.resolve()
        name = re.sub(r"[^A-Za-z0-9]+", "-", resolved.name).strip("-").lower() or "corpus"
        return STORES / f"{name}-{hashlib.sha256(str(resolved).encode()).hexdigest()[:8]}"

    @classmethod
    def from_options(cls, options: argparse.Namespace, **more: Any) -> Self:
        """Settings by the flags that were given; `InputError` for a value that cannot be."""
        given = {
            name: value
            for name, value in (vars(options) | more).items()
            if name in cls.model_fields and value is not None
        }
        try:
            return cls(**given)
        except ValidationError as error:
            fault = error.errors()[0]
            raise InputError(f"setting '{fault['loc'][0]}': {fault['msg']}") from None


def add_index_options(parser: argparse.ArgumentParser) -> None:
    """The options of everything that reads an index: `--corpus`, `--index`, `--embedder`."""
    add_corpus_option(parser)
    parser.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help="folder of the index (or set ASSISTANT_INDEX); each corpus has its own by default",
    )
    parser.add_argument(
        "--embedder",
        metavar="NAME_OR_PATH",
        help="embedding model that sentence-transformers can load (default: the one shipped)",
    )
