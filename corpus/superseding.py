"""Which documents took the place of which, as a manifest says it of the newer one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import ManifestError
from corpus.manifest import MANIFEST, Manifest


def find_superseded(folder: Path, manifest: Manifest, ids: Mapping[str, str]) -> dict[str, str]:
    """Ids of the documents that another superseded, each with the id of that one.

    Raises `ManifestError` with every fault: a document that is not there, one that two others
    supersede, and documents that supersede each other in a circle.

    Args:
        folder: of the corpus.
        manifest: of the corpus.
        ids: of all its documents, by file name.
    """
    faults = []
    newer: dict[str, str] = {}
    for row in manifest.rows:
        if row.supersedes is None:
            continue
        old, own = row.supersedes, ids[row.name]
        where = f"{folder / MANIFEST}:{manifest.lines[row.name]}"
        if old not in ids.values():
            faults.append(f"{where}: supersedes '{old}', an id that no document has; mend the id")
        elif old in newer:
            faults.append(
                f"{where}: '{old}' is superseded by '{newer[old]}' already; name the version that "
                "this one followed"
            )
        elif old in _followers(own, newer):
            faults.append(
                f"{where}: '{own}' and '{old}' supersede each other; remove one of the two"
            )
        else:
            newer[old] = own
    if faults:
        raise ManifestError(faults)
    return newer


def _followers(id: str, newer: Mapping[str, str]) -> list[str]:
    """The document and those that took its place, one after the other."""
    chain = [id]
    while chain[-1] in newer:
        chain.append(newer[chain[-1]])
    return chain
