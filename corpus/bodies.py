"""Bodies: organisations and committees, their other names, and what they became."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from corpus.dates import parse_period
from corpus.errors import ManifestError
from corpus.tables import read_table

BODIES = "bodies.toml"

_FORMS = (
    ("Clinical Commissioning Group", "CCG"),
    ("Integrated Care Board", "ICB"),
    ("Health and Wellbeing Board", "HWB"),
    ("Primary Care Trust", "PCT"),
)
"""Words that stand for each other in the name of any body."""

_GENERIC = frozenset(
    """
    nhs ccg icb pct hwb clinical commissioning group integrated care board health and wellbeing
    the of for city county borough district council councils primary trust foundation hospitals
    university committee commission scrutiny england area team network
    """.split()  # noqa: SIM905 - read as the words they are
)
"""Words of names that many bodies share; what remains is the place."""


class BodyRow(BaseModel):
    """One `[[body]]` as people write it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(min_length=1)
    aliases: list[str] = []
    became: str | None = None
    on: str | None = None

    @field_validator("on")
    @classmethod
    def _real_date(cls, on: str | None) -> str | None:
        if on is not None:
            parse_period(on)
        return on


@dataclass(frozen=True, kw_only=True)
class Body:
    """An organisation: its name, every form that names it, and its successor."""

    name: str
    aliases: tuple[str, ...] = ()
    became: str | None = None
    on: str | None = None  # day of the succession

    @cached_property
    def forms(self) -> frozenset[str]:
        """All names in lower case, abbreviations written out and not, "NHS" with and without."""
        forms: set[str] = set()
        for name in (self.name, *self.aliases):
            variants = {name, name.removeprefix("NHS ")}
            for long, short in _FORMS:
                variants |= {v.replace(long, short) for v in variants}
                variants |= {re.sub(rf"\b{short}\b", long, v) for v in variants}
            variants |= {v.replace("&", "and") for v in variants}
            forms |= {v.lower() for v in variants}
        return frozenset(form for form in forms if set(form.split()) - _GENERIC or "," in form) | {
            self.name.lower()
        }

    @cached_property
    def place(self) -> str:
        """The words of the name that are its own, in lower case: "west leicestershire"."""
        words = re.findall(r"[\w'’]+", self.name.lower())
        return " ".join(word for word in words if word not in _GENERIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A body named in a text, at characters start:end."""

    body: Body
    start: int
    end: int


def read_bodies(*files: Path) -> tuple[Body, ...]:
    """The bodies of all the files that exist, later ones replacing earlier ones of that name.

    Raises `ManifestError` with every fault of every file.
    """
    found: dict[str, Body] = {}
    faults: list[str] = []
    for path in files:
        if not path.is_file():
            continue
        table = read_table(path, "body", BodyRow)
        faults += table.faults
        for row in (entry.row for entry in table.entries if entry.row):
            found[row.name] = Body(
                name=row.name, aliases=tuple(row.aliases), became=row.became, on=row.on
            )
    if faults:
        raise ManifestError(faults)
    return tuple(found.values())


def add_publishers(bodies: tuple[Body, ...], names: Iterable[str | None]) -> tuple[Body, ...]:
    """The bodies, and one for each publisher or committee that none of them names."""
    known = {form for body in bodies for form in body.forms}
    added: dict[str, Body] = {}
    for name in names:
        if name and name.lower() not in known:
            added.setdefault(name, Body(name=name))
    return bodies + tuple(added.values())


def find_bodies(text: str, bodies: tuple[Body, ...]) -> list[Mention]:
    """Every body that the text names, in order; the longest name wins where two overlap."""
    if not bodies:
        return []
    pattern, owners = _compile(bodies)
    # same length, so that offsets hold: no other letter grows when it is made small
    flat = text.replace("İ", "I").lower().replace("&", "+")
    return [
        Mention(body=owners[_spell(match[0])], start=match.start(), end=match.end())
        for match in pattern.finditer(flat)
    ]


def name_body(name: str, bodies: tuple[Body, ...]) -> Body | None:
    """The body that goes by that name, any form, case ignored; None for an unknown one."""
    wanted = " ".join(name.lower().replace("&", "and").split())
    return next((body for body in bodies if wanted in body.forms), None)


def _spell(form: str) -> str:
    return " ".join(form.replace("+", "and").split())


@lru_cache(maxsize=8)
def _compile(bodies: tuple[Body, ...]) -> tuple[re.Pattern[str], dict[str, Body]]:
    owners: dict[str, Body] = {}
    for body in bodies:
        for form in body.forms:
            owners.setdefault(_spell(form.replace("&", "+")), body)
    forms = sorted(owners, key=len, reverse=True)
    options = "|".join(
        r"\s+".join(r"(?:and|\+)" if word == "and" else re.escape(word) for word in form.split())
        for form in forms
    )
    return re.compile(rf"\b(?:{options})(?!\w)"), owners
