"""Whether a statement is borne out by the passages that it cites, and by which words of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.quotes import announces
from assistant.written.checks.figures import figures, missing_figures
from assistant.written.checks.lexicon import synonyms
from assistant.written.checks.names import misnamed, names
from assistant.written.checks.order import is_jumbled
from assistant.written.checks.roles import credited_to_another, mixed, swapped
from assistant.written.checks.tokens import holds, stems, tokens
from assistant.written.checks.wording import turned
from assistant.written.clean import addresses, gives_orders, has_markup
from assistant.written.passages import Source
from corpus.bodies import Body

if TYPE_CHECKING:
    from assistant.written.entailment import Entailment
    from assistant.written.likeness import Likeness

QUOTED = 0.4
"""Share of a statement's content words that the quote itself must have, in some form."""

UNEXPLAINED = 12
"""Content words of which one may be neither in the source nor near any of its words in meaning."""

ALIKE = 0.45
"""Cosine of statement and quote below which they are about different things."""

_JOINT = re.compile(r";\s+|,?\s+(?:and|while|whereas|but)\s+(?=\S)", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|be|been|has|have|had|will|would|could|should|may|might|must|shall|"
    r"did|does|do|[a-z]{3,}(?:ed|es)|rose|fell|grew|left|went|came|made|took|gave|got|said|told|"
    r"met|led|spent|paid|held|began|kept|lost|sent|wrote|chose|became|ran|saw|sold|bought|built|"
    r"brought|found|spoke|sought|won|drew)\b"
)
_GLUE = frozenset(
    stems(
        "record records document documents report reports reported minutes meeting letter paper "
        "according stated states state said says noted described describes explained outlined "
        "mentioned added told also include includes including regarding concerning related set "
        "out given due take taken place made make total named called particular specifically "
        "respectively currently there number overall part following respect compared towards "
        "toward along across around total well both among whereas while however although back "
    )
)
"""Words with which a sentence reports, which say nothing of the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A sentence of a passage."""

    source: Source
    place: int  # among its sentences

    @property
    def start(self) -> int:
        """Where the quote starts: characters, in the document's text."""
        return self.source.sentences[self.place].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.source.sentences[self.place].end

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        passage = self.source.passage
        return passage.text[self.start - passage.start : self.end - passage.start]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of checking a statement."""

    supports: tuple[Support, ...] = ()  # all needed together; none: not supported
    faults: tuple[str, ...] = ()  # why not, of the words that came nearest
    nearest: Support | None = None  # those words, where they are about the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Checks statements against sources."""

    bodies: tuple[Body, ...]
    likeness: Likeness
    entailment: Entailment | None = None

    def check(self, statement: str, cited: Sequence[Source]) -> Verdict:
        """Whether the cited sources bear the statement out: whole, or each part of it one source.

        Args:
            statement: one sentence, without citation marks.
            cited: the passages that it cites, in its order.
        """
        if fault := self._form(statement, cited):
            return Verdict(faults=(fault,))
        whole = self._check_whole(statement, cited)
        if whole.supports:
            return whole
        parts = split_claims(statement)
        if len(parts) < 2:
            return whole
        verdicts = [self._check_whole(part, cited) for part in parts]
        if all(verdict.supports for verdict in verdicts):
            found = {s.start: s for verdict in verdicts for s in verdict.supports}
            return Verdict(supports=tuple(found.values()), nearest=whole.nearest)
        return whole

    def _form(self, statement: str, cited: Sequence[Source]) -> str | None:
        if has_markup(statement):
            return "markup"
        known = {one for source in cited for one in addresses(source.passage.text)}
        if addresses(statement) - known:
            return "address"
        if not stems(statement):
            return "empty"
        return None

    def _check_whole(self, statement: str, cited: Sequence[Source]) -> Verdict:
        """The first sentence of the sources that bears the whole statement out."""
        said = _content(statement)
        floor = QUOTED / 2 if figures(statement) else QUOTED
        best: tuple[float, Support, tuple[str, ...]] | None = None
        for source in cited:
            if gives_orders(source.passage.text):
                continue
            for place in range(len(source.sentences)):
                support = Support(source=source, place=place)
                covered = _covered(said, support)
                if best is not None and covered <= min(best[0], QUOTED):
                    continue
                # what has too few of its words cannot bear it out, whatever they are
                faults = ["wording"] if covered < floor else self._faults(statement, support, said)
                if not faults:
                    return Verdict(supports=(support,), nearest=support)
                if best is None or covered > best[0]:
                    best = (covered, support, tuple(faults))
        if best is None:
            return Verdict(faults=("nothing cited",))
        covered, support, why = best
        return Verdict(faults=why, nearest=support if covered >= QUOTED else None)

    def _faults(self, statement: str, support: Support, said: Sequence[str]) -> list[str]:
        source, quote = support.source, support.quote
        near = f"{source.frame}\n{source.passage.text}"
        years = frozenset(
            float(y) for y in re.findall(r"\b(?:19|20)\d\d\b", f"{source.metadata.date} {near}")
        )
        faults = [
            f"figure: {words}"
            for words in missing_figures(statement, quote, years, f"{source.frame} {source.about}")
        ]
        faults += [
            f"name: {n}" for n in misnamed(statement, quote, near, source.about, self.bodies)
        ]
        faults += turned(statement, quote, source.frame)
        if (
            swapped(statement, quote)
            or mixed(statement, quote)
            or credited_to_another(statement, quote)
        ):
            faults.append("roles")
        if is_jumbled(statement, quote):
            faults.append("order")
        if faults:
            return faults
        return self._unlike(statement, support, said)

    def _unlike(self, statement: str, support: Support, said: Sequence[str]) -> list[str]:
        """Faults of wording: what the quote does not cover, in words nor in meaning."""
        source, quote = support.source, support.quote
        if announces(quote):
            return ["incomplete"]
        known = frozenset(stems(f"{quote}\n{source.frame}\n{source.about}"))
        known |= _meant_by_pronoun(statement, support)
        named = frozenset(s for name in names(statement) for s in stems(" ".join(name.words)))
        new = [
            s for s in said if not holds(s, known) and s not in named and not synonyms(s) & known
        ]
        if new:
            strange = self.likeness.strange(_words_of(statement, new), _words_of(quote, known))
            if len(strange) > len(said) // UNEXPLAINED:
                return [f"wording: {', '.join(strange)}"]
            if self.likeness.between(statement, source.sentences[support.place].text) < ALIKE:
                return ["meaning"]
        if self.entailment is not None and not self.entailment.holds(
            f"{source.about}. {source.frame} {quote}", statement
        ):
            return ["entailment"]
        return []


