"""Writing in a corpus folder: one writer at a time, each file put in whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath

from corpus.errors import CorpusError
from corpus.keeping.manifest_text import NEW, Entries, change_text
from corpus.keeping.names import numbered
from corpus.locking import hold
from corpus.manifest import MANIFEST, hash_file
from corpus.metadata.find import make_id

_LOCK = ".lock"  # hidden, as all that is no document here
_STAGING = ".adding-"
_PATIENCE = 60.0
"""Seconds to wait for another writer, who holds the folder for moments only."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of the folder; `CorpusError` when another does not end."""
    with hold(folder / _LOCK, seconds=_PATIENCE) as held:
        if not held:
            raise CorpusError(f"{folder}: another command is writing here; wait for it to end")
        yield


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A hidden folder inside the corpus folder, removed at the end; those of killed runs too."""
    with ExitStack() as stack:
        with writing(folder):  # between making it and holding it nobody may sweep
            for left in folder.glob(f"{_STAGING}*"):
                _sweep(left)
            path = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
            stack.enter_context(hold(path / _LOCK))
            stack.callback(shutil.rmtree, path, ignore_errors=True)
        yield path


def _sweep(path: Path) -> None:
    """Remove a staging folder unless its owner, who holds its lock, is alive."""
    # its owner may remove it in this moment
    with suppress(FileNotFoundError), hold(path / _LOCK) as dead:
        if dead:
            shutil.rmtree(path, ignore_errors=True)


def id_of(name: str) -> str:
    """The id that a file's name alone makes."""
    return make_id(str(PurePosixPath(name).with_suffix("")))


def put_file(
    staged: Path, folder: Path, name: str, sha256: str, ids: Collection[str]
) -> tuple[str, bool]:
    """Move a staged file to its name, or to a numbered one where another document has that.

    Returns the name it has, and whether it is new: equal bytes under the name are left as they
    are. Names that differ only in case count as one, and one that would make an id of those
    that are taken is another's, so that no id changes. Call while `writing`; OSError when the
    file cannot be put there.
    """
    wanted, number = name, 1
    while True:
        target = folder / name
        if not target.parent.resolve().is_relative_to(folder.resolve()):
            raise OSError(f"'{PurePosixPath(name).parent}' is a link that leads outside")
        target.parent.mkdir(parents=True, exist_ok=True)
        held = [path for path in target.parent.iterdir() if _same(path.name, target.name)]
        if not held and id_of(name) not in ids:
            os.replace(staged, target)
            return name, True
        for path in held:
            if path.is_file() and hash_file(path) == sha256:
                return path.relative_to(folder).as_posix(), False
        number += 1
        name = numbered(wanted, number)


def remove_file(folder: Path, name: str) -> None:
    """Remove a file and the folders that it leaves empty. Call while `writing`."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder:
            break
        try:
            parent.rmdir()
        except OSError:  # not empty
            break


def change_manifest(folder: Path, *, put: Entries, drop: Collection[str] = ()) -> None:
    """Change the manifest of a folder in one step, making it when there is none.

    Call while `writing`. Raises `CorpusError` when it cannot be changed without loss or written.
    """
    path = (folder / MANIFEST).resolve()
    try:
        text = path.read_bytes().decode() if path.exists() else NEW
        changed = change_text(text, put=put, drop=drop)
        new = path.with_name(f".{MANIFEST}.new")
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, new)
        os.replace(new, path)
    except ValueError as error:
        raise CorpusError(f"{path}: not changed: {error}; put it in by hand") from None
    except OSError as error:
        raise CorpusError(f"{path}: cannot be written: {error.strerror}") from None


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
