"""What was handed in, as candidates one by one: files, folders, ZIP archives and web addresses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from corpus.bodies import BODIES
from corpus.junk import is_junk
from corpus.keeping.names import safe_name, safe_path
from corpus.keeping.types import Candidate, Leftover, Refusal
from corpus.keeping.unpack import Unpacker
from corpus.manifest import MANIFEST

ARCHIVE = ".zip"


def gather(path: Path, unpacker: Unpacker) -> Iterator[Candidate | Refusal | Leftover]:
    """Every file that a path stands for, in a settled order.

    A folder keeps its name and shape in the corpus, so that two meetings may both have an
    "agenda.pdf"; an archive is a folder of its name.
    """
    label = str(path)
    if path.is_dir():
        yield from _gather_folder(path, unpacker)
    elif not path.exists():
        yield Refusal(label=label, reason="no such file or folder; mend the name")
    elif not path.is_file():
        yield Refusal(label=label, reason="a device or pipe, not a file; save it as a file")
    else:
        yield from _gather_file(path, label, safe_name(path.name), unpacker)


def _gather_file(
    path: Path, label: str, name: str, unpacker: Unpacker
) -> Iterator[Candidate | Refusal | Leftover]:
    if name.lower().endswith(ARCHIVE):
        yield from unpacker.unpack(path, label, name[: -len(ARCHIVE)])
    else:
        yield Candidate(path=path, label=label, name=name)


def _gather_folder(folder: Path, unpacker: Unpacker) -> Iterator[Candidate | Refusal | Leftover]:
    faults: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=faults.append):
        closed = {name for name in folders if name.startswith(".") or Path(root, name).is_symlink()}
        folders[:] = sorted(set(folders) - closed)
        for name in sorted({*names, *closed}):
            path = Path(root, name)
            parts = path.relative_to(folder).parts
            label = str(path)
            if is_junk(parts) or name.startswith("."):
                yield Leftover(label=label, reason="hidden, or kept by a system for itself")
            elif name in (MANIFEST, BODIES):
                reason = f"describes that folder; copy its entries into the corpus's own {name}"
                yield Leftover(label=label, reason=reason)
            elif path.is_symlink() or not path.is_file():
                yield Refusal(label=label, reason="a link or device, not a file; add its target")
            else:
                safe = safe_path((folder.resolve().name, *parts))
                yield from _gather_file(path, label, safe, unpacker)
    for fault in faults:
        reason = f"cannot be read: {fault.strerror}; mend its permissions"
        yield Refusal(label=str(fault.filename), reason=reason)
