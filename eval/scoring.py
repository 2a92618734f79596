"""One pair's score: what the answer stated, cited and missed, and whether it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval import citing
from eval.entailment import Entails, words_entail
from eval.gold import Gold, find_all_gold
from eval.matching import find_pattern, text_to_match
from eval.metrics import (
    answer_precision,
    count_words,
    fact_recall,
    fact_recall_strict,
    is_correct_refusal,
    is_coverage,
    is_false_refusal,
    outcome_is_right,
)
from eval.ranking import fact_recall_at, rank_pairs
from eval.registry import METRICS
from eval.types import ANSWERING, REFUSING, Library, Pair, Reply, Said, SaidStatement

Status = Literal["passed", "wrong", "refused", "unscored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactScore:
    """A fact of the pair, in the answer."""

    fact: str
    vital: bool
    pattern: str | None  # the one that found it; None: not stated
    cited: bool  # stated with a citation of its evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationScore:
    """A citation of the answer, in the documents."""

    number: int
    faithful: bool
    at_evidence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one answer is worth."""

    pair: Pair
    status: Status
    reasons: tuple[str, ...]  # why it did not pass, in words; empty when it did
    outcome: str | None  # that came; None: an error
    facts: tuple[FactScore, ...]
    citations: tuple[CitationScore, ...]
    values: Mapping[str, float | None]  # by the names of `METRICS`; None: does not apply
    confidence: float | None
    seconds: float


def score_replies(
    pairs: Sequence[Pair],
    replies: Mapping[str, Reply],
    library: Library,
    entails: Entails = words_entail,
) -> tuple[Score, ...]:
    """A score for every pair that was expected; one without a reply is unscored, and fails."""
    gold = find_all_gold(tuple(pairs), library)
    missing = {
        pair.id: Reply(
            pair=pair.id, said=None, error="no reply", retrieved=(), confidence=None, seconds=0.0
        )
        for pair in pairs
        if pair.id not in replies
    }
    all_replies = {**replies, **missing}
    ranks = rank_pairs(
        {id: place for id, place in gold.items() if place.passages},
        {pair.id: all_replies[pair.id].retrieved for pair in pairs},
    )
    return tuple(
        _score(pair, all_replies[pair.id], gold[pair.id], ranks.get(pair.id, {}), library, entails)
        for pair in pairs
    )


def _score(
    pair: Pair,
    reply: Reply,
    gold: Gold,
    ranks: Mapping[str, float],
    library: Library,
    entails: Entails,
) -> Score:
    said = reply.said
    values: dict[str, float | None] = dict.fromkeys(METRICS)
    values |= ranks
    vital = [fact.vital for fact in pair.facts]
    values["facts@10"] = fact_recall_at(vital, gold, reply.retrieved, 10)
    got = said.outcome if said else None
    right = outcome_is_right(pair.outcome, got)
    values["outcome_accuracy"] = float(right)
    values["coverage"] = is_coverage(pair.outcome, got)
    values["correct_refusals"] = is_correct_refusal(pair.outcome, got)
    values["false_refusals"] = is_false_refusal(pair.outcome, got)
    values["unscored"] = float(said is None)

    facts, citations, wrong = _measure(pair, said, gold, library, entails, values)
    refused_rightly = right and got in REFUSING
    stated = [fact.pattern is not None for fact in facts]
    if not refused_rightly:
        stated_vital = [flag for flag, is_vital in zip(stated, vital, strict=True) if is_vital]
        values["fact_recall_vital"] = fact_recall(stated_vital)
        values["fact_recall_vital_strict"] = fact_recall_strict(stated_vital)
        values["fact_recall_all"] = fact_recall(stated)
        values["fact_recall_all_strict"] = fact_recall_strict(stated)

    reasons: list[str] = []
    if said is None:
        reasons.append(f"could not be scored: {reply.error}")
    else:
        if not right:
            reasons.append(f"outcome {got}, not {' or '.join(pair.outcome)}")
        if refused_rightly and said.statements:
            reasons.append("refuses, and yet states something")
        if not refused_rightly:
            reasons += [f"misses: {f.fact}" for f in facts if f.vital and f.pattern is None]
        reasons += [f"wrong claim: {pattern}" for pattern in wrong]
        reasons += [f"quote [{c.number}] is not in the record" for c in citations if not c.faithful]
    passed = not reasons
    values["answer_accuracy"] = float(passed)
    if got in ANSWERING:
        values["precision_when_answered"] = float(passed)
    status: Status = "passed" if passed else "wrong"
    if said is None:
        status = "unscored"
    elif not passed and not right and got in REFUSING:
        status = "refused"
    return Score(
        pair=pair,
        status=status,
        reasons=tuple(reasons),
        outcome=got,
        facts=facts,
        citations=citations,
        values=values,
        confidence=reply.confidence,
        seconds=reply.seconds,
    )


