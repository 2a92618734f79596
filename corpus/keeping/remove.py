"""Documents taken out of a corpus folder, with their manifest entries and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.errors import CorpusError, InputError
from corpus.keeping.folder import change_manifest, remove_file, writing
from corpus.library import Source
from corpus.manifest import MANIFEST, read_manifest


def remove(folder: Path, sources: Sequence[Source]) -> None:
    """Remove the files and their entries.

    The manifest goes first: a run that is killed in between leaves files without entries, which
    the same command removes, and never entries without files. Raises `InputError` for a document
    that one which stays supersedes, `CorpusError` when something cannot be written.
    """
    names = {source.name for source in sources}
    ids = {source.id for source in sources}
    with writing(folder):
        rows = read_manifest(folder).rows
        for row in rows:
            if row.supersedes in ids and row.name not in names:
                raise InputError(
                    f"'{row.supersedes}' is superseded by {row.name}: remove that too, or first "
                    f"the line 'supersedes' of its entry in {folder / MANIFEST}"
                )
        listed = {row.name for row in rows}
        if names & listed:
            change_manifest(folder, put={}, drop=names & listed)
        for name in sorted(names):
            try:
                remove_file(folder, name)
            except OSError as error:
                raise CorpusError(f"{folder / name}: not removed: {error.strerror}") from None
