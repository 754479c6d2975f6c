"""Reading order: the parts of a page go in, its columns come out in the order in which a person reads them.

A part is a run of characters or a table. A gutter is found by the left edge that the lines of a right column share;
what crosses it (a title, an abstract, a wide figure's caption) parts the page into bands, and each band is read column
by column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from stitext.reading.pdf_runs import share_line

_LEAST_LINES = 3  # in each of two columns
_LEAST_COLUMN = 8.0  # em; what is narrower is the label of a form field
_FILLED = 0.7  # share of a column's width from which on a line fills it
_LEAST_FILLED = 0.45  # share of a column's lines; less are a table without rules
_DEEPEST = 3
_NEAR_BAND = 2.5  # em; a heading stands no farther above its text


class Part(Protocol):
    """What has a place on a page: a run or a table."""

    @property
    def left(self) -> float:
        """The left edge, in points."""

    @property
    def right(self) -> float:
        """The right edge."""

    @property
    def top(self) -> float:
        """The upper edge, from the top of the page down."""

    @property
    def bottom(self) -> float:
        """The lower edge."""


class _Sides(NamedTuple):
    left: list[Part]
    right: list[Part]
    across: list[Part]


def split_columns(
    parts: Sequence[Part], em: float, *, gutters: Sequence[float] = (), depth: int = 0
) -> list[list[Part]]:
    """Part a page into columns in reading order.

    Parameters
    ----------
    parts
        The runs and tables of the page, in any order.
    em
        Width of a full-width character of the body, in points.
    gutters
        Where the right columns of other pages begin; two lines side by side are columns there.
    depth
        How often the page has been parted already.

    Returns
    -------
    list of list of Part
        Columns and full-width bands, in reading order; the parts of each in any order.
    """
    found = find_gutter(parts, em, gutters=gutters) if depth < _DEEPEST else None
    if found is None:
        return [list(parts)] if parts else []
    sides = _with_ends(_sides(parts, found, em), em)
    columns: list[list[Part]] = []
    waiting = _Sides(list(sides.left), list(sides.right), [])
    for band in [*_bands(sides.across, [*sides.left, *sides.right]), None]:
        top = float("inf") if band is None else min(part.top for part in band)
        for side in (waiting.left, waiting.right):
            above = [part for part in side if (part.top + part.bottom) / 2 < top]
            side[:] = [part for part in side if (part.top + part.bottom) / 2 >= top]
            columns.extend(split_columns(above, em, gutters=gutters, depth=depth + 1))
        if band is not None:
            columns.append(band)
    return columns


def find_gutter(parts: Sequence[Part], em: float, *, gutters: Sequence[float] = ()) -> float | None:
    """Find where a right column begins.

    Parameters
    ----------
    parts
        The runs and tables of a page or of a part of it.
    em
        Width of a full-width character of the body, in points.
    gutters
        Where the right columns of other pages begin.

    Returns
    -------
    float or None
        The left edge of the right column, in points; None for a single column.
    """
    best: tuple[int, float] | None = None
    for candidate in _candidates(parts, em):
        known = any(abs(candidate - gutter) < em for gutter in gutters)
        n_lines = _n_side_by_side(_sides(parts, candidate, em), em, known=known)
        if n_lines and (best is None or n_lines > best[0]):
            best = (n_lines, candidate)
    return None if best is None else best[1]


def group_rows(parts: Sequence[Part]) -> list[list[Part]]:
    """Group the parts of a column by the line on which they stand.

    Parameters
    ----------
    parts
        Parts in any order.

    Returns
    -------
    list of list of Part
        The lines from top to bottom, the parts of each from left to right.
    """
    rows: list[tuple[float, float, list[Part]]] = []
    for part in sorted(parts, key=lambda part: (part.top + part.bottom, part.left)):
        near = next((row for row in reversed(rows[-3:]) if share_line((row[0], row[1]), (part.top, part.bottom))), None)
        if near is None:
            rows.append((part.top, part.bottom, [part]))
        else:
            near[2].append(part)
    return [sorted(row, key=lambda part: part.left) for _, _, row in rows]


def _candidates(parts: Sequence[Part], em: float) -> list[float]:
    """Return the left edges that several parts share, with something to the left of them on the page."""
    lefts = sorted(part.left for part in parts)
    found: list[float] = []
    start = 0
    for index, left in enumerate(lefts):
        if left - lefts[start] > em / 2 or index == len(lefts) - 1:
            if lefts[start] - lefts[0] > _LEAST_COLUMN * em:
                found.append(lefts[start])
            start = index
    return found


def _sides(parts: Sequence[Part], gutter: float, em: float) -> _Sides:
    """Part what stands left of a gutter, right of it and across; a part's neighbors on its line go with it."""
    sides = _Sides([], [], [])
    for part in parts:
        if part.right <= gutter - em / 2:
            sides.left.append(part)
        elif part.left >= gutter - em / 2:
            sides.right.append(part)
        else:
            sides.across.append(part)
    if not sides.across:
        return sides
    beside = [
        part
        for part in (*sides.left, *sides.right)
        if any(share_line((other.top, other.bottom), (part.top, part.bottom)) for other in sides.across)
    ]
    marked = set(map(id, beside))
    return _Sides(
        [part for part in sides.left if id(part) not in marked],
        [part for part in sides.right if id(part) not in marked],
        [*sides.across, *beside],
    )


