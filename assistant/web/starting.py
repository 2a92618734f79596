"""The page before the first question: what the record holds, a short tour, questions to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.starters import Step
from assistant.web.markup import text
from assistant.web.render import questions
from assistant.wording import count
from corpus.types import Metadata


def welcome(documents: Sequence[Metadata], tour: Sequence[Step]) -> str:
    """What stands in the conversation before the first question.

    Args:
        documents: of the record.
        tour: steps, each with questions that the record answers.
    """
    steps = "".join(
        f"<li><h3>{text(step.name)}</h3><p>{text(step.why)}</p>{questions(step.questions)}</li>"
        for step in tour
        if step.questions
    )
    listed = f'<h2>A short tour</h2><ol class="tour">{steps}</ol>' if steps else ""
    return f'<div class="welcome">{_holdings(documents)}{listed}</div>'


def _holdings(documents: Sequence[Metadata]) -> str:
    """What the record holds, in four facts."""
    years = sorted({document.date[:4] for document in documents if document.date})
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else "not known"
    bodies = dict.fromkeys(document.body for document in documents if document.body)
    kinds = Counter(document.kind for document in documents)
    told = ", ".join(
        f"{number:,} {kind if number == 1 or kind == 'minutes' else _plural(kind)}"
        for kind, number in kinds.most_common()
    )
    facts = (
        ("Documents", f"{len(documents):,}"),
        ("Published", span),
        ("Bodies", _few(list(bodies))),
        ("Kinds", told),
    )
    rows = "".join(f"<div><dt>{name}</dt><dd>{text(fact)}</dd></div>" for name, fact in facts)
    return f'<h2>What the record holds</h2><dl class="facts">{rows}</dl>'


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else kind if kind == "other" else f"{kind}s"


def _few(names: Sequence[str], most: int = 4) -> str:
    more = len(names) - most
    listed = ", ".join(names[:most]) or "not known"
    return f"{listed} and {count(more, 'other')}" if more > 0 else listed
