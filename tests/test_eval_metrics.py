"""Every metric by hand: small inputs, with the sums in the comments."""

from __future__ import annotations

import math

import pytest

from eval.citing import (
    Resolved,
    citation_precision,
    citation_precision_gold,
    citation_recall,
    citation_recall_gold,
    evidence_recall,
    locator_document,
    locator_page,
    locator_paragraph,
    quote_characters,
    quote_fidelity,
    resolve,
)
from eval.entailment import words_entail
from eval.gold import Gold, find_place
from eval.metrics import (
    RiskPoint,
    answer_precision,
    cohen_kappa,
    confusion,
    count_words,
    fact_recall,
    fact_recall_strict,
    is_correct_refusal,
    is_coverage,
    is_false_refusal,
    outcome_is_right,
    quantile,
    risk_coverage,
)
from eval.ranking import fact_recall_at, rank_metrics, rank_pairs
from eval.types import Evidence, Retrieved, SaidCitation, SaidStatement
from tests.eval_world import make_shelf

SHELF = make_shelf()
MINUTES = SHELF.document("minutes")


def cite(number: int, at: int, **claims: object) -> SaidCitation:
    """A right citation of a paragraph of the minutes, but for what is claimed otherwise."""
    passage = MINUTES.passages[at]
    right: dict[str, object] = {
        "number": number,
        "document": "minutes",
        "passage": passage.id,
        "title": MINUTES.metadata.title,
        "date": MINUTES.metadata.date,
        "page": None,
        "paragraph": passage.locator.paragraph,
        "quote": passage.text,
        "start": passage.start,
        "end": passage.end,
    }
    return SaidCitation(**(right | claims))  # type: ignore[arg-type]


def held(*claims: SaidCitation) -> list[Resolved]:
    return [resolve(claim, SHELF) for claim in claims]


def gold_at(*quotes: str) -> Gold:
    """Gold with one fact a quote, each in the minutes."""
    return Gold(
        facts=tuple(
            (find_place(Evidence(document="minutes", quote=quote), MINUTES),) for quote in quotes
        )
    )


def test_fact_recall() -> None:
    assert fact_recall([True, False, True, True]) == 3 / 4
    assert fact_recall_strict([True, False, True, True]) == 0.0
    assert fact_recall_strict([True, True]) == 1.0
    assert fact_recall([]) is None
    assert fact_recall_strict([]) is None


def test_answer_precision_and_length() -> None:
    assert answer_precision([True, False, False, True, False]) == 2 / 5
    assert answer_precision([]) is None
    assert count_words("Fees of £4,500 a\nyear") == 5


@pytest.mark.parametrize(
    ("right", "got", "coverage", "refused_rightly", "refused_falsely", "accurate"),
    [
        (("answered",), "answered", 1.0, None, 0.0, True),
        (("answered",), "partial", 1.0, None, 0.0, False),
        (("answered",), "not_found", 0.0, None, 1.0, False),
        (("answered",), None, 0.0, None, 0.0, False),  # an error is no refusal
        (("not_found",), "not_found", None, 1.0, None, True),
        (("not_found",), "declined", None, 0.0, None, False),
        (("not_found",), "answered", None, 0.0, None, False),
        (("answered", "not_found"), "not_found", 0.0, None, None, True),
    ],
)
def test_outcomes(
    right: tuple[str, ...],
    got: str | None,
    coverage: float | None,
    refused_rightly: float | None,
    refused_falsely: float | None,
    accurate: bool,
) -> None:
    assert is_coverage(right, got) == coverage
    assert is_correct_refusal(right, got) == refused_rightly
    assert is_false_refusal(right, got) == refused_falsely
    assert outcome_is_right(right, got) is accurate


def test_confusion_counts_every_pair_once() -> None:
    table = confusion(
        [
            (("answered",), "answered"),
            (("answered",), "not_found"),
            (("answered", "partial"), "partial"),
            (("not_found",), None),
        ]
    )
    assert table["answered"]["answered"] == table["answered"]["not_found"] == 1
    assert table["answered/partial"]["partial"] == 1
    assert table["not_found"]["error"] == 1
    assert sum(sum(row.values()) for row in table.values()) == 4


