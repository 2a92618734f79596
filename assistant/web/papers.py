"""The documents tab as HTML: what is held, in which state, what could not be read, adding."""

from __future__ import annotations

from assistant.holdings import Holding, Holdings
from assistant.web.keeper import Progress
from assistant.web.markup import text
from assistant.wording import count, date_in_words
from corpus.types import Metadata


def listing(holdings: Holdings, *, can_change: bool) -> str:
    """The table of documents, and the files that are not among them."""
    rows = "".join(_row(holding, can_change=can_change) for holding in holdings.documents)
    removing = '<th scope="col"><span class="unseen">Remove</span></th>' if can_change else ""
    table = (
        '<div class="wide" role="region" tabindex="0" aria-label="Documents of the record"><table>'
        f"<caption>{count(len(holdings.documents), 'document')}</caption><thead><tr>"
        '<th scope="col">Document</th><th scope="col">Kind</th><th scope="col">Date</th>'
        f'<th scope="col">State</th>{removing}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    return f'<section class="view"><h2>Documents</h2>{table}{_unread(holdings)}</section>'


def _row(holding: Holding, *, can_change: bool) -> str:
    metadata = holding.metadata
    notes = "".join(f"<li>{text(note)}</li>" for note in holding.notes)
    state = f"Ready, with notes<ul>{notes}</ul>" if notes else "Ready"
    removing = f"<td>{_removing(metadata, holding.file)}</td>" if can_change else ""
    return (
        f'<tr><th scope="row">{opener(metadata)}<span class="by">'
        f"{text(metadata.body or 'publisher not known')}</span></th>"
        f"<td>{text(metadata.kind)}</td><td>{text(date_in_words(metadata.date))}</td>"
        f"<td>{state}</td>{removing}</tr>"
    )


def opener(metadata: Metadata, start: int = 0, end: int = 0, words: str | None = None) -> str:
    """A button that opens a document, at some characters of it where they are given."""
    return (
        f'<button type="button" class="ask" data-do="open" data-document="{text(metadata.id)}" '
        f'data-start="{start}" data-end="{end}">{text(words or metadata.title)}</button>'
    )


def _removing(metadata: Metadata, file: str) -> str:
    # Two steps, without a dialogue: a file that is removed is gone.
    return (
        '<details class="remove"><summary>Remove'
        f'<span class="unseen"> {text(metadata.title)}</span></summary>'
        f"<p>This deletes {text(file)}.</p>"
        f'<button type="button" class="plain" data-do="remove" data-document="{text(metadata.id)}">'
        f'Delete it<span class="unseen">: {text(metadata.title)}</span></button></details>'
    )


def _unread(holdings: Holdings) -> str:
    if not holdings.unread:
        return ""
    rows = "".join(
        f"<li><b>{text(unread.file)}</b>: {text(unread.reason)}</li>" for unread in holdings.unread
    )
    number = count(len(holdings.unread), "file")
    return f'<h3>{number} not among them</h3><ul class="unread">{rows}</ul>'


def adding(*, can_change: bool, read_only: bool, most: int) -> str:
    """The way to add files, or why there is none; `most` is MiB a file."""
    if not can_change:
        why = (
            "Documents cannot be added or removed here."
            if read_only
            else "These documents ship with the app. To use your own, start it with --corpus and "
            "a folder."
        )
        return f'<section class="view"><p class="nothing">{why}</p></section>'
    return (
        '<section class="view adding"><h2>Add documents</h2><form data-do="none" data-upload>'
        '<label class="drop"><span>Drop files here, or choose them: PDF, Word, web pages, '
        f"e-mail, text, ZIP; up to {most} MiB each.</span>"
        '<input type="file" name="file" multiple></label>'
        '<button type="submit" class="go">Add</button>'
        '<progress max="1" value="0" hidden aria-label="Sending the files"></progress>'
        '<p class="sent" role="status"></p></form></section>'
    )


def progress(now: Progress | None) -> str:
    """How far a change of the documents is; empty where there is none."""
    if now is None:
        return '<div class="change" role="status"></div>'
    lines = "".join(f"<li>{text(line)}</li>" for line in now.lines)
    listed = f"<ul>{lines}</ul>" if lines else ""
    css = "objection" if now.failed else "said"
    state = "done" if now.done else "busy"
    return (
        f'<div class="change" role="status" data-state="{state}">'
        f'<p class="{css}">{text(now.said)}</p>{listed}</div>'
    )
