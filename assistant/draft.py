"""What an answer is to quote: the way that suits the question, before anything is verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from assistant.commitments import (
    GROUPS,
    asks_for_all,
    choose_about,
    choose_all,
    names_of,
    say_how_many,
    theirs,
)
from assistant.conversation import stand_alone
from assistant.evidence import Evidence, Read, weigh
from assistant.outcome import ENOUGH, ENOUGH_FOR_PART, answer_probability, is_on_topic
from assistant.parts import split_question
from assistant.question import Question, ask_for
from assistant.quotes import A_PART, Quote, Shape, announces, choose, introduction, to_quotes
from assistant.reader.windows import Window, neighbours, windows_around
from assistant.register.register import Register
from assistant.register.types import Entry, Wanted
from assistant.retrieve import LIMIT, Retrieved, Retriever
from assistant.sides import Side, ask_each, find_sides
from assistant.words import content_words
from corpus.bodies import Body
from corpus.types import Metadata, Passage
from index.search import passage_cosines
from index.types import Hit, Sentence

if TYPE_CHECKING:
    from assistant.reader.reader import Reader
    from index.store import Store

DEFINITIONS = 2
"""Documents whose definition of an acronym is stated."""

HITS = 12
"""Passages around which windows are laid."""

WINDOWS = 6
"""Windows that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an answer is to quote, before it is verified."""

    quotes: Sequence[Quote] = ()
    missing: tuple[str, ...] = ()  # sides of a comparison of which the record says nothing
    hits: tuple[Hit, ...] = ()
    confidence: float | None = None
    preface: str | None = None  # what the answer says of itself


class Drafter:
    """Drafts answers from one index."""

    def __init__(
        self,
        store: Store,
        retriever: Retriever,
        reader: Reader | None,
        register: Register,
        bodies: tuple[Body, ...],
    ) -> None:
        self.store = store
        self.register = register
        self.retriever = retriever
        self.reader = reader
        self.bodies = bodies

    def draft(self, question: Question, found: Retrieved, allowed: Sequence[str] | None) -> Draft:
        """What to quote, in the way that suits the question."""
        documents = {
            id: metadata
            for id, metadata in self.store.lookup.metadata().items()
            if allowed is None or id in allowed
        }
        if question.asked == "holdings":
            return Draft(quotes=self._list_holdings(documents), hits=found.hits)
        if asks_for_all(question):
            return self._list_commitments(question, found, documents)
        defined = self._define(question, documents)
        if defined:
            return Draft(quotes=defined, hits=found.hits, confidence=1.0)
        frequencies = self.store.lookup.document_frequency(question.words, allowed)
        if not is_on_topic(found.hits, frequencies):
            return Draft(hits=found.hits, confidence=0.0)
        sides = find_sides(question, documents)
        if len(sides) > 1:
            return self._compare(question, sides)
        parts = split_question(question.text)
        if len(parts) > 1:
            return self._answer_parts(question, parts, allowed)
        draft = self._quote(question, found)
        if question.asked == "commitment" and draft.quotes:
            more = self._find_commitments(question, found, documents)
            return replace(draft, quotes=_add(draft.quotes, more))
        return draft

    def _quote(
        self,
        question: Question,
        found: Retrieved,
        shape: Shape | None = None,
    ) -> Draft:
        """The sentences of the hits that answer; none when none does."""
        evidence = self.weigh(question, found)
        confidence = answer_probability(question, evidence)
        if confidence < (ENOUGH if shape is None else ENOUGH_FOR_PART):
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
        return _merge({side.name: self._ask(each, side.documents) for side in sides})

    def _answer_parts(
        self, question: Question, parts: Sequence[str], allowed: Sequence[str] | None
    ) -> Draft:
        """Each part asked by itself, a later one with the subject of those before it."""
        drafts = {}
        for number, part in enumerate(parts):
            alone = stand_alone(part, parts[:number], self.bodies)
            asked = replace(
                question, text=alone, asked=ask_for(part), words=tuple(content_words(alone))
            )
            drafts[f"“{part}”"] = self._ask(asked, allowed)
        return _merge(drafts)

    def _ask(self, question: Question, documents: Sequence[str] | None) -> Draft:
        """One of several questions, asked of some documents."""
        found = self.retriever.find(question, documents)
        return self._quote(question, found, A_PART)

    def weigh(self, question: Question, found: Retrieved) -> list[Evidence]:
        """The sentences around the best hits, each weighed for "this answers", best first.

        Args:
            question: what is asked.
            found: what the retriever found for it.
        """
        return weigh(question, self._read(question, found))

    def _read(self, question: Question, found: Retrieved) -> Read:
        """The windows around the best hits, read."""
        hits = found.hits[:HITS]
        lookup = self.store.lookup
        around = {id for hit in hits for id in neighbours(hit.passage.id)}
        known = {id: passage for id, (_, passage) in lookup.passages(around).items()}
        above = {passage.parent for passage in known.values() if passage.parent} - known.keys()
        leads = {id: passage for id, (_, passage) in lookup.passages(above).items()}
        sentences: dict[str, list[Sentence]] = {}
        for sentence in lookup.sentences(known):
            sentences.setdefault(sentence.passage, []).append(sentence)
        windows = windows_around(
            [hit.passage.id for hit in hits],
            known | leads,
            sentences,
            {hit.metadata.id: hit.metadata for hit in hits},
        )[:WINDOWS]
        owners = [{one.passage for one in window.sentences} for window in windows]
        return Read(
            windows=windows,
            hits=[next(hit for hit in hits if hit.passage.id in owner) for owner in owners],
            verdicts=self.reader.read(question.text, windows) if self.reader else None,
            passages=known,
            cosines=None if self.reader else self._compare_sentences(found, windows),
        )

    def _compare_sentences(self, found: Retrieved, windows: Sequence[Window]) -> list[float]:
        """Cosine of the question and each sentence of the windows, in turn."""
        texts = [words for window in windows for words in window.words]
        cosines = self.retriever.embedder.encode(texts) @ found.vector[0]
        return [float(cosine) for cosine in cosines]

    def _lists(self, evidence: Sequence[Evidence]) -> dict[str, list[Passage]]:
        """The items of each list that the evidence introduces, and of the one its best is in."""
        best = evidence[0].passage
        leads = {one.sentence.passage for one in evidence if announces(one.sentence.text)}
        leads |= {best.id, best.parent or best.id}
        return {lead: self.store.lookup.siblings(lead) for lead in sorted(leads)}

    def _parents(self, chosen: Sequence[Evidence]) -> dict[str, Passage]:
        """The passage that introduces each list item chosen, by id."""
        above = {one.passage.parent for one in chosen if one.passage.parent}
        return {id: passage for id, (_, passage) in self.store.lookup.passages(above).items()}

    def _list_commitments(
        self, question: Question, found: Retrieved, documents: Mapping[str, Metadata]
    ) -> Draft:
        """The commitments of the bodies named, grouped by how firm they are."""
        entries = self.register.find(Wanted(document=tuple(documents)), follow=False)
        chosen = choose_all(question, entries, self.bodies)
        if not chosen.entries:
            return Draft(hits=found.hits, confidence=0.0)
        return Draft(
            quotes=self._to_quotes(chosen.entries, grouped=True),
            hits=found.hits,
            preface=say_how_many(chosen, names_of(question)),
        )

    def _find_commitments(
        self, question: Question, found: Retrieved, documents: Mapping[str, Metadata]
    ) -> list[Quote]:
        """The few commitments about the subject of a question, of the bodies that it names."""
        entries = self.register.find(Wanted(document=tuple(documents)), follow=False)
        if question.bodies or question.places:
            entries = theirs(question, entries, self.bodies)
        passages = {entry.commitment.passage for entry in entries}
        near = passage_cosines(self.store, found.vector, passages)
        return self._to_quotes(choose_about(question, entries, near), grouped=False)

    def _to_quotes(self, entries: Sequence[Entry], *, grouped: bool) -> list[Quote]:
        """The words of the entries, each list item after what introduces it."""
        lookup = self.store.lookup
        places = lookup.passages({entry.commitment.passage for entry in entries})
        passages = {id: passage for id, (_, passage) in places.items()}
        above = lookup.passages({one.parent for one in passages.values() if one.parent})
        quotes: dict[tuple[str, int], Quote] = {}
        for entry in entries:
            passage, metadata = passages[entry.commitment.passage], entry.metadata
            group = GROUPS[entry.commitment.firmness] if grouped else None
            if passage.parent and entry.quote != entry.commitment.what:
                lead = above[passage.parent][1]
                start, end = introduction(lead)
                quotes.setdefault(
                    (metadata.id, start),
                    Quote(metadata=metadata, passage=lead, start=start, end=end, group=group),
                )
            start, end = entry.commitment.start, entry.commitment.end
            quotes.setdefault(
                (metadata.id, start),
                Quote(metadata=metadata, passage=passage, start=start, end=end, group=group),
            )
        return list(quotes.values())

    def _define(self, question: Question, documents: Mapping[str, Metadata]) -> list[Quote]:
        """The sentences that define the acronym a question asks for, one a document."""
        if question.asked != "definition":
            return []
        asked = {word.removesuffix("s") for word in question.subject_words}
        quotes: dict[str, Quote] = {}
        for id, term in self.store.lookup.terms():
            if id not in documents or id in quotes or {term.acronym.lower()} != asked:
                continue
            for sentence in self.store.lookup.sentences_of(id):
                if sentence.start <= term.start and term.end <= sentence.end:
                    passage = self.store.lookup.passages([sentence.passage])[sentence.passage][1]
                    quotes[id] = Quote(
                        metadata=documents[id],
                        passage=passage,
                        start=sentence.start,
                        end=sentence.end,
                    )
        return list(quotes.values())[:DEFINITIONS]

    def _list_holdings(self, documents: Mapping[str, Metadata]) -> list[Quote]:
        """The opening words of every document, which say what it is."""
        quotes = []
        for id, metadata in documents.items():
            passages = self.store.lookup.document(id).passages[:6]
            first = max(passages, key=lambda passage: min(len(passage.text), 160), default=None)
            if first is not None:
                quotes.append(
                    Quote(metadata=metadata, passage=first, start=first.start, end=first.end)
                )
        return quotes


def _add(quotes: Sequence[Quote], more: Sequence[Quote]) -> list[Quote]:
    """Quotes, and those of more that say nothing which they already say."""
    new = [
        quote
        for quote in more
        if not any(
            quote.metadata.id == one.metadata.id and quote.start < one.end and one.start < quote.end
            for one in quotes
        )
    ]
    return [*quotes, *new]


def _merge(drafts: Mapping[str, Draft]) -> Draft:
    """The drafts of several questions as one; the names of the silent ones are missing."""
    in_turn = chain.from_iterable(zip_longest(*(draft.hits for draft in drafts.values())))
    hits = {hit.passage.id: hit for hit in in_turn if hit is not None}
    quotes = {(q.metadata.id, q.start): q for draft in drafts.values() for q in draft.quotes}
    silent = tuple(name for name, draft in drafts.items() if not draft.quotes)
    return Draft(
        quotes=list(quotes.values()),
        missing=silent if quotes else (),
        hits=tuple(hits.values())[:LIMIT],
        confidence=min(draft.confidence or 0.0 for draft in drafts.values()),
    )
