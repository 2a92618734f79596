"""Wording that turns a meaning: negation, opposites, firmness, conditions, "all" and "only"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import stem
from assistant.written.checks.figures import shared_around
from assistant.written.checks.lexicon import OPPOSITES
from assistant.written.checks.tokens import Token, holds, stems, tokens

_IDIOMS = re.compile(
    r"\bno (?:later|more|fewer|less|doubt|sooner)\b|\bnot (?:only|just|least|merely|later than|"
    r"more than|less than|exceeding)\b|\bwhether or not\b|\bif not\b|\bNo\.?\s?\d+",
    re.IGNORECASE,
)
_NEGATOR = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|unable|unlikely|impossible|"
    r"unavailable|unsuccessful|insufficient|inadequate|hardly|fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|al)|"
    r"reject(?:s|ed|ion)?|lack(?:s|ed|ing)?|absence|instead of|rather than|except|yet to|"
    r"declin(?:e|es|ed) (?:to|the|an?|any)|turned down|ruled out|\w+n['’]t)\b",
    re.IGNORECASE,
)
_UN = re.compile(r"\bun(?!der|ion|it|iver)([a-z]{2,}(?:ed|ent|met|sold|paid|built|known))\b")
"""Words that deny by how they begin: "unspent" is "not spent"."""
_CLAUSE = re.compile(
    r"[,;:()–—]|\b(?:and|but|because|although|though|while|whereas|which|who|when|if|so|as|since|"
    r"until|unless)\b",
    re.IGNORECASE,
)
_SCOPE = 2
"""Content words that a negation reaches."""
_REACH = 7
"""Words within which it reaches them."""

_ACTS = {
    "decided": (
        "agreed|agree|agrees|resolved|resolve|decided|decides|approved|approve|endorsed|ratified|"
        "adopted|sanctioned|signed off|accepted|confirmed|passed"
    ),
    "refused": "rejected|refused|declined to|turned down|vetoed|ruled out|voted against",
    "asked": (
        "asked|asks|requested|requests|invited|called for|urged|sought|be asked|be requested|"
        "be invited|instructed|directed|tasked"
    ),
    "proposed": (
        "proposed|proposes|proposals?|recommended|recommends|recommendations?|suggested|considered|"
        "considering|consider|explored|exploring|looking at|options?|draft|discussed|discussing|"
        "debated"
    ),
    "noted": "noted|notes|received|heard|welcomed|acknowledged",
    "promised": "promised|pledged|committed to|undertook|guaranteed|guarantees|vowed",
}
_ACT = {
    act: re.compile(rf"(?<!\bto )(?<!\bto be )\b(?:{words})\b", re.IGNORECASE)
    for act, words in _ACTS.items()
}
_TO_DO = re.compile(
    r"\b(?:to|will|shall|would|should|could|can|may|might|must)\s+(?:be\s+|not\s+)?([a-z]{3,})"
)
_ITEM = re.compile(r"(?:^|\|)\W*([a-z]{3,})\b")
"""What an item of a list, or a cell of a table, opens with: often a verb of what is to be done."""
_DONE = re.compile(r"\b([a-z]{3,}ed)\b")
_STILL_TO_BE = re.compile(
    r"\b(?:to|be|will|would|should|could|may|might|must)\s+(?:be\s+|have\s+(?:been\s+)?)?(?:\w+ly\s+)?$"
)
_MAY_STAND = {
    "decided": ("decided",),
    "refused": ("refused",),
    "asked": ("asked", "proposed"),
    "proposed": ("proposed", "asked"),
    "noted": ("noted", "decided", "asked", "proposed", "promised"),
    "promised": ("promised", "will"),
}
"""For what a statement says was done, what its source may have said was done."""
_WILL = re.compile(r"\b(?:will|shall|undertak\w+|commit\w*|we'll|is to|are to)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:may|might|could|would like|hopes?|hoped|aims?|aimed|considering|considered|exploring|"
    r"looking at|possible|possibly|potential|potentially|propos\w+|recommend\w*|suggest\w*|"
    r"expects?|expected|intends?|intended|plans?|planned|seeks?|seeking|subject to|option|options|"
    r"should|wish|wishes|likely|perhaps|draft|asked|requested|ask|be asked|target|estimated)\b",
    re.IGNORECASE,
)
"""Words of what is not settled."""
_FIRM = re.compile(
    r"\b(?:will|shall|must|is required|are required|has to|have to|has been|have been|definitely|"
    r"certainly|guarantee\w*)\b",
    re.IGNORECASE,
)
_LINKS = {
    "cause": r"because|(?<!is )(?<!are )(?<!was )(?<!were )due to|owing to|"
    r"as a result|therefore|thus|so that|led to|leads to|caused|"
    r"causing|thanks to|resulted? in|in order to|as its|as their|since|consequently|hence|"
    r"reasons?|"
    r"prompted|to enable|to ensure|to allow|funded by|paid for by|using|through|"
    r"driven by|"
    r"helped|contributed",
    "condition": r"if|unless|provided that|provided|subject to|only when|only if|only once|until|"
    r"conditional|depending on|depends on|as long as|once",
}
_LINK = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _LINKS.items()}
_AFTER = re.compile(r"(?<!the )\b(?:following|after|when|once|since)\b", re.IGNORECASE)
"""Words of what came first, which need not be the cause."""
_BINDING = re.compile(
    r"\b(?:if|unless|provided(?: that)?|subject to|only (?:when|if|once|be)|"
    r"conditional (?:on|upon)|"
    r"depend(?:s|ing) on|as long as)\b",
    re.IGNORECASE,
)
_IN_TIME = re.compile(r"\b(?:until|once)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:all|always|entire|whole|everyone|everybody|(?:every|each)(?! (?:day|week|month|year|"
    r"quarter|night|hour)))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|solely|exclusively|sole)\b", re.IGNORECASE)
_SOME = re.compile(r"\b(?:some|several|many|most|few|part of|partly|a number of|majority)\b", re.I)


_UNSURE = re.compile(
    r"\b(?:not|cannot|n['’]t|unable to|no) (?:\w+ )?guarantee\w*|\bwithout (?:a )?guarantee",
    re.IGNORECASE,
)
CONTRAST = re.compile(r";\s+|,?\s+\b(?:but|while|whereas|although|though)\b\s+", re.IGNORECASE)
"""Between the parts of a sentence that say different things of different matters."""
_SUBJUNCTIVE = re.compile(r"^\W*(?:\w{1,3}[.)]\s+|\(\w{1,3}\)\s+)?[Tt]hat\b.*", re.DOTALL)
"""A resolution or recommendation: what is told in it is to be done."""


@dataclass(frozen=True, slots=True)
class _Negation:
    scope: tuple[str, ...]  # stems that it reaches, the nearest first
    clause: tuple[str, ...]  # stems of the clause it stands in


def turned(statement: str, quote: str, frame: str) -> list[str]:
    """In what the wording of a statement turns the meaning of its source; nothing when in nothing.

    Args:
        statement: one sentence.
        quote: the words that are to support it.
        frame: what the quote stands under: its label, headings and introduction ("AGREED").
    """
    faults = []
    if _negated_otherwise(statement, quote):
        faults.append("negation")
    if _opposite(statement, quote):
        faults.append("opposite")
    if _firmer(statement, quote, frame):
        faults.append("firmness")
    if _LINK["cause"].search(statement) and not _LINK["cause"].search(quote):
        faults.append("cause")
    if _AFTER.search(statement) and not (_AFTER.search(quote) or _LINK["cause"].search(quote)):
        faults.append("cause")
    unbound = _BINDING.search(quote) and not _LINK["condition"].search(statement)
    bound = _LINK["condition"].search(statement) and not _LINK["condition"].search(quote)
    only_in_time = _IN_TIME.search(statement) and not _BINDING.search(statement)
    if (unbound and not _is_before(statement, quote)) or (bound and not only_in_time):
        faults.append("condition")
    if (_WHOLE.search(statement) and not _WHOLE.search(quote)) or (
        _WHOLE.search(statement) and _SOME.search(quote) and not _SOME.search(statement)
    ):
        faults.append("all")
    if _ONLY.search(_IDIOMS.sub(" ", statement)) and not _ONLY.search(quote):
        faults.append("only")
    return faults


def _is_before(statement: str, quote: str) -> bool:
    """Whether the statement is about what stands apart from the conditional clause."""
    match = _BINDING.search(quote)
    assert match is not None
    parts = re.split(r"[.;]|,\s*(?:and|but)\b", quote)
    bound = next((p for p in parts if match[0] in p), quote)
    free = frozenset(stems(" ".join(p for p in parts if p is not bound)))
    said = stems(statement)
    own = frozenset(stems(bound))
    return sum(holds(s, free) for s in said) > sum(holds(s, own) for s in said)


@lru_cache(maxsize=4096)
def _negations(text: str) -> tuple[_Negation, ...]:
    text = _UN.sub(r"not \1", text)
    masked = _IDIOMS.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in _NEGATOR.finditer(masked):
        ends = [m.start() for m in _CLAUSE.finditer(text) if m.start() >= match.end()]
        starts = [m.end() for m in _CLAUSE.finditer(text) if m.end() <= match.start()]
        start, end = max(starts, default=0), min(ends, default=len(text))
        words = tokens(text)
        after = [t for t in words if t.start >= match.end() and t.start < max(end, match.end() + 1)]
        scope = [t.stem for t in after[:_REACH] if t.stem][:_SCOPE]
        if not scope:
            before = [t for t in words if t.end <= match.start() and t.start >= start]
            scope = [t.stem for t in reversed(before) if t.stem][:_SCOPE]
        # "failed", "rejected" are content words themselves and need not be in the other text
        found.append(_Negation(tuple(scope), stems(text[start:end])))
    return tuple(found)


def _negated_otherwise(statement: str, quote: str) -> bool:
    """Whether one denies what the other asserts."""
    mine, theirs = _negations(statement), _negations(quote)
    said, source = frozenset(stems(statement)), frozenset(stems(quote))
    for negation in theirs:
        if any(_meet(negation, own) for own in mine):
            continue
        head = negation.scope[:1]
        clause = [s for s in negation.clause if not _NEGATOR.fullmatch(s)]
        covered = sum(holds(s, said) for s in clause)
        if (head and holds(head[0], said)) or (len(clause) and covered / len(clause) >= 0.5):
            return True
    for negation in mine:
        if not any(_meet(negation, other) for other in theirs):
            return True
    return bool(mine) and not source


def _meet(one: _Negation, other: _Negation) -> bool:
    theirs = frozenset((*other.scope, *other.clause))
    mine = frozenset((*one.scope, *one.clause))
    return any(holds(s, theirs) for s in one.scope) or any(holds(s, mine) for s in other.scope)


def _opposite(statement: str, quote: str) -> bool:
    """Whether one has a word where the other has its opposite."""
    said, source = _all_stems(statement), _all_stems(quote)
    for one, other in OPPOSITES:
        if not (said & (one | other) and source & (one | other)):
            continue
        mine, theirs = (_among(text, one) for text in (statement, quote))
        mine_other, theirs_other = (_among(text, other) for text in (statement, quote))
        if (mine and theirs_other and not theirs and not mine_other) or (
            mine_other and theirs and not theirs_other and not mine
        ):
            return True
        if mine and mine_other and theirs and theirs_other:
            # both words are in both: each must be of the same thing
            for word, same, opposite in (
                (mine[0], theirs[0], theirs_other[0]),
                (mine_other[0], theirs_other[0], theirs[0]),
            ):
                rival = mine_other[0] if word is mine[0] else mine[0]
                near = shared_around(statement, word, [rival], quote, same, [opposite])
                far = shared_around(statement, word, [rival], quote, opposite, [same])
                if far > near:
                    return True
    return False


@lru_cache(maxsize=4096)
def _all_stems(text: str) -> frozenset[str]:
    return frozenset(t.stem or stem(t.text) for t in tokens(text))


def _among(text: str, group: frozenset[str]) -> list[Token]:
    return [t for t in tokens(text) if (t.stem or stem(t.text)) in group]


def _done(statement: str, quote: str) -> bool:
    """Whether the statement has as done what its source has as to be done."""
    to_do, done = _verbs(quote)
    _, said_done = _verbs(statement)
    return any(verb in to_do and verb not in done for verb in said_done)


@lru_cache(maxsize=4096)
def _verbs(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of what is to be done, and of what was done, as far as their forms tell."""
    lower = text.lower()
    to_do = {stem(word) for word in (*_TO_DO.findall(lower), *_ITEM.findall(lower))}
    if match := _SUBJUNCTIVE.match(text):
        to_do |= {stem(word) for word in re.findall(r"\b[a-z]{3,}(?<!ed)\b", match[0])}
    done = {
        stem(match[1])
        for match in _DONE.finditer(text)
        if not _STILL_TO_BE.search(text[: match.start()])
    }
    return frozenset(to_do), frozenset(done)


