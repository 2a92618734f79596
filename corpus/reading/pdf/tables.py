"""Tables of a PDF page by their ruled lines: which rules make a grid, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.reading.pdf.segments import read_segments
from corpus.reading.pdf.types import Rule, Run, Segment, Table

_NEAR = 3.0  # points: rules this near meet, and rules this near side by side are one
_GAP = 5.0  # points: parts of a dashed rule
_SHORT = 6.0  # points: a shorter rule bounds nothing
_PARTED_ROWS = 3  # a grid of more may be two tables
_MANY = 400  # rules in one direction; more are a drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    xs: tuple[float, ...]  # ascending
    ys: tuple[float, ...]  # descending, as rows are read
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def take_tables(runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[list[Table], list[Run]]:
    """The tables that rules enclose, and the runs that stand in none."""
    tables: list[Table] = []
    left = list(runs)
    for whole in _grids(rules):
        parts = _parted(whole, left)
        for grid in parts:
            inside = [run for run in left if _is_inside(run, grid)]
            rows = _rows(inside, grid, fewest=2 if len(parts) == 1 else 1)
            if not rows:
                continue
            xs, ys = grid.xs, grid.ys
            tables.append(Table(left=xs[0], right=xs[-1], top=ys[0], bottom=ys[-1], rows=rows))
            taken = {id(run) for run in inside}
            left = [run for run in left if id(run) not in taken]
    return tables, left


def _parted(grid: _Grid, runs: Sequence[Run]) -> list[_Grid]:
    """The grids on both sides of a bare column that few rules cross: they are two tables."""
    parts: list[_Grid] = []
    start = 0
    for column, (left, right) in enumerate(pairwise(grid.xs)):
        centre = (left + right) / 2
        crossed = sum(_bounded(grid.across, y, centre) for y in grid.ys[1:-1])
        bare = not any(left <= _middle(run)[0] <= right and _is_inside(run, grid) for run in runs)
        if bare and len(grid.ys) > _PARTED_ROWS and crossed < 0.5 * len(grid.ys):
            parts.append(replace(grid, xs=grid.xs[start : column + 1]))
            start = column + 1
    return [part for part in (*parts, replace(grid, xs=grid.xs[start:])) if len(part.xs) > 1]


def _grids(rules: Sequence[Rule]) -> list[_Grid]:
    across = _merge([rule for rule in rules if rule.across])
    down = _merge([rule for rule in rules if not rule.across])
    if not across or not down or len(across) > _MANY or len(down) > _MANY:
        return []
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        meets = [line for line in across if _meet(line, rule)]
        if not meets:
            continue
        touched = [group for group in groups if any(line in group[0] for line in meets)]
        merged: tuple[list[Rule], list[Rule]] = ([], [rule])
        for group in touched:
            merged[0].extend(line for line in group[0] if line not in merged[0])
            merged[1].extend(group[1])
            groups.remove(group)
        merged[0].extend(line for line in meets if line not in merged[0])
        groups.append(merged)
    found = []
    for lines, posts in groups:
        xs = [rule.at for rule in posts] + [end for line in lines for end in (line.start, line.end)]
        ys = [line.at for line in lines] + [end for rule in posts for end in (rule.start, rule.end)]
        grid = _Grid(
            xs=_distinct(xs),
            ys=_distinct(ys)[::-1],
            across=tuple(lines),
            down=tuple(posts),
        )
        if len(grid.xs) > 2 and len(grid.ys) > 1:
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[0] - grid.ys[-1]))


def _merge(rules: list[Rule]) -> list[Rule]:
    """Rules in line with one another as one; without those too short to bound anything."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][0].at <= _NEAR / 2:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[Rule] = []
    for level in levels:
        open_rule: Rule | None = None
        for rule in sorted(level, key=lambda rule: rule.start):
            if open_rule is not None and rule.start <= open_rule.end + _GAP:
                open_rule = replace(open_rule, end=max(open_rule.end, rule.end))
                continue
            if open_rule is not None:
                merged.append(open_rule)
            open_rule = rule
        if open_rule is not None:
            merged.append(open_rule)
    return [rule for rule in merged if rule.end - rule.start >= _SHORT]


def _meet(across: Rule, down: Rule) -> bool:
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )


def _distinct(values: list[float]) -> tuple[float, ...]:
    """The values in ascending order, those near one another as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return tuple(kept)


def _is_inside(run: Run, grid: _Grid) -> bool:
    x, y = _middle(run)
    return grid.xs[0] <= x <= grid.xs[-1] and grid.ys[-1] <= y <= grid.ys[0]


def _middle(run: Run) -> tuple[float, float]:
    return (run.left + run.right) / 2, run.base + 0.3 * run.size


def _rows(runs: list[Run], grid: _Grid, fewest: int) -> tuple[tuple[tuple[Segment, ...], ...], ...]:
    """The cells of each row with words; a cell over many rows or columns stands in its first.

    Empty where too few columns have words: a frame around text is no table.
    """
    owners = _owners(grid)
    cells: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        x, y = _middle(run)
        column = max(index for index, at in enumerate(grid.xs[:-1]) if x >= at)
        row = max(index for index, at in enumerate(grid.ys[:-1]) if y <= at)
        cells.setdefault(owners[row, column], []).append(run)
    columns = sorted({column for _, column in cells})
    if len(columns) < fewest:
        return ()
    rows = []
    for row in sorted({row for row, _ in cells}):
        rows.append(tuple(tuple(read_segments(cells.get((row, at), ()))) for at in columns))
    return tuple(rows)


def _owners(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field of the grid, the first field of the cell that it belongs to."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.ys) - 1):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(len(grid.xs) - 1):
            centre = (grid.xs[column] + grid.xs[column + 1]) / 2
            owner = (row, column)
            if column and not _bounded(grid.down, grid.xs[column], middle):
                owner = owners[row, column - 1]
            elif row and not _bounded(grid.across, grid.ys[row], centre):
                owner = owners[row - 1, column]
            owners[row, column] = owner
    return owners


def _bounded(rules: Sequence[Rule], at: float, beside: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start <= beside <= rule.end for rule in rules)
