"""From the runs of a PDF page to segments: letters put together to words, and words to lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.reading.pdf.types import Run, Segment

_SPACE = 0.17  # of the font size: letters this far apart are of two words
_GAP = 1.0  # of the font size: words this far apart are of two segments
_SAME_LINE = 0.45  # of the font size: letters this much higher or lower stand on one line
_RAISED = 0.8  # of the font size: a raised sign stands no higher above its line
_SMALLER = 0.85  # of the size of its line, a raised sign
_SHORT = 4  # letters of a raised sign: "th", "12"
_EVEN = 0.15  # of the font size, by which the spaces of a line set to both margins differ
_STRETCHED = 3.0  # of the font size: the widest such space
_TWICE = 1.0  # points: letters drawn again this near are bold, and not said twice
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]+")
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def read_segments(runs: Iterable[Run]) -> list[Segment]:
    """The segments of upright runs, line by line from the top, each line from the left."""
    return [segment for line in _lines(runs) for segment in _join(line)]


def group_rows(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments that stand on one line, line by line from the top, each from the left."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: -segment.base):
        if rows and _are_level(rows[-1][0], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda segment: segment.left) for row in rows]


def tidy(text: str) -> str:
    """Letters set as one apart again, odd spaces as one, halves of letters joined or marked."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _BLANKS.sub(" ", whole.translate(_LIGATURES)).strip()


def _are_level(one: Run | Segment, other: Run | Segment) -> bool:
    return abs(one.base - other.base) <= _SAME_LINE * max(one.size, other.size)


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.base):
        if lines and _are_level(_main(lines[-1]), run):
            lines[-1].append(run)
        else:
            lines.append([run])
    whole: list[list[Run]] = []
    raised: list[Run] = []
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else []
        if below and _is_raised(line, below):
            raised = line
            continue
        whole.append([*line, *raised])
        raised = []
    return [line for line in whole if not all(run.drawn for run in line)]


def _main(line: Sequence[Run]) -> Run:
    return max(line, key=lambda run: (not run.drawn, run.size))


def _is_raised(line: Sequence[Run], below: Sequence[Run]) -> bool:
    """Whether every sign of a line marks a word of the line below, or is a bullet before it."""
    main = _main(below)
    return _main(line).base - main.base < _RAISED * main.size and all(
        (run.drawn and run.right <= min(other.left for other in below) + 1)
        or (
            len(run.text.strip()) <= _SHORT
            and run.size < _SMALLER * main.size
            and any(-0.3 < (run.left - other.right) / main.size < 0.6 for other in below)
        )
        for run in line
    )


def _join(line: list[Run]) -> list[Segment]:
    line = sorted(line, key=lambda run: run.left)
    line = [run for index, run in enumerate(line) if not (index and run.drawn)]
    groups: list[list[Run]] = [line[:1]]
    right = line[0].right
    for before, run in pairwise(line):
        if run.text == before.text and run.left - before.left < _TWICE:
            continue
        if run.left - right > _GAP * max(run.size, before.size):
            groups.append([run])
        else:
            groups[-1].append(run)
        right = max(right, run.right)
    if _is_stretched(groups):
        groups = [[run for group in groups for run in group]]
    return [segment for group in groups if (segment := _segment(group)).text]


def _is_stretched(groups: Sequence[Sequence[Run]]) -> bool:
    """Whether wide spaces are all as wide: of a line set to both margins, and not of columns."""
    if len(groups) < 3 or any(letter.isdigit() for group in groups for letter in group[0].text):
        return False
    gaps = [after[0].left - before[-1].right for before, after in pairwise(groups)]
    size = groups[0][0].size
    return max(gaps) < _STRETCHED * size and max(gaps) - min(gaps) < _EVEN * size


def _segment(runs: Sequence[Run]) -> Segment:
    main = max(runs, key=lambda run: (len(run.text), run.size))
    letters = sum(len(run.text) for run in runs)
    return Segment(
        text=_words(runs, main),
        left=runs[0].left,
        right=max(run.right for run in runs),
        base=main.base,
        size=main.size,
        bold=sum(len(run.text) for run in runs if run.bold) > 0.8 * letters,
        symbol=runs[0].symbol or runs[0].drawn,
    )


def _words(runs: Sequence[Run], main: Run) -> str:
    parts = [runs[0].text]
    right = runs[0].right
    for before, run in pairwise(runs):
        if run.left - right > _SPACE * min(run.size, before.size):
            parts.append(" ")
        raised = run.size < _SMALLER * main.size and run.base - main.base > 0.15 * main.size
        parts.append(run.text.translate(_SUPERSCRIPT) if raised else run.text)
        right = max(right, run.right)
    text = "".join(parts)
    if _RIGHT_TO_LEFT.search(text):
        text = _in_reading_order(text)
    return tidy(text)


def _in_reading_order(text: str) -> str:
    """Words of a script that runs to the left, drawn from the left, put in their order."""
    words = [
        word[::-1] if _RIGHT_TO_LEFT.search(word) else word for word in text.split(" ") if word
    ]
    return " ".join(reversed(words))
