"""The ZIP archives that office files are, opened within limits.

What an archive's directory declares is checked before anything is unpacked, and no entry gives
more than it declares.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from corpus.errors import ReadingError

_MIB = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of DOC, and of an encrypted DOCX


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an archive may hold; the figures allow for any record seen in practice."""

    entries: int = 20_000
    size: int = 1024 * _MIB  # bytes unpacked, of all entries together
    ratio: float = 200  # bytes unpacked to bytes packed, of all entries together
    free: int = 16 * _MIB  # bytes unpacked, of all entries, up to which the ratio is not looked at
    entry: int = 64 * _MIB  # bytes unpacked that are read at once, of one entry


LIMITS = Limits()


def open_archive(path: Path, *, limits: Limits = LIMITS) -> ZipFile:
    """The archive, opened for reading; the caller closes it.

    Raises `ReadingError` when the file is no ZIP archive, is damaged, encrypted, or would unpack to
    more than the limits allow; `OSError` when the file cannot be opened at all.
    """
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise ReadingError(
                f"{path}: is protected by a password or is an older format under a new name; "
                "save a copy without password in the format that its name says"
            )
    try:
        archive = ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
        raise ReadingError(f"{path}: damaged file ({error}); save it anew") from None
    try:
        _check(path, archive, limits)
    except ReadingError:
        archive.close()
        raise
    return archive


def _check(path: Path, archive: ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise ReadingError(
            f"{path}: holds {len(entries)} files, and up to {limits.entries} are read; "
            "split it into smaller archives"
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    within = unpacked <= limits.free or unpacked <= limits.ratio * packed
    if unpacked > limits.size or not within:
        raise ReadingError(
            f"{path}: would unpack to {unpacked // _MIB} MB from {packed / _MIB:.1f} MB, "
            "more than is read; split it, or remove it if you do not know where it comes from"
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ReadingError(f"{path}: is encrypted; save a copy without its password")


def read_entry(archive: ZipFile, name: str, *, limits: Limits = LIMITS) -> bytes | None:
    """The bytes of one entry; None when the archive has none of that name.

    Raises `ReadingError` when the entry is damaged or beyond `limits.entry`.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > limits.entry:
        raise ReadingError(
            f"{archive.filename}: {name} in it holds {entry.file_size // _MIB} MB, and up to "
            f"{limits.entry // _MIB} MB are read; split the document"
        )
    try:
        return archive.read(entry)
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ReadingError(
            f"{archive.filename}: damaged file ({name}: {error}); save it anew"
        ) from None
