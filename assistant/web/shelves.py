"""The views beside the chat: commitments, documents, glossary, timeline; filled when opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import gradio as gr

from assistant.web import commitments, papers
from assistant.web.components import QUIET, component, data, on
from assistant.web.desk import Desk
from assistant.web.glossary import glossary_list
from assistant.web.keeper import Change, Progress
from assistant.web.routes import Uploads
from assistant.web.timeline import timeline
from corpus.errors import UserError

_WAITING = '<section class="view"><p class="pending">Looking…</p></section>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """The components of the views."""

    sought: gr.State  # Sought: what was last asked of the register
    sifting: gr.HTML
    register: gr.HTML
    adding: gr.HTML
    change: gr.HTML  # how far a change of the documents is
    documents: gr.HTML
    glossary: gr.HTML
    timeline: gr.HTML

    @property
    def openers(self) -> Sequence[gr.HTML]:
        """Those that open documents."""
        return self.register, self.documents, self.glossary, self.timeline


def make_shelves(desk: Desk) -> Shelves:
    """The components; each view has a column of its own, of which the page shows one."""
    settings = desk.settings
    with gr.Column(elem_id="commitments", elem_classes="view-column"):
        sought = gr.State(commitments.Sought())
        sifting = component(_WAITING, "sifting", "fill", "sift", "export")
        register = component("", "register", "open")
    with gr.Column(elem_id="documents", elem_classes="view-column"):
        documents = component(_WAITING, "holdings", "fill", "open", "remove")
        change = component(papers.progress(None), "change")
        form = papers.adding(
            can_change=settings.can_change, read_only=settings.read_only, most=settings.upload
        )
        adding = component(form, "adding", "put")
    with gr.Column(elem_id="glossary", elem_classes="view-column"):
        glossary = component(_WAITING, "terms", "fill", "open")
    with gr.Column(elem_id="timeline", elem_classes="view-column"):
        dated = component(_WAITING, "dates", "fill", "open")
    return Shelves(
        sought=sought,
        sifting=sifting,
        register=register,
        adding=adding,
        change=change,
        documents=documents,
        glossary=glossary,
        timeline=dated,
    )


def wire_shelves(shelves: Shelves, desk: Desk, uploads: Uploads) -> None:
    """Every event of the views but the opening of documents."""

    def register(sought: commitments.Sought) -> tuple[str, str]:
        record = desk.opened().record
        entries = record.commitments()
        names = {name for one in entries for name in (one.commitment.who, one.metadata.body)}
        bodies = sorted({body.name for name in names if (body := record.body(name))})
        form = commitments.sifting(entries, bodies, sought)
        return form, show(sought) if entries else ""

    def sift(event: gr.EventData) -> tuple[commitments.Sought, str]:
        said = data(event)
        sought = commitments.sought(said)
        return sought, show(sought, save=said.get("do") == "export")

    def show(sought: commitments.Sought, *, save: bool = False) -> str:
        record = desk.opened().record
        try:
            entries = sought.sort(record.commitments(sought.wanted))
        except UserError as error:
            return commitments.refusal(str(error))
        if save:
            entries = list(record.follow(entries))
            rows, saved = entries[: sought.rows], commitments.export(entries)
        else:
            rows, saved = list(record.follow(entries[: sought.rows])), ""
        return commitments.table(rows, len(entries), saved=saved)

    def documents() -> str:
        holdings = desk.opened().record.holdings()
        return papers.listing(holdings, can_change=desk.settings.can_change)

    def glossary() -> str:
        return glossary_list(desk.opened().glossary)

    def dates() -> str:
        return timeline(list(desk.opened().documents.values()))

    def watch(change: Change) -> Iterator[str]:
        seen = change.progress
        yield papers.progress(seen)
        while not seen.done:
            seen = change.wait(seen)
            yield papers.progress(seen)

    def add(event: gr.EventData) -> Iterator[str]:
        upload = uploads.take(data(event).get("word", ""))
        if upload is None:
            yield papers.progress(Progress(said="Send the files again.", done=True, failed=True))
            return
        try:
            change = desk.keeper().add(upload.files, upload.clear)
        except UserError as error:
            upload.clear()
            yield papers.progress(Progress(said=f"{error}.", done=True, failed=True))
            return
        yield from watch(change)

    def remove(event: gr.EventData) -> Iterator[str]:
        try:
            change = desk.keeper().remove(data(event).get("document", ""))
        except UserError as error:
            yield papers.progress(Progress(said=f"{error}.", done=True, failed=True))
            return
        yield from watch(change)

    table = [shelves.sifting, shelves.register]
    shelves.sifting.fill(register, [shelves.sought], table, **QUIET)
    for trigger in (shelves.sifting.sift, shelves.sifting.export):
        trigger(sift, None, [shelves.sought, shelves.register], **QUIET)
    shelves.documents.fill(documents, None, [shelves.documents], **QUIET)
    shelves.glossary.fill(glossary, None, [shelves.glossary], **QUIET)
    shelves.timeline.fill(dates, None, [shelves.timeline], **QUIET)
    for trigger, change in ((shelves.adding.put, add), (shelves.documents.remove, remove)):
        then = ((documents, (), (shelves.documents,)),)
        on([trigger], change, None, [shelves.change], then=then)
