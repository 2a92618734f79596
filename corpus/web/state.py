"""What a folder holds from earlier fetches, so that a run that was cut short is carried on with."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

_NAME = ".state.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One address whose body the folder holds."""

    file: str  # name in the folder
    address: str  # after redirects
    headers: Mapping[str, str]  # those that a later request or the file's name need
    run: int  # in which the body was last known to be the newest


@dataclass(slots=True, kw_only=True)
class State:
    """The state of one folder; `save` after each change."""

    folder: Path
    run: int = 1
    finished: bool = False  # of that run
    kept: dict[str, Kept] = field(default_factory=dict)  # by the address asked for

    def find(self, address: str) -> Kept | None:
        """What is held of an address, if the file is still there."""
        kept = self.kept.get(address)
        return kept if kept and (self.folder / kept.file).is_file() else None

    def is_fresh(self, kept: Kept) -> bool:
        """Whether it was fetched in the run that is going on, so needs no asking again."""
        return kept.run == self.run

    def save(self) -> None:
        """Written whole or not at all."""
        written = {
            "format": _FORMAT,
            "run": self.run,
            "finished": self.finished,
            "kept": {address: asdict(kept) for address, kept in self.kept.items()},
        }
        part = self.folder / f"{_NAME}.part"
        part.write_text(json.dumps(written, indent=1), encoding="utf-8")
        os.replace(part, self.folder / _NAME)


def open_state(folder: Path) -> State:
    """The state of a folder, in a new run where the last was finished.

    A state that cannot be read is no loss but time: everything is fetched again.
    """
    try:
        read = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        if read["format"] != _FORMAT:
            return State(folder=folder)
        kept = {str(address): Kept(**one) for address, one in read["kept"].items()}
        run = int(read["run"]) + bool(read["finished"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State(folder=folder)
    return State(folder=folder, run=run, kept=kept)
