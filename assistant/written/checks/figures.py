"""Figures of a text: dates, times, amounts, percentages, numbers, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from assistant.written.checks.lexicon import synonyms
from assistant.written.checks.tokens import Token, alike, holds, tokens
from corpus.dates import MONTHS

FigureKind = Literal["date", "time", "money", "percent", "number"]
Bound = Literal["least", "most", "about", "start", "end", "exact"]

_UNITS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
_PARTS = {"half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
          "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0,
          "a fifth": 20.0}  # fmt: skip
_MONTH = {**MONTHS, **{name[:3]: n for name, n in MONTHS.items()}, "sept": 9}
_NAMED = "|".join(sorted((name.capitalize() for name in _MONTH), key=len, reverse=True))
_WORDS = "|".join([*_UNITS, *_TENS])

_DATE = re.compile(
    rf"(?P<d1>\b\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_NAMED})\b\.?"
    r"(?:,?\s+(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m2>{_NAMED})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?:,?\s+(?P<y2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m3>{_NAMED})\b\.?,?\s+(?P<y3>(?:19|20)\d\d)\b(?![/-]\d)"
    r"|\b(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>(?:19|20)?\d\d)\b"
    r"|\b(?P<y5>(?:19|20)\d\d)-(?P<m5>\d\d)-(?P<d5>\d\d)\b"
    r"|\b(?P<span>(?:19|20)\d\d\s?[/–-]\s?(?:(?:19|20)\d\d|\d\d))\b"
    rf"|\b(?P<m6>{_NAMED})\b(?!\s+\d)"
    r"|(?<![£$€\d,.])\b(?P<y7>(?:19|20)\d\d)\b(?![,.]?\d|%|\s+(?:patients|people|staff|places|beds))"
)
_TIME = re.compile(
    r"\b(?P<h>\d{1,2})(?:[.:](?P<min>\d\d))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r"|\b(?P<h2>[01]?\d|2[0-3]):(?P<min2>[0-5]\d)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?P<cur>[£$€])?\s?(?P<n>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?:\s?(?P<short>k|mn|m|bn|b)(?![A-Za-z])|\s+(?P<scale>hundred|thousand|million|billion|dozen)s?\b)?"
    r"(?P<pc>\s?%|\s+per\s?cent\b|\s?percent\b|\s+percentage points?\b)?(?P<pounds>\s+pounds\b)?"
    rf"|\b(?P<part>{'|'.join(_PARTS)})\b"
    rf"|\b(?P<words>(?:{_WORDS}|hundred|dozen)(?:[\s-]+(?:and\s+)?(?:{_WORDS}|hundred|thousand|million|billion|dozen))*)\b"
    r"(?P<wpc>\s+per\s?cent\b|\s+percent\b)?(?P<wpounds>\s+pounds\b)?",
    re.IGNORECASE,
)
_BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("end", r"no later than|not later than|by|until|till|up to|before|the end of|end of|ending"),
    ("start", r"from|since|after|starting|beginning|onwards from|commencing"),
    ("least", r"at least|no fewer than|no less than|not less than|minimum of|over|more than|above|"
     r"exceeding|in excess of|upwards of|greater than"),
    ("most", r"up to|at most|no more than|not more than|maximum of|under|less than|fewer than|"
     r"below|within|not exceeding"),
    ("about", r"about|around|approximately|approx|some|roughly|circa|nearly|almost|estimated"),
)  # fmt: skip
_BEFORE = {
    bound: re.compile(rf"\b(?:{words})\s+(?:the\s+|a\s+)?[£$€]?$", re.I) for bound, words in _BOUNDS
}
_ROUND = 0.05
"""Share by which a figure given as "about" may differ."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; characters start:end of its text."""

    kind: FigureKind
    value: tuple[float | None, ...]  # date: year, month, day; else one value
    bound: Bound
    start: int
    end: int


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order; "one" alone is not taken for one."""
    found: list[Figure] = []
    taken = [False] * len(text)

    def add(kind: FigureKind, value: tuple[float | None, ...], match: re.Match[str]) -> None:
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append(Figure(kind, value, _bound(kind, text[:start]), start, end))

    for match in _TIME.finditer(text):
        hour = int(match["h"] or match["h2"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
        add("time", (60.0 * hour + int(match["min"] or match["min2"] or 0),), match)
    for match in _DATE.finditer(text):
        add("date", _date(match), match)
    for match in _AMOUNT.finditer(text):
        if (read := _amount(match)) is not None:
            add(read[0], (read[1],), match)
    return tuple(sorted(found, key=lambda figure: figure.start))


def _date(match: re.Match[str]) -> tuple[float | None, ...]:
    if match["span"]:
        first, last = re.findall(r"\d+", match["span"])
        return (float(first), None, None, float(last) % 100)
    groups = match.groupdict()

    def part(letter: str) -> str | None:
        return next(
            (v for k, v in groups.items() if v and k[0] == letter and k[1:].isdigit()), None
        )

    year, month, day = part("y"), part("m"), part("d")
    number = None
    if month:
        number = int(month) if month.isdigit() else _MONTH[month.lower()]
    if year and len(year) == 2:
        year = f"20{year}"
    return (
        float(year) if year else None,
        float(number) if number else None,
        float(day) if day else None,
    )


def _amount(match: re.Match[str]) -> tuple[FigureKind, float] | None:
    if match["part"]:
        return "percent", _PARTS[" ".join(match["part"].lower().split())]
    if match["words"]:
        value = _in_words(match["words"].lower())
        if match["words"].lower() in ("one", "hundred", "dozen") and not match["wpc"]:
            return None
        return ("percent" if match["wpc"] else "money" if match["wpounds"] else "number"), value
    value = float(match["n"].replace(",", ""))
    value *= _SHORT.get((match["short"] or "").lower(), 1.0)
    value *= _SCALES.get((match["scale"] or "").lower(), 1.0)
    if match["pc"]:
        return "percent", value
    return ("money" if match["cur"] or match["pounds"] else "number"), value


def _in_words(words: str) -> float:
    total = current = 0.0
    for word in re.findall(r"[a-z]+", words):
        if word in _SCALES:
            current = (current or 1.0) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, 0.0
        else:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return total + current


def _bound(kind: FigureKind, before: str) -> Bound:
    wanted = ("start", "end") if kind in ("date", "time") else ("least", "most", "about")
    tail = before[-40:]
    return next(
        (bound for bound, _ in _BOUNDS if bound in wanted and _BEFORE[bound].search(tail)), "exact"
    )


def agrees(said: Figure, source: Figure, years: frozenset[float]) -> bool:
    """Whether a figure of a statement is one of its source.

    A statement may be less exact about a date than its source; it may add the year where the
    document is of that year.

    Args:
        said: of the statement.
        source: of the source.
        years: of the source's document.
    """
    if said.kind != source.kind:
        return False
    if said.kind == "date":
        if len(said.value) != len(source.value):
            return False
        for part, (mine, theirs) in enumerate(zip(said.value, source.value, strict=True)):
            if mine is not None and theirs is not None and mine != theirs:
                return False
            if mine is not None and theirs is None and not (part == 0 and mine in years):
                return False
        if all(
            mine is None or theirs is None
            for mine, theirs in zip(said.value, source.value, strict=True)
        ):
            return False
        return {said.bound, source.bound} != {"start", "end"}
    mine, theirs = said.value[0] or 0.0, source.value[0] or 0.0
    if said.bound == "about":
        return abs(mine - theirs) <= _ROUND * abs(theirs)
    exact = abs(mine - theirs) <= 0.005 * abs(theirs) if said.kind == "percent" else mine == theirs
    if said.kind == "time":
        return exact and {said.bound, source.bound} != {"start", "end"}
    loose = ("exact", "about")
    return exact and (said.bound == source.bound or (said.bound in loose and source.bound in loose))


def missing_figures(
    statement: str, source: str, years: frozenset[float], also: str = ""
) -> list[str]:
    """The figures of a statement that its source does not have, or has of something else.

    Where the source has several figures of a kind, the one that agrees must also be the one
    whose neighbouring words the statement's figure has.

    Args:
        statement: one sentence.
        source: the words that are to support it.
        years: of the source's document.
        also: further words of the document that dates and labels may come from, not amounts.
    """
    mine, theirs = figures(statement), figures(source)
    wider = figures(also)
    faults = []
    for said in mine:
        agreeing = [one for one in theirs if agrees(said, one, years)]
        words = statement[said.start : said.end]
        if not agreeing:
            undated = not any(one.kind == "date" and one.value[0] for one in theirs)
            of_document = said.value[0] in years and said.value[1:] == (None, None)
            stated = any(agrees(said, one, years) for one in wider)
            if said.kind == "date" and undated and (of_document or stated):
                continue
            faults.append(words)
            continue
        of_another = _OF.search(statement[: said.start])
        if all(_is_base(source, one) for one in agreeing) and not of_another:
            faults.append(words)
            continue
        rivals = [one for one in theirs if _rivals(one, said) and one not in agreeing]
        if not rivals:
            continue
        others = [one for one in mine if one.kind == said.kind and one is not said]
        of_kind = [one for one in theirs if one.kind == said.kind]

        shared = {
            one: shared_around(statement, said, others, source, one, of_kind)
            for one in (*agreeing, *rivals)
            if one.kind == said.kind
        }
        own = max(shared[one] for one in agreeing)
        strange = max((shared[one] for one in rivals if one in shared), default=0.0)
        if strange > own or _stolen(statement, said, mine, source, agreeing, rivals):
            faults.append(words)
    return faults


def _is_base(text: str, figure: Figure) -> bool:
    """Whether it is that of which another is a part: the 52 of "31 of the 52 nurses"."""
    before = re.search(r"(\S+)\s+(?:out )?of\s+(?:the\s+|these\s+|all\s+)?$", text[: figure.start])
    return before is not None and bool(figures(before[1]))


_OF = re.compile(r"\bof\s+(?:the\s+|these\s+|all\s+)?$", re.IGNORECASE)

_AMOUNTS = ("money", "percent", "number")


def _rivals(one: Figure, other: Figure) -> bool:
    """Whether two figures could be taken for each other."""
    return one.kind == other.kind or (one.kind in _AMOUNTS and other.kind in _AMOUNTS)


def _stolen(
    statement: str,
    said: Figure,
    mine: tuple[Figure, ...],
    source: str,
    agreeing: list[Figure],
    rivals: list[Figure],
) -> bool:
    """Whether the statement gives a figure a word that its source gives to another only.

    The other figure's clause has the word, the figure's own clause has not, and the statement
    does not speak of the other figure.
    """
    clauses = _clauses(source)
    own = [c for c in clauses if any(c[0] <= one.start < c[1] for one in agreeing)]
    held = frozenset(s for a, b in own for s in _stems_of(source[a:b]))
    for rival in rivals:
        if any(agrees(one, rival, frozenset()) or one.value == rival.value for one in mine):
            continue
        for a, b in clauses:
            if not a <= rival.start < b or (a, b) in own:
                continue
            # what stands before an earlier figure may be the subject of both, its unit too
            unit = next((t.end for t in tokens(source) if t.start >= rival.end and t.stem), b)
            begin = unit if a < own[0][0] else a
            theirs = frozenset(_stems_of(source[begin:b])) - held
            for c, d in _clauses(statement):
                if c <= said.start < d and any(
                    holds(s, theirs) and not holds(s, held) for s in _stems_of(statement[c:d])
                ):
                    return True
    return False


def _clauses(text: str) -> list[tuple[int, int]]:
    ends = [m.start() for m in _BREAK.finditer(text)] + [len(text)]
    starts = [0] + [m.end() for m in _BREAK.finditer(text)]
    return list(zip(starts, ends, strict=True))


_BREAK = re.compile(r"[;:]|,(?!\d)|\b(?:and|while|but|whereas)\b|\.\s")


def _stems_of(text: str) -> list[str]:
    return [t.stem for t in tokens(text) if t.stem and not t.text[-1:].isdigit()]


class _Placed(Protocol):
    """What has a place in a text: a figure, a word."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def shared_around(
    statement: str,
    said: _Placed,
    others: Sequence[_Placed],
    source: str,
    meant: _Placed,
    rivals: Sequence[_Placed],
) -> float:
    """How much of what stands around a place of a statement stands around one of its source.

    Args:
        statement: one sentence.
        said: the place in it.
        others: places in it that could be taken for that one: what is nearer to them is theirs.
        source: the source's words.
        meant: the place in it.
        rivals: places in it that could be taken for that one.
    """
    mine = _near(statement, said, others)
    theirs = _near(source, meant, [one for one in rivals if one is not meant])
    total = 0.0
    for word, weight in mine.items():
        same = synonyms(word)
        held = [w for other, w in theirs.items() if other in same or alike(word, other)]
        total += min(weight, max(held, default=0.0))
    return total


