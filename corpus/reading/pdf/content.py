"""What a PDF page draws: the operators of its content, followed to runs, rules and pictures.

pypdf parses the operators and knows the fonts; its own text extraction leaves out how wide a run
is, which columns and tables are told by, and is slower than following the operators once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ContentStream

from corpus.reading.pdf.faces import Faces
from corpus.reading.pdf.geometry import Matrix, read_matrix, times
from corpus.reading.pdf.pen import Pen, State
from corpus.reading.pdf.shapes import Shapes
from corpus.reading.pdf.types import PageContent

_A4 = (0.0, 0.0, 595.0, 842.0)
_DEEPEST = 12  # forms within forms
_FORMS = 2000  # drawn on one page
_UNSEEN = 0b100010  # flags of an annotation: hidden, not viewed


def read_page(page: PageObject, faces: Faces) -> PageContent:
    """The runs, rules and pictures of a page; what cannot be read of it is told in `fault`."""
    fault = None
    try:
        box, turned = [float(side) for side in page.cropbox], page.get("/Rotate", 0)
    except Exception as error:  # as below
        box, turned, fault = list(_A4), 0, f"is damaged ({type(error).__name__})"
    matrix, width, height = _as_seen(box, turned)
    shapes = Shapes(width=width, height=height)
    pen = Pen(faces=faces, shapes=shapes, state=State(matrix=matrix))
    drawing = _Drawing(pdf=page.pdf, pen=pen)
    try:
        contents = page.get_contents()
        if contents is not None:
            stream = ContentStream(contents, page.pdf, "bytes")
            drawing.follow(stream.operations, _mapping(page.get("/Resources")), depth=0)
        drawing.draw_annotations(page, matrix)
    except LimitReachedError:
        fault = "holds more than is safe to unpack"
    except RecursionError:
        fault = "is nested too deeply"
    except MemoryError:
        raise
    except Exception as error:  # pypdf lets kinds of every sort through on damaged pages
        fault = f"is damaged ({type(error).__name__})"
    return PageContent(
        runs=tuple(pen.runs),
        rules=tuple(shapes.rules),
        width=width,
        height=height,
        pictured=shapes.pictured,
        shapes=shapes.count,
        fault=fault or drawing.fault,
    )


def _as_seen(box: Sequence[float], turn: object) -> tuple[Matrix, float, float]:
    """The matrix from the page's own space to the page as it is held, and its extent."""
    left, right = sorted(box[0::2])
    bottom, top = sorted(box[1::2])
    width, height = right - left, top - bottom
    turn = int(turn) % 360 if isinstance(turn, (int, float)) else 0
    if turn == 90:
        return (0, -1, 1, 0, -bottom, right), height, width
    if turn == 180:
        return (-1, 0, 0, -1, right, top), width, height
    if turn == 270:
        return (0, 1, -1, 0, top, -left), height, width
    return (1, 0, 0, 1, -left, -bottom), width, height


@dataclass(slots=True, kw_only=True)
class _Drawing:
    """One page being drawn."""

    pdf: Any
    pen: Pen
    resources: Mapping[str, Any] = field(default_factory=dict)
    forms: int = 0  # drawn so far
    fault: str | None = None  # of a part that is left out

    def follow(
        self, operations: list[tuple[Any, bytes]], resources: Mapping[str, Any], depth: int
    ) -> None:
        """Follow the operators of one content stream."""
        outer, fonts = self.resources, self.pen.fonts
        self.resources, self.pen.fonts = resources, _mapping(resources.get("/Font"))
        for operands, operator in operations:
            if operator == b"Do":
                self._draw_object(operands, depth)
            elif (act := _ACTS.get(operator)) is not None:
                try:
                    act(self.pen, operands)
                except (IndexError, TypeError, ValueError, OverflowError):
                    continue  # operands missing or of the wrong kind: the operator does nothing
        self.resources, self.pen.fonts = outer, fonts

    def draw_annotations(self, page: PageObject, matrix: Matrix) -> None:
        """What is filled in on forms and written beside the text, where it is seen."""
        for entry in _sequence(page.get("/Annots")):
            note = _mapping(entry)
            flags = note.get("/F", 0)
            shown = note.get("/Subtype") in ("/Widget", "/FreeText", "/Stamp")
            if not shown or (isinstance(flags, int) and flags & _UNSEEN):
                continue
            look = _object(_mapping(note.get("/AP")).get("/N"))
            if not hasattr(look, "get_data"):  # one look for each state, as of a tick box
                look = _object(_mapping(look).get(str(note.get("/AS"))))
            place = [float(value) for value in _sequence(note.get("/Rect"))]
            if not hasattr(look, "get_data") or len(place) != 4:
                continue
            shape = [float(value) for value in _sequence(_mapping(look).get("/BBox"))] or [0, 0]
            x, y = min(place[0::2]) - shape[0], min(place[1::2]) - shape[1]
            self.pen.state = State(matrix=times((1.0, 0.0, 0.0, 1.0, x, y), matrix))
            self._draw_form(look, depth=1)

    def _draw_object(self, operands: list[Any], depth: int) -> None:
        try:
            thing = _object(_mapping(self.resources.get("/XObject")).get(operands[0]))
            kind = _mapping(thing).get("/Subtype")
            if kind == "/Image":
                self.pen.draw_picture()
            elif kind == "/Form" and hasattr(thing, "get_data"):
                self._draw_form(thing, depth + 1)
        except (LimitReachedError, RecursionError, MemoryError):
            raise
        except Exception as error:  # one damaged form costs no other words of the page
            self.fault = f"is damaged ({type(error).__name__})"

    def _draw_form(self, form: Any, depth: int) -> None:
        self.forms += 1
        if depth > _DEEPEST or self.forms > _FORMS:
            raise LimitReachedError("forms within forms")
        pen = self.pen
        kept = (pen.state, pen.saved, pen.text_matrix, pen.line_matrix)
        pen.saved = []
        matrix = _sequence(form.get("/Matrix"))
        if len(matrix) == 6:
            matrix_here = times(read_matrix(matrix), pen.state.matrix)
            pen.state = replace(pen.state, matrix=matrix_here)
        operations = pen.faces.parsed(form, self.pdf)
        self.follow(operations, _mapping(form.get("/Resources")) or self.resources, depth)
        pen.state, pen.saved, pen.text_matrix, pen.line_matrix = kept


