"""Who was present, in attendance, or sent apologies: the lists at the head of minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.structure.tabular import split_cells
from corpus.types import Attendee, Passage, Presence

_LABELS: tuple[tuple[Presence, str], ...] = (
    ("apologies", r"apologies(?: for absence)?(?: (?:received|given))?"
     r"(?:(?: for absence)? were (?:received|given|noted) (?:from|by|for))?"),
    ("absent", r"absent|not present|did not attend"),
    ("in attendance", r"(?:also )?in attendance|also (?:present|attending)|other attendees"
     r"|(?:council |supporting )?officers(?: present| in attendance)?|officials|observers?"
     r"|observers/presenters|invited|invitees|guests?|by invitation|secretariat|staff"),
    ("present", r"present|(?:board |committee |panel |voting )?members(?: present| attending)?"
     r"|(?:\w+ )?attendees|attended|attendance|panel|those present|councillors"),
)  # fmt: skip
_LABEL = re.compile(
    "|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in _LABELS),
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"(?:{'|'.join(pattern for _, pattern in _LABELS)})(?:(?<=from)|(?<=by)|\s*(?:[:;–-]|\*\*:?))",
    re.IGNORECASE,
)
_TITLES = (
    r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Baroness|Rev"
    r"|Alderman|The Worshipful)\.?"
)
_NAME = re.compile(
    rf"(?:{_TITLES} )*[A-Z][\w’'.-]*(?: (?:de |van |von |le |O[’'])?[A-Z][\w’'.-]*){{1,2}}"
    rf"|(?:{_TITLES} )+[A-Z][\w’'-]+"
)
_OFFICE = re.compile(
    r"\b(?:Chair\w*|Vice|Officer|Manager|Director|Leader|Head|Chief|Executive|Secretary|Clerk"
    r"|Council|CCG|NHS|Trust|Board|Group|Healthwatch|Department|Ministry|Office|University"
    r"|Service|Services|Team|Lead|Committee|Association|Society|Police|Institute|Authority)\b"
)
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,3}")
_PARTS = re.compile(r"(?:[^,;\n()]|\([^()]*\))+")
_LONGEST = 90  # characters of one entry; a sentence is longer
_ENTRIES = 60  # passages below a heading that may be its list


def find_attendance(passages: Sequence[Passage]) -> tuple[Attendee, ...]:
    """Everybody whom a list of attendance names, in order."""
    found: list[Attendee] = []
    for place, passage in enumerate(passages):
        label = _LABEL.match(passage.text)
        if label is None:
            continue
        presence = _presence(label)
        if passage.kind == "heading":
            if not passage.text[label.end() :].strip(" :;–-*"):
                for below in _list_below(passages[place + 1 : place + 1 + _ENTRIES]):
                    found += _read(below, below.start, presence)
        elif passage.kind == "row" and "\t" in passage.text:
            found += _read(passage, passage.start + passage.text.index("\t") + 1, presence)
        elif (opening := _OPENS.match(passage.text)) is not None:
            found += _read(passage, passage.start + opening.end(), presence)
    return tuple(found)


def _presence(label: re.Match[str]) -> Presence:
    group = label.lastgroup or "present"
    return next(name for name, _ in _LABELS if name.replace(" ", "_") == group)


def _list_below(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages that go on with the list: up to a heading, another list, or a sentence."""
    for passage in passages:
        if passage.kind in ("heading", "resolution") or _OPENS.match(passage.text):
            return
        yield passage


def _read(passage: Passage, start: int, presence: Presence) -> Iterator[Attendee]:
    """The entries of a list in the passage from character `start` on."""
    text = passage.text[start - passage.start :]
    if passage.kind == "row" and "\t" in text and start == passage.start:
        name, *rest = split_cells(text)
        about = ", ".join(cell for cell in rest if cell)
        if _NAME.fullmatch(re.sub(r"\s*\([^()]*\)", "", name)):
            yield _attend(passage, start, name, about, presence)
        return
    if "," in text or ";" in text:
        text = text.replace("\n", " ")  # a line's end ends no entry
    current: tuple[int, str, list[str]] | None = None
    for part in _PARTS.finditer(re.sub(r"\s+and\s+", lambda m: ";" * len(m[0]), text)):
        words = part[0].strip(" .*\t")
        if not words or len(words) > _LONGEST:
            continue
        bare = " ".join(re.sub(r"\([^()]*\)", "", words).split())
        named = _NAME.fullmatch(bare) and not _OFFICE.search(bare)
        if named:
            if current:
                yield _attend(passage, current[0], current[1], ", ".join(current[2]), presence)
            offset = part.start() + part[0].index(words)
            current = (start + offset, words, [])
        elif current:
            current[2].append(words)
    if current:
        yield _attend(passage, current[0], current[1], ", ".join(current[2]), presence)


def _attend(passage: Passage, start: int, words: str, about: str, presence: Presence) -> Attendee:
    """An entry; what stands in brackets is about the person, but for initials."""
    bare = re.match(r"[^()]*[^()\s]", words)
    name = bare[0] if bare else words
    own = re.sub(rf"^(?:{_TITLES} )+", "", name)
    asides = [
        aside
        for aside in re.findall(r"\(([^()]*)\)", f"{words} {about}")
        if not (_INITIALS.fullmatch(aside) and aside[0] == own[0])
    ]
    about = " ".join(re.sub(r"\([^()]*\)", "", about).split())
    return Attendee(
        name=" ".join(name.split()),
        presence=presence,
        about=", ".join(" ".join(one.split()) for one in (about, *asides) if one.strip()) or None,
        passage=passage.id,
        start=start,
        end=start + len(name),
    )
