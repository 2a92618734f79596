"""Names that are safe in any folder, on any system: the only importer of pathvalidate."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

_LONGEST = 150
"""Bytes of a name: leaves room for a number, within the 255 that file systems take."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories that a reader cannot see, among them marks that turn a name around."""


def safe_name(name: str) -> str:
    """One part of a path, so that it can be seen, typed, and kept anywhere; its suffix kept.

    No separator, control or invisible character, reserved name, leading dot (a corpus leaves hidden
    files out) or trailing dot; at most 150 bytes; "document" where nothing is left.
    """
    from pathvalidate import sanitize_filename

    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", name)
        if character.isspace() or unicodedata.category(character) not in _UNSEEN
    )
    bare = _tidy(" ".join(seen.split()))
    suffix = PurePosixPath(bare).suffix
    if len(suffix.encode()) > 16:  # a dot in a sentence begins no suffix
        suffix = ""
    room = _LONGEST - len(suffix.encode()) - 1  # one for the mark of a reserved name
    stem = bare.removesuffix(suffix).encode()[:room].decode(errors="ignore")
    return _tidy(sanitize_filename(stem + suffix, platform="universal")) or "document"


def safe_path(parts: Iterable[str]) -> str:
    """A relative path of safe parts, with forward slashes; it can lead nowhere but downwards."""
    return "/".join(safe_name(part) for part in parts)


def numbered(name: str, number: int) -> str:
    """The name with a number before its suffix: "a/report-2.pdf"."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _tidy(name: str) -> str:
    """Without the dots, spaces and tildes at the ends that hide a name or are lost on the way."""
    return name.lstrip(". ~").rstrip(". ")
