"""Tables: the cells of one row go in, its blocks come out; and comma-separated text is cut into cells.

A row of words and numbers is one block; a row in which a cell holds a sentence is one block per cell, each under the
name in the row's first cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stitext.reading.blocks import Block, Join, Piece
from stitext.reading.normalization import normalize_line

_LONGEST_LABEL = 40
# A 「．」 after a number numbers, as in 「１．研究の目的」.
_STOP = re.compile(r"(?:[。｡]|(?<![\d０-９Ａ-Ｚ])．)(?:\s|$|[^\d\s])")
_CAPTION = re.compile(
    r"\s*[(（【]?(?:図|表|写真|別表|別図|Figure|Fig\.?|Table)\s?[\d０-９一二三四五六七八九十IVX]", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_N_SAMPLED = 50
_LEAST_FITTING = 0.5  # share of the sampled records
_DELIMITERS = (",", "\t", ";")


class Cell(NamedTuple):
    """One cell of a row, or one paragraph of a cell.

    Attributes
    ----------
    pieces
        Where it stands in the source.
    text
        Its text as it stands there.
    column
        Its column, from 0.
    """

    pieces: tuple[Piece, ...]
    text: str
    column: int


class Field(NamedTuple):
    """One field of a line of comma-separated text: its value, and where that stands in the source."""

    value: str
    pieces: tuple[Piece, ...]


class Line(NamedTuple):
    """One record of comma-separated text and the line, from 1, on which it begins."""

    fields: tuple[Field, ...]
    number: int


def row_blocks(cells: Sequence[Cell], *, page: int | None = None) -> list[Block]:
    """Make the blocks of one row of a table.

    Parameters
    ----------
    cells
        The row's cells, from left to right; several of one column are its paragraphs.
    page
        The page on which the row stands, from 1.

    Returns
    -------
    list of Block
        One block of kind ``row``, or one of kind ``cell`` for each cell that is not blank.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    if not any(is_prose(cell.text) for cell in filled):
        pieces = tuple(piece for cell in filled for piece in _joined(cell, " "))
        return [Block(pieces, "row", page=page)] if pieces else []
    named = _name_of(filled)
    label = None if named is None else normalize_line(named.text)
    return [
        Block(
            _joined(cell, "line"),
            "cell",
            page=page,
            label=label if named is not None and cell.column > named.column else None,
        )
        for cell in filled
    ]


def cell_name(row: int, column: int) -> str:
    """Name a cell as spreadsheets do.

    Parameters
    ----------
    row
        Its row, from 0.
    column
        Its column, from 0.

    Returns
    -------
    str
        Its name.

    Examples
    --------
    >>> cell_name(11, 1), cell_name(0, 27)
    ('B12', 'AB1')
    """
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _name_of(cells: Sequence[Cell]) -> Cell | None:
    """Return the cell that names a row: the first with a word in it, where no sentence stands before it."""
    for cell in cells:
        if is_prose(cell.text):
            return None
        if _WORD.search(cell.text):
            return cell
    return None


def is_caption(text: str) -> bool:
    """Tell whether a line is the caption of a table or figure, which heads no section however it is set."""
    return _CAPTION.match(text) is not None


def is_prose(text: str) -> bool:
    """Tell whether a cell holds a sentence, and not only a name or a number."""
    return len(text.strip()) > _LONGEST_LABEL or _STOP.search(text) is not None


def _joined(cell: Cell, join: str) -> tuple[Piece, ...]:
    first = Piece(cell.pieces[0].start, cell.pieces[0].end, " " if join == " " else "line")
    return (first, *cell.pieces[1:])


def cut_lines(text: str, start: int) -> tuple[Piece, ...]:
    """Cut a text at its line breaks.

    Parameters
    ----------
    text
        A text.
    start
        Its offset in the source, in code points.

    Returns
    -------
    tuple of Piece
        One piece for each line.
    """
    pieces: list[Piece] = []
    position = 0
    for match in _LINE_END.finditer(text):
        pieces.append(Piece(start + position, start + match.start()))
        position = match.end()
    pieces.append(Piece(start + position, start + len(text)))
    return tuple(pieces)


def sniff_delimiter(text: str) -> str | None:
    """Find the delimiter of comma-separated text: one that stands in the first record, and equally often in the others.

    Parameters
    ----------
    text
        The whole text.

    Returns
    -------
    str or None
        A comma, tab or semicolon; None for a text of one column.
    """
    best: tuple[float, int, str] | None = None
    for delimiter in _DELIMITERS:
        counts = [len(line.fields) for line, _ in zip(cut_records(text, delimiter), range(_N_SAMPLED), strict=False)]
        if not counts or counts[0] < 2:
            continue
        fitting = sum(1 for count in counts if count == counts[0]) / len(counts)
        if fitting >= _LEAST_FITTING and (best is None or (fitting, counts[0]) > best[:2]):
            best = (fitting, counts[0], delimiter)
    return None if best is None else best[2]


def cut_records(text: str, delimiter: str | None) -> Iterator[Line]:
    """Cut comma-separated text into records and fields, as RFC 4180 has it.

    A quotation mark inside an unquoted field is kept as it is. Records without any field are passed over.

    Parameters
    ----------
    text
        The whole text.
    delimiter
        One character; None for a text of one column.

    Yields
    ------
    Line
        One record.
    """
    ends = re.compile(r"[\r\n]" if delimiter is None else rf"[{re.escape(delimiter)}\r\n]")
    position, number = 0, 1
    while position < len(text):
        begin = position
        fields: list[Field] = []
        while True:
            field, position = _cut_field(text, position, ends)
            fields.append(field)
            if position >= len(text) or text[position] != delimiter:
                break
            position += 1
        line_end = _LINE_END.match(text, position)
        position = line_end.end() if line_end else position
        if len(fields) > 1 or fields[0].value.strip():
            yield Line(tuple(fields), number)
        number += len(_LINE_END.findall(text, begin, position))


def _cut_field(text: str, start: int, ends: re.Pattern[str]) -> tuple[Field, int]:
    """Return the field that begins at ``start``, and where it ends."""
    if text.startswith('"', start):
        close = _closing_quote(text, start + 1)
        if close is not None and (close + 1 == len(text) or ends.match(text, close + 1)):
            inner = text[start + 1 : close]
            return Field(inner.replace('""', '"'), _without_doubled_quotes(inner, start + 1)), close + 1
    match = ends.search(text, start)
    end = len(text) if match is None else match.start()
    return Field(text[start:end], (Piece(start, end, ""),)), end


def _closing_quote(text: str, start: int) -> int | None:
    position = text.find('"', start)
    while position >= 0 and text.startswith('""', position):
        position = text.find('"', position + 2)
    return None if position < 0 else position


def _without_doubled_quotes(inner: str, start: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    position = 0
    for match in re.finditer(r'""|\r\n|\n|\r', inner):
        end = match.start() + 1 if match.group() == '""' else match.start()
        pieces.append(Piece(start + position, start + end, _join_at(inner, position)))
        position = match.end()
    pieces.append(Piece(start + position, start + len(inner), _join_at(inner, position)))
    return tuple(pieces)


def _join_at(inner: str, position: int) -> Join:
    return "line" if position and inner[position - 1] in "\r\n" else ""
