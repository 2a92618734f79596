"""Windows: a passage read among its neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.reader.windows import WORDS, Window, neighbours, windows_around
from corpus.structure.passages import read_passages
from corpus.types import Document, Metadata
from index.chunk import cut
from index.types import Sentence

METADATA = Metadata(id="doc", title="Minutes of the Board", body="Anytown CCG")


def lay(text: str, *wanted: int) -> list[Window]:
    """The windows around some of the passages of a text, by their positions."""
    passages = read_passages("doc", text)
    document = Document(metadata=METADATA, path="d", sha256="", text=text, passages=passages)
    pieces = cut(document, window=256, count_tokens=lambda words: len(words.split()))
    sentences: dict[str, list[Sentence]] = {}
    for sentence in pieces.sentences:
        sentences.setdefault(sentence.passage, []).append(sentence)
    known = {passage.id: passage for passage in passages}
    return windows_around([passages[n].id for n in wanted], known, sentences, {"doc": METADATA})


LIST = """1. The Board heard of the pilot.

2. The benefits expected are:

(a) fewer journeys to hospital

(b) quicker answers for practices

(c) lower costs

3. The pilot ends in June.
"""


def test_an_item_is_read_with_its_list() -> None:
    passages = read_passages("doc", LIST)
    item = next(n for n, passage in enumerate(passages) if "quicker" in passage.text)
    (window,) = lay(LIST, item)
    assert "The benefits expected are:" in window.words
    assert "lower costs" in window.words
    assert window.header.startswith("Minutes of the Board")


def test_a_passage_within_an_earlier_window_has_none_of_its_own() -> None:
    assert len(lay(LIST, 1, 2, 3)) == 1


def test_neighbours_stop_at_a_heading() -> None:
    text = "# One\n\nThe first section speaks.\n\n# Two\n\nThe second section answers.\n"
    (window,) = lay(text, 1)
    assert window.words == ("The first section speaks.",)


def test_a_long_passage_is_read_in_parts() -> None:
    text = "1. " + " ".join(f"Sentence number {n} has exactly eight words here." for n in range(30))
    windows = lay(text, 0)
    assert len(windows) > 2
    assert sum(len(window.sentences) for window in windows) == 30


def test_neighbours_are_ids_around() -> None:
    assert neighbours("a#b#0001", 2) == ["a#b#0000", "a#b#0001", "a#b#0002", "a#b#0003"]


@given(
    st.lists(st.integers(3, 60), min_size=1, max_size=12),
    st.lists(st.integers(0, 11), min_size=1, max_size=4),
)
def test_no_sentence_is_read_twice_and_windows_keep_their_size(
    lengths: list[int], wanted: list[int]
) -> None:
    paragraphs = (" ".join(["word"] * length) + "." for length in lengths)
    text = "\n\n".join(f"{n}. {words}" for n, words in enumerate(paragraphs, start=1))
    count = len(read_passages("doc", text))
    windows = lay(text, *(number % count for number in wanted))
    read = [(one.passage, one.start) for window in windows for one in window.sentences]
    assert len(read) == len(set(read))
    for window in windows:
        assert sorted(window.sentences, key=lambda one: one.start) == list(window.sentences)
        words = sum(len(words.split()) for words in window.words)
        assert len(window.sentences) == 1 or words <= WORDS
