"""Typed rows: a line goes in that is drawn as the row of a table, with pipes or wide gaps, its cells come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stitext.reading.blocks import Piece
from stitext.reading.tables import Cell
from stitext.reading.wrapping import ends_sentence

if TYPE_CHECKING:
    from stitext.reading.lines import Line

_COLUMN_GAP = re.compile(r"[ \u3000]{2,}|\t")
_PIPES = re.compile(r"[｜│┃|]")


def row_cells(line: Line, neighbors: Sequence[str], *, has_look: bool) -> list[Cell] | None:
    """Cut a line that is a row into its cells.

    Parameters
    ----------
    line
        The line.
    neighbors
        The lines before and after it.
    has_look
        Whether the line begins with a number or a mark.

    Returns
    -------
    list of Cell or None
        None where it is no row.
    """
    n_pipes = len(_PIPES.findall(line.raw))
    if n_pipes >= 2 or (n_pipes == 1 and any(len(_PIPES.findall(raw)) == 1 for raw in neighbors)):
        return _cells(line, _PIPES)
    n_gaps = len(_COLUMN_GAP.findall(line.raw))
    is_tabbed = "\t" in line.raw and not has_look
    if (n_gaps >= 2 or is_tabbed) and not can_be_prose(line.raw):
        return _cells(line, _COLUMN_GAP)
    return None


def row_wraps(line: Line, following: Line) -> bool:
    """Tell whether a row drawn with pipes goes on in the next line, having come to the edge of its column.

    Parameters
    ----------
    line
        A row.
    following
        The line after it, neither numbered nor marked.

    Returns
    -------
    bool
        True where what follows is no row, no paragraph that begins, and no sentence that ends.
    """
    if line.full is not True or _PIPES.search(line.raw) is None or following.indented:
        return False
    return _PIPES.search(following.raw[:-1]) is None and not ends_sentence(following.raw)


def lengthened(cell: Cell, line: Line) -> Cell:
    """Return a cell with a line added to it."""
    return cell._replace(pieces=(*cell.pieces, Piece(line.start, line.end)), text=cell.text + line.raw)


def can_be_prose(raw: str) -> bool:
    """Tell whether a line with wide gaps holds a sentence all the same, or is one spaced-out word."""
    return "。" in raw or all(len(token) == 1 for token in raw.split()) or "：" in raw.split()[0]


def _cells(line: Line, separator: re.Pattern[str]) -> list[Cell]:
    cells: list[Cell] = []
    position = 0
    ends = [match.span() for match in separator.finditer(line.raw)]
    for column, (end, after) in enumerate([*ends, (len(line.raw), len(line.raw))]):
        text = line.raw[position:end]
        if text.strip():
            cells.append(Cell((Piece(line.start + position, line.start + end, " "),), text, column))
        position = after
    return cells
