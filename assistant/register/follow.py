"""What became of a commitment: later records of the same body that speak of the same thing.

A later passage is about a commitment when it holds at least half of its content words and three
of them, or its minute number and two. Nothing is claimed without the passage that shows it, and
where none is found the register says only that: nothing was found in the records held.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.register.types import Entry, FollowUp, Relation
from assistant.words import content_words, stem
from corpus.dates import parse_period
from corpus.types import Metadata

if TYPE_CHECKING:
    from index.commitments import Held
    from index.lookup import Lookup

MOST = 3
"""Later records given for one commitment, the earliest."""

_HITS = 24  # passages looked at
_WORDS = 16  # content words of a commitment that are looked for
_SHARE = 0.5
_FEWEST = 3
_REFERENCE = re.compile(r"\b(?:minute|item|action)\s+(?:no\.? ?)?(\d+[\w/.-]*)", re.IGNORECASE)
_OPENING = frozenset(
    stem(word)
    for word in """action agree agreed ask asked board body ccg chair commission committee council
    group meeting member members panel propose proposed provide report request resolve resolved
    submit team undertake update would will shall further note""".split()  # noqa: SIM905
)
"""Words that most commitments share, which say nothing of what one is about."""
_REPORTS = re.compile(
    r"\b(?:had|has|have|was|were|opened|met|began|reported|completed?|done|closed|sent|received"
    r"|appointed|published|approved|finished|achieved|delivered|on track|overdue|at risk|ongoing"
    r"|carried forward|in progress|promised|answers)\b",
    re.IGNORECASE,
)
_WITHDRAWS = re.compile(
    r"\b(?:no longer|supersed\w+|replaced by|withdrawn|rescind\w+|cancelled|abandoned"
    r"|not (?:to )?(?:proceed|go ahead|be pursued)|instead of)\b",
    re.IGNORECASE,
)


class Follower:
    """Looks for what became of commitments, in one index."""

    def __init__(self, lookup: Lookup, held: Sequence[Held]) -> None:
        self._lookup = lookup
        self._metadata = lookup.metadata()
        self._made: dict[str, list[Held]] = {}  # by passage
        for one in held:
            self._made.setdefault(one.commitment.passage, []).append(one)

    def follow(self, entry: Entry) -> tuple[FollowUp, ...]:
        """The later records about it, in order of date, at most `MOST`."""
        words = self._words_of(entry)
        later = self._later(entry.metadata, entry.commitment.who)
        if len(words) < 2 or not later:
            return ()
        terms = list(words.values())[:_WORDS]
        ids = self._lookup.find_words(terms, _HITS, list(later))
        best: dict[str, tuple[float, FollowUp]] = {}
        for document, passage in self._lookup.passages(ids).values():
            share = self._share(passage.text, words, entry)
            relation = share and self._relation(entry, passage.id, passage.text)
            if not relation or (document in best and best[document][0] >= share):
                continue
            best[document] = (
                share,
                FollowUp(
                    relation=relation,
                    metadata=later[document],
                    passage=passage.id,
                    locator=passage.locator,
                    quote=passage.text,
                    start=passage.start,
                    end=passage.end,
                ),
            )
        found = [follow_up for _, follow_up in best.values()]
        return tuple(sorted(found, key=lambda one: one.metadata.date or "")[:MOST])

    def _words_of(self, entry: Entry) -> dict[str, str]:
        """The content words of its own, by stem: without names of who and common words."""
        who = {stem(word) for word in content_words(entry.commitment.who or "")}
        found: dict[str, str] = {}
        for word in content_words(re.sub(r"[|*]", " ", entry.quote)):
            root = stem(word)
            if root not in who and root not in _OPENING and not word.isdigit():
                found.setdefault(root, word)
        return found

    def _later(self, metadata: Metadata, who: str | None) -> Mapping[str, Metadata]:
        """Documents that came after it, of its body or committee, or of who it is, by id."""
        if metadata.date is None:
            return {}
        after = parse_period(metadata.date).last
        ours = {metadata.body, metadata.committee, who} - {None}
        return {
            id: other
            for id, other in self._metadata.items()
            if other.date is not None
            and parse_period(other.date).first > after
            and ours & {other.body, other.committee}
        }

    def _share(self, text: str, words: Mapping[str, str], entry: Entry) -> float:
        """The share of its words that a passage has; 0.0 where they are too few."""
        there = {stem(word) for word in content_words(re.sub(r"[|*]", " ", text))}
        shared = len(words.keys() & there)
        label = entry.locator.paragraph or ""
        named = any(number == label for number in _REFERENCE.findall(text))
        enough = shared >= 2 if named else shared >= _FEWEST and shared >= _SHARE * len(words)
        return shared / len(words) if enough else 0.0

    def _relation(self, entry: Entry, passage: str, text: str) -> Relation | None:
        if _WITHDRAWS.search(text):
            return "superseded"
        for made in self._made.get(passage, ()):
            again = made.commitment
            if again.status is None and self._share(again.what, self._words_of(entry), entry):
                return "repeated"
        return "reported back" if _REPORTS.search(text) else None