def _with_ends(sides: _Sides, em: float) -> _Sides:
    """Add to the full-width bands the short lines that end one or follow one: beside them the other column is empty.

    A paragraph's last line, or a heading, may be too short to cross the gutter. It stands right above or below what
    does, and nothing stands to its right.
    """
    across = sorted(sides.across, key=lambda part: part.top)
    left = sorted(sides.left, key=lambda part: part.top)
    moved: list[Part] = []
    for band in _bands(across, [*sides.left, *sides.right]):
        bottom = max(part.bottom for part in band)
        right_top = min((part.top for part in sides.right if part.top > bottom), default=float("inf"))
        for part in left:
            if bottom - em / 2 < part.top < bottom + em and part.bottom < right_top:
                moved.append(part)
                bottom = part.bottom
        top = min(part.top for part in band)
        right_bottom = max((part.bottom for part in sides.right if part.bottom < top), default=float("-inf"))
        for part in reversed(left):
            if part.bottom < top + em / 2 and top - part.bottom < _NEAR_BAND * em and right_bottom < part.top:
                above = max((other.bottom for other in left if other.bottom <= part.top + 1), default=float("-inf"))
                if part.top - above > em:
                    moved.append(part)
                    top = part.top
    marked = set(map(id, moved))
    return _Sides([part for part in sides.left if id(part) not in marked], sides.right, [*across, *moved])


def _n_side_by_side(sides: _Sides, em: float, *, known: bool) -> int:
    """Return how many lines stand in two columns of prose; 0 where it is no prose."""
    if not sides.left or not sides.right:
        return 0
    bands = _bands(sides.across, [*sides.left, *sides.right])
    edges = [float("-inf"), *(min(part.top for part in band) for band in bands), float("inf")]
    best = 0
    for top, bottom in pairwise(edges):
        left, right = (
            group_rows([part for part in side if top <= (part.top + part.bottom) / 2 < bottom])
            for side in (sides.left, sides.right)
        )
        n_lines = min(len(left), len(right))
        is_prose = n_lines >= _LEAST_LINES and _is_prose(left, em) and _is_prose(right, em) and _overlap(left, right)
        if is_prose or known:
            best = max(best, n_lines)
    return best


def _is_prose(rows: Sequence[Sequence[Part]], em: float) -> bool:
    left = min(row[0].left for row in rows)
    width = max(row[-1].right for row in rows) - left
    n_filled = sum(1 for row in rows if row[-1].right - row[0].left >= _FILLED * width)
    return width >= _LEAST_COLUMN * em and n_filled >= _LEAST_FILLED * len(rows)


def _overlap(left: Sequence[Sequence[Part]], right: Sequence[Sequence[Part]]) -> bool:
    """Tell whether two columns stand beside each other, and not one above the other."""
    top = max(left[0][0].top, right[0][0].top)
    bottom = min(left[-1][0].bottom, right[-1][0].bottom)
    shortest = min(left[-1][0].bottom - left[0][0].top, right[-1][0].bottom - right[0][0].top)
    return bottom - top > 0.5 * shortest


def _bands(across: Sequence[Part], others: Sequence[Part]) -> list[list[Part]]:
    """Group what crosses the gutter into bands with nothing of the columns between."""
    centers = sorted((part.top + part.bottom) / 2 for part in others)
    bands: list[list[Part]] = []
    bottom = 0.0
    for part in sorted(across, key=lambda part: part.top):
        if bands and not any(bottom <= center <= part.top for center in centers):
            bands[-1].append(part)
        else:
            bands.append([part])
        bottom = max(bottom, part.bottom)
    return bands
