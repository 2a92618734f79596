"""Understanding a question: what it asks for, of whom, of when, and in which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.words import content_words, stem
from corpus.bodies import Body, find_bodies
from corpus.types import Term

Asked = Literal[
    "fact",
    "who",
    "when",
    "number",
    "list",
    "definition",
    "yes or no",
    "why",
    "compare",
    "commitment",
    "holdings",
]

_ASKED: tuple[tuple[Asked, str], ...] = (
    (
        "holdings",
        r"\b(?:what|which)\b.{0,30}\b(?:documents?|records?|papers?)\b.{0,25}"
        r"\b(?:you|have|hold|held|there|contain|cover|included?|read)\b|\bwhat(?:'s| is) in the "
        r"(?:record|corpus|index)\b",
    ),
    (
        "compare",
        r"\bcompar\w+\b|\bdiffer(?:s|ed|ent|ence|ences)?\b|\bversus\b|\bvs\b|\bin contrast\b"
        r"|\bboth\b.*\band\b|\b(?:same|similar)\b.*\bas\b|\brather than\b.*\?",
    ),
    (
        "commitment",
        r"\bcommit(?:s|ted|ment|ments)?\b|\bpromis\w+|\bundert(?:ake|ook|aken|akes|aking|akings)\b"
        r"|\bpledg\w+|\bagree(?:d|s)? to\b|\bresolv\w+|\bwhat\b.*\bagreed\b"
        r"|\b(?:what|who|anything)\b.*\b(?:asked|due|expected|supposed|going|want\w*|plan\w*|"
        r"propos\w+|intend\w*|meant) to\b|\baction points?\b|\bactions\b|\brecommend\w*",
    ),
    (
        "when",
        r"\bwhen\b|\bwhat (?:date|day|month|year|time)\b|\bhow (?:soon|long)\b"
        r"|\bby what (?:point|stage)\b|\bdeadlines?\b|\bwhich (?:year|month|date)\b"
        r"|\btimescales?\b|\btimetable\b",
    ),
    (
        "number",
        r"\bhow (?:many|much|big|large|high|often|old|far)\b|\bwhat (?:percentage|proportion|share"
        r"|number|amount|percent|figure|sum|%)(?!\w)|\bpercentage\b|\b% of\b|\bcost of\b"
        r"|\bhow few\b|\bnumber of\b|\bwhat fraction\b|\brate\b\?",
    ),
    (
        "who",
        r"\bwho\b|\bwhom\b|\bwhose\b|\bwhich (?:person|officer|councillor|director|body|firm|"
        r"organisation|organization|company|councillors|people)\b",
    ),
    (
        "definition",
        r"\bwhat (?:is|are|was|were) (?:a |an |the )?(?:meant by |meaning of )|\bdefin\w+"
        r"|\bstands? for\b|\bmean(?:s|t|ing)?\b|^\s*(?:what(?:'s| is)|whats|explain)\s+"
        r"(?:an?\s+|the\s+)?[\w&' -]{2,40}\??\s*$|^\s*what are\s+(?:the\s+)?[\w'-]+\??\s*$",
    ),
    ("why", r"\bwhy\b|\breasons?\b|\bhow come\b|\bwhat (?:caused|led)\b|\bexplain\b"),
    (
        "list",
        r"\bwhat (?:were|are) (?:the|all|some of the)\b|\bwhich\b.*s\b|\blist\b"
        r"|\bname (?:the|all)\b|\bwhat\b.*\b(?:issues|areas|benefits|functions|options|levels|"
        r"reasons|concerns|aims|ways|things|challenges|risks|responsibilities|powers|requirements|recommendations|priorities|"
        r"examples|points|steps|factors|groups|services|measures|changes)\b",
    ),
    (
        "yes or no",
        r"^\s*(?:so |and |but |ok |please )?(?:is|are|was|were|did|does|do|has|have|had|can|could|"
        r"will|would|should|may|might|isn't|aren't|wasn't|didn't|doesn't)\b",
    ),
)
"""What a question asks for, by its words; the first that fits holds."""

_SMALL_TALK = re.compile(
    r"\s*(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|thanks?(?: you)?|"
    r"very much|cheers|ta|bye|goodbye|ok(?:ay)?|great|how are you(?: today)?|"
    r"nice|there|please|all|everyone|lovely|cool|brilliant)[\s!,.?]*)+",
    re.IGNORECASE,
)
_ABOUT_US = re.compile(
    r"\b(?:who|what) are you\b|\bwhat can (?:you|i) (?:do|ask)\b|\bare you (?:a|an|real|human|chat)"
    r"|\bhow do(?:es)? (?:you|this) work\b|\byour (?:name|(?:system )?prompt|instructions|rules)\b"
    r"|\bwho (?:made|built|created|trained) you\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|rules?|prompts?|above|"
    r"previous|prior|guidelines|restrictions|guardrails)\b|\byou are now\b|\bpretend (?:to be|you)"
    r"|\bact as\b|\bsystem prompt\b|\bdeveloper mode\b|\bjailbreak\b|\brepeat after me\b"
    r"|\b(?:reply|respond|answer|say|write|print|output) (?:only |just )?(?:with )?[\"'“‘]"
    r"|\b(?:make up|invent|fabricate)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?<=[.!?;:])\s+|\n+|\s+[-–—]\s+")


_ASKING = frozenset(
    ("mean", "means", "meaning", "meant", "stand", "stands", "definition", "define", "defined",
     "explain", "short", "acronym", "abbreviation", "term", "please")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it is searched for."""

    text: str  # standing alone: with what the thread adds
    asked: Asked
    words: tuple[str, ...]  # content words, in lower case
    expansions: tuple[str, ...]  # words that the record's glossary adds
    bodies: tuple[Body, ...]  # organisations named
    places: tuple[str, ...]  # bodies known only by their place: "wolverhampton"
    ignored: frozenset[str] = frozenset()  # named in it, but not to be preferred by

    @property
    def subject_words(self) -> frozenset[str]:
        """What a question for a meaning asks the meaning of: its words without those that ask."""
        return frozenset(self.words) - _ASKING

    @property
    def subject(self) -> frozenset[str]:
        """Stems of what is asked about: the content words without the names of bodies."""
        names = [form for body in self.bodies for form in body.forms] + list(self.places)
        named = {stem(word) for name in names for word in content_words(name)}
        return frozenset({stem(word) for word in self.words} - named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """Not a question for this record."""

    reason: Literal["small talk", "about the assistant", "instruction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Too little to search for."""


def understand(
    text: str, *, bodies: tuple[Body, ...] = (), terms: tuple[Term, ...] = ()
) -> Question | Declined | Unclear:
    """What a standalone question asks for, or why it is none.

    Args:
        text: the question; instructions to the assistant in it are left out.
        bodies: organisations known to the record.
        terms: acronyms that the record defines.
    """
    if _SMALL_TALK.fullmatch(text):
        return Declined(reason="small talk")
    kept = [part for part in _PARTS.split(text) if part.strip() and not _ORDER.search(part)]
    bare = " ".join(part.strip() for part in kept)
    if not bare or (len(kept) < len(_PARTS.split(text)) and not content_words(bare)):
        return Declined(reason="instruction") if _ORDER.search(text) else Unclear()
    if _ABOUT_US.search(bare):
        return Declined(reason="about the assistant")
    words = content_words(bare)
    if not words:
        return Unclear()
    mentions = find_bodies(bare, bodies)
    named = tuple({mention.body.name: mention.body for mention in mentions}.values())
    return Question(
        text=bare,
        asked=ask_for(bare),
        words=tuple(words),
        expansions=tuple(_expand(bare, words, terms)),
        bodies=named,
        places=tuple(_places(bare, bodies, named)),
    )


def ask_for(text: str) -> Asked:
    """What a question asks for; a plain fact when its words do not say."""
    lower = text.lower().replace("’", "'")
    return next((asked for asked, pattern in _ASKED if re.search(pattern, lower)), "fact")


def _expand(text: str, words: list[str], terms: tuple[Term, ...]) -> list[str]:
    """Both ways: an acronym's words, and the acronym of words written out."""
    lower = " ".join(text.lower().split())
    found: dict[str, None] = {}
    for term in terms:
        acronym, expansion = term.acronym.lower(), term.expansion.lower()
        if acronym in words or f"{acronym}s" in words:
            for word in content_words(expansion):
                found.setdefault(word)
        elif expansion in lower or expansion.rstrip("s") in lower:
            found.setdefault(acronym)
    return [word for word in found if word not in words]


def _places(text: str, bodies: tuple[Body, ...], named: tuple[Body, ...]) -> list[str]:
    """Places of bodies that the question names without naming the body."""
    lower = text.lower()
    for body in named:
        for form in sorted(body.forms, key=len, reverse=True):
            lower = lower.replace(form, " ")
    found: dict[str, None] = {}
    for body in sorted(bodies, key=lambda body: -len(body.place)):
        if len(body.place) > 3 and re.search(rf"\b{re.escape(body.place)}\b", lower):
            found.setdefault(body.place)
            lower = re.sub(rf"\b{re.escape(body.place)}\b", " ", lower)
    return list(found)
