"""What is embedded and what can be quoted: headers, long passages, table rows, sentence spans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import SHIPPED, open_library
from corpus.structure.passages import read_passages
from corpus.types import Document, Locator, Metadata, Passage
from index.chunk import cut, row_words, write_header

METADATA = Metadata(
    id="minutes", title="Minutes of the panel", body="Fenwick CCG", kind="minutes", date="2016-03"
)


def count_words(text: str) -> int:
    """Tokens of a text: its words, and two special ones as a model has them."""
    return len(text.split()) + 2


def make(text: str, metadata: Metadata = METADATA) -> Document:
    return Document(
        metadata=metadata,
        path="minutes.txt",
        sha256="0" * 64,
        text=text,
        passages=read_passages(metadata.id, text, ()),
    )


def of_one_passage(text: str) -> Document:
    passage = Passage(
        id="minutes#0000",
        kind="paragraph",
        start=0,
        end=len(text),
        text=text,
        locator=Locator(section=("Finance",)),
    )
    return replace(make(text), passages=(passage,))


def words_of(chunk: str) -> str:
    return chunk.split("\n", 1)[1]


def test_header_says_document_section_and_what_introduces() -> None:
    document = make(
        "4. Walk-in centre\n\nWe are looking at two sites:\n\n"
        "- the old library in Mill Lane\n- the civic centre\n"
    )
    heading, lead, first, second = document.passages
    assert heading.kind == "heading"
    by_id = {passage.id: passage for passage in document.passages}
    outer = "Minutes of the panel | Fenwick CCG | 2016-03 | Walk-in centre"
    assert write_header(document, lead, by_id) == outer
    assert write_header(document, first, by_id) == f"{outer} | We are looking at two sites:"
    pieces = cut(document, window=60, count_tokens=count_words)
    assert [chunk.passages for chunk in pieces.chunks] == [(p.id,) for p in (lead, first, second)]
    assert [chunk.id for chunk in pieces.chunks] == [f"minutes@{n:04d}" for n in range(3)]
    head, words = pieces.chunks[1].text.split("\n")
    assert head == write_header(document, first, by_id)
    assert words == first.text


def test_header_leaves_out_what_is_unknown_or_said_already() -> None:
    text = "The lease ends in June and cannot be renewed."
    bare = make(text, Metadata(id="minutes", title="A paper"))
    assert write_header(bare, bare.passages[0], {}) == "A paper"
    named = make(text, replace(METADATA, title="Minutes of Fenwick CCG"))
    assert write_header(named, named.passages[0], {}) == "Minutes of Fenwick CCG | 2016-03"


def test_equal_passages_stay_two_chunks() -> None:
    document = make("The report was noted by all.\n\nThe report was noted by all.\n")
    first, second = cut(document, window=60, count_tokens=count_words).chunks
    assert first.digest == second.digest
    assert (first.id, second.id) == ("minutes@0000", "minutes@0001")
    assert first.passages != second.passages


def test_passage_that_fits_is_one_chunk() -> None:
    text = "One two three four five. Six seven eight nine ten."
    header = "Minutes of the panel | Fenwick CCG | 2016-03 | Finance"  # 12 tokens
    enough = count_words(header) + count_words(text)
    (whole,) = cut(of_one_passage(text), window=enough, count_tokens=count_words).chunks
    assert whole.text == f"{header}\n{text}"
    parts = cut(of_one_passage(text), window=enough - 1, count_tokens=count_words).chunks
    assert [words_of(part.text) for part in parts] == [
        "One two three four five.",
        "Six seven eight nine ten.",
    ]
    assert {part.passages for part in parts} == {("minutes#0000",)}


def test_one_endless_sentence_stays_whole() -> None:
    text = "and " * 100 + "end."
    (chunk,) = cut(of_one_passage(text), window=30, count_tokens=count_words).chunks
    assert words_of(chunk.text) == text


SENTENCES = st.lists(
    st.integers(1, 9).map(lambda n: "Care " + "was given " * n + "here."), min_size=1, max_size=25
)


@settings(deadline=None)  # a busy machine is no fault
@given(SENTENCES, st.integers(40, 80))
def test_long_passage_is_cut_between_sentences_within_the_window(
    sentences: list[str], window: int
) -> None:
    document = of_one_passage(" ".join(sentences))
    pieces = cut(document, window=window, count_tokens=count_words)
    assert [sentence.text for sentence in pieces.sentences] == sentences
    assert all(count_words(chunk.text) <= window for chunk in pieces.chunks)
    assert " ".join(words_of(chunk.text) for chunk in pieces.chunks) == document.text
    assert all(words_of(chunk.text).endswith("here.") for chunk in pieces.chunks)


def test_row_is_told_under_its_column_heads() -> None:
    row = Passage(
        id="minutes#0001",
        kind="row",
        start=0,
        end=0,
        text="Dale Street\t4,100\t\tGood",
        locator=Locator(),
        header="Practice\tList size\tVisits\tRating",
    )
    assert row_words(row) == "Dale Street: List size: 4,100; Rating: Good"
    assert row_words(replace(row, header=None)) == "Dale Street; 4,100; Good"
    assert row_words(replace(row, header="Practice\tList size")) == "Dale Street; 4,100; Good"
    piped = replace(row, text="| Mill Lane | 900 |", header="| Practice | List size |")
    assert row_words(piped) == "Mill Lane: List size: 900"


def test_table_becomes_a_chunk_a_row() -> None:
    document = make(
        "| Practice | List size | Rating |\n|---|---|---|\n"
        "| Dale Street | 4,100 | Good |\n| Mill Lane | 900 | Poor |\n"
    )
    rows = [passage for passage in document.passages if passage.header]
    assert [row.kind for row in rows] == ["row", "row"]
    pieces = cut(document, window=60, count_tokens=count_words)
    told = [words_of(chunk.text) for chunk in pieces.chunks if chunk.passages[0] == rows[1].id]
    assert told == ["Mill Lane: List size: 900; Rating: Poor"]
    assert [s.text for s in pieces.sentences if s.passage == rows[1].id] == [rows[1].text]


def test_sentences_of_the_shipped_documents_are_at_their_spans() -> None:
    library = open_library(SHIPPED)
    for source in library.sources:
        document = library.read(source)
        spans = {passage.id: (passage.start, passage.end) for passage in document.passages}
        pieces = cut(document, window=256, count_tokens=count_words)
        assert pieces.sentences
        for sentence in pieces.sentences:
            assert document.text[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()
            start, end = spans[sentence.passage]
            assert start <= sentence.start < sentence.end <= end


def test_headings_are_no_chunks_and_all_else_is(small_corpus: Path) -> None:
    library = open_library(small_corpus)
    for source in library.sources:
        document = library.read(source)
        pieces = cut(document, window=256, count_tokens=count_words)
        cited = [id for chunk in pieces.chunks for id in chunk.passages]
        assert cited == [p.id for p in document.passages if p.kind != "heading"]
        assert len({chunk.id for chunk in pieces.chunks}) == len(pieces.chunks)
