"""The commitments of a document, in order: its resolutions and actions, and what its words promise.

Left out: what was done before ("had submitted"), what others must do ("CCGs are required to"),
the business of the meeting itself ("members were asked to declare", "the report was noted"), and
what only describes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.bodies import Body
from corpus.commitments.due import Calendar, find_due, find_next_meeting
from corpus.commitments.forms import TRIGGER, Form, Voice, find_forms, is_routine
from corpus.commitments.parties import Parties
from corpus.sentences import split_sentences
from corpus.structure.tabular import split_cells
from corpus.types import Action, Attendee, Commitment, Firmness, Metadata, Passage, Span

_OWN_VOICE = frozenset({"letter", "report"})
_PLANS = frozenset({"strategy", "plan", "policy"})
_LABEL = re.compile(r"\b(?P<verb>RESOLVED|AGREED|DECIDED|RECOMMENDED)\b", re.IGNORECASE)
_ACTION = re.compile(r"actions?\b", re.IGNORECASE)
_FIELD = re.compile(
    r"\W*(?:due(?: date| by)?|deadline|by when|timescale|target date)\s*:\s*(?P<when>.+)",
    re.IGNORECASE | re.DOTALL,
)
_TASKED = re.compile(
    r"\b(?:be (?:asked|requested|invited|instructed|urged)|(?:is|are) (?:asked|invited))\s+to\b"
)
_THAT = re.compile(r"\W*(?:and )?(?:[Tt]hat|[Tt]o)\b\s*")
_TO_DO = re.compile(r"(?P<who>[A-Z][^.;:]{0,90}?)\s+(?:to|will|should|shall|must)\s+[a-z]")
_ACTS = re.compile(
    r"\b(?:be asked|be requested|be invited|be instructed|be authori[sz]ed|be delegated|bring|write"
    r"|act|return|submit|report|provide|prepare|does|do|lead|send|review|arrange|consider|attend"
    r"|ensure|work|set|make|take|investigate|explore|circulate|publish|present|support|be asked)\b"
)
_SOMEBODY = re.compile(
    r"[A-Z]|\b(?:each|every|all|members|officers|chair\w*|director|board|committee|group|council)\b"
)
_LED_BY = re.compile(r"\bled by (?P<who>(?:the )?[A-Z][\w’']*(?: (?:of|and|for)?\s?[A-Z][\w’']*)*)")
_CONDITION = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Ss]ubject to|[Pp]rovided that|[Oo]nce|[Uu]pon|[Oo]n condition that"
    r"|[Ss]hould (?=(?:this|the|it|that|an?|any|we|they)\b))\b[^,;.]*|\b(?:where|when|as)"
    r" (?:appropriate|necessary|possible|required|practicable)\b"
)
_ASKED_IF = re.compile(r"\b(?:asked|ask|wondered|see|know|grateful)\s*$")
_CAPITALS = r"[A-Z][\w’'&-]*(?:(?: of| and| for| of the| and the)? [A-Z][\w’'&-]*)*"
_TO = re.compile(
    r"\b(?:report|submit|submitted|write|reply|respond|send|sent|return|bring|present|presented"
    r"|share|circulate|circulated|passed|letter|feedback|response|account|update)\b[^.;:]{0,60}?"
    rf"\b(?:to|with) (?P<to>(?:the |each |every |all )?(?:{_CAPITALS}"
    r"|[a-z]+ (?:homes?|practices|members|pharmacies|group)))"
    rf"|\b(?:provide|provided|present|notify|inform|update) (?P<whom>(?:the )?{_CAPITALS}) with\b"
)
_LEAD = re.compile(r"(?::[-–—]?|\bto|\bthat|[-–—])\s*$")
_GOES_ON = re.compile(r"(?:;|,|\band|\bor)\s*$")
_STATUS = re.compile(
    r"new|open|closed?|complete[d]?|done|ongoing|on[- ]going|carried forward|in progress|on track"
    r"|overdue|outstanding|discharged|pending|not started|started|delayed|cancelled|at risk",
    re.IGNORECASE,
)
_PROPOSES = re.compile(r"\bpropos|\bwhat we plan\b", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(r"\brecommendations?\b(?! for noting)", re.IGNORECASE)
_DEAR = re.compile(r"^Dear (?P<name>[A-Z][\w’' -]+)", re.MULTILINE)
_SAID = re.compile(
    r"(?P<who>(?:The )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}) (?:also )?(?:said|replied|confirmed"
    r"|reported|advised|explained|stated|assured|informed|added|gave)\b"
)
_INCLUDES = re.compile(r"(?:This|These|It) will (?:also )?include\b")
_INFINITIVE = re.compile(
    r"(?:(?:Outstanding |Ongoing )?Actions?\b[^:]{0,40}: )?"
    r"(?P<who>(?:[Tt]he )?[A-Z][\w’'&]*(?:(?: and| of| for)? [A-Z][\w’']*)*) to [a-z]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """What introduces the items that follow, and what it makes of them."""

    firmness: Firmness
    who: str | None
    words: str
    notes: bool  # the items are only to be noted
    passage: str
    to: str | None = None


def find_commitments(
    metadata: Metadata,
    text: str,
    passages: Sequence[Passage],
    attendance: Sequence[Attendee],
    actions: Sequence[Action],
    bodies: tuple[Body, ...],
) -> tuple[Commitment, ...]:
    """Every commitment of the document, in order.

    Args:
        metadata: of the document.
        text: the whole document.
        passages: in order.
        attendance: who was at the meeting.
        actions: of its action log or minutes.
        bodies: organisations known to the record.
    """
    finder = _Finder(
        parties=Parties(metadata=metadata, text=text, attendance=attendance, bodies=bodies),
        actions={action.passage: action for action in actions},
        when=Calendar(base=metadata.date, next_meeting=find_next_meeting(text)),
        voice=_voice(metadata, attendance),
    )
    for passage in passages:
        finder.add(passage)
    return tuple(finder.found)


def _voice(metadata: Metadata, attendance: Sequence[Attendee]) -> Voice:
    if metadata.kind in _PLANS:
        return "plan"
    if metadata.kind in _OWN_VOICE or (metadata.kind == "other" and not attendance):
        return "own"
    return "minutes"


class _Finder:
    """The commitments found so far, while the passages go by."""

    def __init__(
        self, *, parties: Parties, actions: dict[str, Action], when: Calendar, voice: Voice
    ) -> None:
        self.parties = parties
        self.actions = actions
        self.when = when
        self.voice: Voice = voice
        self.found: list[Commitment] = []
        self.lead: _Lead | None = None
        self.goes_on = False  # the passage before ended as an item does that others follow
        self.before: Passage | None = None

    def add(self, passage: Passage) -> None:
        """Take the next passage."""
        if passage.kind == "heading":
            self._add_heading(passage)
            return
        if passage.kind == "row":
            self._add_row(passage)
        elif (due := _FIELD.match(passage.text)) and self.found:
            self._date_last(due["when"])
        elif passage.kind == "resolution" and passage.id in self.actions:
            self._add_action(passage, self.actions[passage.id])
        elif (lead := self._lead_of(passage)) is not None:
            self._add_item(passage, lead)
        elif passage.kind == "resolution":
            self._add_resolution(passage)
        else:
            self.lead = None
            self._add_prose(passage)
        self.before = passage
        self.goes_on = bool(_GOES_ON.search(passage.text))

    def _lead_of(self, passage: Passage) -> _Lead | None:
        """The words that introduce this passage as one of their items, if any do."""
        lead = self.lead
        if lead is None:
            return None
        if passage.parent == lead.passage or self.before is None:
            return lead
        first = self.before.id == lead.passage or self.before.kind == "heading"
        nested = self.before.parent == lead.passage and passage.kind == "item"
        if first or nested or self.goes_on or passage.text[:1].islower():
            return lead
        return None

    def _add_heading(self, passage: Passage) -> None:
        words = " ".join(passage.text.split())
        self.lead = self._read_lead(words, passage)
        if self.lead is None and _RECOMMENDATIONS.search(words) and self.voice != "minutes":
            self.lead = _Lead(
                firmness="recommended",
                who=self.parties.decider,
                words="",
                notes=False,
                passage=passage.id,
            )
        self.before, self.goes_on = passage, False

    def _read_lead(self, words: str, passage: Passage) -> _Lead | None:
        """The last words of a passage as what introduces a list of commitments."""
        if not _LEAD.search(words):
            return None
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", words)[-1].rstrip(" :-–—*")
        if for_whom := re.fullmatch(r"(?:Actions? )?for (?P<who>[A-Z][\w ]+)", sentence):
            if passage.kind == "resolution":
                return self._make_lead("agreed", for_whom["who"], sentence, passage)
            return None
        forms = [
            form
            for form in find_forms(sentence.removesuffix(" note"), self.voice)
            if form.firmness in ("requested", "recommended")
        ]
        if not forms:
            return None
        if passage.kind == "resolution" and forms[0].who is None:
            forms = [replace(forms[0], who=_subject_of_resolution(sentence))]
        return self._make_lead(forms[0].firmness, forms[0].who, sentence, passage)

    def _make_lead(
        self, firmness: Firmness, who: str | None, words: str, passage: Passage
    ) -> _Lead:
        name = self.parties.resolve(who, passage.start) if who else self.parties.decider
        notes = bool(re.search(r"\bnot(?:e|ing)$", words))
        return _Lead(
            firmness=firmness,
            who=name,
            words=words,
            notes=notes,
            passage=passage.id,
            to=self._to_whom(words, passage),
        )

    def _add_item(self, passage: Passage, lead: _Lead) -> None:
        words = " ".join(passage.text.split())
        inner = self._read_lead(words, passage)
        if inner is not None:
            self.lead = inner
            return
        if lead.notes or is_routine(words):
            return
        asked = _TASKED.search(words)
        who, firmness = lead.who, lead.firmness
        if asked:
            subject = _subject_of_resolution(words[: asked.start()])
            who = self.parties.resolve(subject, passage.start) if subject else who
            firmness = "requested"
        elif lead.firmness == "agreed" and (todo := _TO_DO.match(words)):
            who = self.parties.resolve(todo["who"], passage.start)
        self._keep(passage, passage.start, passage.end, firmness, who, lead=lead)

    def _add_row(self, passage: Passage) -> None:
        action = self.actions.get(passage.id)
        if action is None and self.parties.metadata.kind == "action log":
            action = _read_bare_row(passage)
        if action is None:
            return
        cells = split_cells(passage.text)
        if passage.header and len(set(cells) & set(split_cells(passage.header)) - {""}) > 1:
            return  # the heads again
        dated = [
            cell for cell in cells if cell != action.due and find_due(cell, _NEVER, alone=True)
        ]
        base = find_due(dated[0], _NEVER, alone=True) if dated else None
        when = replace(self.when, base=base.date) if base and base.date else self.when
        due = find_due(action.due, when, alone=True) if action.due else None
        if due is not None and re.fullmatch(r"(?:none|n/?a|not set|tbc|-)\b.*", due.words, re.I):
            due = None
        self._keep(
            passage,
            passage.start,
            passage.end,
            "agreed",
            self._owner(action, passage),
            status=action.status,
        )
        self.found[-1] = replace(self.found[-1], due=due, what=action.what)

    def _owner(self, action: Action, passage: Passage) -> str | None:
        owner = (action.owner or "").removeprefix("For ").removeprefix("for ")
        if not owner:
            named = _TO_DO.match(action.what)
            owner = named["who"] if named else ""
        owner = re.split(r"\s+(?:[-–—]|to be)\s+", owner)[0]
        owner = re.sub(r"\s+(?:wishing|with|members to)\b.*$", "", owner)
        if owner and (any(letter.isupper() for letter in owner) or self.parties.is_party(owner)):
            return self.parties.resolve(owner, passage.start)
        return None

    def _add_action(self, passage: Passage, action: Action) -> None:
        self.lead = None
        before = self.before
        words = " ".join(passage.text.split())
        if (lead := self._read_lead(words, passage)) is not None:
            self.lead = lead
            return
        if before is not None and action.what == " ".join(before.text.split()) != words:
            if self.found and self.found[-1].passage == before.id:
                owner = self._owner(action, passage)
                self.found[-1] = replace(self.found[-1], who=owner or self.found[-1].who)
                return
            passage = before
        if is_routine(words) or not any(letter.islower() for letter in words):
            return
        first = split_sentences(passage.text)[:1]
        end = passage.start + first[0].end if first else passage.end
        if len(" ".join(passage.text[: end - passage.start].split()).split()) < 3:
            return
        self._keep(passage, passage.start, end, "agreed", self._owner(action, passage))
        if action.due and self.found and self.found[-1].due is None:
            due = find_due(action.due, self.when, alone=True)
            self.found[-1] = replace(self.found[-1], due=due)

    def _add_resolution(self, passage: Passage) -> None:
        self.lead = None
        words = " ".join(passage.text.split())
        if (lead := self._read_lead(words, passage)) is not None:
            self.lead = lead
            return
        labelled = " ".join((passage.locator.paragraph or "", *passage.locator.section[-1:]))
        label = _LABEL.search(labelled)
        headless = not label and _THAT.match(words)
        if not label and not headless and not _ACTION.search(labelled):
            if not self._add_prose(passage):
                self._add_decision(passage, "agreed")
            return
        resolved = headless or (label is not None and label["verb"].upper() == "RESOLVED")
        self._add_decision(passage, "resolved" if resolved else "agreed")

    def _add_decision(self, passage: Passage, firmness: Firmness) -> None:
        """A resolution's first sentence; the others only where their words commit."""
        spans = split_sentences(passage.text)
        if not spans:
            return
        start, end = passage.start + spans[0].start, passage.start + spans[0].end
        words = " ".join(passage.text[spans[0].start : spans[0].end].split())
        tasks = re.split(r",? and (?=that |a |the )", words)
        if all(is_routine(part) for part in tasks) or len(words.split()) < 3:
            return
        if re.search(r"\bdoes not\b", words):
            return
        asked = _TASKED.search(words)
        if asked:
            subject: str | None = _THAT.sub("", words[: asked.start()], count=1).strip()
        else:
            subject = _subject_of_resolution(words)
        if led := _LED_BY.search(words):
            subject = led["who"]
        who = self.parties.resolve(subject, passage.start) if subject else self.parties.decider
        kind = "requested" if asked else firmness
        if re.match(r"[^,;]*\b(?:recommended?|recommends)\b", words) and not asked:
            kind = "recommended"
        self._keep(passage, start, end, kind, who)
        self._add_sentences(passage, spans[1:])

    def _add_prose(self, passage: Passage) -> bool:
        """The sentences of a passage that commit; whether any did."""
        words = " ".join(passage.text.split())
        lead = self._read_lead(words, passage)
        spans = split_sentences(passage.text) if _may_commit(passage.text) else []
        before = len(self.found)
        self._add_sentences(passage, spans[:-1] if lead else spans)
        if lead is not None:
            self.lead = lead
        return len(self.found) > before

    def _add_sentences(self, passage: Passage, spans: Sequence[Span]) -> None:
        section = " ".join(passage.locator.section[-1:])
        proposing = bool(_PROPOSES.search(section)) and self.voice != "minutes"
        last: Commitment | None = None
        for span in spans:
            start, end = passage.start + span.start, passage.start + span.end
            words = " ".join(passage.text[start - passage.start : end - passage.start].split())
            words = re.sub(r"\*\*|__|</?b>", "", words)
            if last is not None and _INCLUDES.match(words):
                self._keep(passage, start, end, last.firmness, last.who)
                continue
            last = None
            if is_routine(words):
                continue
            for form in find_forms(words, self.voice, proposing=proposing):
                if self._holds(form, start + form.start):
                    who = self._name(form, words, start + form.start, passage)
                    self._keep(passage, start, end, form.firmness, who)
                    last = self.found[-1]
                    break
            else:
                todo = _INFINITIVE.match(words)
                if todo is not None and (proposing or self.parties.is_party(todo["who"])):
                    who = self.parties.resolve(todo["who"], start)
                    firmness: Firmness = "proposed" if proposing else "agreed"
                    self._keep(passage, start, end, firmness, who)

    def _holds(self, form: Form, at: int) -> bool:
        """Whether the subject is somebody whose word this document can give."""
        parties, who = self.parties, form.who
        if form.firmness in ("requested", "recommended") and not form.claims:
            return True
        if form.firmness in ("agreed", "resolved"):
            return who is None or not form.claims or parties.is_party(who)
        if who is None:
            return not form.claims
        if not parties.is_party(who):
            return not form.claims
        if not form.claims and who[:1].islower():
            return True
        if self.voice == "plan":
            return True
        is_theirs = parties.is_present if self.voice == "minutes" else parties.is_own
        return is_theirs(who, at)

    def _name(self, form: Form, words: str, at: int, passage: Passage) -> str | None:
        """Who it is: the subject where it can act, else who publishes or decides."""
        parties, who = self.parties, form.who
        if who is None and form.firmness == "requested" and self.voice == "own":
            return self._addressee()
        decided = form.firmness in ("agreed", "resolved", "requested", "recommended")
        if who is not None and parties.is_party(who):
            return parties.resolve(who, at, passage.speaker)
        said = _SAID.match(words) if self.voice == "minutes" and not decided else None
        if said is not None and parties.is_party(said["who"]):
            return parties.resolve(said["who"], at)
        own = parties.decider if decided or self.voice == "minutes" else parties.own
        return own or who

    def _addressee(self) -> str | None:
        """Whom a letter asks: as it said before, else the name that it greets."""
        asked = [one.who for one in self.found if one.firmness == "requested"]
        greeting = _DEAR.search(self.parties.text)
        return asked[-1] if asked else greeting["name"] if greeting else None

    def _to_whom(self, words: str, passage: Passage) -> str | None:
        match = _TO.search(words)
        if match is None:
            return None
        return self.parties.resolve(match["to"] or match["whom"], passage.start)

    def _date_last(self, words: str) -> None:
        due = find_due(words, self.when, alone=True)
        self.found[-1] = replace(self.found[-1], due=self.found[-1].due or due)

    def _keep(
        self,
        passage: Passage,
        start: int,
        end: int,
        firmness: Firmness,
        who: str | None,
        *,
        lead: _Lead | None = None,
        status: str | None = None,
    ) -> None:
        words = " ".join(passage.text[start - passage.start : end - passage.start].split())
        words = re.sub(r"\*\*|__|</?b>", "", words)
        condition = next(
            (m[0] for m in _CONDITION.finditer(words) if not _ASKED_IF.search(words[: m.start()])),
            None,
        )
        due = find_due(words, self.when) if passage.kind != "row" else None
        to = self._to_whom(words, passage) or (lead.to if lead else None)
        self.found.append(
            Commitment(
                firmness=firmness,
                who=who,
                what=f"{lead.words}: {words}" if lead and lead.words else words,
                to=to if to != who else None,
                due=due,
                condition=condition,
                status=status,
                passage=passage.id,
                start=start,
                end=end,
            )
        )


_NEVER = Calendar(base=None)


def _may_commit(text: str) -> bool:
    return bool(TRIGGER.search(text) or _INFINITIVE.search(text))


def _subject_of_resolution(words: str) -> str | None:
    """Who is to do what "That X do Y" resolves; None where it does not say."""
    bare = _THAT.sub("", words, count=1)
    act = _ACTS.search(bare)
    if act is None:
        return _by_to(bare)
    subject = bare[: act.start()].strip(" ,;:*")
    if not subject:
        return None
    if _SOMEBODY.search(subject) and len(subject) < 160:
        subject = re.split(r"\bbe \w+ed and\b", subject)[-1]
        passive = re.search(r"\b(?:be|is|was|are)\b", subject)
        return None if passive else subject.strip()
    return None


def _by_to(words: str) -> str | None:
    todo = _TO_DO.match(words)
    return todo["who"] if todo else None


def _read_bare_row(passage: Passage) -> Action | None:
    """A row of an action log whose table has no heads: the task, and a status at its end."""
    cells = [cell for cell in split_cells(passage.text) if cell]
    if len(cells) < 2 or not _STATUS.match(cells[-1]):
        return None
    what = max(cells[:-1], key=len)
    return Action(what=what, status=cells[-1], passage=passage.id)
