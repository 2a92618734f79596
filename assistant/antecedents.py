"""Whom a quoted sentence means: the name that its pronoun lost when it was cut out, in brackets.

"It proposed a pilot" says nothing by itself. Where the record says just before who "it" is, and
only one can be meant, the statement reads "It [Anytown CCG] proposed a pilot". The quote beneath
stays as it stands, and where there is any doubt nothing is added.
"""

from __future__ import annotations

import re

from corpus.bodies import Body, find_bodies
from corpus.types import Metadata

_KINDS = "CCG|Council|Trust|Board|Committee|Commission|Panel|Group|Authority|Partnership"
_IT = re.compile(r"(?:It|They)\b(?! (?:is|was|will be|were|are) (?:\w+ )?(?:that|to|noted|agreed))")
_PERSON = re.compile(r"(?:He|She)\b")
_WE = re.compile(r"\b[Ww]e\b")
_THE = re.compile(rf"\b[Tt]he ({_KINDS})\b(?! of\b)(?! [A-Z])(?!['’])")
_NAMED = re.compile(
    r"\b((?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Dame|Prof(?:essor)?)\.? [A-Z][\w'’-]+"
    r"(?: [A-Z][\w'’-]+)?)"
)
_OWN_VOICE = frozenset({"letter", "report", "strategy", "plan", "policy"})
"""Kinds of document in which "we" is the body that published them."""


def name_antecedent(words: str, before: str, metadata: Metadata, bodies: tuple[Body, ...]) -> str:
    """The words with one name put in after the pronoun that stands for it, or as they are.

    Args:
        words: of a statement.
        before: what the passage says before them.
        metadata: of the document.
        bodies: organisations known to the record.
    """
    last = re.split(r"(?<=[.!?])\s+", before.strip())[-1] if before.strip() else ""
    if (it := _IT.match(words)) and (name := _only_body(last, bodies)):
        return _insert(words, it.end(), name)
    if (person := _PERSON.match(words)) and len(names := set(_NAMED.findall(last))) == 1:
        return _insert(words, person.end(), names.pop())
    own = metadata.body
    if own and metadata.kind in _OWN_VOICE and (we := _WE.search(words)):
        return _insert(words, we.end(), own)
    if (short := _THE.search(words)) and not find_bodies(words, bodies):
        name = _of_kind(short[1], metadata, bodies)
        if name:
            return _insert(words, short.end(), name)
    return words


def _insert(words: str, at: int, name: str) -> str:
    return words if name in words else f"{words[:at]} [{name}]{words[at:]}"


def _only_body(text: str, bodies: tuple[Body, ...]) -> str | None:
    names = {mention.body.name for mention in find_bodies(text, bodies)}
    return names.pop() if len(names) == 1 else None


def _of_kind(kind: str, metadata: Metadata, bodies: tuple[Body, ...]) -> str | None:
    """The publisher or committee, where just one of the two is of that kind by its name."""
    written_out = {"CCG": ("CCG", "Clinical Commissioning Group")}.get(kind, (kind,))
    names = {
        name
        for name in (metadata.body, metadata.committee)
        if name and name.removesuffix(" NHS").endswith(written_out)
    }
    return names.pop() if len(names) == 1 else None
