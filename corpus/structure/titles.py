"""Whether a line is a heading: by its form, where its format does not say."""

from __future__ import annotations

import re

from corpus.dates import WRITTEN
from corpus.structure.markers import read_markers

MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD_LINE = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)\s*$|<b>(.+?)</b>\s*$")
_ENDED = re.compile(r"[.!?:;…][”’\"')\]*_]*$|:[-–—]$|[;,]\s*(?:and|or)$")
_CLOSING = re.compile(r"(?:yours|kind|best|warm|with) [a-z ]+$", re.IGNORECASE)
_SETTING = re.compile(r"[A-Z][\w ()/]{0,40}:\s+\S")
_RESOLVES = re.compile(r"That\b[^.]{0,200}\bbe\b")
_SENTENCE = re.compile(r"[.!?][”’\"')\]]*\s+[A-Z]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|may|can|could|must|does|do"
    r"|did|agreed|noted|said|reported|asked|explained|confirmed)\b"
)
_LONGEST_BOLD = 120  # characters
_LONGEST_TITLE = 150  # characters, of a heading that its format marks or its number proves


def ends_sentence(words: str) -> bool:
    """Whether the words end as a sentence, or as what announces a list, ends."""
    return bool(_ENDED.search(words))


def is_date(words: str) -> bool:
    """Whether the words are a date, and at most one word with it."""
    return bool(WRITTEN.search(words)) and len(WRITTEN.sub("", words).split()) <= 1


def is_bold(line: str) -> bool:
    """Whether the whole line is bold, and short enough for a heading."""
    return len(line) < _LONGEST_BOLD and bool(_BOLD_LINE.match(line))


def is_title(words: str) -> bool:
    """Whether the words can be a heading where something else says that they are one."""
    if len(words) > _LONGEST_TITLE or _SENTENCE.search(words) or words.endswith((":", ";", ",")):
        return False
    return not (words.endswith(".") and _VERB.search(words))


def is_closing(words: str) -> bool:
    """Whether the words close a letter ("Yours sincerely,")."""
    bare = words.rstrip(" ,")
    return len(bare.split()) <= 3 and bool(_CLOSING.match(bare))


def is_unheaded_resolution(line: str) -> bool:
    """Whether the line resolves, with no word of decision before it: "That the report be noted"."""
    return bool(_RESOLVES.match(line))


def looks_like_heading(words: str, following: str, *, after_gap: bool) -> bool:
    """Whether an unmarked line reads as a heading: short, alone, not a sentence, not a date."""
    if (
        len(words) > (100 if words.isupper() else 80)
        or not words[0].isupper()
        or words.endswith((".", ",", ";", "?", "!", "-"))
    ):
        return False
    if is_date(words) or _CLOSING.match(words):
        return False
    if words.endswith(":"):
        return len(words.split()) <= 2 and after_gap
    if _SETTING.match(words) or _RESOLVES.match(words):
        return False
    if not following or opens_anew(following):
        return after_gap
    return after_gap and stands_over(words, following)


def stands_over(words: str, following: str) -> bool:
    """Whether a line is a title over the text that follows it without a gap."""
    return (
        len(words) <= 50
        and words[:1].isupper()
        and not _ENDED.search(words)
        and following[:1].isupper()
        and len(words) < 0.6 * len(following)
        and not opens_anew(following)
    )


def opens_anew(line: str) -> bool:
    """Whether the line begins a piece of its own, whatever stands before it."""
    return "\t" in line or any(not marker.weak for marker in read_markers(line))