def _setting(name: str, unit: float = 1.0) -> Callable[[Pen, list[Any]], None]:
    """The act of an operator that sets one number of the text state."""

    def act(pen: Pen, operands: list[Any]) -> None:
        pen.state = replace(pen.state, **{name: type(getattr(pen.state, name))(operands[0] * unit)})

    return act


def _drawing(*, fill: bool, stroke: bool, close: bool = False) -> Callable[[Pen, list[Any]], None]:
    """The act of an operator that draws the path."""

    def act(pen: Pen, operands: list[Any]) -> None:
        if close:
            pen.shapes.close()
        pen.shapes.draw(pen.state.matrix, fill=fill, stroke=stroke, white=pen.state.white)

    return act


def _line_to(pen: Pen, operands: list[Any]) -> None:
    pen.shapes.line_to(float(operands[-2]), float(operands[-1]))


def _box(pen: Pen, operands: list[Any]) -> None:
    x, y, width, height = (float(value) for value in operands[:4])
    pen.shapes.add_box(x, y, width, height)


_FILL = _drawing(fill=True, stroke=False)
_BOTH = _drawing(fill=True, stroke=True)

_ACTS: dict[bytes, Callable[[Pen, Any], None]] = {
    b"q": Pen.save,
    b"Q": Pen.restore,
    b"cm": Pen.transform,
    b"BT": Pen.begin_text,
    b"Tf": Pen.set_font,
    b"Tm": Pen.set_text_matrix,
    b"Td": Pen.move,
    b"TD": Pen.move_and_lead,
    b"T*": Pen.next_line,
    b"Tj": Pen.show,
    b"TJ": Pen.show_array,
    b"'": Pen.show_on_next_line,
    b'"': Pen.show_spaced,
    b"Tc": _setting("letter_space"),
    b"Tw": _setting("word_space"),
    b"Tz": _setting("stretch", 0.01),
    b"TL": _setting("leading"),
    b"Ts": _setting("rise"),
    b"Tr": _setting("mode"),
    b"g": Pen.set_grey,
    b"rg": Pen.set_ink,
    b"k": Pen.set_ink,
    b"sc": Pen.set_ink,
    b"scn": Pen.set_ink,
    b"cs": Pen.set_space,
    b"m": lambda pen, operands: pen.shapes.begin(float(operands[0]), float(operands[1])),
    b"l": _line_to,
    b"c": _line_to,
    b"v": _line_to,
    b"y": _line_to,
    b"h": lambda pen, operands: pen.shapes.close(),
    b"re": _box,
    b"S": _drawing(fill=False, stroke=True),
    b"s": _drawing(fill=False, stroke=True, close=True),
    b"f": _FILL,
    b"F": _FILL,
    b"f*": _FILL,
    b"B": _BOTH,
    b"B*": _BOTH,
    b"b": _BOTH,
    b"b*": _BOTH,
    b"n": lambda pen, operands: pen.shapes.drop(),
    b"sh": lambda pen, operands: pen.shapes.shade(),
    b"INLINE IMAGE": lambda pen, operands: pen.draw_picture(),
}


def _object(thing: Any) -> Any:
    """What a PDF object is or refers to."""
    return thing.get_object() if hasattr(thing, "get_object") else thing


def _mapping(thing: Any) -> Mapping[str, Any]:
    """The dictionary that a PDF object is or refers to; empty for any other."""
    found = _object(thing)
    return found if isinstance(found, Mapping) else {}


def _sequence(thing: Any) -> list[Any]:
    """The array that a PDF object is or refers to; empty for any other."""
    found = _object(thing)
    return list(found) if isinstance(found, list) else []