def _near(text: str, place: _Placed, others: Sequence[_Placed]) -> dict[str, float]:
    """Content stems and figures around a place, weighed by nearness."""
    marks = figures(text)
    words: list[tuple[str, _Placed]] = [
        (t.stem, t) for t in tokens(text) if t.stem and not _inside(t, marks)
    ]
    words += [(f"#{one.value}", one) for one in marks]
    near: dict[str, float] = {}
    for word, at in words:
        if at.start < place.end and place.start < at.end:
            continue
        distance = _gap(text, at, place)
        if distance < _COMMA or all(
            distance <= _gap(text, at, o) for o in others if not (o.start <= at.start < o.end)
        ):
            near[word] = max(near.get(word, 0.0), 1.0 / (1.0 + distance))
    for word, weight in _left_out(text, place, others).items():
        near.setdefault(word, weight)
    if before := re.search(r"\b(from|to|against|than|of|by)\s+[£$€]?$", text[: place.start]):
        near[f"@{before[1].lower()}"] = 1.0
    return near


def _left_out(text: str, place: _Placed, others: Sequence[_Placed]) -> dict[str, float]:
    """What a number takes from the one before it: beds, in "It adds 46 beds here and 18 there"."""
    before = [one for one in others if one.end <= place.start]
    if not isinstance(place, Figure) or place.kind != "number" or not before:
        return {}
    previous = max(before, key=lambda one: one.start)
    between = text[previous.end : place.start]
    alone = _BARE.match(text, place.end) and _JOINS.search(between)
    if not alone or _OF.search(text[: previous.start]):
        return {}
    words = [t for t in tokens(text) if t.stem and not t.text[-1:].isdigit()]
    unit = next((t for t in words if t.start >= previous.end), None)
    taken = {}
    if unit is not None and not text[previous.end : unit.start].strip():
        taken[unit.stem] = 1.0
    first = [t for t in words if t.end <= previous.start]
    return taken | {t.stem: 1.0 / (1.0 + _gap(text, t, previous)) for t in first}


