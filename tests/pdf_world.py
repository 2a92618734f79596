"""PDF files made on the spot, as word processors lay them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.reading import read_file
from corpus.reading.options import ReadingOptions
from corpus.reading.types import Reading

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP = 72.0, WIDTH - 72.0, HEIGHT - 90.0
SIZE, STEP = 11.0, 13.5


class Paper:
    """A PDF drawn line by line from the top of each page."""

    def __init__(self, **properties: Any) -> None:
        self.file = BytesIO()
        self.canvas = Canvas(self.file, pagesize=A4, invariant=True, **properties)
        self.y = TOP

    def line(
        self, text: str, *, x: float = LEFT, size: float = SIZE, bold: bool = False, gap: float = 0
    ) -> None:
        """One line at x, `gap` points lower than the next line would stand."""
        self.y -= gap
        self.at(text, x, self.y, size=size, bold=bold)
        self.y -= STEP * size / SIZE

    def at(self, text: str, x: float, y: float, *, size: float = SIZE, bold: bool = False) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, y, text)

    def paragraph(
        self, text: str, *, x: float = LEFT, right: float = RIGHT, gap: float = 8
    ) -> None:
        """Lines as long as fit between x and right."""
        self.y -= gap
        words: list[str] = []
        for word in text.split():
            if self.canvas.stringWidth(" ".join([*words, word]), "Helvetica", SIZE) > right - x:
                self.line(" ".join(words), x=x)
                words = []
            words.append(word)
        self.line(" ".join(words), x=x)

    def page(self) -> None:
        """End the page and begin another."""
        self.canvas.showPage()
        self.y = TOP

    def save(self, path: Path) -> Path:
        self.canvas.save()
        path.write_bytes(self.file.getvalue())
        return path


def read(
    path: Path, draw: Callable[[Paper], None], *, passwords: Sequence[str] = (), **properties: Any
) -> Reading:
    """What is read of a PDF that `draw` makes, in a folder."""
    paper = Paper(**properties)
    draw(paper)
    options = ReadingOptions(passwords=tuple(passwords), ocr=False)
    return read_file(paper.save(path / "a.pdf"), options)


def encrypt(path: Path, password: str, cipher: str) -> Path:
    """The same PDF behind a password; opened by anybody where that is empty."""
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(password, owner_password="owner", algorithm=cipher)
    closed = path.with_name("closed.pdf")
    writer.write(closed)
    return closed
