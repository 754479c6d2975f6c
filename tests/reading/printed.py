"""PDF pages drawn for the tests of reading: text at given places, in columns, in tables, turned."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
PAGE_HEIGHT = 842.0


class Sheet:
    """A page to draw on; ``y`` counts from the top down, in points."""

    def __init__(self, drawing: canvas.Canvas) -> None:
        self.drawing = drawing

    def text(self, x: float, y: float, text: str, *, size: float = 10, font: str = MINCHO) -> None:
        self.drawing.setFont(font, size)
        self.drawing.drawString(x, PAGE_HEIGHT - y - size, text)

    def lines(self, x: float, y: float, lines: Sequence[str], *, size: float = 10, step: float = 17) -> float:
        """Draw lines under each other; returns where the next would stand."""
        for line in lines:
            self.text(x, y, line, size=size)
            y += step
        return y

    def turned(self, x: float, y: float, degrees: float, text: str, *, size: float = 10) -> None:
        self.drawing.saveState()
        self.drawing.translate(x, PAGE_HEIGHT - y)
        self.drawing.rotate(degrees)
        self.drawing.setFont(MINCHO, size)
        self.drawing.drawString(0, 0, text)
        self.drawing.restoreState()

    def upright(self, x: float, y: float, text: str, *, size: float = 10) -> None:
        """Draw characters under each other, as vertical text is."""
        self.drawing.setFont(MINCHO, size)
        for index, character in enumerate(text):
            self.drawing.drawString(x, PAGE_HEIGHT - y - size - index * size * 1.05, character)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.drawing.line(left, PAGE_HEIGHT - top, right, PAGE_HEIGHT - bottom)

    def table(self, xs: Sequence[float], ys: Sequence[float], cells: dict[tuple[int, int], Sequence[str]]) -> None:
        """Rule a grid and draw the lines of its cells, by (row, column)."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for (row, column), lines in cells.items():
            self.lines(xs[column] + 4, ys[row] + 3, lines, step=14)


def pdf_of(*draw: Callable[[Sheet], None], rotation: int = 0) -> bytes:
    """Make a PDF of A4 pages, each drawn by one function."""
    for font in (MINCHO, GOTHIC):
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    stream = io.BytesIO()
    drawing = canvas.Canvas(stream, pagesize=(595, PAGE_HEIGHT))
    for page in draw:
        if rotation:
            drawing.setPageRotation(rotation)
        page(Sheet(drawing))
        drawing.showPage()
    drawing.save()
    return stream.getvalue()


def wrap(text: str, n_characters: int) -> list[str]:
    """Cut a text into lines of full-width characters."""
    return [text[start : start + n_characters] for start in range(0, len(text), n_characters)]