def _measure(
    pair: Pair,
    said: Said | None,
    gold: Gold,
    library: Library,
    entails: Entails,
    values: dict[str, float | None],
) -> tuple[tuple[FactScore, ...], tuple[CitationScore, ...], list[str]]:
    """Fill in the metrics of an answer's text and citations; its facts, citations, wrong claims."""
    if said is None:
        unstated = tuple(
            FactScore(fact=f.fact, vital=f.vital, pattern=None, cited=False) for f in pair.facts
        )
        return unstated, (), []
    text = text_to_match(said)
    resolved = [citing.resolve(citation, library) for citation in said.citations]
    by_number = {citation.claim.number: citation for citation in resolved}
    found = [find_pattern(fact.patterns, text) for fact in pair.facts]
    stating: list[list[SaidStatement]] = []
    for fact, pattern in zip(pair.facts, found, strict=True):
        alone = [s for s in said.statements if find_pattern(fact.patterns, s.text)]
        # A fact that only several statements together state is theirs jointly.
        stating.append(alone or (list(said.statements) if pattern else []))
    wrong = [p for p in pair.wrong if find_pattern([p], text) or find_pattern([p], said.text)]

    if pair.wrong:
        values["no_wrong_claim"] = float(not wrong)
    values["quote_fidelity"] = citing.quote_fidelity(resolved)
    values["quote_characters"] = citing.quote_characters(resolved)
    values["locator_document"] = citing.locator_document(resolved)
    values["locator_page"] = citing.locator_page(resolved)
    values["locator_paragraph"] = citing.locator_paragraph(resolved)
    if said.outcome in ANSWERING:
        values["words"] = float(count_words(text))
        values["citation_recall"] = citing.citation_recall(said.statements, resolved, entails)
        values["citation_precision"] = citing.citation_precision(said.statements, resolved, entails)
    if said.outcome in ANSWERING and pair.facts:
        useful = [
            any(find_pattern(fact.patterns, statement.text) for fact in pair.facts)
            or any(
                citing.is_at(by_number[number], gold.places)
                for number in statement.citations
                if number in by_number
            )
            for statement in said.statements
        ]
        values["answer_precision"] = answer_precision(useful)
        vital = [fact.vital for fact in pair.facts]
        values["evidence_recall"] = citing.evidence_recall(vital, resolved, gold)
        values["citation_precision_gold"] = citing.citation_precision_gold(resolved, gold)
        values["citation_recall_gold"] = citing.citation_recall_gold(stating, resolved, gold)

    facts = tuple(
        FactScore(
            fact=fact.fact,
            vital=fact.vital,
            pattern=pattern,
            cited=bool(pattern)
            and any(
                citing.is_at(by_number[number], places)
                for statement in statements
                for number in statement.citations
                if number in by_number
            ),
        )
        for fact, pattern, statements, places in zip(
            pair.facts, found, stating, gold.facts, strict=True
        )
    )
    citations = tuple(
        CitationScore(
            number=citation.claim.number,
            faithful=citation.faithful,
            at_evidence=citing.is_at(citation, gold.places),
        )
        for citation in resolved
    )
    return facts, citations, wrong
