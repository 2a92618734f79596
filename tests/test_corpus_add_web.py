"""`corpus add` of a web address, from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import LETTER
from tests.test_corpus_add import add, entries, leftovers, names


class Handler(BaseHTTPRequestHandler):
    """Serves one letter, as text, and knows of nothing else."""

    def do_GET(self) -> None:
        data = LETTER.encode() if self.path == "/papers/ccg-letter.txt" else b"not here"
        self.send_response(200 if data != b"not here" else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_comes_in_with_the_address_it_came_from(tmp_path: Path, host: str) -> None:
    address, corpus = f"{host}/papers/ccg-letter.txt", tmp_path / "corpus"
    assert add(corpus, address, "--private", "--licence", "OGL") == 0
    (name,) = (name for name in names(corpus) if name != "manifest.toml")
    assert name.startswith("127.0.0.1/")
    assert (corpus / name).read_text(encoding="utf-8") == LETTER
    (entry,) = entries(corpus)
    assert (entry["file"], entry["url"], entry["licence"]) == (name, address, "OGL")
    assert leftovers(corpus) == [".fetched", ".lock"]
    assert add(corpus, address, "--private") == 0
    assert len(names(corpus)) == 2


def test_what_cannot_be_fetched_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, letter = tmp_path / "corpus", tmp_path / "other.txt"
    letter.write_text(LETTER, encoding="utf-8")
    assert add(corpus, f"{host}/gone.pdf", letter, "--private") == 1
    (refused,) = (
        line for line in capsys.readouterr().err.splitlines() if line.startswith("not added")
    )
    assert refused.startswith(f"not added\t{host}/gone.pdf: ")
    assert "404" in refused
    assert names(corpus) == ["other.txt"]


def test_an_address_of_this_network_is_refused_unless_allowed(
    tmp_path: Path, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(tmp_path / "corpus", f"{host}/papers/ccg-letter.txt") == 1
    assert "--private" in capsys.readouterr().err
    assert names(tmp_path / "corpus") == []


def test_a_dry_run_keeps_nothing(tmp_path: Path, host: str) -> None:
    address = f"{host}/papers/ccg-letter.txt"
    assert add(tmp_path / "corpus", address, "--private", "--dry-run") == 0
    assert not (tmp_path / "corpus").exists()
