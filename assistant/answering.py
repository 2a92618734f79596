"""The assistant: one index opened, and questions answered from it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path

from assistant.commitments import asks_for_all, find_promises
from assistant.conversation import stand_alone
from assistant.evidence import Evidence, weigh
from assistant.outcome import is_answered, is_on_topic, probability
from assistant.question import Declined, Question, Unclear, understand
from assistant.quotes import (
    A_SIDE,
    Quote,
    Shape,
    announces,
    choose,
    to_quotes,
    to_statements,
)
from assistant.retrieve import LIMIT, Retrieved, Retriever
from assistant.settings import Settings
from assistant.sides import Side, ask_each, find_sides
from assistant.starters import suggest
from assistant.types import LONGEST, NOT_FOUND, Answer, Outcome
from assistant.verify import keep_supported
from corpus.bodies import BODIES, Body, add_publishers, read_bodies
from corpus.errors import CorpusError, InputError
from corpus.library import SHIPPED, open_library
from corpus.types import Document, Metadata, Passage, Term
from index.catalogue import FILE
from index.embed import Embedder, open_embedder
from index.store import Store, is_stale
from index.sync import Progress, silent, sync_corpus
from index.types import Filters, Hit

READ = 12
"""Passages whose sentences are weighed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an answer is to quote, before it is verified."""

    quotes: Sequence[Quote] = ()
    missing: tuple[str, ...] = ()  # sides of a comparison of which the record says nothing
    hits: tuple[Hit, ...] = ()
    confidence: float | None = None


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

    def check_corpus(self, folder: Path) -> str | None:
        """A line for the user when the corpus has changed since the index was made, else None.

        Raises a `UserError` when the corpus is missing or its manifest faulty.
        """
        if not is_stale(self.store, open_library(folder)):
            return None
        return f"{folder}: changed since it was indexed; run: python -m index sync"

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
        return list(self.retriever.find(asked, self.retriever.select(filters), limit).hits)

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
        """Retrieve, draft, verify; a draft that says nothing is `not_found`."""
        allowed = self.retriever.select(filters)
        found = self.retriever.find(question, allowed)
        draft = self._draft(question, found, allowed)
        statements, citations = keep_supported(*to_statements(draft.quotes), self.store.lookup.text)
        answer = Answer(
            question=asked,
            understood=question.text,
            outcome="not_found",
            text=NOT_FOUND,
            mode="quotes",
            filters=filters,
            hits=draft.hits,
            confidence=draft.confidence,
        )
        if not statements:
            return answer
        lines = [
            f"{statement.text} " + "".join(f"[{number}]" for number in statement.citations)
            for statement in statements
        ]
        lines += [f"{NOT_FOUND} (of {name})" for name in draft.missing]
        return replace(
            answer,
            outcome="partial" if draft.missing else "answered",
            text="\n".join(lines),
            statements=statements,
            citations=citations,
            missing=draft.missing,
        )

    def _draft(self, question: Question, found: Retrieved, allowed: Sequence[str] | None) -> Draft:
        """What to quote, in the way that suits the question."""
        documents = {
            metadata.id: metadata
            for metadata in self.documents()
            if allowed is None or metadata.id in allowed
        }
        if question.asked == "holdings":
            return Draft(quotes=self._list_holdings(documents), hits=found.hits)
        if asks_for_all(question):
            return Draft(quotes=self._find_promises(question, documents), hits=found.hits)
        frequencies = self.store.lookup.document_frequency(question.words, allowed)
        if not is_on_topic(found.hits, frequencies):
            return Draft(hits=found.hits, confidence=0.0)
        sides = find_sides(question, documents)
        if len(sides) > 1:
            return self._compare(question, sides)
        return self._quote(question, found, frequencies)

    def _quote(
        self,
        question: Question,
        found: Retrieved,
        frequencies: Mapping[str, int],
        shape: Shape | None = None,
    ) -> Draft:
        """The sentences of the hits that answer; none when none does."""
        evidence = self.weigh(question, found, frequencies)
        confidence = probability(evidence[0].score) if evidence else 0.0
        if not is_answered(evidence):
            return Draft(hits=found.hits, confidence=confidence)
        items = self._lists(evidence)
        chosen = choose(question, evidence, items, shape)
        return Draft(
            quotes=to_quotes(question, chosen, items, self._parents(chosen)),
            hits=found.hits,
            confidence=confidence,
        )

    def _compare(self, question: Question, sides: Sequence[Side]) -> Draft:
        """Each side asked by itself, of its own documents; one side's silence is said."""
        each = ask_each(question, sides)
        drafts = []
        for side in sides:
            found = self.retriever.find(each, side.documents)
            frequencies = self.store.lookup.document_frequency(each.words, side.documents)
            drafts.append(self._quote(each, found, frequencies, A_SIDE))
        in_turn = chain.from_iterable(zip_longest(*(draft.hits for draft in drafts)))
        hits = {hit.passage.id: hit for hit in in_turn if hit is not None}
        said = [side.name for side, draft in zip(sides, drafts, strict=True) if draft.quotes]
        quotes = {(q.metadata.id, q.start): q for draft in drafts for q in draft.quotes}
        return Draft(
            quotes=list(quotes.values()),
            missing=tuple(side.name for side in sides if side.name not in said) if said else (),
            hits=tuple(hits.values())[:LIMIT],
            confidence=min(draft.confidence or 0.0 for draft in drafts),
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
        hits = found.hits[:READ]
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

    def _find_promises(self, question: Question, documents: Mapping[str, Metadata]) -> list[Quote]:
        """The commitments of the bodies named, in the order of the record."""
        lookup = self.store.lookup
        read = [(lookup.document(id), lookup.sentences_of(id)) for id in documents]
        return [
            Quote(
                metadata=promise.metadata,
                passage=promise.passage,
                start=promise.sentence.start,
                end=promise.sentence.end,
                text=promise.sentence.text,
            )
            for promise in find_promises(question, read, self.bodies)
        ]

    def _list_holdings(self, documents: Mapping[str, Metadata]) -> list[Quote]:
        """The opening words of every document, which say what it is."""
        quotes = []
        for id, metadata in documents.items():
            passages = self.document(id).passages[:6]
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
