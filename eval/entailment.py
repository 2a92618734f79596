"""A local check that a passage supports a statement: by words and numbers, with no model.

It is no proof: it catches a citation of another passage, a number that the source does not have
and a negation that the source lacks, which are the faults that a record's readers are hurt by.
A model of natural language inference can stand in its place: any `Entails` will do.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from eval.matching import content_stems, plain

Entails = Callable[[str, str], bool]
"""(premise, hypothesis) -> the premise supports the hypothesis."""

ENOUGH = 0.75
"""Share of the statement's content stems that the premise must have."""

_NEGATION = re.compile(r"\b(?:not|no|never|none|neither|without|cannot|\w+n't)\b", re.IGNORECASE)


def words_entail(premise: str, hypothesis: str) -> bool:
    """True when the premise has every number of the hypothesis, and most of its content stems.

    Share of stems >= `ENOUGH`; a negation in the hypothesis must have one in the premise. A
    hypothesis that says nothing (no content words, no numbers) is not supported.
    """
    claimed = content_stems(hypothesis)
    if not claimed:
        return False
    known = content_stems(premise)
    numbers = {stem for stem in claimed if stem[0].isdigit()}
    if not numbers <= known:
        return False
    if _NEGATION.search(plain(hypothesis)) and not _NEGATION.search(plain(premise)):
        return False
    return len(claimed & known) / len(claimed) >= ENOUGH
