"""Blocks: what every reader hands to ``assembly``.

A reader turns its format into one string and the blocks of that string, each given as pieces of it. It does not
normalize, split or number anything.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from stitext.records import BlockKind, Box, LeftOut, Note, Place

Join = Literal["", " ", "line"]
Strength = Literal["sure", "likely", "weak"]


class Piece(NamedTuple):
    """A stretch of the source that belongs to a block, and how it joins the piece before it.

    ``join`` is nothing, one blank, or ``line``: a line break, of which normalization makes nothing between Japanese
    characters and a blank between Latin words.
    """

    start: int
    end: int
    join: Join = "line"


class Faint(NamedTuple):
    """A stretch of the source that is set as forms set their own words.

    ``strength`` is ``sure`` for text that asks to be replaced, ``likely`` for grey and for small blue or slanted text,
    ``weak`` for blue or slanted text.
    """

    start: int
    end: int
    strength: Strength


class Block(NamedTuple):
    """A paragraph, heading, list item, table row or cell.

    Attributes
    ----------
    pieces
        Its pieces, in ascending order and not overlapping.
    kind
        What it is.
    rank
        For a heading its place in the order of headings: 0 is the title, smaller is further out, None is as deep as
        the first heading of the same style. Meaningless for other kinds.
    style
        For a heading the name of its look; two headings of one style are siblings.
    page
        The page on which it starts, from 1.
    label
        The row's first cell, for the other cells of that row. A heading without pieces opens a section of this name
        and is no sentence itself: its text is the form's, or stands elsewhere.
    apart
        Whether it stands apart from the sections, as notes at the end do.
    """

    pieces: tuple[Piece, ...]
    kind: BlockKind
    rank: float | None = None
    style: str = ""
    page: int | None = None
    label: str | None = None
    apart: bool = False


class Layout(NamedTuple):
    """A source as one string with its blocks, in document order.

    The reasons of ``left_out`` are listed in ``docs/json.md``; ``rendering.readout_phrases`` has words for each.

    Attributes
    ----------
    page_starts
        The offset at which each page begins, for formats with pages.
    places
        The offset at which each paragraph or cell begins, ascending, with its place; one ends where the next begins.
    boxes
        Stretches (start, end) of the text that fill one rectangle of a page, ascending, with that rectangle.
    faint
        Stretches of the text, ascending, that are set as forms set their own words.
    """

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Note, ...] = ()
    encoding: str | None = None
    n_pages: int | None = None
    page_starts: tuple[int, ...] = ()
    places: tuple[tuple[int, Place], ...] = ()
    boxes: tuple[tuple[int, int, Box], ...] = ()
    faint: tuple[Faint, ...] = ()
