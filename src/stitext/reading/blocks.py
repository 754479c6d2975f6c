"""Blocks: what every reader hands to ``assembly``.

A reader turns its format into one string and the blocks of that string, each given as pieces of it. It does not
normalize, split or number anything.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from stitext.records import BlockKind, LeftOut, Note

Join = Literal["", " ", "line"]


class Piece(NamedTuple):
    """A stretch of the source that belongs to a block, and how it joins the piece before it.

    ``join`` is nothing, one blank, or ``line``: a line break, of which normalization makes nothing between Japanese
    characters and a blank between Latin words.
    """

    start: int
    end: int
    join: Join = "line"


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
        The row's first cell, for the other cells of that row.
    """

    pieces: tuple[Piece, ...]
    kind: BlockKind
    rank: float | None = None
    style: str = ""
    page: int | None = None
    label: str | None = None


class Layout(NamedTuple):
    """A source as one string with its blocks, in document order.

    ``page_starts`` holds the offset at which each page begins, for formats with pages. The reasons of ``left_out`` are
    ``page-number``, ``running-title``, ``ruled-line``, ``table-of-contents``, ``front-matter`` and ``comment``.
    """

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Note, ...] = ()
    encoding: str | None = None
    n_pages: int | None = None
    page_starts: tuple[int, ...] = ()
