"""Pairs files: read strictly, every fault at once, and proved against the documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.check import check_pairs, count_pairs
from eval.errors import PairsError, RunError
from eval.pairs import check_ids, pair_to_json, read_pairs
from eval.types import Pair
from tests.eval_world import make_fact, make_pair, make_pairs, make_shelf, write_pairs


def line(**changes: Any) -> dict[str, Any]:
    """A good line with some fields changed."""
    return pair_to_json(make_pairs()[0]) | changes


def faults(path: Path, *lines: Any) -> list[str]:
    """The faults of a file of these lines, without the folder."""
    path.write_text(
        "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines),
        encoding="utf-8",
    )
    with pytest.raises(PairsError) as raised:
        read_pairs(path)
    assert str(raised.value).splitlines() == list(raised.value.faults)
    return [fault.removeprefix(f"{path.parent}/") for fault in raised.value.faults]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    pairs = make_pairs()
    path = tmp_path / "pairs.jsonl"
    write_pairs(path, pairs)
    read = read_pairs(path)
    assert [replace(pair, where="") for pair in read] == [replace(p, where="") for p in pairs]
    assert read[2].where == f"{path}:3"


def test_history_wrong_and_paragraph_may_be_left_out(tmp_path: Path) -> None:
    bare = line()
    del bare["history"], bare["wrong"], bare["facts"][0]["evidence"][0]["paragraph"]
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"\n{json.dumps(bare)}\n\n", encoding="utf-8")
    (pair,) = read_pairs(path)
    assert pair.history == pair.wrong == ()
    assert pair.facts[0].evidence[0].paragraph is None
    assert pair.where.endswith(":2")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("not json", "not JSON"),
        ("[1]", "not an object"),
        (line(colour="blue"), "unknown field 'colour'"),
        (line(id="a b"), "letters, digits and single dashes"),
        (line(id=7), "id must be text"),
        (line(question="  "), "question must be text, and not empty"),
        (line(category="facts"), "category 'facts' is not one of fact, number"),
        (line(split="train"), "split 'train' is not one of tune, test"),
        (line(outcome=[]), "outcome is empty"),
        (line(outcome="answered"), "outcome must be a list of texts"),
        (line(outcome=["found"]), "'found' is not one of answered"),
        (line(facts=[]), "'answered' without a vital fact"),
        (line(facts={}), "facts must be a list of objects"),
        (line(outcome=["not_found"]), "not_found with facts"),
        (line(wrong=["(a"]), "'(a' is not a regular expression"),
        (line(wrong=["x*"]), "'x*' matches anything"),
        (line(written="today"), "'today' is not a date"),
        (line(history=["", "b"]), "history must be a list of texts"),
        (line(facts=[{"fact": "f"}]), "no 'vital' in facts[0]"),
        (
            line(facts=[line()["facts"][0] | {"vital": "yes"}]),
            "facts[0].vital must be true or false",
        ),
        (line(facts=[line()["facts"][0] | {"patterns": []}]), "facts[0].patterns is empty"),
        (
            line(facts=[line()["facts"][0] | {"evidence": [{"document": "minutes"}]}]),
            "no 'quote' in facts[0].evidence[0]",
        ),
        (
            line(
                facts=[
                    line()["facts"][0]
                    | {"evidence": [{"document": "minutes", "paragraph": 2, "quote": "q"}]}
                ]
            ),
            "paragraph must be a label in quotes",
        ),
    ],
)
def test_each_kind_of_fault_has_its_line(tmp_path: Path, bad: Any, says: str) -> None:
    found = faults(tmp_path / "my.jsonl", line(id="good-one", family="good"), bad)
    assert any(says in fault for fault in found), found
    assert all(fault.startswith("my.jsonl:2: ") for fault in found)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    bad = line()
    del bad["author"]
    assert faults(tmp_path / "my.jsonl", bad) == [
        "my.jsonl:1: no 'author'; add it (see eval/pairs/README.md)"
    ]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path / "my.jsonl",
        line(),
        line(family="other"),
        "{",
        line(id="third", split="test"),
        line(id="fourth", category="x", colour=1),
    )
    assert [fault.split(": ")[0] for fault in found] == [
        "my.jsonl:3",
        "my.jsonl:5",
        "my.jsonl:5",
        "my.jsonl:2",
        "my.jsonl:4",
    ]
    assert "id 'tables' is taken by" in found[3]
    assert "family 'tables' is in 'test' here and in 'tune' at" in found[4]


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_set_cannot_run(tmp_path: Path, content: str) -> None:
    path = tmp_path / "my.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match="no pairs in it"):
        read_pairs(path)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such file"):
        read_pairs(tmp_path / "none.jsonl")
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b"\xe9")
    with pytest.raises(RunError, match="must be a UTF-8 file"):
        read_pairs(path)


def test_ids_are_unique_over_files() -> None:
    one, other = make_pair("same", "a?", where="a:1"), make_pair("same", "b?", where="b:1")
    assert check_ids([one, other]) == ["b:1: id 'same' is taken by a:1; rename one"]


def test_good_pairs_are_proved() -> None:
    check_pairs(make_pairs(), make_shelf())


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (make_fact("f", "tide", "diary", "tide"), "no document 'diary'; there are: letter"),
        (make_fact("f", "tide", "minutes", "12 tide charts"), "is not in minutes"),
        (make_fact("f", "the", "minutes", "the"), "is found 2 times in minutes"),
        (make_fact("f", "12 tide", "minutes", "12 tide", "2"), "'2' but the quote stands in '1'"),
        (make_fact("f", "twelve", "minutes", "12 tide"), "no pattern matches the evidence"),
        (make_fact("f", "12|how many", "minutes", "12 tide"), "matches the question"),
        (make_fact("f", "12|does not say", "minutes", "12 tide"), "matches the refusal sentence"),
        (make_fact("f", "minutes", "minutes", "Minutes of"), "stands in no passage"),
    ],
)
def test_each_fault_against_the_documents_has_its_line(fact: Any, says: str) -> None:
    pair = replace(make_pairs()[0], facts=(fact,))
    with pytest.raises(PairsError) as raised:
        check_pairs([pair], make_shelf())
    assert any(says in fault for fault in raised.value.faults), raised.value.faults
    assert all(fault.startswith("pairs.jsonl:tables: ") for fault in raised.value.faults)


@pytest.mark.parametrize("pattern", ["12 tide", "record does not"])
def test_a_wrong_pattern_that_fits_a_right_answer_is_a_fault(pattern: str) -> None:
    pair = replace(make_pairs()[0], wrong=(pattern,))
    with pytest.raises(PairsError, match="narrow it"):
        check_pairs([pair], make_shelf())


def test_the_census_counts() -> None:
    pairs: list[Pair] = list(make_pairs())
    census = count_pairs(pairs)
    assert (census.pairs, census.families, census.facts, census.vital) == (5, 5, 3, 3)
    assert census.unanswerable == 2
    assert census.splits == {"test": 2, "tune": 3}
    assert census.categories == {"number": 2, "who": 1, "unanswerable": 2}
    # "how many tables of the tides are promised?": 2 of 4 content stems are in "12 tide tables".
    assert (census.with_evidence, census.few_words) == (3, 2)
