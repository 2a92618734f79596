"""The commitments tab: what the form sends, the rows, their order, and the HTTP API's function."""

from __future__ import annotations

import csv
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from assistant.register.types import Entry, FollowUp, Wanted
from assistant.web.api import Api
from assistant.web.commitments import Sought, export, sifting, sought, table
from assistant.web.desk import Desk, Opened
from assistant.web.settings import WebSettings
from assistant.web.terms import Glossary
from corpus.errors import InputError
from corpus.types import Commitment, Due, Locator, Metadata
from tests.record_world import PlainRecord
from tests.test_web_render import HOSTILE, METADATA, Page


def entry(number: int = 0, due: str | None = None, who: str | None = "Anytown CCG") -> Entry:
    return Entry(
        id=f"ccg-2014!{number:04}",
        commitment=Commitment(
            firmness="undertaken",
            who=who,
            what=f"it will do {number}",
            due=Due(words=f"by {due}", date=due) if due else None,
            passage="ccg-2014#0001",
            start=10,
            end=20,
        ),
        metadata=METADATA,
        locator=Locator(paragraph="1"),
        quote=f"it will do {number}",
        followed_up=(),
    )


def test_a_form_becomes_what_is_wanted_and_faults_of_it_are_left_out() -> None:
    values = {"body": " Anytown CCG ", "firmness": "agreed", "due_since": "2015", "order": "who"}
    asked = sought({**values, "kind": "novel", "rows": "200", "words": " "})
    assert asked.wanted == Wanted(body=("Anytown CCG",), firmness=("agreed",), due_since="2015")
    assert (asked.order, asked.rows) == ("who", 200)
    assert sought({"order": "x", "firmness": "x", "rows": "1e9"}) == Sought()
    assert sought({"rows": "0"}).rows == Sought().rows


def test_what_has_no_date_comes_last_and_equals_keep_their_order() -> None:
    entries = [entry(0), entry(1, "2016"), entry(2, "2015-03"), entry(3), entry(4, "2015-03")]
    found = Sought(order="due date").sort(entries)
    assert [one.id[-1] for one in found] == ["2", "4", "1", "0", "3"]
    assert Sought().sort(entries) == entries
    assert Sought(order="who").sort([entry(0, who=None), entry(1)])[0].id[-1] == "1"


def test_a_row_opens_at_its_source_and_says_what_became_of_it() -> None:
    later = FollowUp(
        relation="reported back",
        metadata=Metadata(id="later", title="Later minutes", date="2015-01-09"),
        passage="later#0002",
        locator=Locator(paragraph="7"),
        quote="It was\ndone.",
        start=30,
        end=40,
    )
    shown = Page(table([replace(entry(due="2014-12/2015-01"), followed_up=(later,))], 1))
    opening = [(b["data-document"], b["data-start"], b["data-end"]) for b in shown.buttons("ask")]
    assert opening == [("ccg-2014", "10", "20"), ("later", "30", "40")]
    said = shown.content["all"]
    assert "December 2014 to January 2015" in said
    assert "Reported back: “It was done.”" in said
    assert "9 January 2015, paragraph 7" in said
    assert "Nothing found since." in Page(table([entry()], 1)).content["all"]


def test_rows_that_are_left_out_are_counted_and_can_be_had() -> None:
    shown = Page(table([entry(n) for n in range(100)], 250))
    assert "250 commitments, the first 100 shown" in shown.content["caption"]
    (more,) = [b for b in shown.buttons("plain") if b.get("name") == "rows"]
    assert (more["value"], more["form"]) == ("200", "sift")
    assert "fits" in Page(table([], 0)).content["all"]


def test_text_of_the_record_stays_text() -> None:
    one = entry()
    hostile = replace(
        one,
        commitment=replace(one.commitment, who=HOSTILE, what=HOSTILE, to=HOSTILE, status=HOSTILE),
        metadata=replace(METADATA, title=HOSTILE, body=HOSTILE),
    )
    asked = Sought(wanted=Wanted(body=(HOSTILE,), text=HOSTILE))
    for markup in (table([hostile], 1), sifting([hostile], [HOSTILE], asked)):
        assert not {"script", "img"} & {tag for tag, _ in Page(markup).elements}


def test_the_saved_file_is_read_back_and_holds_no_formula(tmp_path: Path) -> None:
    one = entry()
    tricky = replace(one, commitment=replace(one.commitment, what="=1+1", who="Zoë, née “X”\n"))
    (link,) = [attributes for tag, attributes in Page(export([tricky])).elements if tag == "a"]
    content = b64decode(unquote(link["href"] or "").partition("base64,")[2])
    (tmp_path / "a.csv").write_bytes(content)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["what"], row["who"]) == ("'=1+1", "Zoë, née “X”\n")


class Listing(PlainRecord):
    """A record with 250 commitments, which remembers what was wanted and followed up."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[Wanted] = []
        self.followed: list[int] = []

    def commitments(self, wanted: Wanted = Wanted()) -> Sequence[Entry]:
        self.wanted.append(wanted)
        return [entry(n) for n in range(250)]

    def follow(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        self.followed.append(len(entries))
        return entries


class ListingDesk(Desk):
    """A desk over that record."""

    def __init__(self, record: Listing, home: Path) -> None:
        super().__init__(WebSettings(index=home))
        self.record = record

    def opened(self) -> Opened:
        return Opened(record=self.record, documents={}, glossary=Glossary(), tour=())


def test_programs_get_all_commitments_a_part_at_a_time(tmp_path: Path) -> None:
    record = Listing()
    api = Api(ListingDesk(record, tmp_path))
    seen, start = [], 0
    while True:
        found = api.commitments(firmness="agreed", words="gritting", start=start)
        assert (found["total"], found["start"]) == (250, start)
        seen += [one["id"] for one in found["commitments"]]
        if found["next"] is None:
            break
        start = found["next"]
    assert seen == [one.id for one in record.commitments()]
    assert record.followed == [100, 100, 50], "only what is given is followed up"
    assert record.wanted[0] == Wanted(firmness=("agreed",), text="gritting")
    for fault in ({"firmness": "firm"}, {"kind": "novel"}):
        with pytest.raises(InputError, match="choose one of"):
            api.commitments(**fault)  # type: ignore[arg-type]
