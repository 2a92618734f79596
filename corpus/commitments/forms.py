"""Forms that commitments take in a sentence, and forms that only look like it.

Rules over words and not a parsed tree: no parser comes without a download of its model, and the
language of minutes is a small one. Each rule names the words that commit, and what stands before
them is the subject; whether that is somebody who can give their word is for `parties`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.types import Firmness

Voice = Literal["minutes", "own", "plan"]
"""Who speaks: reported speech about those at a meeting, a body of itself, a plan of several."""

SUCH = r"(?: also| further| then| therefore| now| again| still| fully| strongly| formally| \w+ly)*"
_WORD = r"[A-Z][\w'’&./-]*"
_CAPS = (
    rf"{_WORD}(?:(?:,? and the |,? and | & | of | of the | for | for the |, |/| ){_WORD})*"
    r"(?: (?:officers|members|team|lead|leads|officials))?"
)
_ASIDE = r"(?:,[^,]{2,60},|\s*\([^()]{1,40}\))?$"
_NAME = re.compile(rf"(?P<who>\b(?:(?:[Tt]he|[Ee]ach|[Aa]ll|[Bb]oth) )*{_CAPS}){_ASIDE}")
_PRONOUN = re.compile(rf"(?P<who>\b(?:[Ww]e|I|[Ii]t|[Tt]hey|[Hh]e|[Ss]he)){_ASIDE}")
_NOUN = re.compile(
    r"(?P<who>\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ny|[Oo]ur|[Tt]his|[Tt]hese|[Aa]ll|[Oo]ne|[Nn]o"
    rf"|[Ii]ts|[Tt]heir)(?: [\w'’/()-]+){{1,9}}){_ASIDE}"
)
_DETERMINER = re.compile(
    r"(?<!\bof )(?<!\bin )\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ny|[Oo]ur|[Tt]his|[Tt]hese|[Aa]ll"
    r"|[Oo]ne|[Nn]o|[Ii]ts|[Tt]heir) "
)
_BARE = re.compile(r"(?:^|,\s|\bthat )(?P<who>\w[\w'’-]*(?: [\w'’-]+){0,4}s)$")
_ELIDED = re.compile(r"(?:\band|\bbut|,)\s*$")
_OPENING = re.compile(
    rf"(?:In [^,]{{2,40}}, )?(?P<who>(?:The )?(?:{_CAPS}|\w+)(?= [a-z]+)|[Ww]e|I)\b"
)
_LAST = 160  # characters before the words that commit, in which the subject stands


def find_subject(text: str, at: int) -> str | None:
    """The words before character `at` that say who; None where they are no name or noun.

    After "and" or "but" it is the sentence's first subject that goes on.
    """
    before = re.sub(rf"{SUCH}\s*$", "", text[max(0, at - _LAST) : at]).rstrip()
    if _ELIDED.search(before):
        opening = _OPENING.match(text)
        return opening["who"] if opening else None
    for pattern in (_PRONOUN, _NAME):
        if found := pattern.search(before):
            return " ".join(found["who"].split())
    for start in reversed([match.start() for match in _DETERMINER.finditer(before)]):
        if found := _NOUN.match(before, start):
            return " ".join(found["who"].split())
    bare = _BARE.search(before)
    return bare["who"] if bare else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Words of a sentence that commit, and whose they are."""

    firmness: Firmness
    start: int  # characters, in the sentence: where the words that commit begin
    end: int
    who: str | None  # in the sentence's words; None where it does not say
    claims: bool = True  # the subject itself gives its word, so it must be somebody who can


_PAST = re.compile(r"\b(?:had|has|have|having)\b(?:\s+(?:also|already|now|since|\w+ly))*\s*$")
_EXPECTED = re.compile(
    r"\b(?:expect(?:ed|s)?|anticipat(?:ed|es?)|envisag(?:ed|es?)|hop(?:ed|es?)|possible that"
    r"|likely that|which|belie(?:ved?|ves|f)|predict(?:ed|s)|whether|how|what|why|where|when"
    r"|asked if|unless|question(?:ed)?|wondered|understand that|felt|thought|concern(?:ed|s)?"
    r"|suggest(?:ed|s|ion)?|fear(?:ed|s)?)\b[^.;]*$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\bif\b[^,]*$", re.IGNORECASE)
