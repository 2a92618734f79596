"""Acronyms, where a document defines them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.glossary import find_terms


@pytest.mark.parametrize(
    ("text", "acronym", "expansion"),
    [
        ("Our Better Care Fund (BCF) programme", "BCF", "Better Care Fund"),
        ("by the Clinical Commissioning Groups (CCGs).", "CCG", "Clinical Commissioning Groups"),
        ("the Key\nPerformance  Indicators (KPIs)", "KPI", "Key Performance Indicators"),
        ("a Primary Care Network (‘PCN’)", "PCN", "Primary Care Network"),
        ("the Accident & Emergency (A&E) department", "A&E", "Accident & Emergency"),
        ("the Department of Health (DoH)", "DoH", "Department of Health"),
        ("Chronic obstructive pulmonary disease ( COPD )", "COPD",
         "Chronic obstructive pulmonary disease"),
    ],
)  # fmt: skip
def test_a_term_is_found_with_its_span(text: str, acronym: str, expansion: str) -> None:
    (term,) = find_terms(text)
    assert (term.acronym, term.expansion) == (acronym, expansion)
    words, bracket = text[term.start : term.end].split("(")
    assert " ".join(words.split()) == expansion
    assert acronym in bracket
    assert bracket.endswith(")")


@pytest.mark.parametrize(
    "text",
    [
        "NHS Leicester City Clinical Commissioning Group (the CCG)",
        "Wards affected (All)",
        "It was noted (see Appendix A)",
        "Councillor Brook (Chair)",
        "at the local library (All)",
        "The fund was spent (BCF)",
        "in the Better Care\n\n(BCF)",
        "BCF (BCF)",
        "(BCF)",
        "(Better Care Fund)",
    ],
)
def test_what_defines_nothing(text: str) -> None:
    assert find_terms(text) == ()


def test_the_first_definition_stands() -> None:
    text = "Better Care Fund (BCF). Big Cat Farm (BCF). Primary Care Networks (PCNs)."
    assert [(t.acronym, t.expansion) for t in find_terms(text)] == [
        ("BCF", "Better Care Fund"),
        ("PCN", "Primary Care Networks"),
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Better ", "Care ", "Fund ", "(BCF) ", "(CF)", "\n\n", "of ", "“", "é "])
    ).map("".join)
)
def test_spans_end_at_their_bracket_and_acronyms_are_unique(text: str) -> None:
    terms = find_terms(text)
    assert len({term.acronym for term in terms}) == len(terms)
    for term in terms:
        words = text[term.start : term.end]
        assert words.endswith(f"({term.acronym})")
        assert words[0].lower() == term.acronym[0].lower()
    for before, after in pairwise(terms):
        assert before.end < after.end


@pytest.mark.parametrize(
    ("text", "acronym", "expansion", "quoted"),
    [
        ("The BCF (Better Care Fund) was agreed.", "BCF", "Better Care Fund",
         "BCF (Better Care Fund)"),
        ("Term\tMeaning\nBCF\tBetter Care Fund\n", "BCF", "Better Care Fund",
         "BCF\tBetter Care Fund"),
        ("| BCF | Better Care Fund |\n", "BCF", "Better Care Fund", "BCF | Better Care Fund"),
        ("BCF – Better Care Fund\n", "BCF", "Better Care Fund", "BCF – Better Care Fund"),
        ("In this paper “the Committee” means the Dale Scrutiny Committee.", "the Committee",
         "the Dale Scrutiny Committee",
         "“the Committee” means the Dale Scrutiny Committee"),
    ],
)  # fmt: skip
def test_definitions_in_other_forms(text: str, acronym: str, expansion: str, quoted: str) -> None:
    (term,) = find_terms(text)
    assert (term.acronym, term.expansion) == (acronym, expansion)
    assert text[term.start : term.end] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "LGA (Dale Road)",
        "AW\tThe roof was mended\n",
        "Ann Lee (LGA) Secretariat: Ashley Court and Governance (LSCG)",
        "“Open data” is what was asked for.",
    ],
)
def test_what_stands_beside_capitals_defines_nothing(text: str) -> None:
    assert find_terms(text) == ()
