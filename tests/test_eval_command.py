"""The command, from pairs to exit code, over a folder of an evaluator's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.types import Answer
from eval.__main__ import main
from eval.documents import Folder
from eval.errors import PairsError, RunError
from eval.store import OURS
from eval.systems import Systems, check_same_passages
from eval.types import PairSet
from tests.eval_world import (
    Crashes,
    MislabelsParagraphs,
    Oracle,
    RefusesEverything,
    Shelf,
    make_pair,
    make_pairs,
    make_shelf,
    write_corpus,
    write_pairs,
)


class Evaluator:
    """Somebody with a folder of documents and a file of pairs, who runs the command."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.pairs = home / "my_pairs.jsonl"
        self.corpus = home / "documents"
        write_corpus(self.corpus, make_shelf())
        write_pairs(self.pairs, make_pairs())

    def run(self, kind: type[Oracle], report: str, *more: str) -> int:
        def open_systems(one: PairSet, library: Folder, baselines: Sequence[str]) -> Systems:
            systems: dict[str, Any] = {OURS: kind(library, one.pairs)}  # type: ignore[arg-type]
            systems |= {name: RefusesEverything(library, one.pairs) for name in baselines}  # type: ignore[arg-type]
            return Systems(answerers=systems, fingerprint={"model": "none"}, settings={"k": 1})

        given = ["--pairs", str(self.pairs), "--corpus", str(self.corpus)]
        given += ["--report", str(self.home / report), *more]
        return main(given, open_systems)

    def stored(self, report: str) -> dict[str, Any]:
        run: dict[str, Any] = json.loads((self.home / report / "run.json").read_text("utf-8"))
        return run

    def answers(self, report: str) -> list[dict[str, Any]]:
        lines = (self.home / report / "answers.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture
def evaluator(tmp_path: Path) -> Evaluator:
    return Evaluator(tmp_path)


def test_ones_own_pairs_over_ones_own_folder(
    evaluator: Evaluator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluator.run(Oracle, "run", "--with", "bm25") == 0
    out = capsys.readouterr().out
    assert "my_pairs: 5 pairs (5 passed, 0 wrong, 0 refused, 0 unscored)" in out
    assert "Good" in out
    run = evaluator.stored("run")
    assert run["verdict"] == {"exit": 0, "reasons": []}
    assert {"python", "numpy"} <= set(run["versions"])
    (of_set,) = run["sets"]
    assert of_set["corpus"]["documents"] == 2
    assert len(of_set["corpus"]["sha256"]) == len(of_set["pairs"]["sha256"]) == 64
    assert of_set["fingerprint"] == {"model": "none"}
    accuracy = of_set["systems"][OURS]["all"]["metrics"]["answer_accuracy"]
    assert (accuracy["value"], accuracy["n"]) == (1.0, 5)
    assert of_set["systems"]["bm25"]["all"]["metrics"]["answer_accuracy"]["value"] == 0.4
    assert len(evaluator.answers("run")) == 10


def test_the_same_run_twice_gives_the_same_numbers(evaluator: Evaluator) -> None:
    stored = []
    for name in ("one", "two"):
        evaluator.run(Oracle, name)
        run = evaluator.stored(name)["sets"]
        for summary in run[0]["systems"][OURS].values():
            del summary["seconds"]
        stored.append(run)
    assert stored[0] == stored[1]


def test_below_a_floor_is_1_and_says_which(
    evaluator: Evaluator, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = evaluator.home / "floors.toml"
    floors.write_text("[my_pairs]\nlocator_paragraph = 1.0\n", encoding="utf-8")
    assert evaluator.run(MislabelsParagraphs, "run", "--floors", str(floors)) == 1
    assert "locator_paragraph is 0.000, floor 1" in capsys.readouterr().out


def test_a_pair_that_could_not_be_scored_fails_the_run(evaluator: Evaluator) -> None:
    assert evaluator.run(Crashes, "run") == 1
    assert "1 pairs could not be scored" in " ".join(evaluator.stored("run")["verdict"]["reasons"])
    suite = ElementTree.parse(evaluator.home / "run" / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "0", "1")


class ForgetsTheHarbourMaster(Oracle):
    """A change that hurts: it drops what names people."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        answer = super().ask(question)
        kept = tuple(s for s in answer.statements if "Quill" not in s.text)
        return replace(answer, statements=kept)


def test_a_baseline_finds_what_hurts_and_names_the_pairs(
    evaluator: Evaluator, capsys: pytest.CaptureFixture[str]
) -> None:
    who = make_pairs()[1]
    many = [
        replace(who, id=f"who-{n}", family=f"who-{n}", question=f"who reports on silt, {n}?")
        for n in range(8)
    ]
    write_pairs(evaluator.pairs, [*make_pairs(), *many])
    assert evaluator.run(Oracle, "before") == 0
    baseline = ("--baseline", str(evaluator.home / "before"))
    assert evaluator.run(Oracle, "same", *baseline) == 0
    capsys.readouterr()
    assert evaluator.run(ForgetsTheHarbourMaster, "after", *baseline) == 1
    out = capsys.readouterr().out
    assert "answer_accuracy is significantly worse than the baseline" in out
    for pair in [who, *many]:
        assert f"now fails: {pair.id} " in out
    (compared,) = [one["comparison"] for one in evaluator.stored("after")["sets"]]
    assert "answer_accuracy" in compared["significantly_worse"]
    assert len(compared["changed"]) == 9
    assert "Ada Quill" in compared["changed"][0]["before"]["answer"]


def test_rescoring_asks_nothing_and_gives_the_same_numbers(evaluator: Evaluator) -> None:
    evaluator.run(MislabelsParagraphs, "run")
    again = ["rescore", str(evaluator.home / "run"), "--report", str(evaluator.home / "again")]
    assert main(again) == 0
    assert evaluator.stored("again")["sets"] == evaluator.stored("run")["sets"]
    assert evaluator.answers("again") == evaluator.answers("run")
    assert evaluator.stored("again")["rescored"] == str(evaluator.home / "run")


def test_rescoring_uses_the_pairs_of_today(evaluator: Evaluator) -> None:
    evaluator.run(Oracle, "run")
    first, *rest = make_pairs()
    write_pairs(evaluator.pairs, [replace(first, wrong=("June",)), *rest[:-1]])
    with pytest.raises(PairsError, match="matches the evidence"):
        main(["rescore", str(evaluator.home / "run")])
    write_pairs(evaluator.pairs, [replace(first, outcome=("partial",)), *rest[:-1]])
    out = evaluator.home / "again"
    main(["rescore", str(evaluator.home / "run"), "--report", str(out)])
    statuses = {line["id"]: line["status"] for line in evaluator.answers("again")}
    assert statuses == {"tables": "wrong", "who": "passed", "lamp": "passed", "chair": "passed"}


def test_changed_documents_cannot_be_rescored(evaluator: Evaluator) -> None:
    evaluator.run(Oracle, "run")
    (evaluator.corpus / "letter.txt").write_text("Gone.\n", encoding="utf-8")
    with pytest.raises(RunError, match="have changed since the run"):
        main(["rescore", str(evaluator.home / "run")])


def test_every_kind_of_fault_is_said_at_once_with_its_line(evaluator: Evaluator) -> None:
    good = evaluator.pairs.read_text("utf-8").splitlines()
    changed = json.loads(good[0]) | {"id": "other", "family": "other", "colour": "blue"}
    evaluator.pairs.write_text("\n".join([*good, "{", json.dumps(changed), good[0]]), "utf-8")
    with pytest.raises(PairsError) as raised:
        evaluator.run(Oracle, "run")
    assert [fault.split(": ")[0] for fault in raised.value.faults] == [
        f"{evaluator.pairs}:6",
        f"{evaluator.pairs}:7",
        f"{evaluator.pairs}:8",
    ]
    assert not (evaluator.home / "run").exists()


def test_faults_against_the_documents_are_said_at_once(evaluator: Evaluator) -> None:
    first, second, third, *rest = make_pairs()
    bad = [
        replace(
            pair,
            facts=(
                replace(
                    pair.facts[0], evidence=(replace(pair.facts[0].evidence[0], quote="zebra"),)
                ),
            ),
        )
        for pair in (first, third)
    ]
    write_pairs(evaluator.pairs, [bad[0], second, bad[1], *rest])
    with pytest.raises(PairsError) as raised:
        evaluator.run(Oracle, "run")
    assert [fault.split(": ")[0] for fault in raised.value.faults] == [
        f"{evaluator.pairs}:1",
        f"{evaluator.pairs}:3",
    ]


def test_faults_of_both_kinds_are_said_in_one_run(evaluator: Evaluator) -> None:
    """A line that is not JSON does not hide that another names no document."""
    lines = evaluator.pairs.read_text("utf-8").splitlines()
    pair = next(json.loads(line) for line in lines if json.loads(line)["facts"])
    pair |= {"id": "astray", "family": "astray"}
    pair["facts"][0]["evidence"][0]["document"] = "nowhere"
    evaluator.pairs.write_text("not json\n" + json.dumps(pair) + "\n", "utf-8")
    with pytest.raises(PairsError) as caught:
        evaluator.run(Oracle, "run")
    assert [fault.split(":")[1] for fault in caught.value.faults] == ["1", "2"]
    assert "no document 'nowhere'" in caught.value.faults[1]


def test_what_cannot_run_says_so(evaluator: Evaluator) -> None:
    empty = evaluator.home / "empty.jsonl"
    empty.touch()
    for given, says in (
        (["--pairs", str(empty)], "no pairs in it"),
        (["--pairs", str(evaluator.home / "none.jsonl")], "no such file"),
        (["--baseline", str(evaluator.home)], "no stored run there"),
        (["--public", str(evaluator.home)], "neither qmsum/ nor clapnq/"),
        (["--floors", str(evaluator.home / "none.toml")], "cannot be read"),
        (["--corpus", str(evaluator.corpus)], "--corpus goes with --pairs"),
        (["rescore", str(evaluator.home)], "no stored run there"),
    ):
        with pytest.raises(RunError, match=says):
            main(given)


def test_an_index_made_by_other_rules_of_reading_is_not_scored() -> None:
    shelf = make_shelf()
    index = Path("store") / "mine"
    check_same_passages(shelf, make_shelf(), index)
    letter = shelf.document("letter")
    fewer = Shelf(shelf.document("minutes"), replace(letter, passages=letter.passages[:1]))
    for other in (fewer, Shelf(shelf.document("minutes"))):
        with pytest.raises(RunError, match=r"mine: holds letter as read by other rules"):
            check_same_passages(shelf, other, index)


def test_a_wrong_option_is_one_line_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["--with", "magic"])
    assert raised.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_check_says_what_the_pairs_are_made_of(
    evaluator: Evaluator, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--pairs", str(evaluator.pairs), "--corpus", str(evaluator.corpus)]
    assert main(["check", *given]) == 0
    out = capsys.readouterr().out
    assert "my_pairs: 5 pairs in 5 families, 3 facts (3 vital), 2 unanswerable" in out
    assert "number 2, who 1, unanswerable 2" in out


def test_one_half_alone(evaluator: Evaluator) -> None:
    evaluator.run(Oracle, "run", "--split", "test")
    assert [line["id"] for line in evaluator.answers("run")] == ["who", "rent"]


def test_json_is_the_stored_run(evaluator: Evaluator, capsys: pytest.CaptureFixture[str]) -> None:
    evaluator.run(Oracle, "run", "--json")
    assert json.loads(capsys.readouterr().out) == evaluator.stored("run")


class Outline(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_self_contained_and_escapes_everything(evaluator: Evaluator) -> None:
    nasty = "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} \ud800"
    pair = make_pair("nasty", nasty, history=(nasty,), family="nasty")
    write_pairs(evaluator.pairs, [*make_pairs(), pair])
    evaluator.run(Oracle, "run", "--with", "bm25")
    page = (evaluator.home / "run" / "report.html").read_text("utf-8")
    outline = Outline()
    outline.feed(page)
    tags = [tag for tag, _ in outline.tags]
    assert tags.count("script") == 1
    assert not {"img", "link", "iframe", "object", "embed"} & set(tags)
    assert not any({"src", "href", "onerror"} & set(attributes) for _, attributes in outline.tags)
    assert "url(" not in page
    assert "{{ 7*7 }}" in page
    assert tags.count("svg") == 3
    shown = [attributes for tag, attributes in outline.tags if "data-status" in attributes]
    assert len(shown) == 6
    assert {attributes["data-category"] for attributes in shown} == {
        "number",
        "who",
        "unanswerable",
    }
    ElementTree.parse(evaluator.home / "run" / "junit.xml")


def test_every_metric_is_defined_in_the_documentation() -> None:
    from eval.registry import METRICS

    text = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text("utf-8")
    assert [name for name in METRICS if f"`{name}`" not in text] == []