_STATIVE = frozenset(
    """able allow apply arise benefit become capture comprise cost depend enable end experience
    find form happen have help hear improve include incorporate increase involve know lead learn
    like lose make mean need offer only reduce remain require result save see seem stay take tend
    think transform understand use vary want welcome wish""".split()  # noqa: SIM905
)
"""Verbs after "will" that tell what comes about, and not what somebody does."""
_STATIVE_OF_PARTIES = _STATIVE - frozenset(
    [
        "apply",
        "end",
        "help",
        "improve",
        "include",
        "incorporate",
        "involve",
        "make",
        "offer",
        "reduce",
        "take",
        "use",
        "hear",
    ]
)
"""Those that say the same of somebody who can act."""
_DONE = re.compile(
    r"(?:added|addressed|arranged|appointed|asked|amended|brought|built|cancelled|carried out"
    r"|circulated|closed|commissioned|completed|consulted|convened|created|cut|discussed"
    r"|distributed|drafted|employed|established|extended|finali[sz]ed|forwarded|funded|given|held"
    r"|held back|introduced|invited|issued|kept|launched|made|met|moved|opened|organi[sz]ed|paid"
    r"|passed|piloted|presented|prepared|produced|provided|published|pursued|put|raised"
    r"|re-?considered|recruited|reported|reviewed|rolled out|scheduled|sent|sent back|set up"
    r"|shared|sought|submitted|taken|undertaken|updated|withdrawn|written)\b"
)
_READY = re.compile(r"(?:open|available|ready|in place)\b")
_HAPPENS = re.compile(
    r"(?:open|close|start|begin|stop|cease|launch|move|go ahead|go live|stay open|follow|resume"
    r"|continue to)\b"
)
_MODAL = re.compile(
    r"(?:['’]ll|\b(?:will|shall|would))(?P<also>(?: (?:also|then|now|therefore|further|again|still"
    r"|continue to|personally|over the [\w ]{3,20}?week|be able to|\w+ly|in turn))*)"
    r" (?P<verb>(?!not\b|never\b|no\b)[\w-]+)(?P<rest>(?: [\w’'-]+){0,2})"
)
_IS_TO = re.compile(r"\b(?:is|are) to (?!be\b|ensure\b|make\b)(?P<verb>have|[a-z]+)\b")
_DECIDED = re.compile(
    r"\b(?P<verb>agreed|resolved|decided|AGREED|RESOLVED|DECIDED)(?:\*\*)?"
    r"(?: with (?:the )?[\w ]{2,40}?)? (?P<how>to|that|on the|an?)\b"
)
_APPROVED = re.compile(
    r"\b(?:approved|endorsed|adopted|ratified|agreed) (?!the (?:[\w ]{0,25})?minutes)(?:the|an?)\b"
)
_IT_WAS = re.compile(rf"\b[Ii]t (?:was|is|had been){SUCH}\s*$")
_BINDS = re.compile(
    r"\b(?:should|would|will|shall|must|was to|were to|be|is to|are to)\b(?! (?:be )?(?:good|useful"
    r"|helpful|beneficial|better|important)\b)"
)
_WEAK_DECISION = re.compile(
    r"^ (?:it|this|that|there) (?:would|was|is|were|may|might|could)\b"
    r"|\b(?:may|might|could) (?:be|make)\b"
)
_GIVEN = re.compile(
    r"\b(?:undert(?:ook|akes?) to|gives? an undertaking|gave an undertaking|pledge[sd]? to"
    r"|promise[sd] to|commits? (?:itself )?to|(?:is|are|remains?|was|were)"
    rf"{SUCH} committed to)\b"
)
_PROPOSED = re.compile(
    rf"\bwould{SUCH} (?:wish|seek|like|want|aim|hope|prefer) to\b"
    rf"|\bwould{SUCH} take the opportunity\b"
    rf"|\b(?:propose[sd]?|intends?|plans?)(?: to| that)\b|\b(?:is|are){SUCH} (?:planning|"
    r"intending|proposing) to\b"
)
_PROPOSAL = re.compile(r"\bproposal (?:is |was )?to\b|\b[Ii]t (?:was|is) proposed (?:to|that)\b")
_OF_WHOM = re.compile(rf"(?P<who>(?:[Tt]he )?{_CAPS})['’]s? (?=proposal)")
_CONSIDERED = re.compile(
    r"\b(?:may|might|could)(?: also| then)? (?:wish|want|like|look|seek|consider|explore)\b"
    r"|\b(?:is|are|was|were) considering (?=\w+ing\b)"
)
_ASKS = re.compile(
    rf"\b(?:ask(?:s|ed)?|request(?:s|ed)?|invite[sd]?|urge[sd]?|call(?:s|ed)? (?:up)?on)"
    rf" (?P<who>(?:that )?(?:the |all |each )?(?:{_CAPS}|[a-z]+ groups?|officers|members))"
    r" (?:to|(?:should |be asked to ))(?P<verb> ?[a-z]+)?"
)
_TOLD = re.compile(r" ?(?:declare|note|comment|let|consider|introduce|explain|speak|leave|join)\b")
_PLEASE = re.compile(
    r"\b[Pp]lease (?:reply|send|provide|let|confirm|respond|supply|submit|write)\b"
)
_GRATEFUL = re.compile(
    r"\b(?:grateful|obliged|appreciate it)(?:, therefore,| therefore)? if (?P<who>you|(?:the )?"
    rf"{_CAPS}) (?:would|could)\b"
)
_BE_ASKED = re.compile(
    r"\b(?P<be>be|is|are) (?P<verb>asked|requested|invited|instructed|urged|recommended"
    r"|encouraged) to\b"
)
_RECOMMENDS = re.compile(r"\brecommends? that\b|\bit (?:is|was) recommended (?:that|to)\b")
_SHOULD = re.compile(r"\bshould (?P<verb>(?!be\b|have\b|not\b|also\b)[a-z]+)\b")
ROUTINE = re.compile(
    r"\bbe (?:formally |duly )?(?:noted|received|recieved|excluded|thanked|confirmed|taken as read"
    r"|approved (?:and signed )?as|signed)\b|\b(?:to )?note[sd]? (?:the|that|progress)\b"
    r"|\bminutes\b.{0,60}\b(?:approved|agreed|confirmed|signed|accepted)\b"
    r"|\b(?:approved|agreed|confirmed|signed|accepted)\b.{0,40}\bminutes\b|\bvote of thanks\b",
    re.IGNORECASE,
)
"""What a meeting does with its papers, and not with the world."""
_NOTES = re.compile(r"\W*(?:to )?(?:note|receive|consider and note|acknowledge)\b", re.IGNORECASE)
TRIGGER = re.compile(
    r"['’]ll\b|\b(?:will|shall|would|is to|are to|agree|resolv|decid|approv|endors|adopt|ratif"
    r"|undert|undertaking|pledge|promise|commit|propos|intend|plan|aim|may|might|could|consider"
    r"|ask|request|invit|urge|call|[Pp]lease|grateful|recommend|should|AGREED|RESOLVED|DECIDED)"
)
"""No sentence without one of these commits; looked for first because it is fast."""


