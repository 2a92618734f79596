"""The text of a manifest changed by program, every comment kept: the only importer of tomlkit.

tomlkit counts a comment to the entry before it, and would drop the heading of an entry together
with its neighbour. So the text is cut into entries here, what stands between them is left alone,
and only a single entry is handed to it. Whatever comes out is parsed anew and must say exactly
what was meant.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

_HEAD = re.compile(r"\s*\[\[\s*document\s*\]\]")

NEW = """\
# What is known of documents in this folder beyond what they say themselves.
# A file without an entry is read all the same; docs/documents.md defines each key.
"""

Entries = Mapping[str, Mapping[str, str]]
"""Name of a file in the corpus folder -> key -> value."""


def change_text(text: str, *, put: Entries, drop: Collection[str] = ()) -> str:
    """The text with the entries of some files set key by key, or made, and those of others gone.

    Raises `ValueError` when the text is written in a way that cannot be changed without loss.
    """
    before = tomllib.loads(text)
    wanted = _change_data(before, put, drop)
    ends = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    top, blocks = _cut(text)
    if len(blocks) != len(before.get("document", [])):
        raise ValueError("its entries do not each begin with a line [[document]]")
    parts = [top]
    missing = dict(put)
    for entry, rest in blocks:
        name = _name(tomllib.loads(entry)["document"][0])
        if name in drop:
            parts.append(rest.lstrip("\n") if parts[-1].endswith("\n\n") else rest)
        else:
            fields = missing.pop(name, None)
            parts.append((_set_keys(entry, fields) if fields else entry) + rest)
    texts = ["".join(parts).strip("\n")]
    for name, fields in missing.items():
        texts.append(_set_keys(f"[[document]]\nfile = {_string(name)}\n", fields).rstrip("\n"))
    result = "\n\n".join(filter(None, texts)) + "\n"
    if tomllib.loads(result) != wanted:
        raise ValueError("it is written in a way that only its writer can change")
    return result.replace("\n", ends)


def _change_data(data: dict[str, Any], put: Entries, drop: Collection[str]) -> dict[str, Any]:
    """What the changed text has to say, worked out without looking at how it is written."""
    entries = [dict(entry) for entry in data.get("document", []) if _name(entry) not in drop]
    known = {_name(entry): entry for entry in entries}
    for name, fields in put.items():
        if name not in known:
            known[name] = {"file": name}
            entries.append(known[name])
        known[name] |= fields
    rest = {key: value for key, value in data.items() if key != "document"}
    return rest | ({"document": entries} if entries else {})


def _name(entry: Mapping[str, Any]) -> str:
    return posixpath.normpath(str(entry["file"]))


def _cut(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands above the first entry; each entry, with the blank lines and comments after it."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    bounds = [*heads, len(lines)]
    blocks = []
    for head, following in pairwise(bounds):
        end = following
        while not (bare := lines[end - 1].strip()) or bare.startswith("#"):
            end -= 1
        blocks.append(("".join(lines[head:end]), "".join(lines[end:following])))
    return "".join(lines[: bounds[0]]), blocks


def _set_keys(entry: str, fields: Mapping[str, str]) -> str:
    """The text of one entry with those keys set; its comments and the order of its keys stay."""
    import tomlkit

    document = tomlkit.parse(entry)
    table: Any = document["document"][0]  # type: ignore[index]
    for key, value in fields.items():
        table[key] = value
    return tomlkit.dumps(document)


def _string(value: str) -> str:
    import tomlkit

    return tomlkit.string(value).as_string()
