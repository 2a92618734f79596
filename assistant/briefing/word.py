"""A briefing as DOCX, with styles that a report's own template can change: importer of docx."""

from __future__ import annotations

import io
import re
from typing import Any

from assistant.briefing.compose import Briefing
from assistant.references import refer
from assistant.types import NOT_FOUND
from assistant.wording import count, date_in_words

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_docx(briefing: Briefing) -> bytes:
    """The file, with headings, bulleted statements, and references in full."""
    from docx import Document

    file = Document()
    file.core_properties.title = _text(briefing.title)
    file.core_properties.author = ""
    file.add_heading(_text(briefing.title), 0)
    documents = count(len(briefing.documents), "document")
    file.add_paragraph(
        f"Made on {date_in_words(briefing.made.isoformat())} from {documents} of the record. "
        "Quotes are verbatim."
    )
    for section in briefing.sections:
        file.add_heading(_text(section.heading), 1)
        for statement in section.statements:
            line = file.add_paragraph(_text(statement.text), style="List Bullet")
            _mark(line, statement.citations)
        if section.said:
            file.add_paragraph(_text(section.said))
        for missing in section.missing:
            file.add_paragraph(f"{NOT_FOUND} ({_text(missing)})", style="List Bullet")
    if briefing.references:
        file.add_heading("References", 1)
        for one in briefing.references:
            file.add_paragraph(f"[{one.number}] {_text(refer(one))}")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _mark(line: Any, numbers: tuple[int, ...]) -> None:
    if numbers:
        run = line.add_run(" " + "".join(f"[{number}]" for number in numbers))
        run.font.superscript = True


def _text(words: str) -> str:
    """On one line, without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", " ".join(words.split()))