_JOINS = re.compile(r"^(?:\s+[\w’'-]+){0,6}(?:,|,?\s+and|,?\s+or)\s+$")
"""What stands between two numbers of one list."""
_BARE = re.compile(
    r"\s*(?:[.;,)]|$|\s(?:in|at|on|for|from|to|by|with|were|was|are|is|had|have|has|did|do|no|not)\b)",
    re.IGNORECASE,
)
"""What follows a number that does not say of what it is."""

_COMMA, _HARD = 10.0, 30.0
"""What a comma, or a stronger break, between two words counts for, in words."""


def _inside(token: Token, among: tuple[Figure, ...]) -> bool:
    return any(one.start <= token.start < one.end for one in among)


def _gap(text: str, at: _Placed, place: _Placed) -> float:
    """Words between; a comma or an "and" between counts for several.

    Not the comma after the words that open a sentence, where the place is in them: "In July,".
    """
    first, second = (at, place) if at.end <= place.start else (place, at)
    between = text[first.end : second.start]
    commas = between.count(",")
    if commas and place is first and len(text[: first.end].split()) <= _OPENING:
        commas -= 1
    hard = len(re.findall(r"[;:]|\.\s|\b(?:and|while|but|whereas)\b", between))
    return len(between.split()) + _COMMA * commas + _HARD * hard


_OPENING = 4
"""Words of a phrase that opens a sentence."""
