"""Sentences of a passage, with exact spans: the only importer of sentencex."""

from __future__ import annotations

import re

from corpus.types import Span

_TITLE = re.compile(r"\b(?:Cllr|Cllrs|Mr|Mrs|Ms|Dr|Prof|St|No|para|paras|approx|inc)\.\s*$")


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences in a text, in order, white space at their ends left out.

    A line break inside a text is a space: records break lines anywhere. An abbreviation before
    a name ("Cllr. Smith") does not end a sentence.
    """
    from sentencex import get_sentence_boundaries

    flat = re.sub(r"\s", " ", text)  # one for one, so that offsets hold
    spans: list[Span] = []
    for boundary in get_sentence_boundaries("en", flat):
        start, end = boundary["start_index"], boundary["end_index"]
        if spans and _TITLE.search(flat[spans[-1].start : start]):
            start = spans.pop().start
        words = flat[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if end > start and any(letter.isalnum() for letter in flat[start:end]):
            spans.append(Span(start=start, end=end))
    return spans