def test_risk_coverage() -> None:
    # Five asked, four answered. Surest (0.9) right: risk 0/1 at 1/5. The two at 0.7 come
    # together, one wrong: 1/3 at 3/5. The last is wrong: 2/4 at 4/5.
    answered = [(0.7, False), (0.9, True), (0.2, False), (0.7, True)]
    assert risk_coverage(answered, 5) == (
        RiskPoint(coverage=1 / 5, risk=0.0),
        RiskPoint(coverage=3 / 5, risk=1 / 3),
        RiskPoint(coverage=4 / 5, risk=2 / 4),
    )
    assert risk_coverage([], 5) == ()


def test_quantile() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert quantile([1.0, 2.0, 3.0, 4.0, 5.0], 0.95) == pytest.approx(4.8)  # 4 + 0.8 * (5 - 4)
    assert quantile([7.0], 0.95) == 7.0
    assert quantile([], 0.5) is None


def test_kappa() -> None:
    # Cohen's textbook case: observed (20 + 15) / 50 = 0.7,
    # expected (25 * 30 + 25 * 20) / 2500 = 0.5, so (0.7 - 0.5) / 0.5 = 0.4.
    table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert cohen_kappa(table) == pytest.approx(0.4)
    assert cohen_kappa({("yes", "yes"): 9}) is None
    assert cohen_kappa({}) is None


def test_quote_fidelity() -> None:
    good, shifted = cite(1, 0), cite(2, 1)
    changed = cite(3, 2, quote=MINUTES.passages[2].text.replace("4,500", "4,600"))
    citations = held(good, shifted, changed)
    assert quote_fidelity(citations) == 2 / 3
    total = sum(len(MINUTES.passages[at].text) for at in range(3))
    assert quote_characters(citations) == pytest.approx((total - 1) / total)
    assert quote_fidelity([]) is None
    assert quote_characters([]) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"end": 10_000},
        {"start": -5},
        {"start": 30, "end": 30, "quote": ""},
        {"document": "no-such"},
        {"quote": MINUTES.passages[0].text + " "},
    ],
)
def test_a_quote_that_is_not_at_its_span_is_unfaithful(claims: dict[str, object]) -> None:
    assert quote_fidelity(held(cite(1, 0, **claims))) == 0.0


def test_locators() -> None:
    citations = held(
        cite(1, 0),
        cite(2, 1, paragraph="27"),
        cite(3, 2, paragraph=None),
        cite(4, 2, passage="minutes#0000"),  # right label, another passage's id
    )
    assert locator_paragraph(citations) == 1 / 4
    assert locator_page(citations) is None
    assert locator_page(held(cite(1, 0, page=3), cite(2, 0))) == 0.0  # there are no pages
    wrong = held(cite(1, 0), cite(2, 0, title="Another"), cite(3, 0, document="no-such"))
    assert locator_document(wrong) == 1 / 3


def test_citations_against_gold() -> None:
    gold = gold_at("12 tide tables", "Ada Quill")
    citations = held(cite(1, 0), cite(2, 2))
    assert citation_precision_gold(citations, gold) == 1 / 2
    assert evidence_recall([True, True], citations, gold) == 1 / 2
    assert evidence_recall([True, False], citations, gold) == 1.0
    tables = SaidStatement(text="12 tide tables", citations=(1,))
    quill = SaidStatement(text="Ada Quill", citations=(2,))  # stated, cited to paragraph 3
    assert citation_recall_gold([[tables], [quill]], citations, gold) == 1 / 2
    assert citation_recall_gold([[tables], []], citations, gold) == 1.0
    assert citation_recall_gold([[], []], citations, gold) is None
    assert citation_precision_gold(citations, Gold(facts=())) is None
    assert citation_precision_gold([], gold) is None


