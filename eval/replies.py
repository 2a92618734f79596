"""Reading answers from the JSON contract: strict, so that a broken answer is not scored as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.types import OUTCOMES, Reply, Retrieved, Said, SaidCitation, SaidStatement


def read_said(answer: Mapping[str, Any]) -> Said:
    """The answer as scoring needs it; ValueError says what breaks the contract."""
    try:
        said = Said(
            outcome=_text(answer, "outcome"),
            text=_text(answer, "answer"),
            statements=tuple(
                SaidStatement(
                    text=_text(statement, "text"),
                    citations=tuple(int(number) for number in statement["citations"]),
                )
                for statement in answer["statements"]
            ),
            citations=tuple(_read_citation(citation) for citation in answer["citations"]),
        )
    except KeyError as error:
        raise ValueError(f"the answer has no {error}") from None
    except TypeError as error:
        raise ValueError(f"the answer breaks the JSON contract ({error})") from None
    if said.outcome not in OUTCOMES:
        raise ValueError(f"the answer's outcome '{said.outcome}' is none of {', '.join(OUTCOMES)}")
    return said


def _read_citation(value: Mapping[str, Any]) -> SaidCitation:
    locator = value["locator"]
    return SaidCitation(
        number=int(value["number"]),
        document=_text(value, "document"),
        passage=value.get("passage"),
        title=_text(value, "title"),
        date=value["date"],
        page=locator["page"],
        paragraph=locator["paragraph"],
        quote=_text(value, "quote"),
        start=int(value["start"]),
        end=int(value["end"]),
    )


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value[key]
    if not isinstance(found, str):
        raise ValueError(f"the answer's '{key}' is not text")
    return found


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """The reply as a run stores it."""
    return {
        "answer": None if reply.answer is None else dict(reply.answer),
        "error": reply.error,
        "retrieved": [
            {"document": hit.document, "passage": hit.passage, "score": hit.score}
            for hit in reply.retrieved
        ],
        "confidence": reply.confidence,
        "seconds": reply.seconds,
    }


def reply_from_json(pair: str, value: Mapping[str, Any]) -> Reply:
    """The reply that `reply_to_json` wrote; an answer that breaks the contract is an error."""
    answer = value["answer"]
    error = value["error"]
    said = None
    if answer is not None:
        try:
            said = read_said(answer)
        except ValueError as fault:
            error = str(fault)
    return Reply(
        pair=pair,
        said=said,
        error=error,
        retrieved=tuple(
            Retrieved(document=hit["document"], passage=hit["passage"], score=hit["score"])
            for hit in value["retrieved"]
        ),
        confidence=value["confidence"],
        seconds=value["seconds"],
        answer=answer,
    )
