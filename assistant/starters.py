"""Questions to start with, drawn from the documents that are there."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Metadata, Term


def suggest(documents: Sequence[Metadata], terms: Sequence[Term], limit: int = 4) -> list[str]:
    """Up to `limit` questions that these documents invite, in the order of the corpus.

    A commissioning body is asked what it committed to; a committee that keeps minutes, what it
    asked for; an acronym that a document defines, what it means.
    """
    commissioners = [
        document.body.removeprefix("NHS ")
        for document in documents
        if document.body and ("CCG" in document.body or "Clinical" in document.body)
    ]
    bodies = dict.fromkeys(commissioners or [d.body for d in documents if d.body])
    questions = [f"What did {body} commit to?" for body in list(bodies)[:1]]
    minuted = [d.committee or d.body for d in documents if d.kind == "minutes"]
    questions += [f"What did the {name} ask for?" for name in dict.fromkeys(minuted) if name][:1]
    questions += [f"What does {term.acronym} mean?" for term in terms][:1]
    questions += [f"What are the main points of “{d.title}”?" for d in documents if d.title][:1]
    return questions[:limit]
