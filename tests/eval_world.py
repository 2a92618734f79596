"""A small invented record, pairs about it, and systems that answer them rightly or wrongly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.types import NOT_FOUND, Answer, Citation, Statement
from corpus.types import Document, Locator, Metadata, Passage
from eval.gold import find_gold
from eval.types import Evidence, Fact, Pair
from index.types import Hit

MINUTES = (
    ("1", "The Harbour Board agreed to publish 12 tide tables by June 2017."),
    ("2", "The harbour master, Ada Quill, will report back on dredging in September."),
    ("3", "Mooring fees of £4,500 a year were noted, and no change was made to them."),
)
LETTER = (
    ("1", "The lighthouse keeper asked for a second lamp."),
    ("2", "The lamp would cost £310, which the Trust did not have."),
)


def make_document(id: str, title: str, paragraphs: Sequence[tuple[str, str]]) -> Document:
    """A document of numbered paragraphs, one passage each."""
    text = f"{title}\n\n"
    passages = []
    for position, (label, words) in enumerate(paragraphs):
        line = f"{label}. {words}"
        passages.append(
            Passage(
                id=f"{id}#{position:04}",
                kind="paragraph",
                start=len(text),
                end=len(text) + len(line),
                text=line,
                locator=Locator(paragraph=label),
            )
        )
        text += f"{line}\n\n"
    return Document(
        metadata=Metadata(id=id, title=title, body="Harbour Board", date="2016-03-03"),
        path=f"{id}.txt",
        sha256="0" * 64,
        text=text,
        passages=tuple(passages),
    )


class Shelf:
    """A library of the documents given."""

    def __init__(self, *documents: Document) -> None:
        self._documents = {document.id: document for document in documents}

    def document(self, id: str) -> Document:
        return self._documents[id]

    def documents(self) -> Sequence[Metadata]:
        return [document.metadata for document in self._documents.values()]


def make_shelf() -> Shelf:
    """The two documents of this little record."""
    return Shelf(
        make_document("minutes", "Minutes of the Harbour Board", MINUTES),
        make_document("letter", "Letter to the Lighthouse Trust", LETTER),
    )


def make_pair(id: str, question: str, **more: Any) -> Pair:
    """A pair, unanswerable unless told otherwise."""
    given: dict[str, Any] = {
        "history": (),
        "category": "unanswerable",
        "family": id,
        "split": "tune",
        "outcome": ("not_found",),
        "facts": (),
        "wrong": (),
        "author": "tests",
        "written": "2026-11-22",
        "where": f"pairs.jsonl:{id}",
    }
    return Pair(id=id, question=question, **(given | more))


def make_fact(
    fact: str, pattern: str, document: str, quote: str, paragraph: str | None = None
) -> Fact:
    """A vital fact with one pattern and one piece of evidence."""
    return Fact(
        fact=fact,
        vital=True,
        patterns=(pattern,),
        evidence=(Evidence(document=document, quote=quote, paragraph=paragraph),),
    )


def make_pairs() -> tuple[Pair, ...]:
    """Five pairs: three that the record answers, two that it does not."""
    return (
        make_pair(
            "tables",
            "how many tables of the tides are promised?",
            category="number",
            outcome=("answered",),
            facts=(make_fact("12 tide tables", r"\b12 tide", "minutes", "12 tide tables", "1"),),
        ),
        make_pair(
            "who",
            "who is to come back to the board about the silt?",
            category="who",
            outcome=("answered",),
            facts=(make_fact("Ada Quill", "quill", "minutes", "Ada Quill", "2"),),
            split="test",
        ),
        make_pair(
            "lamp",
            "what is the price of another lamp",
            category="number",
            outcome=("answered",),
            facts=(make_fact("£310", "£ ?310", "letter", "£310", "2"),),
            wrong=(r"£ ?31[1-9]",),
        ),
        make_pair("chair", "who chairs the lighthouse trust?"),
        make_pair("rent", "what is the rent of the ferry landing?", split="test"),
    )


class Oracle:
    """A system that answers every pair as it should be: the evidence passages, cited."""

    def __init__(self, shelf: Shelf, pairs: Sequence[Pair]) -> None:
        self.shelf = shelf
        self.pairs = {pair.question: pair for pair in pairs}

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        pair = self.pairs[question]
        if not pair.answerable:
            return refusal(question)
        places = find_gold(pair, self.shelf).places
        passages = [
            (self.shelf.document(place.document), passage)
            for place in places
            for passage in place.passages
        ]
        return answer_with(question, passages)

    def search(
        self, question: str, *, history: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Hit]:
        gold = find_gold(self.pairs[question], self.shelf).passages
        hits = [
            Hit(passage=passage, metadata=document.metadata, score=1.0, dense=0.5, lexical=0.0)
            for known in self.shelf.documents()
            for document in [self.shelf.document(known.id)]
            for passage in document.passages
        ]
        return sorted(hits, key=lambda hit: hit.passage.id not in gold)[:limit]


def refusal(question: str) -> Answer:
    """What a system says when the record does not."""
    return Answer(
        question=question,
        understood=question,
        outcome="not_found",
        text=NOT_FOUND,
        mode="quotes",
    )


def answer_with(question: str, passages: Sequence[tuple[Document, Passage]]) -> Answer:
    """An answer of whole passages, each a statement citing itself."""
    citations = tuple(
        Citation(
            number=number,
            metadata=document.metadata,
            passage=passage.id,
            locator=passage.locator,
            quote=passage.text,
            start=passage.start,
            end=passage.end,
        )
        for number, (document, passage) in enumerate(passages, 1)
    )
    statements = tuple(Statement(text=c.quote, citations=(c.number,)) for c in citations)
    return Answer(
        question=question,
        understood=question,
        outcome="answered",
        text=" ".join(f"{s.text} [{s.citations[0]}]" for s in statements),
        mode="quotes",
        statements=statements,
        citations=citations,
    )


class AnswersEverything(Oracle):
    """Broken: it has something to say to every question."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        answer = super().ask(question)
        if answer.outcome == "answered":
            return answer
        document = self.shelf.document("minutes")
        return answer_with(question, [(document, document.passages[0])])


