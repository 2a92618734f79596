"""Chunks and sentences of a document: what is embedded to be found, and to be quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.sentences import split_sentences
from corpus.structure.tabular import split_cells
from corpus.types import Document, Passage
from index.types import Chunk, Sentence

CHUNKING = "passages-1"
"""Names the rules of this module; a change of the rules changes it, and indexes are remade."""

_LEAD = 240  # characters of an introducing passage that go into the header
_SECTION = 160  # characters of the section path that go into the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """What a document gives the index."""

    chunks: tuple[Chunk, ...]
    sentences: tuple[Sentence, ...]


def cut(document: Document, *, window: int, count_tokens: Callable[[str], int]) -> Pieces:
    """The chunks and sentences of a document.

    A passage is a chunk, under its header; one too long for the model's window is several
    chunks of whole sentences, each under the same header. Headings are in the headers of what
    stands below them, and are no chunks of their own.

    Args:
        document: what to cut.
        window: tokens that the embedding model sees of a text.
        count_tokens: tokens of a text, as the model counts them.
    """
    by_id = {passage.id: passage for passage in document.passages}
    chunks: list[Chunk] = []
    sentences: list[Sentence] = []
    for passage in document.passages:
        if passage.kind == "heading":
            continue
        own = list(_sentences(document, passage))
        sentences += own
        header = write_header(document, passage, by_id)
        for words in _fit(header, passage, own, window, count_tokens):
            text = f"{header}\n{words}"
            chunks.append(
                Chunk(
                    id=f"{document.id}@{len(chunks):04d}",
                    passages=(passage.id,),
                    text=text,
                    digest=hashlib.sha256(text.encode()).hexdigest(),
                )
            )
    return Pieces(chunks=tuple(chunks), sentences=tuple(sentences))


def write_header(document: Document, passage: Passage, by_id: dict[str, Passage]) -> str:
    """What a reader knows before reading the passage: document, section, what introduces it."""
    metadata = document.metadata
    who = metadata.body if metadata.body and metadata.body not in metadata.title else None
    parts = [metadata.title, who, metadata.date]
    section = " > ".join(passage.locator.section)
    parts.append(section[-_SECTION:])
    lead = by_id[passage.parent].text if passage.parent else passage.header
    if lead:
        parts.append(" ".join(lead.split())[-_LEAD:])
    return " | ".join(part for part in parts if part)


def row_words(passage: Passage) -> str:
    """A table row in words, each cell under its column's head where the table has heads."""
    cells = split_cells(passage.text)
    heads = split_cells(passage.header) if passage.header else []
    if len(heads) != len(cells):
        return "; ".join(cell for cell in cells if cell)
    named = [f"{head}: {cell}" for head, cell in zip(heads[1:], cells[1:], strict=True) if cell]
    return f"{cells[0]}: " + "; ".join(named)


def _sentences(document: Document, passage: Passage) -> Iterator[Sentence]:
    if passage.kind == "row":
        yield Sentence(passage=passage.id, start=passage.start, end=passage.end, text=passage.text)
        return
    for span in split_sentences(passage.text):
        start, end = passage.start + span.start, passage.start + span.end
        yield Sentence(passage=passage.id, start=start, end=end, text=document.text[start:end])


def _fit(
    header: str,
    passage: Passage,
    sentences: list[Sentence],
    window: int,
    count_tokens: Callable[[str], int],
) -> Iterator[str]:
    """The passage's words in parts that fit the window; one part for nearly all passages."""
    words = row_words(passage) if passage.kind == "row" else " ".join(passage.text.split())
    room = window - count_tokens(header)
    if count_tokens(words) <= room or len(sentences) < 2:
        yield words
        return
    part: list[str] = []
    size = 0
    for sentence in sentences:
        text = " ".join(sentence.text.split())
        tokens = count_tokens(text)
        if part and size + tokens > room:
            yield " ".join(part)
            part, size = [], 0
        part.append(text)
        size += tokens
    yield " ".join(part)
