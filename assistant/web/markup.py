"""Text made safe to stand in HTML. Whatever a document or a question holds goes through `text`."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit


def text(value: str) -> str:
    """`value` escaped for content or a double-quoted attribute, read back letter for letter.

    A carriage return is written as a reference, since HTML parsers turn a bare one into a line
    feed; a lone surrogate becomes "?", since it cannot be sent at all.
    """
    sendable = value.encode("utf-8", "replace").decode("utf-8")
    return escape(sendable, quote=True).replace("\r", "&#13;")


def web_address(url: str | None) -> str | None:
    """`url` when it is a plain http(s) address, else None (`javascript:`, `file:`, credentials)."""
    if not url or any(character.isspace() or ord(character) < 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return url
