"""The name of a fetched file: what the site calls it, with the suffix of what it really is."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.errors import FetchError
from corpus.keeping.names import safe_name

_TYPES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/zip": ".zip",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
}
_PACKED = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".docm", ".xlsm", ".odp", ".ods", ".zip"))
_OLE = frozenset((".doc", ".xls", ".ppt", ".msg"))
_PAGES = frozenset((".html", ".htm", ".xhtml", ".aspx", ".asp", ".php", ""))
_PLAIN = frozenset((".txt", ".md", ".csv", ".eml", ".xml", ".text", ".markdown"))
_HTML = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_SNIFFED = 2048  # bytes at the start of a file that tell what it is


def name_file(file: Path, address: str, headers: dict[str, str], title: str | None) -> str:
    """A safe name with a suffix that fits the content.

    Args:
        file: with the body.
        address: that it came from.
        headers: of the answer, names in lower case.
        title: what a page calls it, for a file whose address says nothing.

    Raises `FetchError` where a page came in place of the file that the address names.
    """
    with file.open("rb") as opened:
        start = opened.read(_SNIFFED)
    given = _read_name(headers.get("content-disposition", ""))
    path = PurePosixPath(given or unquote(urlsplit(address).path).rstrip("/"))
    named = path.suffix.lower() if len(path.suffix) <= 9 else ""
    declared = _TYPES.get(headers.get("content-type", "").partition(";")[0].strip().lower(), "")
    suffix = _find_suffix(start, named, declared)
    if suffix == ".html" and named not in _PAGES | _PLAIN:
        raise FetchError(
            f"{address}: a web page came in place of the file; open it in a browser to see why"
        )
    says_nothing = suffix == ".html" or not (given or named)
    stem = (title if says_nothing else None) or path.stem
    return safe_name(f"{stem or 'page'}{suffix}")


def _find_suffix(start: bytes, named: str, declared: str) -> str:
    """By the content first, then by what the server declares, then by the name."""
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return next((suffix for suffix in (named, declared) if suffix in _PACKED), ".zip")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return next((suffix for suffix in (named, declared) if suffix in _OLE), ".doc")
    if _HTML.match(start.removeprefix(b"\xef\xbb\xbf")):
        return ".html"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and declared != ".html":
        return ".xml"
    if declared == ".txt" and named in _PLAIN:
        return named
    return declared or named


def _read_name(disposition: str) -> str:
    """The file name in a Content-Disposition header; "" for none."""
    if not disposition:
        return ""
    message = Message()
    message["Content-Disposition"] = disposition.replace("\n", " ").replace("\r", " ")
    return (message.get_filename() or "").replace("\\", "/").rpartition("/")[2]
