"""Flow: paragraphs and rows come in one after the other, the layout of all of them goes out.

For formats that hold a text as a flow of paragraphs and tables: slides, web pages, OpenDocument, RTF. What is a
paragraph and what a heading, their readers find out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stitext.reading.blocks import Block, Faint, Layout, Strength
from stitext.reading.headings import can_head
from stitext.reading.lines import Line, group_lines, mark_headings
from stitext.reading.tables import Cell, cell_name, cut_lines, is_caption, row_blocks
from stitext.records import LeftOut, Note, Place


class FlowCell(NamedTuple):
    """A cell of a table: the column in which it begins, from 0, and its paragraphs."""

    column: int
    paragraphs: Sequence[str]


class Flow:
    """Writes the text and notes where each paragraph and cell stands.

    Attributes
    ----------
    page
        The page of what comes next, None for formats without pages.
    n_tables
        How many tables there were.
    """

    def __init__(self) -> None:
        self.page: int | None = None
        self.n_tables = 0
        self._parts: list[str] = []
        self._length = 0
        self._n_paragraphs = 0
        self._places: list[tuple[int, Place]] = []
        self._faint: list[Faint] = []
        self._left_out: list[LeftOut] = []
        self._groups: list[tuple[list[Line], list[Block]]] = []  # the lines before each row, and the row
        self._lines: list[Line] = []  # since the last row

    def paragraph(
        self,
        text: str,
        *,
        rank: float | None = None,
        item: bool = False,
        bold: bool = False,
        cell: str | None = None,
    ) -> int:
        """Add a paragraph.

        Parameters
        ----------
        text
            Its text; it may hold line breaks.
        rank
            Its rank where the format marks it as a heading.
        item
            Whether the format marks it as an item of a list.
        bold
            Whether it is set as headings are.
        cell
            The cell that it stands in.

        Returns
        -------
        int
            Where it begins in the text, in code points.
        """
        start = self._write(text, "\n", cell)
        for piece in cut_lines(text, start):
            raw = text[piece.start - start : piece.end - start]
            blank = len(raw) - len(raw.lstrip())
            stripped = raw.strip()
            line = Line(
                piece.start + blank,
                piece.start + blank + len(stripped),
                stripped,
                indented=raw[:1] == "\u3000",
                page=self.page,
                rank=rank if stripped else None,
                item=item and rank is None,
                bold=bold and rank is None and can_head(stripped) and not is_caption(stripped),
            )
            self._lines.append(line)
        return start

    def faint(self, start: int, end: int, strength: Strength) -> None:
        """Note that a stretch is set as forms set their own words; stretches come in ascending order."""
        self._faint.append(Faint(start, end, strength))

    def table(self) -> int:
        """Begin a table and return its number, from 1."""
        self.n_tables += 1
        return self.n_tables

    def row(self, table: int, number: int, cells: Sequence[FlowCell], *, label: str | None = None) -> None:
        """Add a row of a table; one of a single cell is a frame around paragraphs.

        Parameters
        ----------
        table
            The table's number, from 1.
        number
            The row's number, from 0.
        cells
            Its cells, from left to right, each merged cell once.
        label
            The text of a cell that is merged down to this row from one above.
        """
        if len(cells) == 1 and label is None:
            for paragraph in cells[0].paragraphs:
                self.paragraph(paragraph, cell=f"{table}!{cell_name(number, cells[0].column)}")
            return
        found: list[Cell] = []
        for index, cell in enumerate(cells):
            place = f"{table}!{cell_name(number, cell.column)}"
            for count, text in enumerate(cell.paragraphs or ("",), start=1):
                is_last = count >= len(cell.paragraphs) and index + 1 == len(cells)
                start = self._write(text, "\n" if is_last or count < len(cell.paragraphs) else "\t", place)
                if text.strip():
                    found.append(Cell(cut_lines(text, start), text, cell.column))
        blocks = row_blocks(found, page=self.page)
        if label is not None:
            blocks = [block if block.label is not None else block._replace(label=label) for block in blocks]
        self._end_group(blocks)

    def note(self, text: str, label: str | None) -> None:
        """Add a note, which stands apart from the sections.

        Parameters
        ----------
        text
            Its text.
        label
            The heading that it belongs to, None where it belongs to none.
        """
        start = self._write(text, "\n", None)
        block = Block(cut_lines(text, start), "paragraph", page=self.page, label=label, apart=True)
        self._end_group([block] if text.strip() else [])

    def leave_out(self, text: str, reason: str) -> None:
        """Write a text that is no text of the document.

        Parameters
        ----------
        text
            The text.
        reason
            Why.
        """
        if text.strip():
            start = self._write(text, "\n", None)
            self._left_out.append(LeftOut(start=start, end=start + len(text), reason=reason, page=self.page))

    def layout(
        self, *, warnings: Sequence[Note] = (), encoding: str | None = None, n_pages: int | None = None
    ) -> Layout:
        """Make the layout of all that was added.

        Parameters
        ----------
        warnings
            What was lost or doubtful.
        encoding
            The encoding, of text formats.
        n_pages
            How many pages there are, of formats with pages.

        Returns
        -------
        Layout
            The text with its blocks.
        """
        self._end_group([])
        has_headings = any(mark_headings(lines) for lines, _ in self._groups)
        blocks: list[Block] = []
        for lines, rows in self._groups:
            blocks.extend(group_lines(lines, wrapped=False, is_start=not blocks, has_headings=has_headings))
            blocks.extend(rows)
        return Layout(
            "".join(self._parts),
            tuple(blocks),
            tuple(self._left_out),
            tuple(warnings),
            encoding=encoding,
            n_pages=n_pages,
            places=tuple(self._places),
            faint=tuple(self._faint),
        )

    def _end_group(self, rows: list[Block]) -> None:
        self._groups.append((self._lines, rows))
        self._lines = []

    def _write(self, text: str, after: str, cell: str | None) -> int:
        start = self._length
        self._parts.append(text + after)
        self._length += len(text) + len(after)
        if text.strip():
            self._n_paragraphs += 1
            self._places.append((start, Place(paragraph=self._n_paragraphs, cell=cell)))
        return start
