"""An answer as it is pasted elsewhere: plain, and formatted for a paper. References in full."""

from __future__ import annotations

from itertools import groupby

from assistant.references import refer
from assistant.types import Answer, Citation, Statement
from assistant.web.markup import text, web_address


def plain(answer: Answer) -> str:
    """The answer, then its references, one a line."""
    lines = [answer.question, "", *([answer.preface] if answer.preface else ())]
    for group, members in groupby(answer.statements, key=lambda one: one.group):
        lines += [f"{group}:"] if group else []
        lines += [f"{one.text} {_marks(one)}".rstrip() for one in members]
    lines += [] if answer.statements else [answer.text]
    lines += [f"The record does not say: {missing}" for missing in answer.missing]
    if answer.citations:
        lines += ["", "References", *(f"[{c.number}] {refer(c)}" for c in answer.citations)]
    return "\n".join(lines)


def formatted(answer: Answer) -> str:
    """The same as HTML for the clipboard: paragraphs, and a numbered list of references."""
    said = [f"<p>{text(answer.preface)}</p>"] if answer.preface else []
    for group, members in groupby(answer.statements, key=lambda one: one.group):
        said += [f"<p><b>{text(group)}</b></p>"] if group else []
        said += [f"<p>{text(one.text)} {_marks(one)}</p>" for one in members]
    said += [] if answer.statements else [f"<p>{text(answer.text)}</p>"]
    said += [f"<p>The record does not say: {text(missing)}</p>" for missing in answer.missing]
    listed = "".join(f"<p>[{c.number}] {_reference(c)}</p>" for c in answer.citations)
    references = f"<p><b>References</b></p>{listed}" if listed else ""
    return f"<p><b>{text(answer.question)}</b></p>{''.join(said)}{references}"


def _marks(statement: Statement) -> str:
    return "".join(f"[{number}]" for number in statement.citations)


def _reference(citation: Citation) -> str:
    words = text(refer(citation, address=False))
    address = web_address(citation.metadata.url)
    return f'{words} <a href="{text(address)}">{text(address)}</a>' if address else words
