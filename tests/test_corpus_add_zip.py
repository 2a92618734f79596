"""ZIP archives handed to `corpus add`: everything good comes in, nothing gets out of the folder."""

from __future__ import annotations

import io
import stat
import struct
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.keeping.types import Candidate, Leftover, Refusal
from corpus.keeping.unpack import Limits, Unpacker
from tests.conftest import LETTER, MINUTES
from tests.test_corpus_add import add, leftovers, names

Entries = Iterable[tuple[str | ZipInfo, bytes]]


def make_zip(entries: Entries) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, compress_type=ZIP_DEFLATED)
    return held.getvalue()


def unpack(
    tmp_path: Path, data: bytes, limits: Limits = Limits(), passwords: tuple[str, ...] = ()
) -> list[Candidate | Refusal | Leftover]:
    path = tmp_path / "papers.zip"
    path.write_bytes(data)
    (folder := tmp_path / "out").mkdir(exist_ok=True)
    return list(Unpacker(folder, passwords, limits).unpack(path, "papers.zip", "papers"))


def refusals(found: list[Candidate | Refusal | Leftover]) -> dict[str, str]:
    return {item.label: item.reason for item in found if isinstance(item, Refusal)}


def candidates(found: list[Candidate | Refusal | Leftover]) -> dict[str, bytes]:
    return {item.name: item.path.read_bytes() for item in found if isinstance(item, Candidate)}


def link(name: str, target: str) -> tuple[ZipInfo, bytes]:
    entry = ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target.encode()


def test_a_zip_of_papers_comes_in_with_its_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, corpus = tmp_path / "papers.zip", tmp_path / "corpus"
    inner = make_zip([("letter.txt", LETTER.encode())])
    path.write_bytes(
        make_zip(
            [
                ("papers/minutes.txt", MINUTES.encode()),
                ("papers/2016/enclosures.zip", inner),
                ("__MACOSX/papers/._minutes.txt", b"x"),
                ("papers/Thumbs.db", b"x"),
                ("papers/~$minutes.docx", b"x"),
                ("papers/photo.jpg", b"\xff\xd8"),
                ("../../escaped.txt", LETTER.encode()),
            ]
        )
    )
    assert add(corpus, path) == 1
    assert names(corpus) == ["papers/2016/enclosures/letter.txt", "papers/minutes.txt"]
    assert leftovers(corpus) == [".lock"]
    printed = capsys.readouterr()
    assert "2 added, 0 already there, 2 not readable or unsafe, 3 left out" in printed.out
    refused = [line for line in printed.err.splitlines() if line.startswith("not added\t")]
    assert refused[0].startswith(f"not added\t{path}: ../../escaped.txt: its name leads outside")
    assert refused[1].startswith(f"not added\t{path}: papers/photo.jpg: ")
    assert not (tmp_path / "escaped.txt").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "x/../../a.txt",
        "/etc/a.txt",
        "..\\a.txt",
        "C:\\a.txt",
        "C:a.txt",
        "\\\\host\\share\\a.txt",
    ],
)
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    found = unpack(tmp_path, make_zip([(name, b"x"), ("good.txt", b"good")]))
    assert list(refusals(found).values()) == [
        "its name leads outside the archive; make the archive anew"
    ]
    assert candidates(found) == {"papers/good.txt": b"good"}


def test_a_link_is_refused(tmp_path: Path) -> None:
    found = unpack(tmp_path, make_zip([link("a.txt", "/etc/passwd"), ("b.txt", b"b")]))
    assert refusals(found) == {
        "papers.zip: a.txt": "a link or device, not a file; put the file itself in"
    }
    assert candidates(found) == {"papers/b.txt": b"b"}


def test_names_that_differ_in_case_or_not_at_all_are_all_kept(tmp_path: Path) -> None:
    path, corpus = tmp_path / "p.zip", tmp_path / "corpus"
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = make_zip([("a.txt", b"One."), ("A.TXT", b"Two."), ("a.txt", b"Three.")])
    path.write_bytes(data)
    assert add(corpus, path) == 0
    assert sorted((corpus / name).read_bytes() for name in names(corpus)) == [
        b"One.",
        b"Three.",
        b"Two.",
    ]
    assert len({name.lower() for name in names(corpus)}) == 3


def test_a_bomb_is_refused_and_what_stands_beside_it_is_kept(tmp_path: Path) -> None:
    limits = Limits(free=1000, ratio=20, entry=100_000)
    entries = [("bomb.txt", b"\0" * 90_000), ("large.txt", b"x" * 100_001), ("a.txt", b"a")]
    found = unpack(tmp_path, make_zip(entries), limits)
    assert refusals(found) == {
        "papers.zip: bomb.txt": "unpacks to far more than a document holds; remove it",
        "papers.zip: large.txt": "holds more than 0 MB; add it by itself",
    }
    assert candidates(found) == {"papers/a.txt": b"a"}
    assert not any((tmp_path / "out").rglob("bomb.txt"))


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = make_zip([("bomb.txt", b"\0" * 90_000)])
    data = data.replace(struct.pack("<I", 90_000), struct.pack("<I", 10))
    found = unpack(tmp_path, data, Limits(free=1000, ratio=20))
    assert list(refusals(found)) == ["papers.zip: bomb.txt"]


