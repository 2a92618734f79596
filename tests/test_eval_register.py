"""The register held against labels: what counts as found, right, and the same name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.types import Commitment, Document, Due, Metadata
from eval.errors import RunError
from eval.register import is_same_name, match, score_half
from eval.register_command import LABELS, RECORDS
from eval.register_gold import Label, check_text, half_of, read_labels

TEXT = "The CCG will write. The Chair agreed to call. Nobody came."


def commitment(start: int, end: int, **more: object) -> Commitment:
    fields: dict[str, object] = {"firmness": "undertaken", "who": "Fenwick CCG"} | more
    return Commitment(what="", passage="d#0001", start=start, end=end, **fields)  # type: ignore[arg-type]


def label(start: int, end: int, **more: object) -> Label:
    given = {"firmness": ["undertaken"], "who": ["NHS Fenwick CCG"], "due": [None]} | more
    return Label.model_validate({"passage": "d#0001", "start": start, "end": end} | given)


def document(*found: Commitment) -> Document:
    return Document(
        metadata=Metadata(id="d", title="D"),
        path="d.txt",
        sha256="",
        text=TEXT,
        passages=(),
        commitments=found,
    )


def test_each_is_matched_once_and_optional_labels_count_in_neither() -> None:
    found = document(commitment(0, 19), commitment(0, 19), commitment(20, 44), commitment(46, 58))
    labels = [label(0, 19), label(20, 44, optional=True), label(45, 45 + 1)]
    outcomes = match(found, labels)
    assert sorted(one.kind for one in outcomes) == ["false", "false", "missed", "right"]
    result = score_half("small", "tune", outcomes, 1)
    precision, recall = result.estimates["precision"], result.estimates["recall"]
    assert precision
    assert precision.value == pytest.approx(1 / 3)
    assert recall
    assert recall.value == pytest.approx(1 / 2)


def test_agreement_of_those_found() -> None:
    late = commitment(0, 19, firmness="proposed", due=Due(words="by June", date="2015-06"))
    (one,) = match(document(late), [label(0, 19, due=["2015-06"])])
    assert (one.firmness, one.who, one.due) == (False, True, True)
    (other,) = match(document(commitment(0, 19)), [label(0, 19, due=["words"])])
    assert not other.due
    (decided,) = match(document(commitment(0, 19, firmness="agreed")),
                       [label(0, 19, firmness=["resolved"])])  # fmt: skip
    assert decided.firmness


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("NHS Fenwick CCG", "Fenwick Clinical Commissioning Group", True),
        ("Ms Joan Reed", "Joan Reed", True),
        ("the Panel", "Health Scrutiny Panel", False),
        ("Health Scrutiny Panel members", "Panel members", True),
        ("Fenwick CCG", "Thornby CCG", False),
        (None, "Thornby CCG", False),
        (None, "*", True),
    ],
)
def test_names(found: str | None, wanted: str, same: bool) -> None:
    assert is_same_name(found, wanted) is same


def test_labels_of_the_shipped_sets_are_sound_and_in_both_halves() -> None:
    for name in ("shipped", "records", "public"):
        labelled = read_labels(LABELS / f"{name}.jsonl")
        assert {one.half for one in labelled} == {"tune", "test"}
        for one in labelled:
            assert one.half == half_of(one.row.document)
            for known in one.row.labels:
                assert known.start < known.end
                assert known.optional or (known.firmness and known.who and known.due)
    assert RECORDS.is_dir()


def test_faults_in_labels_are_one_line(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    row = {
        "document": "d",
        "text_sha256": "",
        "labels": [{"passage": "d#1", "start": -1, "end": 4}],
    }
    file.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(RunError, match=r"labels.jsonl:1: labels.0.start"):
        read_labels(file)


def test_a_text_that_has_changed_is_not_scored(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    row = {"document": "d", "text_sha256": "0", "labels": []}
    file.write_text(json.dumps(row), encoding="utf-8")
    (one,) = read_labels(file)
    with pytest.raises(RunError, match="not the one that was labelled"):
        check_text(one, TEXT)
