"""Merging: the text of a document's body and what is printed beside it go in, one text with its blocks comes out.

What floats beside the body (a table, a caption, a footnote) is put after the block inside which it is printed; what is
left out stays where it is printed. All offsets move along.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from stitext.reading.blocks import Block, Layout, Piece
from stitext.records import Box, LeftOut


class Insert(NamedTuple):
    """Something to put into the body's text.

    Attributes
    ----------
    at
        Where, as an offset into the body's text.
    text
        Its text, without a line break at its end.
    blocks
        Its blocks, with offsets into its own text.
    left_out
        What of it is left out.
    boxes
        The boxes of its stretches.
    is_float
        Whether it may move to the end of the block inside which it is printed.
    """

    at: int
    text: str
    blocks: list[Block]
    left_out: list[LeftOut]
    boxes: list[tuple[int, int, Box]]
    is_float: bool


def _settled(inserts: Sequence[Insert], blocks: Sequence[Block]) -> list[Insert]:
    """Move each float that stands inside a block to the end of it."""
    starts = [block.pieces[0].start for block in blocks]
    settled: list[Insert] = []
    for insert in inserts:
        index = bisect_right(starts, insert.at - 1) - 1
        if insert.is_float and index >= 0 and insert.at < blocks[index].pieces[-1].end:
            insert = insert._replace(at=blocks[index].pieces[-1].end + 1)
        settled.append(insert)
    return sorted(settled, key=lambda insert: insert.at)


def merge(
    body: str, blocks: Sequence[Block], boxes: Sequence[tuple[int, int, Box]], inserts: Sequence[Insert]
) -> Layout:
    """Put the inserts into the body's text, and move all offsets along.

    Parameters
    ----------
    body
        The body's text, each line with its line break.
    blocks
        Its blocks.
    boxes
        The boxes of its stretches.
    inserts
        What to put into it, in the order in which it is printed.

    Returns
    -------
    Layout
        The whole text with blocks, boxes and what is left out.
    """
    places: list[int] = []  # offsets in the body from which on it is shifted
    shifts: list[int] = []
    parts: list[str] = []
    cursor = shift = 0
    made: list[Block] = []
    left_out: list[LeftOut] = []
    all_boxes: list[tuple[int, int, Box]] = []
    for insert in _settled(inserts, blocks):
        parts.extend((body[cursor : insert.at], insert.text, "\n"))
        start = insert.at + shift
        made.extend(_moved(block, partial(int.__add__, start)) for block in insert.blocks)
        left_out.extend(
            part.model_copy(update={"start": part.start + start, "end": part.end + start}) for part in insert.left_out
        )
        all_boxes.extend((first + start, last + start, box) for first, last, box in insert.boxes)
        cursor = insert.at
        shift += len(insert.text) + 1
        places.append(insert.at)
        shifts.append(shift)
    parts.append(body[cursor:])

    def moved(offset: int) -> int:
        index = bisect_right(places, offset) - 1
        return offset + (shifts[index] if index >= 0 else 0)

    for block in blocks:
        # No insert stands inside a piece, so that all of it moves as its start does.
        made.append(_moved(block, moved))
    all_boxes.extend((moved(first), moved(first) + last - first, box) for first, last, box in boxes)
    return Layout(
        "".join(parts).rstrip("\n"),
        tuple(sorted(made, key=lambda block: block.pieces[0].start)),
        tuple(sorted(left_out, key=lambda part: part.start)),
        boxes=tuple(sorted(all_boxes, key=lambda item: item[:2])),
    )


def _moved(block: Block, moved: Callable[[int], int]) -> Block:
    pieces = tuple(
        Piece(moved(piece.start), moved(piece.start) + piece.end - piece.start, piece.join) for piece in block.pieces
    )
    return block._replace(pieces=pieces)
