"""Who: "the CCG", "we", "it", "JB" and "the Commission" as the names that the document gives them.

A short name stands for the publisher or committee that it ends, else for the last full name with
that ending; initials for the name that a list or a bracket gives them; "we" and "I" for whoever
publishes the document; "it" and "he" for the last such name before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
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
    r"\b(?!(?:The|That|This|In|At|By|For|If|Each|All|Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Prof)\b)"
    rf"(?:{_WORD}(?:,? and the | and | of | of the | for | for the |, | & | ))+(?:{HEADS})\b"
)
_SHORT = re.compile(rf"(?:the |this |our )?({HEADS})( members| officers)?$", re.IGNORECASE)
TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Cllrs?|Councillors?|Sir|Dame|Lord|Lady|Baroness"
    r"|Rev|Alderman)\.?"
)
_PERSON = re.compile(rf"\b{TITLE} {_WORD}(?: {_WORD}){{0,2}}")
_POST = (
    r"(?:chair(?:man|woman|person)?|vice-chair|director|officers?|manager|mayor|leader|head"
    r"|secretary|minister|commissioner|representatives?|clerk|treasurer|solicitor|chief executive"
    r"|lead|members?|team|secretariat|group|officials|colleagues|staff|governors|board|committee"
    r"|council|panel|commission|trust|forum|authority)"
)
_ROLE = re.compile(rf"\b{_POST}\b", re.IGNORECASE)
_INITIALLED = re.compile(
    rf"(?P<name>(?:{TITLE} )?{_WORD}(?: {_WORD}){{1,3}})"
    r"(?: \([^()\n]{3,60}\))? ?\((?P<short>[A-Z][A-Za-z]{0,2}[A-Z]?[a-z]?)\)"
)
_INITIALS = re.compile(r"[A-Z]{2,4}[a-z]?|[A-Z][A-Za-z]{1,2}[A-Z]?")
_MANY = re.compile(r"\s*(?:/|&|,|\band\b)\s*")
_ARTICLE = re.compile(r"^(?:and |that |both |for )?(?:the )?(?=[A-Z]|\w+ officers)", re.IGNORECASE)
_OF_BODY = re.compile(
    r".*\b(?:Officer|Director|Chair|Manager|Head|Lead|Leader|Executive|Member)s? (?:of|for) "
    r"(?:the )?(?=[A-Z]\w* )"
)
_AFFILIATION = re.compile(r"\(([A-Z][^()\n]{2,50})\)")
_NEAR = 600  # characters before a pronoun in which the name stands that it means
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
            _Named(start=match.start(), name=_without_post(match[0]), is_person=False)
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
            return (self._of_kind(short[1], at) or short[1]) + (short[2] or "")
        if bare in self._acronyms:
            return self._acronyms[bare]
        parts = _MANY.split(bare)
        if all(part in self.initials for part in parts):
            return " and ".join(self.initials[part] for part in parts)
        return bare

    def _last(self, at: int, *, is_person: bool) -> str | None:
        """The first such name of the same sentence or the one before, else the last one near."""
        starts, named = self._named
        near = [
            one
            for one in named[: bisect_right(starts, at - 1)]
            if one.start >= at - _NEAR and one.is_person == is_person
        ]
        stop = at
        for _ in range(2):
            stop = self.text.rfind(". ", 0, max(0, stop - 3))
            if sentence := [one for one in near if one.start > stop]:
                return sentence[0].name
        return near[-1].name if near else None

    def _of_kind(self, head: str, at: int) -> str | None:
        """The body that a short name stands for: of the document, else the last one named."""
        wanted = _head_of(head)
        for own in (self.metadata.committee, self.metadata.body):
            if own and " " in _ARTICLE.sub("", own) and _head_of(own) == wanted:
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
        if bare.lower() in _US | _IT | _PRONOUN:
            return True
        if re.search(rf"\b{HEADS}\b", bare) or _PERSON.search(bare) or _ROLE.search(bare):
            return True
        if find_bodies(bare, self.bodies) or self._is_initials(bare):
            return True
        return bool(bare) and (bare.split()[-1] in self._people or bare in self._affiliations)

    def _is_initials(self, words: str) -> bool:
        known = self.initials.keys() | self._acronyms.keys()
        return all(part in known for part in _MANY.split(_ARTICLE.sub("", words)))

    @cached_property
    def _acronyms(self) -> dict[str, str]:
        """The document's own body and committee by their capitals."""
        names = [name for name in (self.metadata.committee, self.metadata.body) if name]
        return {
            capitals: name
            for name in reversed(names)
            if len(capitals := "".join(re.findall(r"\b[A-Z]", name))) > 1
        }

    @cached_property
    def _affiliations(self) -> frozenset[str]:
        """What stands in brackets, as the bodies of those at a meeting do."""
        return frozenset(
            match[1]
            for match in _AFFILIATION.finditer(self.text)
            if not _spells(self.text[max(0, match.start() - 90) : match.start()], match[1])
        )

    def is_own(self, words: str, at: int) -> bool:
        """Whether the words at character `at` name who speaks, or an office of theirs."""
        bare = " ".join(words.split())
        lower = bare.lower()
        if lower in _US or (
            _ROLE.search(bare) and bare[:1].islower() and not _SHORT.fullmatch(bare)
        ):
            return True
        name = (self.resolve(bare, at) or bare).lower()
        owners = [one.lower() for one in (self.own, self.decider) if one]
        return any(owner in name or name in owner for owner in owners)

    def is_present(self, words: str, at: int) -> bool:
        """Whether the words name the meeting, somebody at it, or a body that sent somebody."""
        bare = " ".join(words.split())
        if len(parts := bare.split(" and ")) > 1:
            return any(self.is_present(part, at) for part in parts if part)
        if bare.lower() in _PRONOUN or self.is_own(bare, at) or _PERSON.search(bare):
            return True
        if (_ROLE.search(bare) and not re.search(rf"\b{HEADS}$", bare)) or self._is_initials(bare):
            return True
        if bare.split()[-1] in self._people:
            return True
        name = self.resolve(bare, at) or bare
        if name in self._affiliations:
            return True
        about = [one.about.lower() for one in self.attendance if one.about]
        return any(name.lower() in one or one in name.lower() for one in about)


def _without_post(words: str) -> str:
    """A body's name without who stands before it: "Jo Ash, Chief Officer of Anytown CCG"."""
    name = " ".join(words.split())
    if ", " in name and " and " not in name:  # else a list of places
        name = name.rsplit(", ", 1)[1]
    post = _OF_BODY.match(name)
    return name[post.end() :] if post else name


def _spells(before: str, acronym: str) -> bool:
    """Whether the acronym is of the words that stand before its bracket."""
    capitals = "".join(re.findall(r"\b[A-Za-z]", before)).upper()
    return capitals.endswith(acronym.upper().removesuffix("S"))


def _head_of(name: str) -> str:
    """The kind of body that a name ends with, abbreviated."""
    lower = name.lower().removesuffix(" nhs")
    for long, short in (("clinical commissioning group", "ccg"), ("integrated care board", "icb")):
        lower = re.sub(rf"\b{long}(s?)\b", rf"{short}\1", lower)
    return lower.split()[-1].rstrip("s") if lower.split() else ""
