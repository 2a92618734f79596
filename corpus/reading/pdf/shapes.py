"""What a PDF page draws beside its letters: lines, filled shapes and pictures."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.reading.pdf.geometry import Box, Matrix, around, turn
from corpus.reading.pdf.types import Rule

_HAIR = 3.0  # points: a filled box this thin is a line
_RULES = 4000  # on one page; a drawing with more is no table
_PICTURE: Box = (0.0, 0.0, 1.0, 1.0)  # which every picture fills, before its matrix


@dataclass(slots=True, kw_only=True)
class Shapes:
    """The path that is being drawn, and what has been drawn so far.

    A path is in the space of the operators; what is kept is in that of the page.
    """

    width: float  # of the page
    height: float
    rules: list[Rule] = field(default_factory=list)
    painted: list[Box] = field(default_factory=list)  # filled with other than white
    pictured: float = 0.0  # share of the page that the largest picture covers
    count: int = 0  # of shapes drawn
    boxes: list[Box] = field(default_factory=list)  # of the path: its rectangles
    strokes: list[list[Box]] = field(default_factory=list)  # and its other parts, line by line
    point: tuple[float, float] = (0.0, 0.0)
    first: tuple[float, float] = (0.0, 0.0)

    # The path

    def begin(self, x: float, y: float) -> None:
        """Begin a part of the path."""
        self.first = self.point = (x, y)
        self.strokes.append([])

    def line_to(self, x: float, y: float) -> None:
        """A line, or a curve as the line between its ends."""
        if not self.strokes:
            self.strokes.append([])
        self.strokes[-1].append((*self.point, x, y))
        self.point = (x, y)

    def close(self) -> None:
        """A line back to where the part began."""
        self.line_to(*self.first)

    def add_box(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle."""
        self.boxes.append((x, y, x + width, y + height))
        self.first = self.point = (x, y)

    def drop(self) -> None:
        """End the path without drawing it."""
        self.boxes, self.strokes = [], []

    # What is drawn

    def draw(self, matrix: Matrix, *, fill: bool, stroke: bool, white: bool = False) -> None:
        """Fill the path, white or not, or draw along it, or both."""
        if fill and not white:
            shapes = self.boxes + [around(line) for line in self.strokes if line]
            for shape in shapes:
                self._keep_rule(turn(shape, matrix))
            if shapes:
                self.painted.append(turn(around(shapes), matrix))
        if stroke:
            for box in self.boxes:
                self._keep_edges(turn(box, matrix))
            for line in self.strokes:
                for step in line:
                    self._keep_rule(turn(step, matrix))
        self.count += bool(self.boxes or self.strokes)
        self.drop()

    def draw_picture(self, matrix: Matrix) -> Box:
        """A picture; gives the box that it fills."""
        seen = turn(_PICTURE, matrix)
        self.painted.append(seen)
        if self.width > 0 and self.height > 0:
            across = min(seen[2], self.width) - max(seen[0], 0.0)
            down = min(seen[3], self.height) - max(seen[1], 0.0)
            share = max(across, 0.0) * max(down, 0.0) / (self.width * self.height)
            self.pictured = max(self.pictured, share)
        return seen

    def shade(self) -> None:
        """A shading, which may cover all of the page."""
        self.painted.append((0.0, 0.0, self.width, self.height))

    def covers(self, x: float, y: float) -> bool:
        """Whether something other than white has been drawn there."""
        return any(
            left <= x <= right and bottom - 1 <= y <= top + 1
            for left, bottom, right, top in self.painted
        )

    def _keep_edges(self, box: Box) -> None:
        left, bottom, right, top = box
        if right - left > _HAIR and top - bottom > _HAIR:
            self._keep_rule((left, bottom, right, bottom))
            self._keep_rule((left, top, right, top))
            self._keep_rule((left, bottom, left, top))
            self._keep_rule((right, bottom, right, top))
        else:
            self._keep_rule(box)

    def _keep_rule(self, box: Box) -> None:
        if len(self.rules) >= _RULES:
            return
        left, bottom, right, top = box
        if top - bottom <= _HAIR < right - left:
            self.rules.append(Rule(across=True, at=(top + bottom) / 2, start=left, end=right))
        elif right - left <= _HAIR < top - bottom:
            self.rules.append(Rule(across=False, at=(left + right) / 2, start=bottom, end=top))
