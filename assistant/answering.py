"""The assistant: one index opened, and questions answered from it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.commitments import asks_for_all, find_promises
from assistant.conversation import stand_alone
from assistant.evidence import Evidence, weigh
from assistant.outcome import is_answered, probability
from assistant.question import Declined, Question, Unclear, understand
from assistant.quotes import (
    Quote,
    announces,
    choose,
    find_missing_sides,
    to_quotes,
    to_statements,
)
from assistant.retrieve import Retrieved, Retriever
from assistant.settings import Settings
from assistant.starters import suggest
from assistant.types import LONGEST, NOT_FOUND, Answer, Outcome
from assistant.verify import keep_supported
from corpus.bodies import BODIES, Body, add_publishers, read_bodies
from corpus.errors import CorpusError, InputError
from corpus.library import SHIPPED
from corpus.types import Document, Metadata, Passage, Term
from index.catalogue import FILE
from index.embed import Embedder, open_embedder
from index.store import Store
from index.sync import Progress, silent, sync_corpus
from index.types import Filters, Hit

READ = 12
"""Passages whose sentences are weighed."""


class Assistant:
    """Answers questions from one index. Threads may share it."""

    def __init__(self, store: Store, embedder: Embedder, bodies: tuple[Body, ...]) -> None:
        self.store = store
        self.embedder = embedder
        self.bodies = bodies
        self.retriever = Retriever(store, embedder, bodies)

    @classmethod
    def open(cls, settings: Settings, progress: Progress = silent) -> Assistant:
        """Open the index of these settings, building it first when there is none.

        Raises a `UserError` when the corpus is missing or faulty, or the index was made by
        another model or program.
        """
        folder = settings.index_folder
        if not settings.corpus.is_dir():
            raise CorpusError(
                f"{settings.corpus}: no such corpus folder; name one with --corpus DIR"
            )
        if not (folder / FILE).is_file():
            sync_corpus(settings, progress)
        store = Store(folder)
        if "corpus_hash" not in store.catalogue.meta():  # its first sync was killed
            store.close()
            sync_corpus(settings, progress)
            store = Store(folder)
        embedder = open_embedder(settings.embedder)
        store.check_made_by(embedder)
        bodies = read_bodies(SHIPPED / BODIES, settings.corpus / BODIES)
        for metadata in store.lookup.metadata().values():
            bodies = add_publishers(bodies, (metadata.body, metadata.committee))
        return cls(store, embedder, bodies)

    def close(self) -> None:
        """Close the index's files."""
        self.store.close()

    @property
    def fingerprint(self) -> dict[str, str]:
        """What made the index: format, rules, model and its weights' hash, corpus hash."""
        return self.store.catalogue.meta()

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(term for _, term in self.store.lookup.terms())

    def documents(self) -> list[Metadata]:
        """The documents that can be cited, in the order of the corpus."""
        return list(self.store.lookup.metadata().values())

    def document(self, id: str) -> Document:
        """One document, whole; KeyError when there is none of that id."""
        return self.store.lookup.document(id)

    def starters(self) -> list[str]:
        """Questions to start with, drawn from the documents that are there."""
        return suggest(self.documents(), self._terms)

    def search(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        limit: int = 20,
    ) -> list[Hit]:
        """The passages nearest to a question, best first; none for what is no question."""
        asked = self._understand(question, history)
        if not isinstance(asked, Question):
            return []
        return list(self.retriever.find(asked, filters, limit).hits[:limit])

    def ask(
        self, question: str, *, history: Sequence[str] = (), filters: Filters = Filters()
    ) -> Answer:
        """The answer to a question, every quote of it verified.

        Args:
            question: as the user typed it; `InputError` when it is empty or endless.
            history: the user's earlier questions in this conversation, oldest first.
            filters: documents to answer from.
        """
        started = time.perf_counter()
        if not question.strip():
            raise InputError("the question is empty; ask something in words")
        if len(question) > LONGEST:
            raise InputError(f"the question has over {LONGEST} characters; ask it in fewer")
        understood = self._understand(question, history)
        if isinstance(understood, Question):
            answer = self._answer(question, understood, filters)
        else:
            answer = self._ask_back(question, understood, filters)
        return replace(answer, seconds=time.perf_counter() - started)

    def _understand(self, question: str, history: Sequence[str]) -> Question | Declined | Unclear:
        alone = stand_alone(question, history, self.bodies)
        return understand(alone, bodies=self.bodies, terms=self._terms)

    def _answer(self, asked: str, question: Question, filters: Filters) -> Answer:
        """Retrieve, weigh, choose, quote, verify; each step can end in `not_found`."""
        found = self.retriever.find(question, filters)
        chosen: list[Evidence] = []
        confidence = None
        if question.asked == "holdings":
            quotes = self._list_holdings(filters)
        elif asks_for_all(question):
            quotes = self._find_promises(question, filters)
        else:
            frequencies = self.store.lookup.document_frequency(
                question.words, self.retriever.select(filters)
            )
            evidence = self.weigh(question, found, frequencies)
            confidence = probability(evidence[0].score) if evidence else 0.0
            if not is_answered(evidence, found.hits, frequencies):
                return self._not_found(asked, question, filters, found)
            items = self._lists(evidence)
            chosen = choose(question, evidence, items)
            quotes = to_quotes(question, chosen, items, self._parents(chosen))
        statements, citations = keep_supported(*to_statements(quotes), self.store.lookup.text)
        if not statements:
            return self._not_found(asked, question, filters, found)
        missing = find_missing_sides(question, chosen)
        outcome: Outcome = "partial" if missing else "answered"
        lines = [
            f"{statement.text} " + "".join(f"[{number}]" for number in statement.citations)
            for statement in statements
        ]
        lines += [f"{NOT_FOUND} (of {name})" for name in missing]
        return Answer(
            question=asked,
            understood=question.text,
            outcome=outcome,
            text="\n".join(lines),
            mode="quotes",
            statements=statements,
            citations=citations,
            missing=tuple(missing),
            filters=filters,
            hits=found.hits,
            confidence=confidence,
        )

    def weigh(
        self, question: Question, found: Retrieved, frequencies: Mapping[str, int]
    ) -> list[Evidence]:
        """The sentences of the best hits, each weighed for "this answers", best first.

        Args:
            question: what is asked.
            found: what the retriever found for it.
            frequencies: in how many passages each content word of the question occurs.
        """
        hits = found.hits if question.asked == "compare" else found.hits[:READ]
        sentences = self.store.lookup.sentences(hit.passage.id for hit in hits)
        count = self.store.lookup.counts()["passages"]
        rarity = {
            word: math.log(1 + (count - n + 0.5) / (n + 0.5)) for word, n in frequencies.items()
        }  # inverse document frequency, as BM25 has it
        return weigh(question, found.vector, hits, sentences, rarity)

    def _lists(self, evidence: Sequence[Evidence]) -> dict[str, list[Passage]]:
        """The items of each list that the evidence introduces, and of the one its best is in."""
        best = evidence[0].hit.passage
        leads = {one.sentence.passage for one in evidence if announces(one.sentence.text)}
        leads |= {best.id, best.parent or best.id}
        return {lead: self.store.lookup.siblings(lead) for lead in sorted(leads)}

    def _parents(self, chosen: Sequence[Evidence]) -> dict[str, Passage]:
        """The passage that introduces each list item chosen, by id."""
        above = {one.hit.passage.parent for one in chosen if one.hit.passage.parent}
        return {id: passage for id, (_, passage) in self.store.lookup.passages(above).items()}

    def _find_promises(self, question: Question, filters: Filters) -> list[Quote]:
        """The commitments of the bodies named, in the order of the record."""
        lookup = self.store.lookup
        allowed = self.retriever.select(filters)
        documents = [
            (lookup.document(metadata.id), lookup.sentences_of(metadata.id))
            for metadata in self.documents()
            if allowed is None or metadata.id in allowed
        ]
        return [
            Quote(
                metadata=promise.metadata,
                passage=promise.passage,
                start=promise.sentence.start,
                end=promise.sentence.end,
                text=promise.sentence.text,
            )
            for promise in find_promises(question, documents, self.bodies)
        ]

    def _list_holdings(self, filters: Filters) -> list[Quote]:
        """The opening words of every document, which say what it is."""
        quotes = []
        allowed = self.retriever.select(filters)
        for metadata in self.documents():
            if allowed is not None and metadata.id not in allowed:
                continue
            passages = self.document(metadata.id).passages[:6]
            first = max(passages, key=lambda passage: min(len(passage.text), 160), default=None)
            if first is None:
                continue
            quotes.append(
                Quote(
                    metadata=metadata,
                    passage=first,
                    start=first.start,
                    end=first.end,
                    text=first.text,
                )
            )
        return quotes

    def _not_found(
        self, asked: str, question: Question, filters: Filters, found: Retrieved
    ) -> Answer:
        return Answer(
            question=asked,
            understood=question.text,
            outcome="not_found",
            text=NOT_FOUND,
            mode="quotes",
            filters=filters,
            hits=found.hits,
        )

    def _ask_back(self, asked: str, reason: Declined | Unclear, filters: Filters) -> Answer:
        suggestions = self.starters()
        if isinstance(reason, Unclear):
            outcome: Outcome = "unclear"
            text = "What would you like to know? Name a body, a subject or a meeting."
        else:
            outcome = "declined"
            text = _DECLINED[reason.reason]
        return Answer(
            question=asked,
            understood=asked,
            outcome=outcome,
            text=text,
            mode="quotes",
            suggestions=tuple(suggestions),
            filters=filters,
        )


_DECLINED = {
    "small talk": "Hello. Ask me what the record says, and I will quote it.",
    "about the assistant": (
        "I answer questions from the documents of this record, in their own words, and cite the "
        "paragraph. I know nothing else, and say so when the record does not say."
    ),
    "instruction": "I only answer questions from the record, by quoting it.",
}
