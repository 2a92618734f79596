"""Who: "the CCG", "we", "it", "JB" and "the Commission" as the names that the document gives them.

A short name stands for the publisher or committee that it ends, else for the last full name with
that ending; initials for the name that a list or a bracket gives them; "we" and "I" for whoever
publishes the document; "it" and "he" for the last such name before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.bodies import Body, find_bodies
from corpus.types import Attendee, Metadata

HEADS = (
    r"(?:CCGs?|Clinical Commissioning Groups?|ICB|Integrated Care Board|Trust|Councils?|Board"
    r"|Committee|Commission|Panel|Group|Authority|Partnership|Network|Forum|Cabinet|Executive"
    r"|Governing Body|Association|Department|Healthwatch|NHS England|Team|Secretariat|Office)"
)
"""Words that end the names of bodies, and stand for them."""

_WORD = r"[A-Z][\w’'&./-]*"
_FULL = re.compile(
    rf"\b(?:{_WORD}(?:,? and the | and | of the | of | for | the |, | & | ))+(?:{HEADS})\b"
)
_SHORT = re.compile(rf"(?:the |this |our )?({HEADS})(?: members| officers)?$", re.IGNORECASE)
TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Cllrs?|Councillors?|Sir|Dame|Lord|Lady|Baroness"
    r"|Rev|Alderman)\.?"
)
_PERSON = re.compile(rf"\b{TITLE} {_WORD}(?: {_WORD}){{0,2}}")
_POST = (
    r"(?:chair(?:man|woman|person)?|vice-chair|director|officers?|manager|mayor|leader|head"
    r"|secretary|minister|commissioner|representatives?|clerk|treasurer|solicitor|chief executive"
    r"|lead|members?|team|secretariat|group|working group|officials|colleagues|staff|governors)"
)
_ROLE = re.compile(rf"\b{_POST}\b", re.IGNORECASE)
_INITIALLED = re.compile(
    rf"(?P<name>(?:{TITLE} )?{_WORD}(?: {_WORD}){{1,3}})"
    r"(?: \([^()\n]{3,60}\))? ?\((?P<short>[A-Z][A-Za-z]{0,2}[A-Z]?[a-z]?)\)"
)
_INITIALS = re.compile(r"[A-Z]{2,4}[a-z]?|[A-Z][A-Za-z]{1,2}[A-Z]?")
_MANY = re.compile(r"\s*(?:/|&|,|\band\b)\s*")
_ARTICLE = re.compile(
    r"^(?:and |that |both |for )?(?:the )?(?=[A-Z]|\w+ officers)", re.IGNORECASE
)
_US = frozenset({"we", "i", "us", "our"})
_IT = frozenset({"it", "they", "which", "who"})
_PRONOUN = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    start: int
    name: str
    is_person: bool


@dataclass(kw_only=True)
class Parties:
    """Whom the words of one document mean."""

    metadata: Metadata
    text: str
    attendance: Sequence[Attendee]
    bodies: tuple[Body, ...]
    _cache: dict[str, str] = field(default_factory=dict)

    @property
    def own(self) -> str | None:
        """Who speaks in the document: who published it, else the committee."""
        return self.metadata.body or self.metadata.committee

    @property
    def decider(self) -> str | None:
        """Who decides in it: the committee, else who published it."""
        return self.metadata.committee or self.metadata.body

    @cached_property
    def initials(self) -> dict[str, str]:
        """Names by the initials that the document gives them."""
        found: dict[str, str] = {}
        for match in _INITIALLED.finditer(self.text):
            name = re.sub(r"\s+", " ", match["name"])
            if match["short"][0] == re.sub(rf"^{TITLE} ", "", name)[0]:
                found.setdefault(match["short"], name)
        return found

    @cached_property
    def _people(self) -> dict[str, str]:
        """Names of those on the lists of attendance, by surname."""
        found: dict[str, str] = {}
        for one in self.attendance:
            found.setdefault(one.name.split()[-1], one.name)
        return found

    @cached_property
    def _named(self) -> tuple[list[int], list[_Named]]:
        """Every full name in the document, in order, with where it starts."""
        found = [
            _Named(start=match.start(), name=" ".join(match[0].split()), is_person=False)
            for match in _FULL.finditer(self.text)
            if "\n\n" not in match[0]
        ]
        found += [
            _Named(start=mention.start, name=mention.body.name, is_person=False)
            for mention in find_bodies(self.text, self.bodies)
        ]
        found += [
            _Named(start=match.start(), name=" ".join(match[0].split()), is_person=True)
            for match in _PERSON.finditer(self.text)
        ]
        found.sort(key=lambda one: one.start)
        return [one.start for one in found], found

    def resolve(self, words: str, at: int, speaker: str | None = None) -> str | None:
        """The name that the words stand for, at character `at` of the document.

        None where they stand for somebody whom the document does not name.
        """
        bare = " ".join(re.sub(r"\*\*|__|</?b>", "", words).split()).strip(" ,;:-–—")
        lower = bare.lower()
        if lower in _US:
            return self.own
        if lower in _PRONOUN:
            return self._last(at, is_person=True) or speaker
        if lower in _IT:
            return self._last(at, is_person=False) or self.own
        if not bare:
            return None
        bare = _ARTICLE.sub("", bare)
        if short := _SHORT.fullmatch(bare):
            return self._of_kind(short[1], at) or bare
        parts = _MANY.split(bare)
        if all(part in self.initials for part in parts):
            return " and ".join(self.initials[part] for part in parts)
        return bare

    def _last(self, at: int, *, is_person: bool) -> str | None:
        starts, named = self._named
        begin = self.text.rfind("\n\n", 0, at)
        for one in reversed(named[: bisect_right(starts, at - 1)]):
            if one.start < begin - 600:
                return None
            if one.is_person == is_person:
                return one.name
        return None

    def _of_kind(self, head: str, at: int) -> str | None:
        """The body that a short name stands for: of the document, else the last one named."""
        wanted = _head_of(head)
        for own in (self.metadata.committee, self.metadata.body):
            if own and _head_of(own) == wanted:
                return own
        starts, named = self._named
        place = bisect_right(starts, at)
        for one in (*reversed(named[:place]), *named[place:]):
            if not one.is_person and _head_of(one.name) == wanted and " " in one.name:
                return one.name
        return None

    def is_party(self, words: str) -> bool:
        """Whether the words name somebody who can give their word: a body, a person, an office."""
        bare = " ".join(words.split())
        lower = bare.lower()
        if lower in _US | _IT | _PRONOUN:
            return True
        if re.search(rf"\b{HEADS}\b", bare) or _PERSON.search(bare) or _ROLE.search(bare):
            return True
        if find_bodies(bare, self.bodies) or self._is_initials(bare):
            return True
        return bool(bare) and bare.split()[-1] in self._people

    def _is_initials(self, words: str) -> bool:
        return all(
            part in self.initials or bool(re.fullmatch(r"[A-Z]{2,5}s?", part))
            for part in _MANY.split(_ARTICLE.sub("", words))
        )

    def is_own(self, words: str) -> bool:
        """Whether the words name who speaks in the document, or an office of theirs."""
        bare = " ".join(words.split())
        if bare.lower() in _US | _IT | _PRONOUN or (_ROLE.search(bare) and bare[:1].islower()):
            return True
        name = (self.resolve(bare, len(self.text)) or bare).lower()
        owners = [one.lower() for one in (self.own, self.decider) if one]
        return any(owner in name or name in owner for owner in owners)

    def is_present(self, words: str) -> bool:
        """Whether the words name the meeting, somebody at it, or a body that sent somebody."""
        bare = " ".join(words.split())
        if self.is_own(bare) or _PERSON.search(bare) or _ROLE.search(bare):
            return True
        if bare.split()[-1:] and bare.split()[-1] in self._people:
            return True
        if self._is_initials(bare):
            return True
        name = (self.resolve(bare, len(self.text)) or bare).lower()
        return any(one.about and _of(name, one.about.lower()) for one in self.attendance)


def _of(name: str, about: str) -> bool:
    return name in about or about in name


def _head_of(name: str) -> str:
    """The kind of body that a name ends with, abbreviated."""
    lower = name.lower().removesuffix(" nhs")
    for long, short in (("clinical commissioning group", "ccg"), ("integrated care board", "icb")):
        lower = re.sub(rf"\b{long}(s?)\b", rf"{short}\1", lower)
    return lower.split()[-1].rstrip("s") if lower.split() else ""
