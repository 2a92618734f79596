"""Metrics of citations: are the quotes real, the locators right, the passages the ones that count.

Every function looks at what the citation's span holds in the document, never at what the
citation says of itself. Shares are 0 to 1, `None` where there is nothing to measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Document, Passage
from eval.entailment import Entails
from eval.gold import Gold, Place
from eval.metrics import share
from eval.types import Library, SaidCitation, SaidStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A citation held against the documents."""

    claim: SaidCitation
    document: Document | None  # None: the library has no such document
    text: str  # what the span really holds; "" where it lies outside the text
    passages: tuple[Passage, ...]  # that the span touches

    @property
    def faithful(self) -> bool:
        """document.text[start:end] == quote, letter for letter."""
        return bool(self.text) and self.text == self.claim.quote


def resolve(claim: SaidCitation, library: Library) -> Resolved:
    """The citation with what stands at its span."""
    try:
        document = library.document(claim.document)
    except KeyError:
        return Resolved(claim=claim, document=None, text="", passages=())
    if not 0 <= claim.start < claim.end <= len(document.text):
        return Resolved(claim=claim, document=document, text="", passages=())
    return Resolved(
        claim=claim,
        document=document,
        text=document.text[claim.start : claim.end],
        passages=tuple(p for p in document.passages if p.start < claim.end and claim.start < p.end),
    )


def quote_fidelity(citations: Sequence[Resolved]) -> float | None:
    """Citations whose quote is what the document has at the span / citations."""
    return share(citation.faithful for citation in citations)


def quote_characters(citations: Sequence[Resolved]) -> float | None:
    """Characters of the quotes equal to those at the same place of the span / characters.

    The longer of quote and span counts, so that what is cut or added counts as wrong.
    """
    right = total = 0
    for citation in citations:
        quote = citation.claim.quote
        right += sum(a == b for a, b in zip(quote, citation.text, strict=False))
        total += max(len(quote), len(citation.text), 1)
    return right / total if total else None


def locator_document(citations: Sequence[Resolved]) -> float | None:
    """Citations that name a document of the corpus, by its own title and date / citations."""
    return share(
        citation.document is not None
        and citation.claim.title == citation.document.metadata.title
        and citation.claim.date == citation.document.metadata.date
        for citation in citations
    )


def locator_page(citations: Sequence[Resolved]) -> float | None:
    """Citations whose page is one that the span stands on / citations with a page to name.

    A citation counts when it names a page, or when its passage has one.
    """
    flags = []
    for citation in citations:
        pages = {passage.locator.page for passage in citation.passages} or {None}
        if citation.claim.page is not None or pages != {None}:
            flags.append(citation.claim.page is not None and citation.claim.page in pages)
    return share(flags)


def locator_paragraph(citations: Sequence[Resolved]) -> float | None:
    """Citations whose paragraph label, and passage id, are of a passage that the span touches.

    Over citations that name a paragraph or whose passage has one. `check` proves the labels of
    the evidence against those that the pairs' authors read, so this is not our word for it.
    """
    flags = []
    for citation in citations:
        labels = {passage.locator.paragraph for passage in citation.passages} or {None}
        if citation.claim.paragraph is None and labels == {None}:
            continue
        ids = {passage.id for passage in citation.passages}
        flags.append(
            citation.claim.paragraph is not None
            and citation.claim.paragraph in labels
            and (citation.claim.passage is None or citation.claim.passage in ids)
        )
    return share(flags)


def is_at(citation: Resolved, places: Sequence[Place]) -> bool:
    """The citation's span touches a passage that holds one of the places."""
    return any(
        citation.document is not None
        and citation.document.id == place.document
        and passage.start < citation.claim.end
        and citation.claim.start < passage.end
        for place in places
        for passage in place.passages
    )


def citation_precision_gold(citations: Sequence[Resolved], gold: Gold) -> float | None:
    """Citations that touch a passage of the pair's evidence / citations.

    ALCE's question (is each citation one that counts?) answered by hand-made evidence. None
    where the pair has no evidence: there is nothing right to cite.
    """
    if not gold.places:
        return None
    return share(is_at(citation, gold.places) for citation in citations)


def citation_recall_gold(
    facts: Sequence[Sequence[SaidStatement]], citations: Sequence[Resolved], gold: Gold
) -> float | None:
    """Stated facts that are cited to their own evidence / stated facts.

    `facts` holds, for each fact of the pair in order, the statements that state it (empty: not
    stated). A fact counts when one of those statements cites one of its places.
    """
    by_number = {citation.claim.number: citation for citation in citations}
    return share(
        any(
            is_at(by_number[number], places)
            for statement in statements
            for number in statement.citations
            if number in by_number
        )
        for statements, places in zip(facts, gold.facts, strict=True)
        if statements
    )


def evidence_recall(
    vital: Sequence[bool], citations: Sequence[Resolved], gold: Gold
) -> float | None:
    """Vital facts of which some evidence passage is cited / vital facts: recall with no patterns.

    None for a pair without vital facts.
    """
    return share(
        any(is_at(citation, places) for citation in citations)
        for is_vital, places in zip(vital, gold.facts, strict=True)
        if is_vital
    )


def premise_of(citations: Sequence[Resolved]) -> str:
    """What the cited passages say, under what is known of their documents."""
    parts = []
    for citation in citations:
        if citation.document is not None:
            known = citation.document.metadata
            heading = (known.title, known.body, known.committee, known.date)
            parts.append(" ".join(part for part in heading if part))
        parts += [f"{passage.header or ''} {passage.text}" for passage in citation.passages]
        parts.append(citation.text)
    return "\n".join(parts)


def citation_recall(
    statements: Sequence[SaidStatement], citations: Sequence[Resolved], entails: Entails
) -> float | None:
    """Statements that their cited passages, taken together, support / statements.

    A statement without a citation is not supported. Source: ALCE (Gao et al., EMNLP 2023,
    arXiv:2305.14627), section 3.3, with the local check in place of its entailment model.
    """
    return share(_supported(s, citations, entails) for s in statements)


def citation_precision(
    statements: Sequence[SaidStatement], citations: Sequence[Resolved], entails: Entails
) -> float | None:
    """Citations that their statement needs / citations, over all statements.

    A citation counts when its statement is supported, and it supports the statement alone or
    the statement's other citations do not without it. Source: ALCE, as above.
    """
    flags = []
    for statement in statements:
        cited = _cited(statement, citations)
        supported = _supported(statement, citations, entails)
        for citation in cited:
            others = [other for other in cited if other is not citation]
            flags.append(
                supported
                and (
                    entails(premise_of([citation]), statement.text)
                    or not (others and entails(premise_of(others), statement.text))
                )
            )
    return share(flags)


def _cited(statement: SaidStatement, citations: Sequence[Resolved]) -> list[Resolved]:
    return [c for c in citations if c.claim.number in statement.citations]


def _supported(statement: SaidStatement, citations: Sequence[Resolved], entails: Entails) -> bool:
    cited = _cited(statement, citations)
    return bool(cited) and entails(premise_of(cited), statement.text)
