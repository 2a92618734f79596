"""Reading pairs: strict, every fault of a file at once, each with `file:line`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from eval.errors import PairsError, RunError
from eval.matching import compile_pattern
from eval.types import CATEGORIES, OUTCOMES, SPLITS, Evidence, Fact, Pair

_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_PAIR = [
    "id",
    "question",
    "history",
    "category",
    "family",
    "split",
    "outcome",
    "facts",
    "wrong",
    "author",
    "written",
]
_FACT = ["fact", "vital", "patterns", "evidence"]
_EVIDENCE = ["document", "paragraph", "quote"]


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """The pairs of a file, in its order.

    Raises `PairsError` with every fault, `RunError` when the file cannot be read or is empty.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise RunError(f"{path}: no such file; give a pairs file with --pairs") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path}: cannot be read ({error}); it must be a UTF-8 file") from None
    faults: list[str] = []
    pairs: list[Pair] = []
    sound: list[Pair] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        reader = _Line(f"{path}:{number}")
        pair = reader.pair(line)
        faults += reader.faults
        if pair is not None:  # a faulty one too: its id and family are still checked below
            pairs.append(pair)
            if not reader.faults:
                sound.append(pair)
    if not pairs and not faults:
        raise RunError(f"{path}: no pairs in it; an empty set proves nothing, add some")
    faults += check_ids(pairs)
    if faults:
        raise PairsError(faults, sound)
    return tuple(pairs)


def check_ids(pairs: list[Pair]) -> list[str]:
    """Faults between pairs, of one file or of several: ids used twice, families in two halves."""
    faults: list[str] = []
    seen: dict[str, Pair] = {}
    families: dict[str, Pair] = {}
    for pair in pairs:
        if pair.id and (first := seen.setdefault(pair.id, pair)) is not pair:
            faults.append(f"{pair.where}: id '{pair.id}' is taken by {first.where}; rename one")
        first = families.setdefault(pair.family, pair)
        if pair.family and pair.split and first.split and first.split != pair.split:
            faults.append(
                f"{pair.where}: family '{pair.family}' is in '{pair.split}' here and in "
                f"'{first.split}' at {first.where}; keep a family in one half"
            )
    return faults


def pair_to_json(pair: Pair) -> dict[str, Any]:
    """The pair as its file writes it."""
    return {
        "id": pair.id,
        "question": pair.question,
        "history": list(pair.history),
        "category": pair.category,
        "family": pair.family,
        "split": pair.split,
        "outcome": list(pair.outcome),
        "facts": [
            {
                "fact": fact.fact,
                "vital": fact.vital,
                "patterns": list(fact.patterns),
                "evidence": [
                    {
                        "document": evidence.document,
                        "paragraph": evidence.paragraph,
                        "quote": evidence.quote,
                    }
                    for evidence in fact.evidence
                ],
            }
            for fact in pair.facts
        ],
        "wrong": list(pair.wrong),
        "author": pair.author,
        "written": pair.written,
    }


