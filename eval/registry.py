"""Every metric by name: what it is called, which way is better, and whether it can gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eval.ranking import NAMES

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """How a metric is shown and read."""

    label: str
    better: Better = "higher"
    gates: bool = False  # a significant loss against the baseline fails the run
    group: Literal["answer", "citation", "outcome", "retrieval"] = "answer"


METRICS: dict[str, Metric] = {
    "answer_accuracy": Metric(label="answer accuracy", gates=True),
    "fact_recall_vital": Metric(label="fact recall, vital", gates=True),
    "fact_recall_vital_strict": Metric(label="fact recall, vital, strict"),
    "fact_recall_all": Metric(label="fact recall, all"),
    "fact_recall_all_strict": Metric(label="fact recall, all, strict"),
    "answer_precision": Metric(label="answer precision"),
    "no_wrong_claim": Metric(label="free of wrong claims"),
    "words": Metric(label="words", better="neither"),
    "quote_fidelity": Metric(label="quote fidelity", gates=True, group="citation"),
    "quote_characters": Metric(label="quote fidelity, characters", group="citation"),
    "locator_document": Metric(label="locator, document", gates=True, group="citation"),
    "locator_page": Metric(label="locator, page", group="citation"),
    "locator_paragraph": Metric(label="locator, paragraph", gates=True, group="citation"),
    "evidence_recall": Metric(label="evidence recall", group="citation"),
    "citation_recall_gold": Metric(label="citation recall, gold", group="citation"),
    "citation_precision_gold": Metric(label="citation precision, gold", group="citation"),
    "citation_recall": Metric(label="citation recall, local check", group="citation"),
    "citation_precision": Metric(label="citation precision, local check", group="citation"),
    "outcome_accuracy": Metric(label="outcome accuracy", gates=True, group="outcome"),
    "precision_when_answered": Metric(label="precision when answered", group="outcome"),
    "coverage": Metric(label="coverage", group="outcome"),
    "correct_refusals": Metric(label="correct refusals", gates=True, group="outcome"),
    "false_refusals": Metric(label="false refusals", better="lower", gates=True, group="outcome"),
    "unscored": Metric(label="could not be scored", better="lower", group="outcome"),
    "facts@10": Metric(label="vital facts in the first 10", group="retrieval"),
    **{name: Metric(label=f"passages, {name}", group="retrieval") for name in NAMES},
    **{f"doc_{name}": Metric(label=f"documents, {name}", group="retrieval") for name in NAMES},
}

CORE = (
    "answer_accuracy",
    "fact_recall_vital",
    "answer_precision",
    "words",
    "quote_fidelity",
    "locator_paragraph",
    "citation_recall_gold",
    "citation_precision_gold",
    "citation_recall",
    "outcome_accuracy",
    "precision_when_answered",
    "coverage",
    "correct_refusals",
    "false_refusals",
    "recall@5",
    "recall@20",
    "ndcg@10",
    "mrr",
)
"""What the terminal's table shows; the report has all."""
