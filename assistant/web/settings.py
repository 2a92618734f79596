"""Settings of the chat app: by flag, else by `ASSISTANT_...` in the environment, else by file."""

from __future__ import annotations

import argparse
from pathlib import Path

from pydantic import Field

from assistant.feedback import FILE
from assistant.settings import Settings, add_assistant_options
from corpus.library import SHIPPED

_MIB = 2**20


class WebSettings(Settings):
    """How the chat is served, beside how it answers."""

    host: str = "127.0.0.1"
    port: int = 7860  # 0: any free one
    root_path: str = ""  # below which a proxy serves it: "/record"
    auth: Path | None = None  # file of names and hashed passwords; None: nobody signs in
    read_only: bool = False  # whether nobody may add or remove documents
    rate: int = Field(default=60, ge=1)  # questions a minute, of one user or address
    queue: int = Field(default=200, ge=1)  # requests that wait at most; more are refused
    upload: int = Field(default=50, ge=1)  # MiB that one added file may have
    feedback: Path | None = None  # None: beside the index

    @property
    def feedback_file(self) -> Path:
        """Where feedback is kept."""
        return self.feedback or self.index_folder / FILE

    @property
    def upload_bytes(self) -> int:
        """Bytes that one added file may have."""
        return self.upload * _MIB

    @property
    def can_change(self) -> bool:
        """Whether documents may be added and removed: not in the corpus that ships."""
        return not self.read_only and self.corpus.resolve() != SHIPPED.resolve()


def add_web_options(parser: argparse.ArgumentParser) -> None:
    """Every option of the chat app."""
    add_assistant_options(parser)
    group = parser.add_argument_group(
        "serving",
        "each can also be set as ASSISTANT_NAME in the environment, or as a line 'name = value' "
        "of the settings file; a flag comes before the environment, that before the file",
    )
    group.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    group.add_argument("--port", type=int, help="port to listen on (default 7860; 0: any free one)")
    group.add_argument(
        "--root-path", metavar="PATH", help="path below which a proxy serves the app, like /record"
    )
    group.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="users sign in: names and bcrypt hashes as 'htpasswd -B' writes them, or "
        "'python -m assistant.web adduser FILE NAME'",
    )
    group.add_argument(
        "--read-only",
        action="store_const",
        const=True,
        help="nobody may add or remove documents",
    )
    group.add_argument("--rate", type=int, metavar="N", help="questions a minute each (default 60)")
    group.add_argument("--queue", type=int, metavar="N", help="requests that wait (default 200)")
    group.add_argument("--upload", type=int, metavar="MIB", help="of one added file (default 50)")
    group.add_argument(
        "--feedback", type=Path, metavar="FILE", help="where feedback is kept (default: the index)"
    )