def test_citations_by_entailment() -> None:
    # Statement 1 needs both of its citations, statement 2 needs the first of its two,
    # statement 3 is cited to the wrong paragraph, statement 4 to none.
    both = SaidStatement(
        text="The Board agreed to publish 12 tide tables, and Ada Quill will report on dredging.",
        citations=(1, 2),
    )
    one = SaidStatement(text="Mooring fees of £4,500 were noted.", citations=(3, 1))
    wrong = SaidStatement(text="Ada Quill will report back in September.", citations=(1,))
    bare = SaidStatement(text="Mooring fees were noted.", citations=())
    citations = held(cite(1, 0), cite(2, 1), cite(3, 2))
    assert citation_recall([both, one, wrong, bare], citations, words_entail) == 2 / 4
    # Citations: 1 and 2 of the first (2 right), 3 and 1 of the second (1 right), 1 of the third.
    assert citation_precision([both, one, wrong, bare], citations, words_entail) == 3 / 5
    assert citation_recall([], citations, words_entail) is None
    assert citation_precision([bare], citations, words_entail) is None


@pytest.mark.parametrize(
    ("hypothesis", "supported"),
    [
        ("Fees of £4,500 a year were noted", True),
        ("The mooring fee is 4500 a year", True),
        ("Fees of £4,600 a year were noted", False),
        ("Fees of £4,500 were not noted", True),  # words cannot tell what a "no" belongs to
        ("The lighthouse keeper asked for a lamp", False),
        ("", False),
    ],
)
def test_the_local_check(hypothesis: str, supported: bool) -> None:
    assert words_entail(MINUTES.passages[2].text, hypothesis) is supported


def test_a_negation_needs_one_in_the_source() -> None:
    assert not words_entail(MINUTES.passages[0].text, "The Board never agreed to tide tables.")


def test_ranks() -> None:
    # Relevant a and b; ranked x, a, y, b: recall@1 0, @3 1/2, @5 1; reciprocal rank 1/2;
    # DCG = 1/log2(3) + 1/log2(5), ideal = 1/log2(2) + 1/log2(3).
    values = rank_metrics({"q": ["a", "b"], "lost": ["c"]}, {"q": ["x", "a", "y", "b"]})
    assert values["q"]["recall@1"] == 0.0
    assert values["q"]["recall@3"] == 0.5
    assert values["q"]["recall@5"] == values["q"]["recall@20"] == 1.0
    assert values["q"]["mrr"] == 0.5
    ideal = 1 / math.log2(2) + 1 / math.log2(3)
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert values["q"]["ndcg@10"] == pytest.approx(gained / ideal, abs=1e-4)
    assert set(values["lost"].values()) == {0.0}  # nothing was ranked: it stays, as nothing


def test_an_id_ranked_twice_counts_at_its_first_rank() -> None:
    values = rank_metrics({"q": ["a", "b"]}, {"q": ["a", "a", "b"]})
    assert values["q"]["mrr"] == 1.0
    assert values["q"]["recall@1"] == 0.5


def test_documents_rank_by_their_first_passage() -> None:
    gold = {"q": gold_at("Ada Quill")}
    hits = [
        Retrieved(document="letter", passage="letter#0000", score=3.0),
        Retrieved(document="letter", passage="letter#0001", score=2.0),
        Retrieved(document="minutes", passage="minutes#0001", score=1.0),
    ]
    values = rank_pairs(gold, {"q": hits})["q"]
    assert values["mrr"] == pytest.approx(1 / 3, abs=1e-4)
    assert values["doc_mrr"] == 0.5
    assert values["doc_recall@1"] == 0.0
    assert values["doc_recall@3"] == 1.0


def test_facts_found() -> None:
    minutes = find_place(Evidence(document="minutes", quote="12 tide tables"), MINUTES)
    other = find_place(Evidence(document="minutes", quote="Ada Quill"), MINUTES)
    gold = Gold(facts=((minutes, other), (minutes,)))  # the first stands in either place
    hits = [
        Retrieved(document="minutes", passage="minutes#0001", score=2.0),
        Retrieved(document="minutes", passage="minutes#0000", score=1.0),
    ]
    assert fact_recall_at([True, True], gold, hits, 1) == 1 / 2
    assert fact_recall_at([True, True], gold, hits, 2) == 1.0
    assert fact_recall_at([True, False], gold, hits, 1) == 1.0
    assert fact_recall_at([], Gold(facts=()), hits, 1) is None
