"""No connection goes beyond this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUARD = """
import ipaddress, os, socket

def refuse(address):
    with open(os.environ["CONNECTIONS"], "a") as log:
        log.write(repr(address) + "\\n")
    raise OSError("no connection beyond this machine")

def is_local(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")

_connect, _lookup = socket.socket.connect, socket.getaddrinfo

def connect(self, address):
    if self.family != socket.AF_UNIX and not is_local(address[0]):
        refuse(address)
    return _connect(self, address)

def lookup(host, *rest, **more):
    if host is not None and not is_local(host if isinstance(host, str) else host.decode()):
        refuse(host)
    return _lookup(host, *rest, **more)

socket.socket.connect = socket.socket.connect_ex = connect
socket.getaddrinfo = lookup
"""


def run_guarded(tmp_path: Path, *command: str) -> str:
    """Run Python with every connection watched; returns what it tried to reach."""
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = tmp_path / "connections"
    log.touch()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "GRADIO_"))}
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(tmp_path), "CONNECTIONS": str(log)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return log.read_text(encoding="utf-8")


def test_the_chat_stays_on_this_machine(tmp_path: Path, shipped_index: Path) -> None:
    """The server, while it starts, opens the record and serves its page."""
    code = (
        "import threading, urllib.request, os, app\n"
        "def visit():\n"
        "    import time\n"
        "    for _ in range(120):\n"
        "        time.sleep(0.5)\n"
        "        try:\n"
        "            urllib.request.urlopen('http://127.0.0.1:17861/healthz').read()\n"
        "            page = urllib.request.urlopen('http://127.0.0.1:17861/').read()\n"
        "            urllib.request.urlopen('http://127.0.0.1:17861/config').read()\n"
        "        except OSError:\n"
        "            continue\n"
        "        time.sleep(5)\n"
        "        open(os.environ['CONNECTIONS'] + '.served', 'wb').write(page)\n"
        "        os._exit(0)\n"
        "threading.Thread(target=visit, daemon=True).start()\n"
        f"app.main(['--port', '17861', '--index', {str(shipped_index)!r}])\n"
    )
    assert run_guarded(tmp_path, "-c", code) == ""
    assert b"gradio" in (tmp_path / "connections.served").read_bytes()


def test_the_guard_sees_a_connection(tmp_path: Path) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    assert "192.0.2.1" in run_guarded(tmp_path, "-c", code)


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "assistant", "ask", "Who chairs London Councils?"),
        ("-m", "index", "rebuild"),
        ("-m", "index", "verify"),
    ],
)
def test_commands_stay_on_this_machine(
    command: tuple[str, ...], tmp_path: Path, shipped_index: Path
) -> None:
    import shutil

    copied = tmp_path / "index"
    shutil.copytree(shipped_index, copied)
    assert run_guarded(tmp_path, *command, "--index", str(copied)) == ""
