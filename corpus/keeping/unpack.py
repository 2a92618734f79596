"""ZIP archives unpacked entry by entry: what is unsafe is refused with its reason, the rest kept.

The reader of an office file refuses its archive as a whole (`corpus.reading.archive`); an archive
that somebody handed in may hold a hundred papers and one entry that is none of their doing.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.junk import is_junk
from corpus.keeping.names import safe_path
from corpus.keeping.types import Candidate, Leftover, Refusal

_MIB = 1 << 20
_PIECE = 1 << 18  # bytes unpacked at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is unpacked of what is handed in; far beyond a year of a committee's papers."""

    entries: int = 20_000  # in all archives together
    total: int = 4096 * _MIB  # bytes, of all entries together
    entry: int = 512 * _MIB  # bytes, of one entry
    ratio: int = 200  # bytes unpacked to bytes packed, looked at beyond `free`
    free: int = 16 * _MIB  # bytes of one entry
    depth: int = 3  # archives within archives


class Unpacker:
    """Unpacks archives into a folder, within limits that hold for all of them together."""

    def __init__(
        self, folder: Path, passwords: tuple[str, ...] = (), limits: Limits = Limits()
    ) -> None:
        """Unpack into the folder, which is there; passwords are tried on encrypted entries."""
        self._folder = folder
        self._passwords = passwords
        self._limits = limits
        self._entries = 0
        self._bytes = 0

    def unpack(
        self, path: Path, label: str, name: str, depth: int = 1
    ) -> Iterator[Candidate | Refusal | Leftover]:
        """Every file of the archive, in its order, those of archives in it included.

        Args:
            path: of the archive.
            label: what its giver calls it.
            name: folder, in the corpus folder, for what it holds.
            depth: 1 for an archive that lies in no other.
        """
        try:
            with ZipFile(path) as archive:
                entries = [e for e in archive.infolist() if not e.filename.endswith(("/", "\\"))]
                for number, entry in enumerate(entries):
                    if self._entries == self._limits.entries:
                        yield self._surplus(label, len(entries) - number)
                        return
                    self._entries += 1
                    yield from self._take(archive, entry, label, name, depth)
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            yield Refusal(label=label, reason=f"damaged archive ({error}); make it anew")

    def _take(
        self, archive: ZipFile, entry: ZipInfo, label: str, name: str, depth: int
    ) -> Iterator[Candidate | Refusal | Leftover]:
        label = f"{label}: {_visible(entry.filename)}"
        parts = _parts(entry.filename)
        if is_junk(parts):
            yield Leftover(label=label, reason="kept by a system for itself")
            return
        nested = parts[-1].lower().endswith(".zip")
        reason = self._fault(entry, parts)
        if nested and depth >= self._limits.depth:
            reason = f"archives within archives are opened {self._limits.depth} deep; unpack it"
        target = self._folder / f"{self._entries}" / safe_path(parts[-1:])
        reason = reason or self._extract(archive, entry, target)
        if reason:
            yield Refusal(label=label, reason=reason)
            return
        if len(parts) > 1 and parts[0].lower() == name.rpartition("/")[2].lower():
            parts = parts[1:]  # papers.zip that holds one folder "papers"
        safe = safe_path((*name.split("/"), *parts))
        if nested:
            yield from self.unpack(target, label, safe.removesuffix(".zip"), depth + 1)
            target.unlink()
        else:
            yield Candidate(path=target, label=label, name=safe)

    def _fault(self, entry: ZipInfo, parts: tuple[str, ...]) -> str | None:
        """What speaks against an entry by its directory record alone, with the mend."""
        if ".." in parts or PureWindowsPath(entry.filename).anchor:
            return "its name leads outside the archive; make the archive anew"
        if entry.create_system == 3 and not _is_plain(entry.external_attr >> 16):
            return "a link or device, not a file; put the file itself in"
        if entry.flag_bits & 0x1 and not self._passwords:
            return "encrypted; give its password with --password-file FILE"
        if entry.file_size > self._limits.entry:
            return f"holds more than {self._limits.entry // _MIB} MB; add it by itself"
        return None

    def _surplus(self, label: str, count: int) -> Refusal:
        most = self._limits.entries
        return Refusal(
            label=label,
            reason=f"{count} files beyond the {most} that are unpacked at a time; split it",
        )

    def _extract(self, archive: ZipFile, entry: ZipInfo, target: Path) -> str | None:
        """Unpack one entry; what is wrong with it, or None when it is there."""
        target.parent.mkdir()
        reason: str | None = None
        for password in self._passwords if entry.flag_bits & 0x1 else ("",):
            try:
                reason = self._copy(archive, entry, target, password)
            except RuntimeError:  # zipfile's word for a wrong password
                reason = "encrypted with another password; give it with --password-file FILE"
            except NotImplementedError:
                reason = "packed or encrypted in a way that is not read; make the archive anew"
            except (BadZipFile, EOFError, OSError, ValueError, zlib.error) as error:
                reason = f"damaged ({error}); make the archive anew"
            if reason is None:
                return None
        target.unlink(missing_ok=True)
        return reason

    def _copy(self, archive: ZipFile, entry: ZipInfo, target: Path, password: str) -> str | None:
        """Unpack by what really comes out, whatever the archive's directory declares."""
        length, limits = 0, self._limits
        allowed = max(limits.free, limits.ratio * entry.compress_size)
        with (
            archive.open(entry, pwd=password.encode() or None) as packed,
            target.open("wb") as file,
        ):
            while piece := packed.read(_PIECE):
                length += len(piece)
                if length > min(allowed, limits.entry):
                    return "unpacks to far more than a document holds; remove it"
                if self._bytes + length > limits.total:
                    return f"beyond the {limits.total // _MIB} MB that are unpacked; split it"
                file.write(piece)
        self._bytes += length
        return None


def _parts(name: str) -> tuple[str, ...]:
    """The parts of an entry's name, by either system's separator."""
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".")) or (
        name,
    )


def _is_plain(mode: int) -> bool:
    return stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _visible(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
