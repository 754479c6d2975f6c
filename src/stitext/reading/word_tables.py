"""Tables of Word: a table, row or cell goes in, its parts come out, with the column that each cell begins in."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from stitext.reading.word_styles import W
from stitext.reading.word_text import is_placeholder, text_boxes

CONTAINERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "footnote", "endnote", "comment")
)


def children(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """Yield the children of one tag, also those inside content controls and tracked insertions.

    Parameters
    ----------
    parent
        A table, row or cell.
    tag
        The tag.

    Yields
    ------
    BaseOxmlElement
        One child.
    """
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in CONTAINERS:
            yield from children(child, tag)


def rows_of(table: BaseOxmlElement) -> list[BaseOxmlElement]:
    """Return the rows of a table but those whose deletion is tracked.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    list
        Its rows.
    """
    return [row for row in children(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]


def cells_of(row: BaseOxmlElement) -> tuple[list[tuple[int, BaseOxmlElement]], frozenset[int]]:
    """Return the cells of a row, each merged cell once.

    Parameters
    ----------
    row
        The row.

    Returns
    -------
    tuple
        The cells with the column, from 0, in which each begins; and the columns in which the cell above goes on.
    """
    cells: list[tuple[int, BaseOxmlElement]] = []
    merged: set[int] = set()
    column = _count_of(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in children(row, f"{W}tc"):
        if _is_merged_away(cell):
            merged.add(column)
        elif cell.find(f"{W}tcPr/{W}cellDel") is None:
            cells.append((column, cell))
        column += _count_of(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
    return cells, frozenset(merged)


def goes_on_below(cell: BaseOxmlElement) -> bool:
    """Tell whether a cell is merged with the one below it."""
    return cell.find(f"{W}tcPr/{W}vMerge") is not None


def paragraphs_of(cell: BaseOxmlElement, *, placeholder: bool = False) -> Iterator[tuple[BaseOxmlElement, bool]]:
    """Yield the paragraphs of a cell and of the text boxes in it.

    Parameters
    ----------
    cell
        The cell.
    placeholder
        Whether it stands in a content control that nothing was entered into.

    Yields
    ------
    tuple[BaseOxmlElement, bool]
        A paragraph, and whether it only asks to be replaced.
    """
    for child in cell:
        if child.tag == f"{W}p":
            yield child, placeholder
            for box in text_boxes(child):
                yield from paragraphs_of(box, placeholder=placeholder)
        elif child.tag in CONTAINERS:
            yield from paragraphs_of(child, placeholder=placeholder or is_placeholder(child))


def is_contents(control: BaseOxmlElement) -> bool:
    """Tell whether a content control holds the table of contents."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _count_of(element: BaseOxmlElement | None, otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdecimal() and len(value) < 5 else otherwise


def _is_merged_away(cell: BaseOxmlElement) -> bool:
    """Tell whether a cell only goes on with the merged cell above or beside it."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return False
    marks = (properties.find(f"{W}vMerge"), properties.find(f"{W}hMerge"))
    return any(mark is not None and mark.get(f"{W}val", "continue") == "continue" for mark in marks)