class SaysTheMinutes(Oracle):
    """Broken: whatever the question, it reads out the minutes."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        document = self.shelf.document("minutes")
        return answer_with(question, [(document, passage) for passage in document.passages])


class RefusesEverything(Oracle):
    """Broken: nothing is ever in the record."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        return refusal(question)


class MislabelsParagraphs(Oracle):
    """Broken: the quotes are right, the paragraph numbers that it gives are not."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        answer = super().ask(question)
        return replace(
            answer,
            citations=tuple(
                replace(citation, locator=Locator(paragraph="99")) for citation in answer.citations
            ),
        )


class CitesTheNextParagraph(Oracle):
    """Broken: what it says is right, and it cites another paragraph for it, faithfully."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        answer = super().ask(question)
        citations = []
        for citation in answer.citations:
            passages = self.shelf.document(citation.metadata.id).passages
            at = [passage.id for passage in passages].index(citation.passage)
            other = passages[(at + 1) % len(passages)]
            citations.append(
                replace(
                    citation,
                    passage=other.id,
                    locator=other.locator,
                    quote=other.text,
                    start=other.start,
                    end=other.end,
                )
            )
        return replace(answer, citations=tuple(citations))


class ChangesADigit(Oracle):
    """Broken: one digit of the lamp's price is not the record's, in statement and quote alike."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        answer = super().ask(question)
        return replace(
            answer,
            text=answer.text.replace("£310", "£316"),
            statements=tuple(
                replace(s, text=s.text.replace("£310", "£316")) for s in answer.statements
            ),
            citations=tuple(
                replace(c, quote=c.quote.replace("£310", "£316")) for c in answer.citations
            ),
        )


class Crashes(Oracle):
    """Broken: it raises on one question."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        if "ferry" in question:
            raise RuntimeError("the index is\ngone")
        return super().ask(question)


def write_corpus(folder: Path, shelf: Shelf) -> None:
    """The documents as text files, so that a folder of them can be opened."""
    folder.mkdir()
    for known in shelf.documents():
        document = shelf.document(known.id)
        (folder / document.path).write_text(document.text, encoding="utf-8")


def write_pairs(path: Path, pairs: Sequence[Pair]) -> None:
    """The pairs as a file."""
    from eval.pairs import pair_to_json

    path.write_text(
        "".join(json.dumps(pair_to_json(pair)) + "\n" for pair in pairs), encoding="utf-8"
    )
