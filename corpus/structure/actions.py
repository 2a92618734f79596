"""What is to be done, by whom and when: rows of action logs, and the actions of minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.dates import WRITTEN
from corpus.structure.tabular import split_cells
from corpus.types import Action, Passage

_COLUMNS = {
    "what": r"(?:agreed |outstanding )?actions?(?: required| agreed| point| completed"
    r"| to be taken)?|task|what|recommendation|decision/action",
    "owner": r"(?:action )?owner|lead(?: officer)?|responsible(?: officer| person)?|who|by whom"
    r"|assigned to|action by|for action by|officer|responsibility|named lead",
    "due": r"due(?: date| by)?|deadline|by when|when|target(?: date)?|timescale|completion date"
    r"|complete by|date due",
    "status": r"status|progress|update|rag(?: rating| status)?|outcome|where we are|comments?"
    r"|complete(?:d)?\??|current position",
}
"""Heads of columns, by the field of an action that stands below them."""
_ACTION = re.compile(r"actions?\b", re.IGNORECASE)
_FIELDS = r"Owner|Lead|Responsible|By whom|Due(?: date| by)?|Deadline|By when|Status|Progress"
_FIELD = re.compile(
    rf"\b(?P<name>{_FIELDS})\s*:\s*(?P<value>.*?)(?=[\s.;,|]*\b(?:{_FIELDS})\s*:|$)", re.DOTALL
)
_TO_DO = re.compile(r"(?P<owner>[A-Z][^.;:]{0,80}?)\s+(?:to|will|should|shall|must)\s+\S")
_BRACKET = re.compile(r"\((?P<owner>[A-Z][^()]{1,80})\)\W*$")
_ONLY_OWNER = re.compile(r"(?:[A-Z][\w’'.-]*[\s/,&]*(?:and\s+)?){1,6}\W*")
_BY = re.compile(
    rf"\bby\s+(?P<due>(?:noon\s+(?:on\s+)?)?(?:(?:the\s+)?(?:end\s+of\s+)?(?:{WRITTEN.pattern}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)|next\s+(?:panel\s+|board\s+|committee\s+)?meeting"
    r"|(?:the\s+)?(?:month|week|year)|summer|autumn|winter|spring)))",
    re.IGNORECASE,
)


def find_actions(passages: Sequence[Passage]) -> tuple[Action, ...]:
    """Every action of the document, in order."""
    return tuple(_find(passages))


def _find(passages: Sequence[Passage]) -> Iterator[Action]:
    before: Passage | None = None
    for passage in passages:
        if passage.kind == "row":
            if passage.header and (action := _read_row(passage, passage.header)):
                yield action
        elif passage.kind == "resolution" and _ACTION.match(passage.locator.paragraph or ""):
            yield _read_line(passage, before)
        if passage.kind != "heading":
            before = passage


def _read_row(passage: Passage, header: str) -> Action | None:
    """The row as an action, where its table's heads say that it is one."""
    heads, cells = split_cells(header), split_cells(passage.text)
    found: dict[str, str] = {}
    for head, cell in zip(heads, cells, strict=False):
        for name, pattern in _COLUMNS.items():
            if cell and name not in found and re.fullmatch(pattern, head, re.IGNORECASE):
                found[name] = cell
                break
    heading = {name for name in found if name != "what"}
    return Action(passage=passage.id, **found) if "what" in found and heading else None


def _read_line(passage: Passage, before: Passage | None) -> Action:
    """The action of minutes; where it names nobody's deed, that stands in what comes before."""
    text = " ".join(passage.text.replace("**", "").split())
    fields = {match["name"].split()[0].lower(): match["value"].strip(" .;,|")
              for match in _FIELD.finditer(text)}  # fmt: skip
    what = _FIELD.sub("", text).strip(" .;,|") or text
    owner = fields.get("owner") or fields.get("lead") or fields.get("responsible")
    due = fields.get("due") or fields.get("deadline")
    if fields.get("by"):
        due = due or fields["by"]
    if before is not None and _ONLY_OWNER.fullmatch(what):
        what, owner = " ".join(before.text.split()), owner or what
    elif owner is None:
        named = _BRACKET.search(what) or _TO_DO.match(what)
        owner = named["owner"] if named else None
    if due is None and (by := _BY.search(what)):
        due = by["due"]
    return Action(
        what=what,
        owner=owner,
        due=due,
        status=fields.get("status") or fields.get("progress"),
        passage=passage.id,
    )
