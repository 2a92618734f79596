"""The passages that a model is given: the most useful first, neighbours together, within budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.quotes import Quote
from assistant.written.clean import gives_orders, strip_invisible
from corpus.types import Metadata, Passage
from index.chunk import row_words
from index.types import Hit, Sentence

if TYPE_CHECKING:
    from index.lookup import Lookup

MOST = 16
"""Passages offered at most."""

LONGEST = 1500
"""Characters of one passage that are shown; a longer one is cut at a sentence."""

_LETTERS_A_TOKEN = 3.3
"""Characters of English prose with figures for each token, on the low side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A passage as it is offered, with what is needed to check a statement against it."""

    number: int  # from 1, as the model sees it
    metadata: Metadata
    passage: Passage
    lead: Passage | None  # what introduces it
    sentences: tuple[Sentence, ...]

    @property
    def frame(self) -> str:
        """What it stands under: introduction, label, section."""
        locator = self.passage.locator
        lead = self.lead.text if self.lead else ""
        return " ".join(
            (lead, locator.paragraph or "", *locator.section, self.passage.header or "")
        )

    @property
    def about(self) -> str:
        """What is known of its document."""
        known = self.metadata
        return " . ".join(
            part for part in (known.title, known.body, known.committee, known.date) if part
        )


def count_tokens(text: str) -> int:
    """About how many tokens a text has, for any model: rather too many than too few."""
    return int(len(text) / _LETTERS_A_TOKEN) + 1


def choose_passages(
    lookup: Lookup, hits: Sequence[Hit], quotes: Sequence[Quote], budget: int
) -> tuple[Source, ...]:
    """The passages to offer, numbered from 1.

    What quotes mode would state comes first, then the hits in their order; the introduction of a
    list item, and the next passage of a document, stand together.

    Args:
        lookup: of the index.
        hits: of the question, best first.
        quotes: what quotes mode would state.
        budget: tokens that the passages may have.
    """
    metadata = {q.metadata.id: q.metadata for q in quotes} | {
        h.metadata.id: h.metadata for h in hits
    }
    wanted = {q.passage.id: q.passage for q in quotes}
    wanted |= {h.passage.id: h.passage for h in hits if h.passage.id not in wanted}
    parents = {p.parent for p in wanted.values() if p.parent}
    leads = {id: passage for id, (_, passage) in lookup.passages(parents).items()}
    groups: list[list[Passage]] = []
    taken: set[str] = set()
    left = budget
    for passage in wanted.values():
        if gives_orders(passage.text):
            continue
        lead = leads.get(passage.parent or "")
        together = [p for p in (lead, passage) if p is not None and p.id not in taken]
        cost = sum(count_tokens(shown(p)) + _OVERHEAD for p in together)
        if not together or cost > left or len(taken) + len(together) > MOST:
            continue
        left -= cost
        taken |= {p.id for p in together}
        beside = next((g for g in groups if any(_adjoin(p, q) for p in together for q in g)), None)
        if beside is None:
            groups.append(together)
        else:
            beside += together
    ordered = [p for group in groups for p in sorted(group, key=lambda p: p.start)]
    held: dict[str, list[Sentence]] = {p.id: [] for p in ordered}
    for sentence in lookup.sentences(held):
        held[sentence.passage].append(sentence)
    return tuple(
        Source(
            number=number,
            metadata=metadata[passage.id.rsplit("#", 1)[0]],
            passage=passage,
            lead=leads.get(passage.parent or ""),
            sentences=tuple(held[passage.id]),
        )
        for number, passage in enumerate(ordered, start=1)
    )


_OVERHEAD = 30
"""Tokens of a passage's number and of its share of the line that names the document."""


def shown(passage: Passage) -> str:
    """The passage as the model sees it: on one line, nothing invisible, no marks of ours in it."""
    words = row_words(passage) if passage.kind == "row" else passage.text
    line = " ".join(strip_invisible(words).split())
    line = re.sub(r"\[(\d{1,4})\]", r"(\1)", line)  # a footnote's mark is no citation
    line = re.sub(r"<(/?)\s*(record|passage)", r"(\1\2", line, flags=re.IGNORECASE)
    if len(line) <= LONGEST:
        return line
    return re.sub(r"(?<=[.;])\s[^.;]*$", "", line[:LONGEST]) + " …"


def _adjoin(one: Passage, other: Passage) -> bool:
    """Whether two passages stand next to each other in one document."""
    (document, place), (other_document, other_place) = (p.id.rsplit("#", 1) for p in (one, other))
    return document == other_document and abs(int(place) - int(other_place)) <= 1