def is_routine(words: str) -> bool:
    """Whether the words only note, receive, sign or thank."""
    return bool(_NOTES.match(words) or ROUTINE.search(words))


def find_forms(text: str, voice: Voice, *, proposing: bool = False) -> list[Form]:
    """The forms of commitment in a sentence, the firmest sense of its words first.

    Args:
        text: the sentence on one line.
        voice: who speaks in the document.
        proposing: whether the section is one of proposals, in which "would" proposes.
    """
    if text.endswith("?") or not TRIGGER.search(text):
        return []
    found: list[Form] = []
    if voice == "minutes":
        found += _decisions(text)
    found += _given(text)
    found += _requests(text, voice)
    found += _wishes(text, voice)
    found += _intentions(text, voice, proposing=proposing)
    return found


def _decisions(text: str) -> list[Form]:
    found = []
    for match in _DECIDED.finditer(text):
        before, rest = text[: match.start()], text[match.end() :]
        impersonal = bool(_IT_WAS.search(before))
        if impersonal and match["how"] not in ("to", "that"):
            continue
        if _PAST.search(before) and not (impersonal and " would " in rest):
            continue
        if match["how"] == "that" and (not _BINDS.search(rest) or _WEAK_DECISION.match(rest)):
            continue
        subject = None if impersonal else find_subject(text, match.start())
        if not impersonal and subject is None:
            continue
        firmness: Firmness = "resolved" if match["verb"].lower() == "resolved" else "agreed"
        doer = None
        if match["how"] == "that" and (modal := re.search(r" (?:would|should|will|shall) ", rest)):
            doer = find_subject(rest, modal.start())
        who = doer if doer and doer.lower() not in ("it", "they", "there", "this") else subject
        found.append(
            Form(firmness=firmness, start=match.start(), end=match.end(), who=who, claims=False)
        )
    for match in _APPROVED.finditer(text):
        subject = find_subject(text, match.start())
        agrees = match[0].startswith("agreed")
        if subject and not agrees and not _PAST.search(text[: match.start()]):
            found.append(Form(firmness="agreed", start=match.start(), end=match.end(), who=subject))
    return found


def _given(text: str) -> list[Form]:
    return [
        Form(
            firmness="undertaken",
            start=match.start(),
            end=match.end(),
            who=find_subject(text, match.start()),
        )
        for match in _GIVEN.finditer(text)
        if not _PAST.search(text[: match.start()])
    ]


