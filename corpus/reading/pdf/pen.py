"""The state in which a PDF page's letters are shown, and the runs that come of it.

Operators and matrices are those of ISO 32000-2, 8.4 and 9.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.reading.pdf.faces import Face, Faces
from corpus.reading.pdf.geometry import UNIT, Matrix, read_matrix, times
from corpus.reading.pdf.shapes import Shapes
from corpus.reading.pdf.types import HiddenBy, Run

_SPACE = 0.17  # of the font size: a step this wide between two letters is a space
_BLANK = 0.25  # of the font size, the width of a space in general
_GAP = 1.0  # of the font size: a step this wide parts two runs
_WIDE_SPACE = re.compile(r"([ \xa0]{3,})")
_SMALLEST = 2.0  # points: letters below this size are not meant to be read
_BULLET = (2.0, 18.0)  # points: sides of a picture that is a bullet


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What `q` saves and `Q` brings back."""

    matrix: Matrix
    face: Face | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0  # of rendering; 3 and 7 show nothing
    white: bool = False  # the ink that fills


@dataclass(slots=True, kw_only=True)
class Pen:
    """Where the drawing of a page has got to. Its methods are operators, with their operands."""

    faces: Faces
    shapes: Shapes
    state: State
    saved: list[State] = field(default_factory=list)
    fonts: Mapping[str, Any] = field(default_factory=dict)  # by the names in use
    runs: list[Run] = field(default_factory=list)
    text_matrix: Matrix = UNIT
    line_matrix: Matrix = UNIT

    def draw_picture(self) -> None:
        """A picture; one no larger than a letter may be a bullet."""
        left, bottom, right, top = self.shapes.draw_picture(self.state.matrix)
        if all(_BULLET[0] <= side <= _BULLET[1] for side in (right - left, top - bottom)):
            size = top - bottom
            base = bottom + 0.2 * size
            self.runs.append(
                Run(text="•", left=left, right=right, base=base, size=size, drawn=True)
            )

    # Graphics state

    def save(self, operands: list[Any]) -> None:
        """`q`."""
        self.saved.append(self.state)

    def restore(self, operands: list[Any]) -> None:
        """`Q`."""
        if self.saved:
            self.state = self.saved.pop()

    def transform(self, operands: list[Any]) -> None:
        """`cm`."""
        self.state = replace(self.state, matrix=times(read_matrix(operands), self.state.matrix))

    def set_ink(self, operands: list[Any]) -> None:
        """`rg`, `k`, `sc`, `scn`: three colours all full, or four inks all none, are white.

        One number may be any ink.
        """
        inks = [float(ink) for ink in operands if isinstance(ink, (int, float))]
        white = (len(inks) == 3 and min(inks) > 0.99) or (len(inks) == 4 and max(inks) < 0.01)
        self.state = replace(self.state, white=white)

    def set_grey(self, operands: list[Any]) -> None:
        """`g`."""
        self.state = replace(self.state, white=float(operands[0]) > 0.99)

    def set_space(self, operands: list[Any]) -> None:
        """`cs`: its first ink is black, or unknown."""
        self.state = replace(self.state, white=False)

    # Text state

    def begin_text(self, operands: list[Any]) -> None:
        """`BT`."""
        self.text_matrix = self.line_matrix = UNIT

    def set_font(self, operands: list[Any]) -> None:
        """`Tf`."""
        face = self.faces.find(self.fonts.get(operands[0]))
        self.state = replace(self.state, face=face, size=float(operands[1]))

    def set_text_matrix(self, operands: list[Any]) -> None:
        """`Tm`."""
        self.text_matrix = self.line_matrix = read_matrix(operands)

    def move(self, operands: list[Any]) -> None:
        """`Td`."""
        self._move(float(operands[0]), float(operands[1]))

    def move_and_lead(self, operands: list[Any]) -> None:
        """`TD`."""
        self.state = replace(self.state, leading=-float(operands[1]))
        self._move(float(operands[0]), float(operands[1]))

    def next_line(self, operands: list[Any]) -> None:
        """`T*`."""
        self._move(0.0, -self.state.leading)

    def _move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line_matrix
        self.text_matrix = self.line_matrix = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)

    # Showing text

    def show(self, operands: list[Any]) -> None:
        """`Tj`."""
        self._show([operands[-1]])

    def show_array(self, operands: list[Any]) -> None:
        """`TJ`."""
        self._show(operands[0])

    def show_on_next_line(self, operands: list[Any]) -> None:
        """`'`."""
        self.next_line(operands)
        self._show([operands[-1]])

    def show_spaced(self, operands: list[Any]) -> None:
        """`"`."""
        word, letter = float(operands[0]), float(operands[1])
        self.state = replace(self.state, word_space=word, letter_space=letter)
        self.show_on_next_line(operands)

    def _show(self, parts: list[Any]) -> None:
        state, face = self.state, self.state.face
        if face is None:
            return
        size, stretch = state.size, state.stretch
        words: list[str] = []
        start = x = 0.0  # in text space, from the text matrix
        for part in parts:
            if isinstance(part, (int, float)):
                step = -part / 1000 * size * stretch
                if step > _GAP * abs(size):
                    self._add("".join(words), start, x)
                    words, start = [], x + step
                elif step > _SPACE * abs(size) and words and not words[-1].endswith(" "):
                    words.append(" ")
                x += step
                continue
            shown = face.decode(part)
            length = (
                shown.width * size
                + shown.letters * state.letter_space
                + shown.blanks * state.word_space
            ) * stretch
            pieces = _WIDE_SPACE.split(shown.text)
            per_letter = length / max(len(shown.text), 1)
            for index, piece in enumerate(pieces):
                if index % 2:  # spaces that stand for a tab: they move the pen, and part two runs
                    self._add("".join(words), start, x)
                    x += per_letter * len(piece)
                    words, start = [], x
                else:
                    words.append(piece)
                    x += per_letter * len(piece)
        self._add("".join(words), start, x)
        a, b, c, d, e, f = self.text_matrix
        self.text_matrix = (a, b, c, d, e + x * a, f + x * b)

    def _add(self, text: str, start: float, end: float) -> None:
        """Keep the run that reaches from start to end, in text space."""
        if not text or text.isspace():
            return
        state = self.state
        blank = _BLANK * state.size  # of the spaces at both ends, which no letter fills
        start += min(blank * (len(text) - len(text.lstrip())), end - start)
        end -= min(blank * (len(text) - len(text.rstrip())), end - start)
        a, b, c, d, e, f = times(
            (1.0, 0.0, 0.0, 1.0, 0.0, state.rise), times(self.text_matrix, state.matrix)
        )
        length = math.hypot(a, b)
        if length == 0.0 or state.face is None:
            return
        cosine, sine = a / length, b / length
        left, base = e * cosine + f * sine, f * cosine - e * sine
        size = abs(state.size) * math.hypot(c, d)
        middle = (start + end) / 2
        self.runs.append(
            Run(
                text=text,
                left=left + min(start, end) * length,
                right=left + max(start, end) * length,
                base=base,
                size=size,
                bold=state.face.bold or state.mode == 2,  # filled and stroked looks bold
                symbol=state.face.symbol,
                angle=round(math.degrees(math.atan2(b, a))) % 360,
                hidden=self._hidden_by(e + middle * a, f + middle * b, size),
            )
        )

    def _hidden_by(self, x: float, y: float, size: float) -> HiddenBy | None:
        if self.state.mode in (3, 7):
            return "invisible ink"
        if not (-1 <= x <= self.shapes.width + 1 and -1 <= y <= self.shapes.height + 1):
            return "being off the page"
        if size < _SMALLEST:
            return "being too small to see"
        if self.state.white and not self.shapes.covers(x, y):
            return "white ink"
        return None
