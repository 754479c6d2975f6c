"""Runs: the characters of a page go in, the runs in which they stand on its lines come out.

A run is what stands on one line without a wide gap. Lengths are points of 1/72 inch, from the page's upper left corner.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]")
_SPLITTING_GAP = 0.85  # em; narrower than the gutter between columns, wider than blanks between words


class Run(NamedTuple):
    """Characters that stand on one line without a wide gap.

    Attributes
    ----------
    text
        The characters.
    lefts
        Where each begins.
    rights
        Where each ends.
    top
        The upper edge, from the top of the page down.
    bottom
        The lower edge.
    em
        The width of a full-width character.
    font
        Name of the first character's font.
    """

    text: str
    lefts: array[float]
    rights: array[float]
    top: float
    bottom: float
    em: float
    font: str = ""

    @property
    def left(self) -> float:
        """The left edge."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.rights[-1]


class Glyph(NamedTuple):
    """One character as it is printed.

    Attributes
    ----------
    text
        The character.
    left
        Its left edge.
    top
        Its upper edge.
    right
        Its right edge.
    bottom
        Its lower edge.
    turn
        By how many quarters it is turned clockwise.
    order
        Its place in the order in which the page is drawn.
    spaced
        Whether a blank stands before it that the file does not hold.
    font
        Name of its font.
    wide
        Whether it is as wide as it is high.
    em
        The size of its type.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int
    order: int
    spaced: bool
    font: str
    wide: bool
    em: float


def turn_box(
    box: tuple[float, float, float, float], turn: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """Turn a box counter-clockwise.

    Parameters
    ----------
    box
        Left, top, right, bottom.
    turn
        By how many quarters.
    width
        Of the page before.
    height
        Of the page before.

    Returns
    -------
    tuple
        Left, top, right, bottom on the turned page.
    """
    left, top, right, bottom = box
    if turn == 1:
        return top, width - right, bottom, width - left
    if turn == 2:
        return width - right, height - bottom, width - left, height - top
    if turn == 3:
        return height - bottom, left, height - top, right
    return box


def turn_glyph(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """Turn one character as ``turn_box`` does."""
    if not turn:
        return glyph
    left, top, right, bottom = turn_box((glyph.left, glyph.top, glyph.right, glyph.bottom), turn, width, height)
    return glyph._replace(left=left, top=top, right=right, bottom=bottom)


def make_run(text: str, box: tuple[float, float, float, float], em: float) -> Run:
    """Make a run of characters that share a box evenly.

    Parameters
    ----------
    text
        At least one character.
    box
        Left, top, right, bottom of all of them.
    em
        The width of a full-width character.

    Returns
    -------
    Run
        The run.
    """
    left, top, right, bottom = box
    step = (right - left) / len(text)
    lefts = array("f", (left + step * index for index in range(len(text))))
    return Run(text, lefts, array("f", (edge + step for edge in lefts)), top, bottom, em)


def share_line(before: tuple[float, float], after: tuple[float, float]) -> bool:
    """Tell whether two stretches from top to bottom stand on one line, raised and lowered characters included."""
    shared = min(before[1], after[1]) - max(before[0], after[0])
    return shared >= 0.4 * min(before[1] - before[0], after[1] - after[0])


def is_wide(character: str) -> bool:
    """Tell whether a character is as wide as it is high."""
    return character >= "\u2e80" and _WIDE.match(character) is not None


def join_glyphs(glyphs: Sequence[Glyph]) -> list[Run]:
    """Join characters drawn after each other on one line without a wide gap.

    Parameters
    ----------
    glyphs
        Upright characters in the order in which they are drawn.

    Returns
    -------
    list of Run
        The runs in the same order.
    """
    runs: list[Run] = []
    current: list[Glyph] = []
    for glyph in glyphs:
        if current and not _follows(current[-1], glyph):
            runs.extend(_run(current))
            current = []
        current.append(glyph)
    if current:
        runs.extend(_run(current))
    return _without_overprint(runs)


def _follows(before: Glyph, after: Glyph) -> bool:
    if not share_line((before.top, before.bottom), (after.top, after.bottom)):
        return False
    em = max(before.em, after.em, 1.0)
    is_ligature = after.order == before.order + 1 and abs(after.left - before.left) < 0.05 * em
    return is_ligature or -0.5 * em < after.left - before.right < _SPLITTING_GAP * em


def _run(glyphs: Sequence[Glyph]) -> Iterator[Run]:
    characters: list[str] = []
    lefts, rights = array("f"), array("f")
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _is_gap(before, glyph):
            characters.append(" ")
            lefts.append(before.right)
            rights.append(glyph.left)
        characters.append(glyph.text)
        lefts.append(glyph.left)
        rights.append(glyph.right)
        before = glyph
    filled = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not filled:
        return
    em = sorted(glyph.em for glyph in filled)[len(filled) // 2]
    top = sorted(glyph.top for glyph in filled)[len(filled) // 2]
    bottom = sorted(glyph.bottom for glyph in filled)[len(filled) // 2]
    yield Run("".join(characters), lefts, rights, top, bottom, em, filled[0].font)


def _is_gap(before: Glyph, after: Glyph) -> bool:
    """Tell whether a gap between two characters stands for a blank."""
    gap = after.left - before.right
    if gap < 0.1 * after.em or before.text.isspace() or after.text.isspace():
        return False
    # Source: JIS X 4051: a quarter of an em parts Japanese from Latin, and half an em at most is added to justify.
    n_wide = before.wide + after.wide
    least = (0.18 if after.spaced else 0.25, 0.4, 0.5)[n_wide]
    return gap > least * max(before.em, after.em)


def _without_overprint(runs: Sequence[Run]) -> list[Run]:
    """Drop runs that are printed again in the same place, which is how some programs make type bold."""
    kept: list[Run] = []
    seen: set[tuple[str, int, int]] = set()
    for run in runs:
        keys = [
            (run.text, round(run.left / 2) + right, round(run.top / 2) + down)
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
        ]
        if not any(key in seen for key in keys):
            kept.append(run)
            seen.add(keys[4])
    return kept