class _Line:
    """Reads one line, gathering what is wrong with it. Defaults stand in after a fault."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []

    def fault(self, what: str) -> None:
        self.faults.append(f"{self.where}: {what}")

    def pair(self, line: str) -> Pair | None:
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            self.fault(f"not JSON ({error.msg}, column {error.colno}); write one object a line")
            return None
        if not isinstance(value, dict):
            self.fault("not an object; write one pair as {...} a line")
            return None
        self.keys(value, _PAIR, optional={"history", "wrong"}, place="")
        pair_id = self.string(value, "id")
        if pair_id and not _ID.fullmatch(pair_id):
            self.fault(f"id '{pair_id}' may hold letters, digits and single dashes only")
        outcome = self.strings(value, "outcome", at_least=1, allowed=OUTCOMES)
        facts = tuple(
            self.fact(item, f"facts[{number}]")
            for number, item in enumerate(self.objects(value, "facts"))
        )
        if "answered" in outcome and not any(fact.vital for fact in facts):
            self.fault("outcome 'answered' without a vital fact; say what a right answer states")
        if outcome and not set(outcome) & {"answered", "partial"} and facts:
            self.fault(f"outcome {'/'.join(outcome)} with facts; a refusal states none")
        written = self.string(value, "written")
        try:
            date.fromisoformat(written or "2000-01-01")
        except ValueError:
            self.fault(f"written '{written}' is not a date; write it as 2026-11-22")
        return Pair(
            id=pair_id,
            question=self.string(value, "question"),
            history=self.strings(value, "history") if "history" in value else (),
            category=self.choice(value, "category", CATEGORIES),
            family=self.string(value, "family"),
            split=self.choice(value, "split", SPLITS),
            outcome=outcome,
            facts=facts,
            wrong=self.patterns(value, "wrong", "wrong") if "wrong" in value else (),
            author=self.string(value, "author"),
            written=written,
            where=self.where,
        )

    def fact(self, value: Mapping[str, Any], place: str) -> Fact:
        self.keys(value, _FACT, optional=set(), place=place)
        vital = value.get("vital", True)
        if not isinstance(vital, bool):
            self.fault(f"{place}.vital must be true or false")
        evidence = tuple(
            self.evidence(item, f"{place}.evidence[{number}]")
            for number, item in enumerate(self.objects(value, "evidence", place, at_least=1))
        )
        return Fact(
            fact=self.string(value, "fact", place),
            vital=bool(vital),
            patterns=self.patterns(value, "patterns", f"{place}.patterns", at_least=1),
            evidence=evidence,
        )

    def evidence(self, value: Mapping[str, Any], place: str) -> Evidence:
        self.keys(value, _EVIDENCE, optional={"paragraph"}, place=place)
        paragraph = value.get("paragraph")
        if paragraph is not None and not (isinstance(paragraph, str) and paragraph):
            self.fault(f'{place}.paragraph must be a label in quotes such as "27", or null')
            paragraph = None
        return Evidence(
            document=self.string(value, "document", place),
            paragraph=paragraph,
            quote=self.string(value, "quote", place),
        )

    def keys(
        self, value: Mapping[str, Any], known: list[str], *, optional: set[str], place: str
    ) -> None:
        inside = f" in {place}" if place else ""
        for key in value:
            if key not in known:
                self.fault(f"unknown field '{key}'{inside}; the fields are {', '.join(known)}")
        for key in known:
            if key not in value and key not in optional:
                self.fault(f"no '{key}'{inside}; add it (see eval/pairs/README.md)")

    def string(self, value: Mapping[str, Any], key: str, place: str = "") -> str:
        found = value.get(key)
        if key not in value:  # said by `keys`
            return ""
        if not isinstance(found, str) or not found.strip():
            self.fault(f"{place + '.' if place else ''}{key} must be text, and not empty")
            return ""
        return found

    def choice(self, value: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        found = self.string(value, key)
        if found and found not in allowed:
            self.fault(f"{key} '{found}' is not one of {', '.join(allowed)}")
        return found

    def strings(
        self,
        value: Mapping[str, Any],
        key: str,
        place: str = "",
        *,
        at_least: int = 0,
        allowed: tuple[str, ...] = (),
    ) -> tuple[str, ...]:
        place = place or key
        found = value.get(key, None)
        if key not in value:
            return ()
        if not isinstance(found, list) or not all(
            isinstance(item, str) and item.strip() for item in found
        ):
            self.fault(f'{place} must be a list of texts such as ["..."]')
            return ()
        if len(found) < at_least:
            self.fault(f"{place} is empty; give at least {at_least}")
        for item in found:
            if allowed and item not in allowed:
                self.fault(f"{place} '{item}' is not one of {', '.join(allowed)}")
        return tuple(found)

    def patterns(
        self, value: Mapping[str, Any], key: str, place: str, *, at_least: int = 0
    ) -> tuple[str, ...]:
        found = self.strings(value, key, place, at_least=at_least)
        good = []
        for pattern in found:
            try:
                compiled = compile_pattern(pattern)
            except (re.error, OverflowError, RecursionError) as error:
                self.fault(f"{place} '{pattern}' is not a regular expression ({error})")
                continue
            if compiled.search(""):
                self.fault(f"{place} '{pattern}' matches anything; make it say the fact")
                continue
            good.append(pattern)
        return tuple(good)

    def objects(
        self, value: Mapping[str, Any], key: str, place: str = "", *, at_least: int = 0
    ) -> list[Mapping[str, Any]]:
        name = f"{place}.{key}" if place else key
        found = value.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.fault(f"{name} must be a list of objects")
            return []
        if key in value and len(found) < at_least:
            self.fault(f"{name} is empty; give at least {at_least}")
        return found
