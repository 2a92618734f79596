"""Proving pairs against their documents, before anything is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Passage
from eval.errors import PairsError
from eval.gold import find_place
from eval.matching import collapse, content_stems, find_pattern
from eval.types import CATEGORIES, Library, Pair

FEW_WORDS = 0.5
"""A question shares few words with its evidence when under half of its content stems are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What a set of pairs holds, for people who judge whether it is a fair one."""

    pairs: int
    families: int
    categories: dict[str, int]
    splits: dict[str, int]
    facts: int
    vital: int
    unanswerable: int  # pairs whose right outcomes all refuse
    with_evidence: int
    few_words: int  # of `with_evidence`: question and evidence share few content words


def check_pairs(pairs: Sequence[Pair], library: Library) -> None:
    """Raise `PairsError` with every fault of the pairs, if there is one.

    Each quote stands once in its document and in some passage, whose label is the one given;
    each fact's patterns find it in each evidence passage, and not in the question or in the
    refusal sentence; no wrong pattern finds anything in the evidence or in the refusal sentence.
    """
    faults = [fault for pair in pairs for fault in faults_of(pair, library)]
    if faults:
        raise PairsError(faults)


def faults_of(pair: Pair, library: Library) -> list[str]:
    """All faults of one pair, each `file:line: what; how to mend`."""
    from assistant.types import NOT_FOUND

    faults: list[str] = []
    evidence_texts: list[str] = []
    for number, fact in enumerate(pair.facts):
        at = f"{pair.where}: facts[{number}]"
        for name, text in (("the question", pair.question), ("the refusal sentence", NOT_FOUND)):
            if found := find_pattern(fact.patterns, text):
                faults.append(f"{at} pattern '{found}' matches {name}; make it say the fact")
        for place_number, evidence in enumerate(fact.evidence):
            here = f"{at}.evidence[{place_number}]"
            try:
                document = library.document(evidence.document)
            except KeyError:
                known = ", ".join(sorted(metadata.id for metadata in library.documents()))
                faults.append(f"{here} no document '{evidence.document}'; there are: {known}")
                continue
            try:
                place = find_place(evidence, document)
            except ValueError as error:
                faults.append(f"{here} {error}")
                continue
            if not place.passages:
                faults.append(
                    f"{here} quote {evidence.quote!r} stands in no passage; quote another"
                )
                continue
            labels = [passage.locator.paragraph for passage in place.passages]
            if evidence.paragraph is not None and evidence.paragraph not in labels:
                faults.append(
                    f"{here} paragraph '{evidence.paragraph}' but the quote stands in "
                    f"{', '.join(repr(label) for label in labels)}; correct one"
                )
            text = passage_text(place.passages)
            evidence_texts.append(text)
            if not find_pattern(fact.patterns, text):
                faults.append(
                    f"{here} no pattern matches the evidence passage "
                    f"{collapse(text)[:80]!r}; add the source's wording"
                )
    for pattern in pair.wrong:
        if find_pattern([pattern], NOT_FOUND):
            faults.append(
                f"{pair.where}: wrong '{pattern}' matches the refusal sentence; narrow it"
            )
        if any(find_pattern([pattern], text) for text in evidence_texts):
            faults.append(f"{pair.where}: wrong '{pattern}' matches the evidence; narrow it")
    return faults


def passage_text(passages: Iterable[Passage]) -> str:
    """Passages as they are read: each with the heads of its table, if it is a row of one."""
    return "\n".join(f"{p.header}\n{p.text}" if p.header else p.text for p in passages)


def share_of_words(pair: Pair) -> float:
    """Share of the question's content stems found in the evidence quotes, 0 to 1.

    0.0 for a question without content words.
    """
    asked = content_stems(pair.question)
    quoted = content_stems(" ".join(e.quote for fact in pair.facts for e in fact.evidence))
    return len(asked & quoted) / len(asked) if asked else 0.0


def count_pairs(pairs: Sequence[Pair]) -> Census:
    """What the pairs are made of."""
    categories = Counter(pair.category for pair in pairs)
    with_evidence = [pair for pair in pairs if pair.facts]
    facts = [fact for pair in pairs for fact in pair.facts]
    return Census(
        pairs=len(pairs),
        families=len({pair.family for pair in pairs}),
        categories={name: categories[name] for name in CATEGORIES if categories[name]},
        splits=dict(sorted(Counter(pair.split for pair in pairs).items())),
        facts=len(facts),
        vital=sum(fact.vital for fact in facts),
        unanswerable=sum(not pair.answerable for pair in pairs),
        with_evidence=len(with_evidence),
        few_words=sum(share_of_words(pair) < FEW_WORDS for pair in with_evidence),
    )
