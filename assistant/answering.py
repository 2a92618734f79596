"""The assistant: one index opened, and questions answered from it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.compose import compose
from assistant.conversation import stand_alone
from assistant.draft import Drafter
from assistant.holdings import Holdings, list_holdings
from assistant.opening import know_bodies, open_store
from assistant.preferences import Noticed, notice
from assistant.question import Declined, Question, Unclear, understand
from assistant.quotes import to_statements
from assistant.reader.reader import Reader, open_reader
from assistant.register.register import Register
from assistant.register.types import Entry, Wanted
from assistant.retrieve import Retriever
from assistant.settings import Settings
from assistant.spelling import correct_all
from assistant.starters import suggest
from assistant.types import LONGEST, NOT_FOUND, Answer, Outcome
from assistant.verify import keep_supported
from assistant.words import content_words
from assistant.written.tracing import add_trace, check_trace
from assistant.written.writer import Writer, open_writer
from corpus.bodies import Body, name_body
from corpus.errors import InputError
from corpus.library import open_library
from corpus.types import Document, Metadata, Term
from index.embed import Embedder, open_embedder
from index.store import Store, is_stale
from index.types import Filters, Hit, Progress, silent

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from assistant.written.reply import Watch

_KNOWN = 3
"""Tokens of a word that the model's vocabulary has whole: itself and the two special ones."""


class Assistant:
    """Answers questions from one index. Threads may share it."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        reader: Reader | None,
        bodies: tuple[Body, ...],
        writer: Writer | None = None,
        trace: Path | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.reader = reader
        self.bodies = bodies
        self.register = Register(store, bodies)
        self.retriever = Retriever(store, embedder, bodies)
        self.drafter = Drafter(store, self.retriever, reader, self.register, bodies)
        self.writer = writer
        self.trace = trace

    @classmethod
    def open(
        cls, settings: Settings, progress: Progress = silent, llm: LLM | None = None
    ) -> Assistant:
        """Open the index of these settings, building it first when there is none.

        Args:
            settings: where everything is, and the way of answering.
            progress: told of an index being built.
            llm: any llama-index model that is to write the answers.

        Raises a `UserError` when the corpus is missing or faulty, or the index was made by
        another model or program.
        """
        if settings.trace is not None:
            check_trace(settings.trace)
        store = open_store(settings, progress)
        embedder = open_embedder(settings.embedder)
        store.check_made_by(embedder)
        reader = open_reader(settings.reader)
        bodies = know_bodies(store, settings.corpus)
        writer = open_writer(settings, store.lookup, embedder, bodies, llm)
        return cls(store, embedder, reader, bodies, writer, settings.trace)

    def reopened(self, settings: Settings) -> Assistant:
        """The same models over the index as it is now, after a sync; this one goes on as it was."""
        store = Store(settings.index_folder)
        store.check_made_by(self.embedder)
        bodies = know_bodies(store, settings.corpus)
        writer = open_writer(settings, store.lookup, self.embedder, bodies)
        return Assistant(store, self.embedder, self.reader, bodies, writer, settings.trace)

    def close(self) -> None:
        """Close the index's files, and the connections to a language model."""
        if self.writer is not None:
            self.writer.close()
        self.store.close()

    def check_corpus(self, folder: Path) -> str | None:
        """A line for the user when the corpus has changed since the index was made, else None.

        Raises a `UserError` when the corpus is missing or its manifest faulty.
        """
        if not is_stale(self.store, open_library(folder)):
            return None
        return f"{folder}: it or this program changed since the index; run: python -m index sync"

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

    def holdings(self) -> Holdings:
        """Every document with its state, and every file that could not be read."""
        return list_holdings(self.store)

    def terms(self) -> list[tuple[str, Term]]:
        """The short forms that documents define, each with the id of the one that does."""
        return self.store.lookup.terms()

    def commitments(self, wanted: Wanted = Wanted()) -> list[Entry]:
        """Every commitment that is wanted, without what became of it; see `Register.find`."""
        return self.register.find(wanted, follow=False)

    def follow(self, entries: Sequence[Entry]) -> list[Entry]:
        """The commitments with what became of each; see `Register.follow`."""
        return self.register.follow(entries)

    def body(self, name: str | None) -> Body | None:
        """The organisation that goes by that name, any form; None for one that is not known."""
        return name_body(name, self.bodies) if name else None

    def notice(self, question: str, *, ignored: Sequence[str] = ()) -> Noticed | None:
        """What a question that stands alone names, without what is ignored; None for none."""
        asked = understand(question, bodies=self.bodies, terms=self._terms)
        if not isinstance(asked, Question):
            return None
        return notice(replace(asked, ignored=frozenset(ignored)))

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
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        filters: Filters = Filters(),
        ignored: Sequence[str] = (),
        watch: Watch | None = None,
    ) -> Answer:
        """The answer to a question, every quote of it verified.

        Args:
            question: as the user typed it; `InputError` when it is empty or endless.
            history: the user's earlier questions in this conversation, oldest first.
            filters: documents to answer from.
            ignored: of what the question names (see `notice`), what is not to be preferred by.
            watch: called with each written statement once it is checked, before the rest is here.
        """
        started = time.perf_counter()
        if not question.strip():
            raise InputError("the question is empty; ask something in words")
        if len(question) > LONGEST:
            raise InputError(f"the question has over {LONGEST} characters; ask it in fewer")
        condensed = self.writer.condense(question, history) if self.writer and history else None
        understood = self._understand(condensed or question, () if condensed else history)
        if isinstance(understood, Question):
            understood = replace(understood, ignored=frozenset(ignored))
            answer = self._answer(question, understood, filters, watch)
        else:
            answer = self._ask_back(question, understood, filters)
        answer = replace(answer, seconds=time.perf_counter() - started)
        if self.trace is not None:
            add_trace(self.trace, answer)
        return answer

    def _understand(self, question: str, history: Sequence[str]) -> Question | Declined | Unclear:
        alone = stand_alone(self._spell(question), history, self.bodies)
        return understand(alone, bodies=self.bodies, terms=self._terms)

    def _spell(self, question: str) -> str:
        """The question with the record's own words in the place of misspelt ones.

        A word that the record does not have is misspelt only if the model's vocabulary, which is
        that of English at large, does not have it either: "football" is not "footfall".
        """
        held = self.store.lookup.document_frequency(content_words(question))
        strange = [
            word for word, n in held.items() if not n and self.embedder.count_tokens(word) > _KNOWN
        ]
        for wrong, right in correct_all(strange, self._vocabulary if strange else {}).items():
            question = re.sub(rf"\b{re.escape(wrong)}\b", right, question, flags=re.IGNORECASE)
        return question

    @cached_property
    def _vocabulary(self) -> Mapping[str, int]:
        return self.store.lookup.vocabulary()

    def _answer(
        self, asked: str, question: Question, filters: Filters, watch: Watch | None
    ) -> Answer:
        """Retrieve, draft, verify, and have it written where there is a model.

        A draft that says nothing is `not_found`.
        """
        allowed = self.retriever.select(filters)
        found = self.retriever.find(question, allowed)
        draft = self.drafter.draft(question, found, allowed)
        statements, citations = keep_supported(
            *to_statements(draft.quotes, self.bodies), self.store.lookup.text
        )
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
        if statements:
            answer = compose(answer, statements, citations, draft.missing, draft.preface)
        return self.writer.write(question, draft, answer, watch) if self.writer else answer

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
