"""ZIP archives are opened within limits."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from corpus.errors import ReadingError
from corpus.reading.archive import LIMITS, Limits, open_archive, read_entry
from tests.office_files import save_zip


def test_an_entry_is_read_whole(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "papers.zip", {"a.txt": "agreed", "b/c.txt": ""})
    with open_archive(path) as archive:
        assert read_entry(archive, "a.txt") == b"agreed"
        assert read_entry(archive, "b/c.txt") == b""
        assert read_entry(archive, "d.txt") is None


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "bomb.docx", {"a": bytes(40_000_000)})
    assert path.stat().st_size < 100_000
    with pytest.raises(ReadingError, match=r"would unpack to 38 MB from 0\.0 MB"):
        open_archive(path)
    with pytest.raises(ReadingError, match="would unpack"):
        open_archive(path, limits=Limits(size=1_000_000, ratio=1e9))
    open_archive(path, limits=Limits(ratio=1e9)).close()


def test_what_packs_well_by_its_nature_is_read(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "small.docx", {"a": bytes(LIMITS.free)})
    with open_archive(path) as archive:
        assert read_entry(archive, "a") == bytes(LIMITS.free)


def test_too_many_entries_and_too_long_ones(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "many.zip", {str(place): "x" for place in range(11)})
    with pytest.raises(ReadingError, match="holds 11 files, and up to 10 are read"):
        open_archive(path, limits=Limits(entries=10))
    with (
        open_archive(save_zip(tmp_path / "long.zip", {"a": "x" * 99})) as archive,
        pytest.raises(ReadingError, match="a in it holds"),
    ):
        read_entry(archive, "a", limits=Limits(entry=98))


def test_no_entry_gives_more_than_it_declares(tmp_path: Path) -> None:
    path = save_zip(tmp_path / "liar.zip", {"a": bytes(5_000)})
    data = path.read_bytes()
    size = (5_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    with open_archive(path) as archive, pytest.raises(ReadingError, match="damaged file"):
        read_entry(archive, "a")


@pytest.mark.parametrize(
    "data", [b"", b"words", b"PK\x03\x04" + bytes(40), b"PK\x05\x06" + b"\xff" * 18]
)
def test_damaged_archives(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "papers.zip"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="damaged file"):
        open_archive(path)


def test_damaged_and_encrypted_entries(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", "agreed " * 50)
    data = bytearray(path.read_bytes())
    data[35] ^= 0xFF
    path.write_bytes(data)
    with open_archive(path) as archive, pytest.raises(ReadingError, match="damaged file"):
        read_entry(archive, "a")
    save_zip(path, {"a": "agreed"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the bit of the directory that says so
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="encrypted"):
        open_archive(path)
