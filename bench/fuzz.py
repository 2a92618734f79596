"""Damaged files of one format, by the thousand: each is read, or refused in one line.

    python -m bench.fuzz --seeds DIR --suffix .docx [--minutes N] [--out DIR] [--json]

Hypothesis draws a file from the folder and what to damage in it: bytes of the file, or of a part
within it where the format is an archive. The damaged file is read as `index sync` reads it,
structure and metadata included, but in this process, so that nothing hides what was raised. A
fault is any exception but a `UserError`, a file that takes longer than its limit, and a passage
that is not the text of its span. Faults are told once for each place in the code, the first file
of each is kept in `--out`; exit 1 when there are any.
"""

from __future__ import annotations

import io
import json
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from corpus.console import FAILED, GOOD, Parser, run
from corpus.errors import InputError, UserError
from corpus.library import open_library

SEEDS = 16
"""Files damaged, the smallest of the format: a small file is read more often in the time."""

_LIMIT = 60  # seconds for one file
_ROUND = 100  # files drawn from one state of the generator
_ARCHIVES = frozenset((".docx", ".docm", ".odt", ".xlsx", ".xlsm"))
_TOKENS = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"&#x110000;",
    b"<![CDATA[",
    b"<table><tr><td>",
    b"</w:p>",
    b"-1",
    b"99999999999999999999",
    b"%s" % ("\U000e0041" * 8).encode(),
    b"\r\n\r\n",
    b"(((((((((((((((((((((((((",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One change to the bytes of a file, or of a part of it."""

    part: int  # number of the archive's part, modulo how many there are
    at: float  # place, as a share of the length
    length: int  # bytes that are replaced
    by: bytes
    copies: int


@dataclass(slots=True, kw_only=True)
class Found:
    """What reading damaged files came to."""

    read: int = 0
    refused: int = 0
    faults: Counter[str] = field(default_factory=Counter)


_DAMAGES = st.lists(
    st.builds(
        Damage,
        part=st.integers(0, 99),
        at=st.floats(0, 1, exclude_max=True),
        length=st.sampled_from((0, 0, 1, 2, 8, 64, 1000)),
        by=st.sampled_from(_TOKENS) | st.binary(max_size=12),
        copies=st.sampled_from((1, 1, 1, 2, 50, 2000)),
    ),
    min_size=1,
    max_size=6,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage, read, count, print."""
    parser = Parser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--seeds", type=Path, required=True, help="folder of files to damage")
    parser.add_argument("--suffix", required=True, help="of the files to take, such as .docx")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path, help="folder to keep the files in that show a fault")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    files = sorted(options.seeds.rglob(f"*{options.suffix}"), key=lambda path: path.stat().st_size)
    if not files:
        raise InputError(f"{options.seeds}: no file ends in {options.suffix}; name another folder")
    seeds = [path.read_bytes() for path in files[:SEEDS]]
    found = fuzz(seeds, options.suffix, minutes=options.minutes, out=options.out)
    figures = {"suffix": options.suffix, "read": found.read, "refused": found.refused}
    if options.json:
        print(json.dumps(figures | {"faults": dict(found.faults)}))
    else:
        print(", ".join(f"{name}: {value}" for name, value in figures.items()))
        print("\n".join(f"{count} x {fault}" for fault, count in found.faults.items()))
    return FAILED if found.faults else GOOD


def fuzz(seeds: Sequence[bytes], suffix: str, *, minutes: float, out: Path | None = None) -> Found:
    """Read damaged files of one format for so many minutes.

    Args:
        seeds: whole files of the format.
        suffix: of the format, with its dot.
        minutes: how long.
        out: folder for the first file that shows each fault; None keeps none.
    """
    found = Found()
    end = time.monotonic() + 60 * minutes
    number = 0
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder, f"paper{suffix}")

        def read(which: int, damages: list[Damage]) -> None:
            if time.monotonic() < end:
                path.write_bytes(damage(seeds[which], damages, archive=suffix in _ARCHIVES))
                _read(path, found, out)

        while time.monotonic() < end:
            _draw(read, len(seeds), number)
            number += 1
    return found


def _draw(read: Callable[[int, list[Damage]], None], seeds: int, number: int) -> None:
    """Call with a round of drawn damages, other ones for another number."""
    test = given(which=st.integers(0, seeds - 1), damages=_DAMAGES)(read)
    test = settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(test)
    seed(number)(test)()


def damage(content: bytes, damages: Sequence[Damage], *, archive: bool) -> bytes:
    """The file with the damages done to it, to its parts where it is an archive."""
    if not archive:
        for one in damages:
            content = _replace(content, one)
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    names = list(parts)
    for one in damages:
        name = names[one.part % len(names)]
        parts[name] = _replace(parts[name], one)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, part in parts.items():
            whole.writestr(name, part)
    return made.getvalue()


def _replace(content: bytes, one: Damage) -> bytes:
    at = int(one.at * len(content))
    return content[:at] + one.by * one.copies + content[at + one.length :]


class _SlowError(BaseException):
    """A file took longer than its limit; no `except Exception` of a library's stops it."""


def _read(path: Path, found: Found, out: Path | None) -> None:
    def stop(_: int, frame: FrameType | None) -> None:
        raise _SlowError("took longer than its limit")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(_LIMIT)
    try:
        library = open_library(path.parent)
        document = library.read(library.sources[0])
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text, (
                "span is not its text"
            )
        found.read += 1
    except UserError:
        found.refused += 1
    except (Exception, _SlowError) as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}: {error}"[:200]
        if fault not in found.faults:
            print(fault, file=sys.stderr, flush=True)
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"fault-{len(found.faults)}{path.suffix}").write_bytes(path.read_bytes())
        found.faults[fault] += 1
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    run(main, "fuzz")
