"""A briefing as Markdown. What the record says is text: signs of Markdown in it are escaped."""

from __future__ import annotations

import re

from assistant.briefing.compose import Briefing
from assistant.references import refer
from assistant.types import NOT_FOUND
from assistant.wording import count, date_in_words

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_OPENS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def to_markdown(briefing: Briefing) -> str:
    """The whole briefing."""
    lines = [f"# {_text(briefing.title)}", "", _made(briefing), ""]
    for section in briefing.sections:
        lines += [f"## {_text(section.heading)}", ""]
        for statement in section.statements:
            marks = "".join(f"[^{number}]" for number in statement.citations)
            lines += [f"- {_text(statement.text)}{marks}"]
        if section.said:
            lines.append(_text(section.said))
        lines += [f"- {NOT_FOUND} ({_text(missing)})" for missing in section.missing]
        lines.append("")
    if briefing.references:
        lines += ["## References", ""]
        lines += [f"[^{one.number}]: {_text(refer(one))}" for one in briefing.references]
    return "\n".join(lines).rstrip() + "\n"


def _made(briefing: Briefing) -> str:
    documents = count(len(briefing.documents), "document")
    return (
        f"Made on {date_in_words(briefing.made.isoformat())} from {documents} of the record. "
        "Quotes are verbatim."
    )


def _text(words: str) -> str:
    """On one line, with nothing that Markdown or HTML would act on."""
    flat = " ".join(words.split())
    return _OPENS.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", flat))