def split_claims(statement: str) -> list[str]:
    """The claims that a sentence joins by "and", "while", "but" or a semicolon, each by itself.

    One that has no subject of its own gets that of the first.
    """
    parts = [part.strip(" ,") for part in _JOINT.split(statement)]
    claims: list[str] = []
    for part in parts:
        if claims and not (_AUXILIARY.search(part) and (stems(part) or figures(part))):
            claims[-1] = f"{claims[-1]} and {part}"  # a list of things, not of claims
        else:
            claims.append(part)
    opening = _AUXILIARY.search(claims[0])
    subject = claims[0][: opening.start()].strip() if opening else ""
    return [
        claim if n == 0 or not _AUXILIARY.match(claim) else f"{subject} {claim}"
        for n, claim in enumerate(claims)
    ]


def _covered(said: Sequence[str], support: Support) -> float:
    """The share of a statement's content words that the quote has."""
    quoted = frozenset(stems(support.quote))
    held = sum(bool(holds(s, quoted) or synonyms(s) & quoted) for s in said)
    return held / len(said) if said else 1.0


def _meant_by_pronoun(statement: str, support: Support) -> frozenset[str]:
    """Stems of what the statement calls "the ward" where the quote says "it" of the one before."""
    if not support.place or not _PRONOUN.search(support.quote):
        return frozenset()
    before = Support(source=support.source, place=support.place - 1).quote
    things = stems(" ".join(_THING.findall(statement)))
    held = frozenset(stems(before))
    return frozenset(one for one in things if holds(one, held))


_PRONOUN = re.compile(r"\b(?:it|they|them|these|those)\b", re.IGNORECASE)
_THING = re.compile(r"\b[Tt]he\s+([a-z]{3,})\b")


def _content(statement: str) -> list[str]:
    """Stems of what a statement says, without its figures and the words with which one reports."""
    marks = figures(statement)
    inside = [t for t in tokens(statement) if not any(f.start <= t.start < f.end for f in marks)]
    return list(dict.fromkeys(t.stem for t in inside if t.stem and t.stem not in _GLUE))


def _words_of(text: str, wanted: Sequence[str] | frozenset[str]) -> list[str]:
    """The words of a text that have those stems, in lower case."""
    kept = frozenset(wanted)
    return list(dict.fromkeys(t.text.lower() for t in tokens(text) if t.stem in kept))
