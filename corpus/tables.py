"""Strict reading of the TOML files that people edit: arrays of tables, faults with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import ManifestError

Row = TypeVar("Row", bound=BaseModel)

_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Row]):
    """One table: its validated row, and the lines (from 1) of its head and of each key."""

    row: Row | None  # None where a fault was found in it
    values: Mapping[str, object]  # key -> value as written, the faulty ones left out
    line: int
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """Every table of the file, and one `file:line: ...` fault for each thing wrong with them."""

    entries: tuple[Entry[Row], ...]
    faults: tuple[str, ...]
    flags: Mapping[str, bool] = field(default_factory=dict)  # of those asked for, as written


def read_table(path: Path, name: str, model: type[Row], flags: Collection[str] = ()) -> Table[Row]:
    """The `[[name]]` tables of the file, each validated by `model`, and its true-or-false flags.

    Raises `ManifestError` when the file is not TOML at all; anything milder is a fault in the
    result, so that a caller can add its own and report all at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError([f"{path}: not TOML: {error}; mend the line it names"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError([f"{path}: cannot be read: {error}"]) from None
    known = ", ".join(model.model_fields)
    heads = _find_lines(text, name)
    faults = [
        f"{path}:{_line_of(text, key)}: unknown key '{key}'; only [[{name}]] tables are allowed"
        for key in data
        if key != name and key not in flags
    ]
    said = {key: data[key] for key in flags if key in data}
    faults += [
        f"{path}:{_line_of(text, key)}: '{key}': write true or false"
        for key, value in said.items()
        if not isinstance(value, bool)
    ]
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ManifestError([*faults, f"{path}: '{name}' must be written as [[{name}]] tables"])
    entries: list[Entry[Row]] = []
    for index, table in enumerate(tables):
        head, lines = heads[index] if index < len(heads) else (1, {})
        try:
            row, values = model.model_validate(table), table
        except ValidationError as error:
            row, values = None, dict(table)
            for fault in error.errors():
                key = str(fault["loc"][0]) if fault["loc"] else name
                values.pop(key, None)
                line = lines.get(key, head)
                if fault["type"] == "extra_forbidden":
                    message = f"unknown key '{key}'; known keys: {known}"
                elif fault["type"] == "missing":
                    message = f"'{key}' is missing; add it to this [[{name}]]"
                else:
                    message = f"'{key}': {fault['msg'].removeprefix('Value error, ')}"
                faults.append(f"{path}:{line}: {message}")
        entries.append(Entry(row=row, values=values, line=head, lines=lines))
    return Table(entries=tuple(entries), faults=tuple(faults), flags=said)


def _find_lines(text: str, name: str) -> list[tuple[int, dict[str, int]]]:
    """Line of each `[[name]]` head with the lines of its keys; tomllib keeps none."""
    found: list[tuple[int, dict[str, int]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = bare.replace(" ", "").startswith(f"[[{name}]]")
            if inside:
                found.append((number, {}))
        elif inside and (key := _KEY.match(line)):
            found[-1][1].setdefault(key[1], number)
    return found


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*\[*\s*{re.escape(key)}\b", line):
            return number
    return 1
