"""Names of bodies, people and places: none may be new, and none may take another's place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import STOPWORDS
from assistant.written.checks.figures import figures
from corpus.bodies import Body, find_bodies

_JOINED = r"(?:of|and|the|for|on|in|&)"
_NAME = re.compile(rf"\b[A-Z][\w’'&-]*\.?(?:\s+(?:{_JOINED}\s+){{0,2}}[A-Z][\w’'&-]*)*", re.UNICODE)
_STANDS_FOR = re.compile(
    r"\b(?:we|our|us|it|its|they|their|he|she|his|her|i|the (?:\w+ )?(?:ccg|ccgs|board|council|"
    r"committee|panel|commission|trust|group|team|body|authority|partnership|forum|icb|hwb))\b",
    re.IGNORECASE,
)
"""Words by which a sentence means somebody named elsewhere."""


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; characters start:end of its text."""

    words: frozenset[str]  # in lower case, joining words left out
    start: int
    end: int


@lru_cache(maxsize=4096)
def names(text: str) -> tuple[Name, ...]:
    """The names of a text. A capital that only opens a sentence makes none."""
    dates = [(one.start, one.end) for one in figures(text) if one.kind == "date"]
    found = []
    for match in _NAME.finditer(text):
        start, words = match.start(), re.findall(r"[A-Za-z][\w’'-]*", match[0])
        if any(a <= start < b for a, b in dates):
            continue
        opens = not text[:start].strip() or bool(re.search(r"[.:;!?(]\W*$", text[:start]))
        while words and words[0].lower() in STOPWORDS:
            words = words[1:]
            opens = False
        if opens and len(words) == 1 and not words[0].isupper():
            continue
        kept = frozenset(
            re.sub(r"[’']s?$", "", w.lower()) for w in words if w.lower() not in STOPWORDS
        )
        if kept:
            found.append(Name(kept, start, match.end()))
    return tuple(found)


def misnamed(
    statement: str, quote: str, near: str, far: str, bodies: tuple[Body, ...]
) -> list[str]:
    """The names of a statement that its source does not bear out.

    A name must be in the quote. One from elsewhere in the document is borne out where the quote
    stands for it by a pronoun or a common noun, or names nobody else.

    Args:
        statement: one sentence.
        quote: the words that are to support it.
        near: the passage around the quote, and what introduces it.
        far: title, publisher, committee, section.
        bodies: organisations known to the record.
    """
    in_quote, around = _words(quote), _words(f"{quote}\n{near}\n{far}")
    quoted = names(quote)
    named_quote = {m.body.name for m in find_bodies(quote, bodies)}
    named_around = named_quote | {m.body.name for m in find_bodies(f"{near}\n{far}", bodies)}
    mentions = find_bodies(statement, bodies)
    faults: list[str] = []
    borrowed: list[str] = []
    for name in names(statement):
        words = statement[name.start : name.end]
        inside = [m for m in mentions if m.start < name.end and name.start < m.end]
        if name.words <= in_quote or (inside and all(m.body.name in named_quote for m in inside)):
            continue
        if _initials(words, quote):
            continue
        known = name.words <= around or (
            inside and all(m.body.name in named_around for m in inside)
        )
        if known or _initials(words, f"{near} {far}"):
            borrowed.append(words)
        else:
            faults.append(words)
    lower = statement.lower()
    stands_for = any(match[0].lower() not in lower for match in _STANDS_FOR.finditer(quote))
    if borrowed and not stands_for:
        said = _words(statement)
        said_bodies = {m.body.name for m in mentions}
        left_out = [
            one
            for one in quoted
            if not one.words <= said
            and not {m.body.name for m in find_bodies(quote[one.start : one.end], bodies)}
            & said_bodies
        ]
        if left_out:
            faults += borrowed
    elif borrowed:
        faults += [one for one in borrowed if _takes_place(one, statement, quote)]
    return faults


def _takes_place(name: str, statement: str, quote: str) -> bool:
    """Whether a name from elsewhere stands before the same word as another name in the quote."""
    after = re.search(rf"{re.escape(name)}\s+(?:\w+\s+){{0,1}}?([a-z]{{4,}})", statement)
    if after is None:
        return False
    return any(
        re.match(rf"\s+(?:\w+\s+){{0,1}}?{after[1][:5]}", quote[one.end :]) for one in names(quote)
    )


def _words(text: str) -> frozenset[str]:
    lower = text.lower().replace("’", "'")
    return frozenset(re.sub(r"'s?$", "", w) for w in re.findall(r"[^\W_][\w'-]*", lower))


def _initials(words: str, text: str) -> bool:
    """Whether the words are the initials of a run of words in the text, or the other way round."""
    bare = re.sub(r"^The\s+", "", words)
    short = "".join(re.findall(r"[A-Z]", bare)) if bare.isupper() else ""
    letters = "".join(w[0] for w in re.findall(r"\b[A-Z]\w*", words))
    if len(short) >= 2:
        run = r"\b" + r"\w*(?:[\s-]+(?:of|and|the|for)){0,2}[\s-]+".join(short.lower()) + r"\w*"
        return bool(re.search(run, text.lower()))
    return len(letters) >= 2 and bool(re.search(rf"\b{letters}s?\b", text))
