"""The checks of statements: how many false ones pass, how many true ones are cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering import Assistant
from assistant.written.checks.figures import agrees, figures, missing_figures
from assistant.written.checks.names import misnamed
from assistant.written.checks.roles import credited_to_another, mixed
from assistant.written.checks.wording import turned
from assistant.written.likeness import Likeness
from assistant.written.support import Checker, split_claims
from tests.written_world import SETS, Case, find_sources, open_records, read_cases

CASES = [case for file in SETS for case in read_cases(file)]
MOST_CUT = 0.2
"""Share of true statements that may be cut: the record's own words then take their place."""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    assistant = open_records(tmp_path_factory.mktemp("written"))
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def checker(records: Assistant) -> Checker:
    return Checker(bodies=records.bodies, likeness=Likeness(records.embedder))


FALSE = [case for case in CASES if case.kind != "true"]


@pytest.mark.parametrize("case", FALSE, ids=lambda case: f"{case.kind}: {case.text[:60]}")
def test_a_false_statement_is_caught(case: Case, records: Assistant, checker: Checker) -> None:
    verdict = checker.check(case.text, find_sources(records, case.cites))
    assert not verdict.supports
    assert verdict.faults


def test_most_true_statements_pass(records: Assistant, checker: Checker) -> None:
    true = [case for case in CASES if case.kind == "true"]
    cut = []
    for case in true:
        verdict = checker.check(case.text, find_sources(records, case.cites))
        if not verdict.supports:
            cut.append(case.text)
        for support in verdict.supports:
            text = records.document(support.source.metadata.id).text
            assert text[support.start : support.end] == support.quote
    assert len(true) >= 85
    assert len(cut) <= MOST_CUT * len(true), cut


def test_the_adversarial_set_is_large_and_of_every_kind() -> None:
    assert len(FALSE) >= 160
    assert len({case.kind for case in FALSE}) >= 12


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("30 June 2016", "date", (2016, 6, 30)),
        ("June 30, 2016", "date", (2016, 6, 30)),
        ("30/06/2016", "date", (2016, 6, 30)),
        ("in January", "date", (None, 1, None)),
        ("2015/16", "date", (2015, None, None, 16)),
        ("£4.2m", "money", (4_200_000,)),
        ("two hundred and fifty pounds", "money", (250,)),
        ("three per cent", "percent", (3,)),
        ("1,240 patients", "number", (1240,)),
        ("twenty-five beds", "number", (25,)),
        ("10.30am", "time", (630,)),
    ],
)
def test_figures_are_read(text: str, kind: str, value: tuple[float | None, ...]) -> None:
    (figure,) = figures(text)
    assert (figure.kind, figure.value) == (kind, value)


def test_a_date_may_be_less_exact_not_more() -> None:
    (day,), (month,), (bare,) = figures("30 June 2016"), figures("June 2016"), figures("30 June")
    assert agrees(month, day, frozenset())
    assert not agrees(day, month, frozenset())
    assert agrees(day, bare, frozenset({2016.0}))
    assert not agrees(day, bare, frozenset({2015.0}))


def test_a_figure_must_be_of_the_same_thing() -> None:
    source = "The fund was £4.2 million, of which falls prevention received £310,000."
    assert missing_figures("Falls prevention received £310,000.", source, frozenset()) == []
    assert missing_figures("Falls prevention received £4.2m.", source, frozenset()) == ["£4.2m"]


def test_a_name_from_elsewhere_may_stand_for_a_pronoun_only() -> None:
    far = "Letter. Eastmoor CCG"
    said = "Eastmoor CCG will fund a bus."
    assert misnamed(said, "We will fund a bus.", "", far, ()) == []
    assert misnamed(said, "Dale Council will fund a bus.", "", far, ()) == ["Eastmoor CCG"]
    assert misnamed("Helen Marsh will fund a bus.", "We will fund a bus.", "", far, ())


@pytest.mark.parametrize(
    ("statement", "quote", "faults"),
    [
        ("The lease could be renewed.", "The lease could not be renewed.", ["negation"]),
        ("The lease was not renewed.", "The lease was renewed.", ["negation"]),
        ("Costs rose.", "Costs fell.", ["opposite"]),
        ("The Board approved the plan.", "The Board noted the plan.", ["firmness"]),
        ("The CCG will pay.", "The CCG may pay.", ["firmness"]),
        ("The CCG will pay.", "The CCG will pay if funds allow.", ["condition"]),
        ("All practices took part.", "Some practices took part.", ["all"]),
        ("Costs fell because rents fell.", "Costs fell. Rents fell.", ["cause"]),
        ("£2m was spent.", "£2m is unspent.", ["negation"]),
        ("£2m was not spent.", "£2m is unspent.", []),
        ("It closed following a fire.", "It closed after a fire.", []),
        ("Costs fell by no more than a tenth.", "Costs fell by no more than a tenth.", []),
        ("It will not close, as not only staff asked.", "It will not close, as staff asked.", []),
    ],
)
def test_turned_wording(statement: str, quote: str, faults: list[str]) -> None:
    assert turned(statement, quote, "") == faults


def test_the_sides_of_a_contrast_are_kept_apart() -> None:
    quote = "Most praised the midwives, but a third complained about home visits."
    assert mixed("A third complained about the midwives.", quote)
    assert not mixed("A third complained about home visits.", quote)
    quote = "Joan Petty asked about savings; Mr Hollis was confident of delivering them."
    assert credited_to_another("Joan Petty was confident of delivering them.", quote)
    assert not credited_to_another("Mr Hollis was confident of delivering them.", quote)
    assert not credited_to_another("Joan Petty asked about savings.", quote)


def test_what_is_unsettled_or_recommended_is_not_told_as_done() -> None:
    hope = "We hope to award a contract by the summer, but cannot guarantee a bidder."
    assert "firmness" in turned("A contract will be awarded by the summer.", hope, "")
    advice = "That the Trust recruit a further 12 midwives."
    assert "firmness" in turned("The Trust recruited 12 midwives.", advice, "Recommendations")
    asked = "The Committee recommended that the Trust recruit 12 midwives."
    assert turned(asked, advice, "Recommendations") == []


def test_a_number_takes_its_noun_from_the_one_before() -> None:
    source = "It adds 46 beds at Ashmere Hospital and 18 at Coldfield Hospital."
    right, wrong = (f"The plan adds {n} beds at Coldfield Hospital." for n in (18, 46))
    assert missing_figures(right, source, frozenset()) == []
    assert missing_figures(wrong, source, frozenset()) == ["46"]


def test_claims_are_taken_apart_with_their_subject() -> None:
    assert split_claims("The fund was £4m and was spent; rents fell and staff left.") == [
        "The fund was £4m",
        "The fund was spent",
        "rents fell",
        "staff left.",
    ]
