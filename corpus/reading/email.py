"""E-mail as it is saved (EML): who wrote to whom, when, and what."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from corpus.errors import ReadingError
from corpus.reading.html.reader import read_markup
from corpus.reading.options import ReadingOptions
from corpus.reading.types import Heading, Reading

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_KNOWN = (*_SHOWN, "Received", "Message-ID")
_MARK = "\ufeff"  # says to who reads the HTML that it is in UTF-8, whatever it says itself
_SIGNATURE = "-- "  # the line above a signature, which ends in a space and goes on nowhere


def read_email(path: Path, options: ReadingOptions = ReadingOptions()) -> Reading:
    """The lines of the head that a person sees, then the message: its plain text, else its HTML.

    Attachments are named in the notes. Raises `ReadingError` when the file is no e-mail.
    """
    data = path.read_bytes()
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if not any(message.get(name) for name in _KNOWN):
            raise ReadingError(f"{path}: not an e-mail; convert it to one of the formats read")
        return _read(message)
    except ReadingError:
        raise
    except Exception as e:  # the standard library lets kinds of every sort through on odd headers
        raise ReadingError(f"{path}: damaged e-mail ({type(e).__name__}); save it anew") from None


def _read(message: EmailMessage) -> Reading:
    head = "\n".join(f"{name}: {_line(message[name])}" for name in _SHOWN if message[name])
    body = _read_body(message)
    moved = len(head) + 2
    date = message["Date"]
    sent = getattr(date, "datetime", None)
    attached = tuple(
        part.get_filename() or part.get_content_type() for part in message.iter_attachments()
    )
    notes = (f"Attachments were not read: {', '.join(map(_line, attached))}.",) if attached else ()
    return Reading(
        text=f"{head}\n\n{body.text}",
        headings=tuple(
            Heading(start=heading.start + moved, level=heading.level) for heading in body.headings
        ),
        title=_line(message["Subject"] or "") or None,
        written=sent.date().isoformat() if sent else None,
        notes=(*body.notes, *notes),
    )


def _read_body(message: EmailMessage) -> Reading:
    plain = message.get_body(("plain",))
    if plain is not None:
        text = _decode(plain).replace("\r\n", "\n").replace("\r", "\n")
        if plain.get_content_type() == "text/plain" and plain.get_param("format") == "flowed":
            text = _unflow(text)
        if text.strip():
            return Reading(text=text.strip("\n") + "\n")
    formatted = message.get_body(("html",))
    if formatted is None:
        return Reading(text="")
    return replace(read_markup((_MARK + _decode(formatted)).encode("utf-8", "replace")), title=None)


def _decode(part: MIMEPart) -> str:
    """The words of a part, as its charset says, else as UTF-8 or Windows wrote them."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            return data.decode(charset or "utf-8")
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", errors="replace")


def _unflow(text: str) -> str:
    """Lines that were broken only to be sent, whole again (RFC 3676)."""
    joined = re.sub(r"(?m)^ (?=[ >]|From )", "", text)  # spaces stuffed in for the way
    return re.sub(rf"(?m)^(?!{_SIGNATURE}$|>)(.*) \n(?!>|{_SIGNATURE}$)", r"\1 ", joined)


def _line(words: object) -> str:
    return " ".join(str(words).split())