def _firmer(statement: str, quote: str, frame: str) -> bool:
    """Whether the statement says that more was done, or settled, than its source says."""
    framed = f"{frame} {quote}"
    acts = {act for act, pattern in _ACT.items() if pattern.search(framed)}
    if re.search(r"\b(?:that .{2,60} be \w+(?:ed|en)?|to (?:submit|report|provide))\b", quote):
        acts.add("asked")
    if _WILL.search(quote):
        acts.add("will")
    for act, pattern in _ACT.items():
        if pattern.search(statement) and not acts & set(_MAY_STAND[act]):
            return True
    decided, proposed = _ACT["decided"], _ACT["proposed"]
    claims = decided.search(statement) and not proposed.search(statement)
    if claims and proposed.search(quote) and not decided.search(framed):
        return True
    if _done(statement, quote):
        return True
    meant = _clause_meant(statement, quote)
    settled = _FIRM.search(statement) and not _FIRM.search(_UNSURE.sub(" ", meant))
    return bool(settled and _OPEN.search(meant) and not _OPEN.search(statement))


def _clause_meant(statement: str, quote: str) -> str:
    """The part of the quote, between contrasts, that has most of the statement's words."""
    said = stems(statement)
    parts = CONTRAST.split(quote)
    return max(parts, key=lambda part: sum(holds(s, frozenset(stems(part))) for s in said))
