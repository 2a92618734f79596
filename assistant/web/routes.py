"""What the server has beside gradio's page: health, the files of documents, and adding files."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from starlette.requests import Request  # of the module: FastAPI looks annotations up in it

from assistant.web.panel import PAPERS
from corpus.keeping.names import safe_name

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.web.desk import Desk

_MOST_FILES = 20  # added at once
_MOST_WAITING = 5  # uploads that nobody has asked to add yet; the oldest goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Files that were sent, in a folder of their own outside of all that is served."""

    folder: Path
    files: tuple[Path, ...]

    def clear(self) -> None:
        """Remove them."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Uploads:
    """What was sent and is still to be added, each under a word that only its sender knows."""

    def __init__(self) -> None:
        self._root = tempfile.TemporaryDirectory(prefix="record-uploads-")  # gone with the server
        self._held: dict[str, Upload] = {}
        self._lock = Lock()

    def folder(self) -> Path:
        """A new folder for the files of one upload."""
        return Path(tempfile.mkdtemp(dir=self._root.name))

    def hold(self, upload: Upload) -> str:
        """Keep it; returns the word."""
        word = secrets.token_urlsafe(24)
        with self._lock:
            self._held[word] = upload
            if len(self._held) > _MOST_WAITING:
                self._held.pop(next(iter(self._held))).clear()
        return word

    def take(self, word: str) -> Upload | None:
        """Hand it over, once."""
        with self._lock:
            return self._held.pop(word, None)


def add_routes(app: FastAPI, desk: Desk, uploads: Uploads) -> None:
    """The routes, before gradio's page is mounted on the rest."""
    from fastapi.responses import FileResponse, JSONResponse

    settings = desk.settings

    def health() -> Any:
        ready = desk.is_open
        held = len(desk.opened().documents) if ready else 0
        return JSONResponse(
            {"page": True, "ready": ready, "documents": held}, 200 if ready else 503
        )

    def paper(id: str) -> Any:
        """A document's file, by its id in the index: nothing else of this machine has one."""
        if not desk.is_open or id not in desk.opened().documents:
            return JSONResponse({"error": "no such document"}, 404)
        folder = settings.corpus.resolve()
        path = (folder / desk.opened().record.document(id).path).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            return JSONResponse({"error": "its file is not there any more"}, 404)
        return FileResponse(path, filename=path.name, media_type="application/octet-stream")

    async def upload(request: Request) -> Any:
        if not settings.can_change:
            return JSONResponse({"error": "Documents cannot be added here."}, 403)
        length = request.headers.get("content-length", "")
        most = settings.upload_bytes * _MOST_FILES
        if not length.isdigit() or int(length) > most:
            return JSONResponse({"error": f"At most {settings.upload} MiB a file."}, 413)
        folder = uploads.folder()
        files: list[Path] = []
        try:
            async with request.form(max_files=_MOST_FILES, max_fields=1) as form:
                for part in form.getlist("file"):
                    if isinstance(part, str):
                        continue
                    if (part.size or 0) > settings.upload_bytes:
                        name = safe_name(part.filename or "file")
                        shutil.rmtree(folder, ignore_errors=True)
                        return JSONResponse(
                            {"error": f"{name} is larger than {settings.upload} MiB."}, 413
                        )
                    into = folder / str(len(files))
                    into.mkdir()
                    path = into / safe_name(part.filename or "file")
                    with path.open("wb") as out:
                        shutil.copyfileobj(part.file, out)
                    files.append(path)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if not files:
            shutil.rmtree(folder, ignore_errors=True)
            return JSONResponse({"error": "Choose a file first."}, 400)
        return {"word": uploads.hold(Upload(folder=folder, files=tuple(files)))}

    def shut() -> Any:
        return JSONResponse({"error": "Files are added at /upload."}, 403)

    # gradio has a way of its own, into a folder that it also serves; its page is mounted behind.
    app.add_api_route("/gradio_api/upload", shut, methods=["POST"])
    app.add_api_route("/healthz", health, methods=["GET"])
    app.add_api_route(f"/{PAPERS}/{{id}}", paper, methods=["GET"])
    app.add_api_route("/upload", upload, methods=["POST"])
