"""The register over a small record: what is in it, its filters, and what became of each."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.answering import Assistant
from assistant.opening import know_bodies
from assistant.register.register import Register, say_standing
from assistant.register.types import Wanted
from corpus.errors import InputError
from corpus.types import Due
from index.store import Store
from tests.index_world import WordEmbedder, sync_folder

NOVEMBER = """Fenwick Borough Council
Health Scrutiny Panel
Minutes of the meeting held on 3 November 2016

Present: Councillor Ada Brook (Chair), Councillor Tom Reed

4. Walk-in centre

Jane Holt said that the survey of where patients of the walk-in centre went had been reported back
late, and that 900 patients went to pharmacies.
"""


@pytest.fixture
def store(small_corpus: Path, tmp_path: Path) -> Iterator[Store]:
    (small_corpus / "november-minutes.txt").write_text(NOVEMBER, encoding="utf-8")
    store = Store(tmp_path / "index", create=True)
    model = WordEmbedder()
    sync_folder(small_corpus, store, model)
    yield store
    store.close()


@pytest.fixture
def register(store: Store, small_corpus: Path) -> Register:
    return Register(store, know_bodies(store, small_corpus))


def test_every_entry_stands_in_its_document(store: Store, register: Register) -> None:
    entries = register.find()
    assert [entry.commitment.firmness for entry in entries]
    for entry in entries:
        text = store.lookup.text(entry.metadata.id)
        assert text[entry.commitment.start : entry.commitment.end] == entry.quote


def test_filters(register: Register) -> None:
    fenwick = register.find(Wanted(body=("Fenwick CCG",)))
    assert {entry.commitment.firmness for entry in fenwick} == {"requested", "undertaken"}
    asked = register.find(Wanted(firmness=("requested",)))
    assert [entry.commitment.who for entry in asked] == ["Fenwick CCG"]
    assert asked[0].commitment.due
    assert asked[0].commitment.due.date == "2016-09"
    assert register.find(Wanted(due_until="2016-05")) == []
    assert [one.id for one in register.find(Wanted(due_since="2016-09", due_until="2016-09"))] == [
        asked[0].id
    ]
    assert [one.metadata.kind for one in register.find(Wanted(text="minibus"))] == ["letter"]
    assert register.find(Wanted(since="2017")) == []
    assert register.find(Wanted(document=("ccg-letter",), firmness=("resolved",))) == []


def test_filters_that_name_nothing_known(register: Register) -> None:
    for wanted in (
        Wanted(body=("Nobody",)),
        Wanted(document=("nothing",)),
        Wanted(due_until="soon"),
        Wanted(since="2016-13"),
    ):
        with pytest.raises(InputError, match="--"):
            register.find(wanted)


def test_a_later_record_that_reports_is_linked_with_its_words(
    store: Store, register: Register
) -> None:
    (asked,) = register.find(Wanted(firmness=("requested",)), today=date(2026, 1, 1))
    assert asked.followed_up
    (later,) = asked.followed_up
    assert later.relation == "reported back"
    assert later.metadata.id == "november-minutes"
    assert store.lookup.text(later.metadata.id)[later.start : later.end] == later.quote
    assert asked.standing == "the date has passed; a later record speaks of it"


def test_nothing_is_claimed_where_nothing_was_found(register: Register) -> None:
    (landlord,) = register.find(Wanted(text="landlord"))
    assert landlord.followed_up == ()
    assert landlord.standing is None


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (Due(words="x", date="2016-09"), date(2016, 9, 30), "not yet due"),
        (Due(words="x", date="2017-01/2017-04"), date(2018, 1, 1), "is from before it"),
        (Due(words="x", date="2016-09"), date(2018, 1, 1), "nothing about it was found"),
        (Due(words="as soon as possible"), date(2018, 1, 1), None),
    ],
)
def test_where_a_date_stands(due: Due, today: date, words: str | None) -> None:
    said = say_standing(due, (), "2016-11-03", today)
    assert said is None if words is None else words in (said or "")


def test_the_command_prints_json_csv_and_a_table(
    store: Store, small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = ["--corpus", str(small_corpus), "--index", str(tmp_path / "index")]
    assert main(["commitments", "--json", *places]) == 0
    listed = json.loads(capsys.readouterr().out)
    promised = {"who", "what", "to", "due", "condition", "firmness", "quote", "document", "date"}
    assert all(promised | {"locator", "followed_up"} <= entry.keys() for entry in listed)
    assert main(["commitments", "--csv", "--firmness", "requested", *places]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["who"] == "Fenwick CCG"
    assert row["followed_up"].startswith("reported back 2016-11-03: ")
    assert main(["commitments", "--firmness", "considered", *places]) == 0
    assert "No commitments found" in capsys.readouterr().out


def test_the_chat_states_all_of_a_body_in_groups_and_counts_them(
    small_corpus: Path, tmp_path: Path
) -> None:
    from assistant.settings import Settings

    assistant = Assistant.open(
        Settings(corpus=small_corpus, index=tmp_path / "chat", reader="none")
    )
    answer = assistant.ask("What did Fenwick CCG commit to?")
    wanted = assistant.register.find(Wanted(body=("Fenwick CCG",)), follow=False)
    assert answer.preface
    assert f"{len(wanted)} commitments of Fenwick" in answer.preface
    assert {citation.quote for citation in answer.citations} >= {entry.quote for entry in wanted}
    groups = [statement.group for statement in answer.statements]
    assert groups == ["Undertaken", "Asked of it"]
    assert answer.text.index("Undertaken:") < answer.text.index("Asked of it:")
    assert answer.to_json()["statements"][0]["group"] == "Undertaken"
    assistant.close()
