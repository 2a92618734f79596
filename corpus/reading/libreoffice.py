"""Formats that LibreOffice converts, where it is installed: older Word, slides, older sheets, RTF.

It runs without a window, with a profile of its own that runs no macros and fetches nothing that a
document links to, and is ended with all it started when its time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import ReadingError
from corpus.reading.archive import open_archive
from corpus.reading.docx.reader import read_docx
from corpus.reading.ooxml import read_properties
from corpus.reading.options import ReadingOptions
from corpus.reading.pdf.reader import read_pdf
from corpus.reading.types import Reading
from corpus.reading.xlsx.reader import read_xlsx

PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SHARE = 0.8  # of the time for a file; the rest is for reading what comes out
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Office.Calc/Content/Update", "Link", "2"),
    # Whatever it would still fetch goes to a proxy on a port where nothing answers.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """What a format is converted to, and who reads that."""

    suffix: str
    read: Callable[[Path, ReadingOptions], Reading]


_WORD = _Way(suffix=".docx", read=read_docx)
_SHEET = _Way(suffix=".xlsx", read=read_xlsx)
_SLIDES = _Way(suffix=".pdf", read=read_pdf)  # a page a slide, as it is seen
_WAYS = {
    ".doc": _WORD,
    ".dot": _WORD,
    ".rtf": _WORD,
    ".xls": _SHEET,
    ".xlsb": _SHEET,
    ".ods": _SHEET,
    ".ppt": _SLIDES,
    ".pps": _SLIDES,
    ".pptx": _SLIDES,
    ".ppsx": _SLIDES,
    ".odp": _SLIDES,
}
CONVERTED = tuple(_WAYS)
"""Suffixes of the formats that are read through LibreOffice."""


def read_by_libreoffice(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The file as LibreOffice converts it to DOCX, XLSX or, for slides, PDF.

    Raises `ReadingError` when LibreOffice is not installed, cannot read the file, or takes too
    long for it.
    """
    way = _WAYS[path.suffix.lower()]
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ReadingError(
            f"{path}: {path.suffix} files are read through LibreOffice, which is not installed; "
            "install it (Debian: apt-get install libreoffice-writer-nogui "
            "libreoffice-calc-nogui libreoffice-impress-nogui), or save the file as "
            f"{way.suffix[1:].upper()}"
        )
    with TemporaryDirectory(prefix="libreoffice-") as folder:
        converted = _convert(path, way.suffix, Path(folder), program, options.seconds * _SHARE)
        try:
            reading = way.read(converted, options)
        except ReadingError as error:
            reason = str(error).removeprefix(f"{converted}: ")
            raise ReadingError(f"{path}: as LibreOffice converts it: {reason}") from None
    if way is _SLIDES:  # whose date is now that of the conversion
        reading = replace(reading, written=_read_date(path))
    note = f"Read through LibreOffice, which converted it to {way.suffix[1:].upper()}."
    return replace(reading, notes=(*reading.notes, note))


def _convert(path: Path, suffix: str, folder: Path, program: str, seconds: float) -> Path:
    """The converted file, in the folder; the original is not touched."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    settings.write_text(_PROFILE.format(items="\n".join(items)), encoding="utf-8")
    source = folder / f"source{path.suffix.lower()}"  # a name that no option can be mistaken for
    shutil.copyfile(path, source)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        suffix[1:],
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder)}
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=silent, stdout=silent, stderr=silent
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise ReadingError(
                f"{path}: LibreOffice took longer than {seconds:.0f} s to convert it; "
                f"allow more time with --seconds, or save it as {suffix[1:].upper()}"
            ) from None
        finally:
            _kill(process)
    converted = folder / "out" / f"source{suffix}"
    if not converted.is_file():
        raise ReadingError(
            f"{path}: LibreOffice cannot read it: damaged, protected by a password, or of another "
            f"format than its name says; save it anew as {suffix[1:].upper()}"
        )
    return converted


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started, if it still runs.

    It is not given a process group of its own, so that whoever ends our group ends it with us.
    """
    if process.poll() is not None:
        return
    for child in (*_descendants(process.pid), process.pid):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _descendants(process: int) -> Iterator[int]:
    """Ids of what a process started, deepest first; none where the system does not tell."""
    with suppress(OSError):
        for listing in Path(f"/proc/{process}/task").glob("*/children"):
            for child in map(int, listing.read_text().split()):
                yield from _descendants(child)
                yield child


def _read_date(path: Path) -> str | None:
    """The date in the original's own properties, where it is a format that we can look into."""
    if path.suffix.lower() not in (".pptx", ".ppsx"):
        return None
    with open_archive(path) as archive:
        return read_properties(archive).written
