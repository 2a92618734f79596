"""Words cut at the end of a line made whole again.

A hyphen at a line's end is the setter's, to be taken out, or the word's own, to be kept. The
rest of the document says which; where it does not, only a tail that is no word by itself
("commis-" / "sioning") shows that the setter cut it. The hyphen stays when nothing says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_CUT = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
_SOFT = "\u00ad"
_TAIL = re.compile(r"([^\W\d_]+)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_NO_WORD = re.compile(
    r"(?:[bcdfghjklmnpqrstvwxz]?(?:tion|sion|cial|tial|cian|cious|tious|gress|ment)"
    r"|ing|ings|ity|ities|ness|ance|ances|ence|ences|ancy|ency|ers|ors|able|ible|ably|ibly"
    r"|ally|edly|ingly|ive|ively|ous|ously|ised|ising|isation|ism|ist|ists|ure|ures|ary|ory)"
    r"(?:s|al|ally|ed|ing|ary|er|ers)?"
)
_AND = frozenset(("and", "or", "to", "nor", "but", "versus"))


def find_words(lines: Sequence[str]) -> frozenset[str]:
    """The words of a document in lower case, without those at a cut."""
    words: set[str] = set()
    after_cut = False
    for line in lines:
        found = [match[0].lower().replace("\u2010", "-") for match in _WORD.finditer(line)]
        cut = bool(_CUT.search(line))
        words.update(found[1 if after_cut else 0 : len(found) - 1 if cut else len(found)])
        after_cut = cut
    return frozenset(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Two lines, the word that was cut between them whole at the end of the first."""

    line: str
    following: str  # may be empty


def mend(line: str, following: str, words: Collection[str]) -> Mended | None:
    """The lines with the word cut between them made whole; None where none is cut there.

    Args:
        line: the line above.
        following: the line below.
        words: of the document, as `find_words` gives them.
    """
    cut, tail = _CUT.search(line), _TAIL.match(following)
    if cut is None or tail is None or tail[1] in _AND:
        return None
    head, hyphen, rest = cut[1], cut[2], tail[1]
    taken = hyphen == _SOFT or (
        rest[0].islower()
        and f"{head}-{rest}".lower() not in words
        and (
            f"{head}{rest}".lower() in words
            or (bool(_NO_WORD.fullmatch(rest)) and rest not in words)
        )
    )
    before = line[: cut.end(1)] if taken else line
    moved, _, left = following.partition(" ")  # with the stop or bracket behind the word
    return Mended(line=before + moved, following=left.lstrip())


def join_lines(lines: Sequence[str], words: Collection[str] = frozenset()) -> str:
    """The lines of one cell as one line."""
    text = ""
    for line in lines:
        if mended := mend(text, line, words):
            text = " ".join(part for part in (mended.line, mended.following) if part)
        else:
            text = f"{text} {line}" if text else line
    return text
