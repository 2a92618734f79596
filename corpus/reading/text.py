"""Plain text and Markdown."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.options import ReadingOptions
from corpus.reading.types import Reading

_STRAY = 0.01
"""Share of null bytes up to which they are stray marks of a converter in a text."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r")
_CONTROLLED = 0.05
"""Share of control bytes from which a file is no text: a tenth of a compressed file's are."""


def read_text(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The file's characters as they stand, line ends as one newline.

    UTF-8, else UTF-16 with its mark, else the Windows code page that older records use.
    Raises `ReadingError` when the file holds no text or is not text at all.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif data.count(b"\x00") > _STRAY * len(data) or (
        len(data) - len(data.translate(None, _CONTROLS)) > _CONTROLLED * len(data)
    ):
        raise ReadingError(f"{path}: not a text file; remove it or convert it to text")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    if not any(character.isalnum() for character in text):
        raise ReadingError(f"{path}: holds no text; remove it or put its text in")
    return Reading(text=text)