def test_a_bomb_of_many_archives_runs_into_the_total(tmp_path: Path) -> None:
    inner = make_zip([(f"{number}.txt", b"x" * 1000) for number in range(5)])
    data = make_zip([(f"{number}.zip", inner) for number in range(10)])
    found = unpack(tmp_path, data, Limits(total=20_000))
    assert sum(len(data) for data in candidates(found).values()) <= 20_000
    assert any("beyond the 0 MB" in reason for reason in refusals(found).values())


def test_more_files_than_are_unpacked_are_told_once(tmp_path: Path) -> None:
    data = make_zip([(f"{number}.txt", b"x") for number in range(10)])
    found = unpack(tmp_path, data, Limits(entries=4))
    assert len(candidates(found)) == 4
    assert refusals(found) == {
        "papers.zip": "6 files beyond the 4 that are unpacked at a time; split it"
    }


def test_archives_within_archives_are_opened_to_a_depth(tmp_path: Path) -> None:
    data = make_zip([("a.txt", b"a")])
    for _ in range(4):
        data = make_zip([("deeper.zip", data), (f"{len(data)}.txt", b"x")])
    found = unpack(tmp_path, data)
    assert len(candidates(found)) == 3
    assert refusals(found) == {
        "papers.zip: deeper.zip: deeper.zip: deeper.zip": (
            "archives within archives are opened 3 deep; unpack it"
        )
    }


def test_a_damaged_archive_or_entry_is_told(tmp_path: Path) -> None:
    (reason,) = refusals(unpack(tmp_path, b"PK\x03\x04 cut off")).values()
    assert reason.startswith("damaged archive (")
    data = bytearray(make_zip([("a.txt", MINUTES.encode()), ("b.txt", b"b")]))
    data[60] ^= 0xFF
    found = unpack(tmp_path, bytes(data))
    assert list(candidates(found)) == ["papers/b.txt"]
    assert refusals(found)["papers.zip: a.txt"].startswith("damaged (")


def encrypt(data: bytes, password: bytes) -> bytes:
    """An archive of one stored entry "a.txt" with the traditional encryption of PKWARE 6.1."""
    from zlib import crc32

    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(old: int, byte: int) -> int:
        return crc32(bytes([byte]), old ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    def take(byte: int) -> int:
        mixed = keys[2] | 2
        stream = (mixed * (mixed ^ 1) >> 8) & 0xFF
        update(byte)
        return byte ^ stream

    for byte in password:
        update(byte)
    crc = crc32(data)
    packed = bytes(take(byte) for byte in bytes(11) + bytes([crc >> 24]) + data)
    sizes = (crc, len(packed), len(data), 5)
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 33, *sizes, 0)
    central = b"PK\x01\x02" + struct.pack(
        "<HHHHHHIIIHHHHHII", 20, 20, 1, 0, 0, 33, *sizes, 0, 0, 0, 0, 0, 0
    )
    body = local + b"a.txt" + packed
    directory = central + b"a.txt"
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(body), 0)
    return body + directory + end


def test_an_encrypted_entry_opens_with_its_password_only(tmp_path: Path) -> None:
    data = encrypt(b"Secret words.", b"open")
    told = refusals(unpack(tmp_path, data))
    assert told == {"papers.zip: a.txt": "encrypted; give its password with --password-file FILE"}
    (folder := tmp_path / "wrong").mkdir()
    (reason,) = refusals(unpack(folder, data, passwords=("shut",))).values()
    assert reason.startswith("encrypted with another password; ")
    (folder := tmp_path / "right").mkdir()
    found = unpack(folder, data, passwords=("shut", "open"))
    assert candidates(found) == {"papers/a.txt": b"Secret words."}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    entries=st.lists(
        st.tuples(
            st.text(
                st.one_of(
                    st.sampled_from("./\\:~$ aZ\u202e"),
                    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
                ),
                min_size=1,
                max_size=30,
            ),
            st.binary(max_size=20),
        ),
        max_size=5,
    )
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_entry_gets_out_of_the_folder_and_none_is_lost(
    tmp_path: Path, entries: list[tuple[str, bytes]]
) -> None:
    for old in (tmp_path / "out").glob("*"):
        for path in old.iterdir():
            path.unlink()
        old.rmdir()
    data = make_zip(entries)
    with ZipFile(io.BytesIO(data)) as archive:
        files = [e for e in archive.infolist() if not e.filename.endswith(("/", "\\"))]
    found = unpack(tmp_path, data)
    assert len(found) >= len(files)
    assert {path.name for path in tmp_path.iterdir()} == {"out", "papers.zip"}
    for item in found:
        if isinstance(item, Candidate):
            assert item.path.resolve().is_relative_to(tmp_path / "out")
            target = (Path("/corpus") / item.name).resolve()
            assert target.is_relative_to("/corpus/papers")
            assert not any(part.startswith(".") for part in item.name.split("/"))
            assert item.label.isprintable()
