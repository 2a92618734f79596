"""The fonts of a PDF: what the codes of a shown string mean, and how wide its letters are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import ContentStream
from pypdf.generic._font import Font  # the only place where pypdf keeps widths and letters

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_SYMBOL = re.compile(r"wingdings|webdings|symbol|dingbats", re.IGNORECASE)
_PER_EM = 0.001  # glyph space to text space, save for Type 3 fonts
_UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A string as it is shown."""

    text: str
    width: float  # in units of the font's size, without extra spacing
    letters: int
    blanks: int  # spaces of one byte, which word spacing widens


@dataclass(slots=True, kw_only=True)
class Face:
    """A font: the text and width, in units of its size, of each code it has been asked for."""

    font: Font | None  # None where it could not be read
    scale: float = _PER_EM
    bold: bool = False
    symbol: bool = False
    letters: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)

    def decode(self, shown: Any) -> Shown:
        """What a shown string says, and how wide it is."""
        data = shown.encode("latin-1", "replace") if isinstance(shown, str) else bytes(shown)
        encoding = self.font.encoding if self.font else {}
        if isinstance(encoding, str):
            whole = len(data) % 2 == 0  # an odd byte has no partner
            codes, blanks = data.decode(encoding, "surrogatepass" if whole else "replace"), 0
        else:
            codes, blanks = data.decode("latin-1"), data.count(b" ")
        for code in set(codes).difference(self.letters):
            self._learn(code)
        return Shown(
            text="".join([self.letters[code] for code in codes]),
            width=sum([self.widths[code] for code in codes]),
            letters=len(codes),
            blanks=blanks,
        )

    def _learn(self, code: str) -> None:
        font = self.font
        if font is None:
            self.letters[code], self.widths[code] = _UNKNOWN, 0.5
            return
        named = code if isinstance(font.encoding, str) else font.encoding.get(ord(code), code)
        if code == "\x7f" == named:  # an unused code shows a bullet: ISO 32000-2, D.2, note 3
            named = "•"
        text = "".join(str(font.character_map.get(letter, letter)) for letter in named)
        width = font.character_widths.get(code, font.character_widths["default"])
        if code == font.space_char:
            width = font.space_width
        self.letters[code] = text if font.interpretable else _UNKNOWN
        self.widths[code] = float(width) * self.scale


@dataclass(slots=True, kw_only=True)
class Faces:
    """The fonts and forms of one file, each read once."""

    known: dict[object, Face] = field(default_factory=dict)
    forms: dict[object, list[tuple[Any, bytes]]] = field(default_factory=dict)

    def find(self, resource: Any) -> Face:
        """The face of a font resource; one of unknown letters where it cannot be read."""
        key = _key(resource)
        if (face := self.known.get(key)) is None:
            face = self.known[key] = _read_face(resource)
        return face

    def parsed(self, form: Any, pdf: Any) -> list[tuple[Any, bytes]]:
        """The operators of a form that may be drawn many times."""
        key = _key(getattr(form, "indirect_reference", None) or form)
        if (operations := self.forms.get(key)) is None:
            operations = self.forms[key] = ContentStream(form, pdf, "bytes").operations
        return operations


def _key(thing: Any) -> object:
    number = getattr(thing, "idnum", None)
    return (number, thing.generation) if number is not None else id(thing)


def _read_face(resource: Any) -> Face:
    try:
        described = resource.get_object()
        font = Font.from_font_resource(described)
        scale = _PER_EM
        if font.sub_type == "Type3":
            scale = abs(float(described["/FontMatrix"][0])) or _PER_EM
    except MemoryError:
        raise
    except Exception:  # a font can be damaged in any way; its letters then are unknown
        return Face(font=None)
    name = f"{font.name} {font.font_descriptor.name}"
    return Face(
        font=font, scale=scale, bold=bool(_BOLD.search(name)), symbol=bool(_SYMBOL.search(name))
    )
