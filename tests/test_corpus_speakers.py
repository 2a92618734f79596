"""Who is speaking in a passage."""

from __future__ import annotations

import pytest

from corpus.structure.passages import read_passages


def speakers(text: str) -> list[str | None]:
    return [passage.speaker for passage in read_passages("d", text)]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Mr Smith said that the lease ends in June.", "Mr Smith"),
        ("In reply, Dr Jane Holt explained that it could not be renewed.", "Dr Jane Holt"),
        ("In response to a question, the Director of Public Health advised that it was.",
         "the Director of Public Health"),
        ("Sue Lock, Chief Operating Officer at the group, presented the report.", "Sue Lock"),
        ("Kieron O’Hara (KO) welcomed those present.", "Kieron O’Hara"),
        ("The Chair thanked the officer.", "The Chair"),
        ("Councillor Reed also asked about the costs.", "Councillor Reed"),
        ("The Chair: Thank you all for coming.", "The Chair"),
        ("Mr. Dave Epp (Dale): I thank the member.", "Mr. Dave Epp"),
        ("The Board noted the report.", None),
        ("Fenwick Borough Council said that it would pay.", None),
        ("It was reported that the lease ends in June.", None),
        ("ODUG Recommendation: that a regulator be named.", None),
        ("Report Author: Jane Holt", None),
        ("Members of the panel asked about the costs.", None),
        ("the centre was said to be cold.", None),
    ],
)  # fmt: skip
def test_who_speaks(words: str, speaker: str | None) -> None:
    assert speakers(f"4. {words}\n") == [speaker]


def test_a_name_before_a_colon_speaks_where_it_comes_again() -> None:
    text = "Hefin David: When?\n\nJulie Morgan: Soon.\n\nHefin David: Good.\n\nKey Facts: None.\n"
    assert speakers(text) == ["Hefin David", None, "Hefin David", None]


def test_initials_speak_where_the_record_says_whose_they_are() -> None:
    text = "Present: Sheila Freeman (SF)\n\nSF reported on the fund.\n\nDT reported on the roof.\n"
    assert speakers(text)[1:] == ["SF", None]


def test_what_was_resolved_is_nobody_s_speech() -> None:
    assert speakers("RESOLVED: Mr Smith said it.\n\n# Mr Smith said\n\nIt was.\n") == [None] * 3
