"""Formats that are read through LibreOffice."""

from __future__ import annotations

import shutil
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.errors import ReadingError
from corpus.reading import libreoffice, read_file
from corpus.reading.libreoffice import read_by_libreoffice
from corpus.reading.options import ReadingOptions
from tests.office_files import level, listed, numbering, p, save_docx, save_zip

INSTALLED = shutil.which("soffice") is not None
needs_libreoffice = pytest.mark.skipif(
    not INSTALLED, reason="LibreOffice: apt-get install libreoffice-writer-nogui"
)
CORE = "<dcterms:created>2014-05-13T09:00:00Z</dcterms:created>"


def save_slides(path: Path, *slides: str) -> Path:
    """A file of slides, each given by what is in its one frame."""
    odf = "urn:oasis:names:tc:opendocument:xmlns"
    frame = 'svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"'
    pages = "".join(
        f'<draw:page draw:name="{place}"><draw:frame {frame}>{slide}</draw:frame></draw:page>'
        for place, slide in enumerate(slides)
    )
    return save_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.presentation",
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{odf}:manifest:1.0"><m:file-entry m:full-path="/"'
                ' m:media-type="application/vnd.oasis.opendocument.presentation"/>'
                '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
            ),
            "content.xml": (
                f'<office:document-content xmlns:office="{odf}:office:1.0"'
                f' xmlns:draw="{odf}:drawing:1.0" xmlns:text="{odf}:text:1.0"'
                f' xmlns:svg="{odf}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
                f' office:version="1.3"><office:body><office:presentation>{pages}'
                "</office:presentation></office:body></office:document-content>"
            ),
        },
    )


def convert(path: Path, to: str) -> Path:
    """The file in another format, by LibreOffice itself."""
    profile = (path.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to]
    subprocess.run([*command, path.name], cwd=path.parent, check=True, capture_output=True)
    return path.with_suffix(f".{to}")


@needs_libreoffice
def test_an_older_word_file(tmp_path: Path) -> None:
    lists = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)"))
    body = p("Winter plan", run="<w:b/>") + listed("We agreed.") + listed("A part.", 1)
    original = save_docx(tmp_path / "paper.docx", body, CORE, numbering=lists)
    reading = read_file(convert(original, "doc"))
    assert reading.text == "Winter plan\n\n1. We agreed.\n\n(a) A part.\n"
    assert [heading.start for heading in reading.headings] == [0]
    assert reading.written == "2014-05-13"
    assert reading.notes == ("Read through LibreOffice, which converted it to DOCX.",)


@pytest.fixture
def requests() -> Iterator[list[str]]:
    """What is asked of a server at address `requests[0]`."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked.append(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


@needs_libreoffice
def test_nothing_that_a_file_links_to_is_fetched(tmp_path: Path, requests: list[str]) -> None:
    path = save_slides(
        tmp_path / "slides.odp",
        "<draw:text-box><text:p>What was agreed</text:p></draw:text-box>",
        f'<draw:image xlink:href="{requests[0]}/picture.png" xlink:type="simple"'
        ' xlink:show="embed" xlink:actuate="onLoad"/>',
    )
    assert "What was agreed" in read_file(path, ReadingOptions(ocr=False)).text
    assert requests[1:] == []


def test_without_libreoffice_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "PROGRAMS", ("no-such-program",))
    path = tmp_path / "slides.ppt"
    path.write_bytes(b"slides")
    with pytest.raises(ReadingError, match=r"not installed; install it .* save the file as PDF"):
        read_by_libreoffice(path)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice that does nothing yet."""
    path = tmp_path / "soffice"
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(libreoffice, "PROGRAMS", (str(path),))
    return path


def test_what_it_cannot_convert_is_said(tmp_path: Path, program: Path) -> None:
    path = tmp_path / "paper.doc"
    path.write_bytes(b"words")
    with pytest.raises(ReadingError, match=r"paper\.doc: LibreOffice cannot read it"):
        read_by_libreoffice(path)


def test_when_its_time_is_up_it_ends_with_all_it_started(tmp_path: Path, program: Path) -> None:
    started = tmp_path / "started"
    program.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {started}\nwait\n", encoding="ascii")
    path = tmp_path / "paper.doc"
    path.write_bytes(b"words")
    with pytest.raises(ReadingError, match="LibreOffice took longer than 1 s"):
        read_by_libreoffice(path, ReadingOptions(seconds=1.5))
    sleeper = Path("/proc") / started.read_text().strip()
    deadline = time.monotonic() + 5
    while (sleeper / "cmdline").exists() and (sleeper / "cmdline").read_bytes():
        assert time.monotonic() < deadline, "what it started still runs"
        time.sleep(0.05)


def test_a_fault_in_what_comes_out_names_the_original(tmp_path: Path, program: Path) -> None:
    program.write_text("#!/bin/sh\nmkdir out && echo x > out/source.docx\n", encoding="ascii")
    path = tmp_path / "paper.doc"
    path.write_bytes(b"words")
    with pytest.raises(ReadingError, match=r"paper\.doc: as LibreOffice converts it: damaged"):
        read_by_libreoffice(path)


@needs_libreoffice
def test_slides_are_pages(tmp_path: Path) -> None:
    path = save_slides(
        tmp_path / "slides.odp",
        "<draw:text-box><text:p>What was agreed</text:p></draw:text-box>",
        "<draw:text-box><text:p>What comes next</text:p></draw:text-box>",
    )
    reading = read_file(path, ReadingOptions(ocr=False))
    assert " ".join(reading.text.split()) == "What was agreed What comes next"
    assert len(reading.pages) == 2
    assert reading.written is None
