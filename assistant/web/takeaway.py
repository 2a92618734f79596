"""What is taken away: a conversation or a topic as a file, handed to the browser in the page.

A file that the page itself carries is nowhere on the server for others to find.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Literal

from assistant.briefing.compose import Briefing
from assistant.briefing.markdown import to_markdown
from assistant.briefing.word import to_docx
from assistant.web.markup import text

Form = Literal["docx", "md"]

_WRITERS: Mapping[Form, Callable[[Briefing], bytes]] = {
    "docx": to_docx,
    "md": lambda briefing: to_markdown(briefing).encode("utf-8", "replace"),
}
_KINDS: Mapping[Form, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown;charset=utf-8",
}

TOOLBAR = (
    '<div class="takeaway"><details><summary>Take away</summary><div class="choices">'
    '<p>This conversation, with its references: <button type="button" class="plain" '
    'data-do="take" data-form="docx">Word</button> <button type="button" class="plain" '
    'data-do="take" data-form="md">Markdown</button></p>'
    '<form data-do="brief"><label>Brief me on <input name="topic" required maxlength="200">'
    '</label><button type="submit" class="plain" name="form" value="docx">Word</button>'
    '<button type="submit" class="plain" name="form" value="md">Markdown</button></form>'
    "</div></details></div>"
)
"""The ways to take something away; `page.js` saves what comes back."""


def hand_over(briefing: Briefing, form: Form) -> str:
    """The toolbar with the file in it, as a link that the page follows at once."""
    name = re.sub(r"[^a-z0-9]+", "-", briefing.title.lower()).strip("-")[:60] or "briefing"
    said = f"{briefing.title} ({form})"
    content = _WRITERS[form](briefing)
    return TOOLBAR + file_link(content, name=f"{name}.{form}", kind=_KINDS[form], said=said)


def file_link(content: bytes, *, name: str, kind: str, said: str) -> str:
    """A file that the page carries, as a link; `said` is what it is, as plain text."""
    data = b64encode(content).decode()
    return (
        f'<p class="saved" role="status"><a data-save download="{text(name)}" '
        f'href="data:{kind};base64,{data}">{text(said)}</a> saved.</p>'
    )


def refusal(words: str) -> str:
    """The toolbar with the reason why there is no file."""
    return f'{TOOLBAR}<p class="objection" role="alert">{text(words)}</p>'
