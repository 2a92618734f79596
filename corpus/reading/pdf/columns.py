"""The order in which the parts of a PDF page are read: column by column, where it has columns.

A gutter that few lines cross parts two columns of prose when both sides hold lines that fill
them. Two columns whose paragraphs begin side by side are a table, and are read row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import mean, median

from corpus.reading.pdf.types import Segment, Table

Element = Segment | Table

_FEWEST = 4  # lines of a column
_LETTERS = 16  # in the mean line of a column of prose
_FILLED = 0.55  # of a column's width, by its median line
_NARROWEST = 0.2  # of the width of what is split, for a column
_MARGIN = 0.15  # of that width, in which no gutter is looked for
_CROSSED = 0.2  # share of the lines that may run across a gutter, as a title does
_SIDE_BY_SIDE = 0.7  # share of paragraphs with one beside them from which columns are a table
_DEEPEST = 4


def read_regions(elements: Sequence[Element], depth: int = 0) -> list[list[Element]]:
    """The elements by regions in the order they are read; in a region, from the top."""
    elements = sorted(elements, key=lambda element: (-element.top, element.left))
    gutter = _find_gutter(elements) if depth < _DEEPEST else None
    if gutter is None:
        return [elements] if elements else []
    regions: list[list[Element]] = []
    plain: list[Element] = []
    for band in _bands(elements, gutter):
        left = [element for element in band if element.right <= gutter]
        right = [element for element in band if element.left >= gutter]
        if len(left) + len(right) == len(band) and _are_columns(left, right):
            if plain:
                regions.append(plain)
                plain = []
            regions += read_regions(left, depth + 1) + read_regions(right, depth + 1)
        else:
            plain += band
    return [*regions, plain] if plain else regions


def _find_gutter(elements: Sequence[Element]) -> float | None:
    """The x, in the middle of the widest stretch that fewest elements cross, if few do."""
    if len(elements) < 2 * _FEWEST:
        return None
    start = min(element.left for element in elements)
    width = int(max(element.right for element in elements) - start)
    if not 0 < width < 20_000:
        return None
    steps = [0] * (width + 2)
    for element in elements:
        steps[max(0, int(element.left - start))] += 1
        steps[min(width, int(element.right - start)) + 1] -= 1
    crossing = list(accumulate(steps))
    inner = range(int(_MARGIN * width), int((1 - _MARGIN) * width))
    least = min((crossing[x] for x in inner), default=len(elements))
    if least > _CROSSED * len(elements):
        return None
    best: tuple[int, int] = (0, 0)  # width of the stretch, its end
    run = 0
    for x in inner:
        run = run + 1 if crossing[x] == least else 0
        best = max(best, (run, x))
    return start + best[1] - best[0] / 2 + 0.5


def _bands(elements: Sequence[Element], gutter: float) -> list[list[Element]]:
    """Elements from the top, parted where one runs across the gutter."""
    bands: list[list[Element]] = []
    across = True
    for element in elements:
        crosses = element.left < gutter < element.right
        if bands and crosses == across:
            bands[-1].append(element)
        else:
            bands.append([element])
        across = crosses
    return bands


def _are_columns(left: Sequence[Element], right: Sequence[Element]) -> bool:
    if min(len(left), len(right)) < _FEWEST:
        return False
    whole = max(element.right for element in right) - min(element.left for element in left)
    low = max(min(element.bottom for element in side) for side in (left, right))
    high = min(max(element.top for element in side) for side in (left, right))
    if high - low < 0.3 * max(_height(left), _height(right)):
        return False
    return all(_holds_prose(side, whole) for side in (left, right)) and not _is_table(left, right)


def _holds_prose(side: Sequence[Element], whole: float) -> bool:
    """Whether a side is a column of prose, or several of them."""
    if _is_prose(side, whole):
        return True
    gutter = _find_gutter(side)
    if gutter is None:
        return False
    return all(
        _is_prose(part, whole)
        for part in (
            [element for element in side if element.right <= gutter],
            [element for element in side if element.left >= gutter],
        )
    )


def _height(side: Sequence[Element]) -> float:
    return max(element.top for element in side) - min(element.bottom for element in side)


def _is_prose(side: Sequence[Element], whole: float) -> bool:
    lines = [element for element in side if isinstance(element, Segment)]
    if len(lines) < _FEWEST:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return (
        width >= _NARROWEST * whole
        and mean(len(line.text) for line in lines) >= _LETTERS
        and median(line.right - line.left for line in lines) >= _FILLED * width
    )


def _is_table(left: Sequence[Element], right: Sequence[Element]) -> bool:
    """Whether the paragraphs of both sides begin side by side, again and again."""
    starts = [_starts(side) for side in (left, right)]
    fewer, more = sorted(starts, key=len)
    if len(fewer) < 2:
        return False
    size = median(line.size for line in (*left, *right) if isinstance(line, Segment))
    beside = sum(any(abs(y - other) < 0.5 * size for other in more) for y in fewer)
    return beside >= _SIDE_BY_SIDE * len(fewer) and beside >= 0.5 * len(more)


def _starts(side: Sequence[Element]) -> list[float]:
    """Y of each line that stands further below the one above than lines do in general."""
    lines = sorted(
        (element for element in side if isinstance(element, Segment)), key=lambda line: -line.base
    )
    steps = [above.base - below.base for above, below in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    return [
        below.base
        for step, below in zip(steps, lines[1:], strict=True)
        if usual > 0 and step > 1.2 * usual
    ]
