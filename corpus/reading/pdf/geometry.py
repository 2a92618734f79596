"""Matrices and boxes, as ISO 32000-2, 8.3 has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top; of a line, its two ends

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_matrix(operands: Sequence[float]) -> Matrix:
    """The matrix of six numbers; `ValueError` or `TypeError` for anything else."""
    a, b, c, d, e, f = (float(value) for value in operands[:6])
    return (a, b, c, d, e, f)


def times(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def turn(box: Box, m: Matrix) -> Box:
    """The upright box around a box that a matrix turns."""
    return around(
        (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]) * 2
        for x in box[0::2]
        for y in box[1::2]
    )


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes, and around lines that run in any direction; at least one."""
    sides = list(boxes)
    xs = [x for box in sides for x in box[0::2]]
    ys = [y for box in sides for y in box[1::2]]
    return (min(xs), min(ys), max(xs), max(ys))
