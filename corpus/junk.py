"""Files that lie among documents and are none: what systems and office programs keep there."""

from __future__ import annotations

from collections.abc import Iterable

_FOLDERS = frozenset({"__macosx", ".git", ".svn", "$recycle.bin"})
_FILES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_STARTS = ("~$", "._", ".~lock.")


def is_junk(parts: Iterable[str]) -> bool:
    """Whether a path is one that a system or office program leaves behind for itself."""
    *folders, name = (part.lower() for part in parts)
    return (
        name in _FILES or name.startswith(_STARTS) or any(folder in _FOLDERS for folder in folders)
    )
