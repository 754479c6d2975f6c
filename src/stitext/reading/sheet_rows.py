"""Rows of a sheet: the cells of one row go in, its blocks come out, as a table or as a form.

On a form a row holds names and answers in turn, a cell may name the rows beside it, and a short text alone in its row
names what follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from stitext.reading.blocks import Block
from stitext.reading.headings import can_head, is_bullet, look_at
from stitext.reading.normalization import normalize_line
from stitext.reading.tables import Cell, is_prose, row_blocks
from stitext.reading.workbook_parts import Merged

_LEAST_MERGED = 2  # rows with a cell merged sideways, from which on a sheet is a form
_LONGEST_NAME = 14
_NAME = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


def is_form(merged: Sequence[Merged]) -> bool:
    """Tell whether a sheet is a form: one on which cells were merged sideways, row after row.

    Parameters
    ----------
    merged
        Its merged cells.

    Returns
    -------
    bool
        True for a form, False for a table.
    """
    return len({cell.top for cell in merged if cell.left < cell.right}) >= _LEAST_MERGED


class FormRows:
    """Makes the blocks of a form, row by row; remembers the text that names the rows to come."""

    def __init__(self) -> None:
        self._named: str | None = None

    def blocks(self, cells: Sequence[Cell], following: Sequence[Cell], above: str | None) -> list[Block]:
        """Make the blocks of one row.

        Parameters
        ----------
        cells
            The row's cells that are not blank.
        following
            Those of the next row.
        above
            The text of a cell of a row above that is merged down to this row.

        Returns
        -------
        list of Block
            One row for each name with its answer; a long answer by itself, under its name.
        """
        if len(cells) == 1:
            return self._alone(cells[0], above)
        self._named = None
        pairs = [cells[index : index + 2] for index in range(0, len(cells), 2)]
        if len(cells) % 2 or not _in_pairs(cells) or _is_header(cells, following):
            return _under(row_blocks(cells), above)
        return [block for pair in pairs for block in _under(row_blocks(pair), above)]

    def _alone(self, cell: Cell, above: str | None) -> list[Block]:
        named, self._named = self._named, None
        text = normalize_line(cell.text)
        if is_prose(cell.text):
            return _under(row_blocks([cell]), above or named)
        look = look_at(cell.text.strip())
        if look is not None and look.rank is not None and not is_bullet(look) and can_head(cell.text.strip()):
            return [Block(cell.pieces, "heading", look.rank, look.style)]
        self._named = text if _NAME.search(text) else None
        return _under(row_blocks([cell]), above)


def _in_pairs(cells: Sequence[Cell]) -> bool:
    return all(_is_name(cell.text) for cell in cells[::2])


def _is_header(cells: Sequence[Cell], following: Sequence[Cell]) -> bool:
    """Tell whether a row of names heads the columns of a table: the next row has the same columns, and other words."""
    if not all(_is_name(cell.text) for cell in cells) or len(cells) < 3:
        return False
    same_columns = [cell.column for cell in cells] == [cell.column for cell in following]
    return same_columns and not _in_pairs(following)


def _is_name(text: str) -> bool:
    stripped = text.strip()
    short = len(stripped) <= _LONGEST_NAME and not is_prose(stripped)
    return short and _NAME.search(stripped) is not None and _DIGIT.search(stripped) is None


def _under(blocks: list[Block], label: str | None) -> list[Block]:
    return blocks if label is None else [b if b.label is not None else b._replace(label=label) for b in blocks]
