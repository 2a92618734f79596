"""Who is speaking in a passage: the turns of a transcript, and "Mr Smith said" in minutes.

Only people and holders of an office speak; what "the Board noted" is nobody's speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Passage

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Cllrs?|Councillors?|Sir|Dame|Lord|Lady|Baroness|Rev"
    r"|Alderman|Chief Superintendent|Superintendent|Inspector)\b\.?"
)
_POST = (
    r"(?:[Cc]hair(?:man|woman|person)?|[Dd]irector|[Oo]fficers?|[Mm]anager|[Mm]ayor|[Ll]eader"
    r"|[Hh]ead|[Ss]ecretary|[Mm]inister|[Cc]ommissioner|[Rr]epresentative|[Aa]uditor|[Cc]lerk"
    r"|[Tt]reasurer|[Aa]ccountant|[Ss]olicitor|[Cc]hief [Ee]xecutive|[Ll]ead|[Ss]peaker"
    r"|[Pp]resident|[Cc]onvener|[Cc]onsultant|[Pp]ortfolio [Hh]older|[Mm]onitoring [Oo]fficer)"
)
_WORD = r"[A-Z][\w’'.-]*"
_OFFICE = (
    rf"[Tt]he (?:(?:{_WORD}|and|of|for|the|&) ){{0,6}}?{_POST}"
    rf"(?:,? (?:of|for) (?:the )?{_WORD}(?: (?:and |& |of )?{_WORD}){{0,4}})?"
)
_NAME = rf"{_WORD}(?: (?:de |van |von |le )?{_WORD}){{1,4}}"
_PERSON = rf"(?:{_TITLE} {_WORD}(?: {_WORD}){{0,3}}|{_OFFICE}|{_NAME})"
_ASIDE = r"(?:\s*\([^()]{1,80}\))?(?:,[^,.;:]{2,90},)?"
_SAID = (
    r"(?:(?:also|then|further|again|therefore|subsequently|briefly|formally|went on to)\s+)?"
    r"(?:said|stated|explained|reported|advised|noted|asked|replied|responded|added|confirmed"
    r"|commented|outlined|presented|introduced|updated|queried|questioned|suggested|highlighted"
    r"|welcomed|thanked|informed|told|pointed out|emphasi[sz]ed|stressed|reminded|summari[sz]ed"
    r"|requested|proposed|observed|remarked|acknowledged|expressed|described|drew attention"
    r"|referred|undertook|assured|clarified|declared|enquired|expanded|gave an?|provided|raised"
    r"|apologised|concluded|elaborated|reiterated|set out|spoke|urged|warned)\b"
)
_OPENING = (
    r"(?:(?:In (?:reply|response|answer|summary|conclusion|closing)|Replying|Responding)\b"
    r"[^,.]{0,90},\s+)?"
)
_SPEECH = re.compile(rf"{_OPENING}(?P<who>{_PERSON}){_ASIDE}\s+{_SAID}")
_INITIALS = re.compile(rf"{_OPENING}(?P<who>[A-Z][A-Za-z]{{0,3}}[A-Z])\s+{_SAID}")
_DEFINED = re.compile(
    rf"(?P<name>{_NAME}),?[^()\n]{{0,60}}?\((?P<initials>[A-Z][A-Za-z]{{0,3}}[A-Z])\)"
)
_TURN = re.compile(rf"(?P<who>{_PERSON}|[A-Z]{{2,4}})(?:\s*\([^()]{{1,80}}\))?\s*:\s+(?=\S)")
_SURE = re.compile(rf"{_TITLE} |{_OFFICE}$")
_GROUP = re.compile(
    r"\b(?:Board|Committee|Commission|Council|Panel|Group|Forum|Cabinet|Executive|Partnership"
    r"|Trust|Team|Department|Authority|Members|Report|Strategy|Plan|Policy|Service|Act|Paper"
    r"|Recommendation|Proposal|Question|Response|Answer|Comment|Note|Action|Option|Stage|Agenda"
    r"|Update|Item|Date|Time|Venue|Address|Author|Contact|Subject|Title)s?$"
)
_REPEATED = 2
"""Turns after which a name before a colon is a speaker's, and not the label of a field."""


def name_speakers(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, each with who is speaking in it where its first words say so."""
    turns = Counter(
        match["who"]
        for passage in passages
        if _may_speak(passage) and (match := _TURN.match(passage.text))
    )
    known = _find_initials(passages)
    return tuple(
        replace(passage, speaker=who)
        if _may_speak(passage) and (who := _find_speaker(passage.text, turns, known))
        else passage
        for passage in passages
    )


def _may_speak(passage: Passage) -> bool:
    return passage.kind in ("paragraph", "item")


def _find_initials(passages: Sequence[Passage]) -> frozenset[str]:
    """The initials that the record gives to names: "Sheila Freeman (SF)"."""
    return frozenset(
        match["initials"]
        for passage in passages
        for match in _DEFINED.finditer(passage.text)
        if match["name"][0] == match["initials"][0] and not _GROUP.search(match["name"])
    )


def _find_speaker(text: str, turns: Counter[str], known: frozenset[str]) -> str | None:
    flat = " ".join(text[:400].split())
    turn = _TURN.match(flat)
    if (
        turn
        and not _GROUP.search(turn["who"])
        and (_SURE.match(turn["who"]) or turns[turn["who"]] >= _REPEATED)
    ):
        return turn["who"]
    if (initials := _INITIALS.match(flat)) and initials["who"] in known:
        return initials["who"]
    speech = _SPEECH.match(flat)
    if speech is None or _GROUP.search(speech["who"]):
        return None
    return speech["who"]
