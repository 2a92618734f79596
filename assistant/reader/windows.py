"""Windows: what the reader reads at once, a passage among its neighbours.

A list item says little without its list, and a reply little without what it replies to. So a
passage is read together with what stands beside it under the same heading, up to a number of
words; one that is long by itself is read in parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Metadata, Passage
from index.chunk import row_words
from index.types import Sentence

WORDS = 80
"""Words of one window; a single sentence may have more."""

REACH = 4
"""Passages on either side that a window may take in."""

_TITLE, _SECTION, _LEAD = 80, 60, 160  # characters of each that go into the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Sentences read together, under what a person knows before reading them."""

    document: str  # id
    header: str
    sentences: tuple[Sentence, ...]  # in the order of the document
    words: tuple[str, ...]  # of each sentence, as it is read: on one line, cells under heads


def neighbours(passage: str, reach: int = REACH) -> list[str]:
    """Ids of a passage and of those before and after it, in order; some may not exist."""
    document, number = passage.rsplit("#", 1)
    middle = int(number)
    return [f"{document}#{n:04d}" for n in range(max(0, middle - reach), middle + reach + 1)]


def windows_around(
    passages: Iterable[str],
    known: Mapping[str, Passage],
    sentences: Mapping[str, Sequence[Sentence]],
    metadata: Mapping[str, Metadata],
) -> list[Window]:
    """The windows around passages, in their order; a passage within an earlier window has none.

    Args:
        passages: ids, the most useful first.
        known: those passages, their neighbours and parents, by id.
        sentences: of each passage, by its id, in order.
        metadata: of the documents, by id.
    """
    windows: list[Window] = []
    read: set[str] = set()
    for id in passages:
        if id in read or not sentences.get(id):
            continue
        run = _run(id, known, sentences, read)
        read.update(run)
        document = id.rsplit("#", 1)[0]
        header = _header(metadata[document], known[run[0]], run, known)
        for part in _parts([s for one in run for s in sentences[one]]):
            windows.append(
                Window(
                    document=document,
                    header=header,
                    sentences=tuple(part),
                    words=tuple(_words(sentence, known[sentence.passage]) for sentence in part),
                )
            )
    return windows


def _run(
    id: str,
    known: Mapping[str, Passage],
    sentences: Mapping[str, Sequence[Sentence]],
    read: set[str],
) -> list[str]:
    """The passage with its neighbours under the same heading, as many as fit, in order."""
    section = known[id].locator.section
    run = [id]
    room = WORDS - _count(sentences[id])
    ids = neighbours(id)
    middle = ids.index(id)
    open_sides = {1: middle + 1, -1: middle - 1}  # what follows first: a list follows its lead
    while open_sides and room > 0:
        for step, position in list(open_sides.items()):
            other = ids[position] if 0 <= position < len(ids) else ""
            length = _count(sentences.get(other, ()))
            passage = known.get(other)
            if (
                passage is None
                or other in read
                or passage.locator.section != section
                or not 0 < length <= room
            ):
                del open_sides[step]
                continue
            run.append(other)
            room -= length
            open_sides[step] = position + step
    return sorted(run)


def _count(sentences: Sequence[Sentence]) -> int:
    return sum(len(sentence.text.split()) for sentence in sentences)


def _parts(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences in parts of at most `WORDS` words, or of one sentence."""
    parts: list[list[Sentence]] = []
    size = WORDS
    for sentence in sentences:
        length = len(sentence.text.split())
        if not parts or size + length > WORDS:
            parts.append([])
            size = 0
        parts[-1].append(sentence)
        size += length
    return parts


def _header(
    metadata: Metadata, first: Passage, run: Sequence[str], known: Mapping[str, Passage]
) -> str:
    parts = [metadata.title[:_TITLE], " > ".join(first.locator.section)[-_SECTION:]]
    lead = known.get(first.parent or "")
    if lead is not None and lead.id not in run:
        parts.append(" ".join(lead.text.split())[-_LEAD:])
    return " | ".join(part for part in parts if part)


def _words(sentence: Sentence, passage: Passage) -> str:
    return row_words(passage) if passage.kind == "row" else " ".join(sentence.text.split())