def _requests(text: str, voice: Voice) -> list[Form]:
    found = []
    for match in _ASKS.finditer(text):
        subject = find_subject(text, match.start())
        passive = re.search(r"\b(?:was|were|been|being|be|is|are)\s+$", text[: match.start()])
        if passive or _TOLD.match(match["verb"] or "") or _PAST.search(text[: match.start()]):
            continue
        if subject is None or (voice != "minutes" and subject not in ("I", "We", "we")):
            continue
        found.append(
            Form(
                firmness="requested",
                start=match.start(),
                end=match.end(),
                who=match["who"].removeprefix("that "),
                claims=False,
            )
        )
    for pattern in (_PLEASE, _GRATEFUL):
        for match in pattern.finditer(text):
            who = match.groupdict().get("who")
            found.append(
                Form(
                    firmness="requested",
                    start=match.start(),
                    end=match.end(),
                    who=None if who == "you" else who,
                    claims=False,
                )
            )
    for match in _BE_ASKED.finditer(text):
        encouraged = match["verb"] == "encouraged"
        if encouraged or (match["be"] != "be" and voice == "minutes" and match["verb"] == "asked"):
            continue
        recommended = match["verb"] == "recommended" or match["be"] != "be"
        found.append(
            Form(
                firmness="recommended" if recommended else "requested",
                start=match.start(),
                end=match.end(),
                who=find_subject(text, match.start()),
                claims=False,
            )
        )
    for match in _RECOMMENDS.finditer(text):
        found.append(
            Form(
                firmness="recommended",
                start=match.start(),
                end=match.end(),
                who=None,
                claims=False,
            )
        )
    return found


def _wishes(text: str, voice: Voice) -> list[Form]:
    found = []
    for match in _PROPOSED.finditer(text):
        found.append(
            Form(
                firmness="proposed",
                start=match.start(),
                end=match.end(),
                who=find_subject(text, match.start()),
            )
        )
    for match in _PROPOSAL.finditer(text):
        whose = _OF_WHOM.search(text[: match.end()])
        found.append(
            Form(
                firmness="proposed",
                start=match.start(),
                end=match.end(),
                who=whose["who"] if whose else None,
                claims=False,
            )
        )
    for match in _CONSIDERED.finditer(text):
        found.append(
            Form(
                firmness="considered",
                start=match.start(),
                end=match.end(),
                who=find_subject(text, match.start()),
            )
        )
    if voice == "minutes":
        for match in _SHOULD.finditer(text):
            subject = find_subject(text, match.start())
            if subject and re.match(r"[Tt]he (?:Chair|Secretary|Clerk|Secretariat)", subject):
                found.append(
                    Form(
                        firmness="recommended",
                        start=match.start(),
                        end=match.end(),
                        who=subject,
                    )
                )
    return found


def _intentions(text: str, voice: Voice, *, proposing: bool) -> list[Form]:
    """What somebody will or shall do, in reported speech and in proposals would."""
    found = []
    for match in _MODAL.finditer(text):
        before = text[: match.start()]
        conditional = match[0].lstrip().startswith("would")
        if conditional and voice != "minutes" and not proposing:
            continue
        if _EXPECTED.search(before) or _HYPOTHETICAL.search(before):
            continue
        subject = find_subject(text, match.start())
        if subject is None:
            continue
        proposed = conditional and proposing
        verb = f"{match['verb']}{match['rest']}"
        acts = _acts(verb)
        if not (acts or (proposed and not re.match(r"(?:mean|allow|cost|enable|help)\b", verb))):
            continue
        found.append(
            Form(
                firmness="proposed" if proposed else "undertaken",
                start=match.start(),
                end=match.end(),
                who=subject,
                claims=acts == "party" and not proposed,
            )
        )
    if voice == "plan":
        for match in _IS_TO.finditer(text):
            subject = find_subject(text, match.start())
            if subject and not _EXPECTED.search(text[: match.start()]):
                found.append(
                    Form(
                        firmness="undertaken",
                        start=match.start(),
                        end=match.end(),
                        who=subject,
                        claims=False,
                    )
                )
    return found


def _acts(verb: str) -> Literal["anyone", "party", ""]:
    """Who can be the subject of what follows "will" when it is a promise; "" where it is none."""
    if verb.startswith("be "):
        after = verb.removeprefix("be ")
        after = re.sub(r"^(?:then|also|\w+ly) ", "", after)
        if _DONE.match(after) or _READY.match(after):
            return "anyone"
        return "party" if re.match(r"\w+ing\b", after) else ""
    if _HAPPENS.match(verb):
        return "anyone"
    first = verb.split()[0]
    return "party" if first not in _STATIVE_OF_PARTIES and first != "be" else ""
