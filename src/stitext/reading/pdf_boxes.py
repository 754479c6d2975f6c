"""Boxes: a printed line goes in, the rectangles of its stretches on the page as it is shown come out."""

from __future__ import annotations

import re

from stitext.reading.pdf_lines import PrintedLine
from stitext.reading.pdf_pages import Page
from stitext.reading.pdf_runs import turn_box
from stitext.records import Box

_STOP = re.compile(r"[。．.！？!?」』)）\s]+")


def stripped(line: PrintedLine) -> tuple[str, int]:
    """Return a line's text without blanks at its ends, and how many stood before it."""
    text = line.text.strip()
    return text, len(line.text) - len(line.text.lstrip())


def boxes_of(page: Page, line: PrintedLine, lead: int, length: int, start: int) -> list[tuple[int, int, Box]]:
    """Make the boxes of a line, cut where a sentence may end, so that each sentence has its own.

    Parameters
    ----------
    page
        The page.
    line
        The line.
    lead
        How many blanks stand before its text.
    length
        The length of its text, in code points.
    start
        Where its text begins, as an offset.

    Returns
    -------
    list of tuple
        Start and end of each stretch with its box.
    """
    width, height = (page.height, page.width) if page.turn % 2 else (page.width, page.height)
    boxes: list[tuple[int, int, Box]] = []
    text = line.text[lead : lead + length]
    ends = [match.end() for match in _STOP.finditer(text)]
    first = 0
    for end in sorted({*ends, length}):
        left, right = line.lefts[lead + first], max(line.rights[lead + first : lead + end])
        # Turned upright by some quarters before, so turned on by the rest of a whole turn now.
        shown = turn_box((left, line.top, right, line.bottom), (4 - page.turn) % 4, width, height)
        left, top, right, bottom = (round(edge, 2) for edge in shown)
        box = Box(page=page.number, left=left, top=top, right=right, bottom=bottom)
        boxes.append((start + first, start + end, box))
        first = end
    return boxes
