"""The text of a PDF: printed lines and tables in reading order go in, one string with its blocks and boxes comes out.

The lines of the body are grouped into blocks first. What is no part of the body's flow (tables, captions, footnotes,
turned text) is then put after the block inside which it is printed, so that no sentence is cut by it. What is left out
(page numbers, ruby, garbled lines) stays where it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from stitext.reading.blocks import Block, Layout, Piece
from stitext.reading.garbling import is_garbled
from stitext.reading.lines import Line, group_lines, is_ruled, mark_headings
from stitext.reading.pdf_boxes import boxes_of, stripped
from stitext.reading.pdf_lines import Body, PrintedLine, read_lines
from stitext.reading.pdf_merging import Insert, merge
from stitext.reading.pdf_pages import Page
from stitext.reading.pdf_runs import Run
from stitext.reading.pdf_tables import Table, TableCell
from stitext.reading.running import is_contents_line
from stitext.reading.tables import Cell, row_blocks
from stitext.reading.wrapping import broken_words, ends_sentence
from stitext.records import Box, LeftOut

GETA = "〓"  # what printers set for a character that they do not have

_BOLD = re.compile(r"bold|black|heavy|demi|gothic|ゴシック|-[bhe]$|-w[6-9]", re.IGNORECASE)
_LARGE = 1.12  # of the body's em; larger lines are headings
_LEAST_LINES_OF_ANSWER = 5  # a cell of more lines is text in its own right, with headings and items


class TextBuilder:
    """Collects the lines of a document, page by page in reading order, and makes its layout."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.lines: list[Line] = []
        self.boxes: list[tuple[int, int, Box]] = []
        self.inserts: list[Insert] = []
        self.parts: list[str] = []
        self.length = 0
        self.garbled: set[int] = set()  # pages on which lines can't be read
        self.unmapped: set[int] = set()  # pages on which single characters can't
        self._note: list[PrintedLine] = []
        self._em = body.em  # of the line added last
        self._tables: list[_LastTable] = []  # the one added last, which may go on on the next page

    def add_column(self, page: Page, column: Sequence[PrintedLine | Table]) -> None:
        """Add a column of a page.

        Parameters
        ----------
        page
            The page.
        column
            Its lines and tables from top to bottom.
        """
        is_first = True
        for index, part in enumerate(column):
            if isinstance(part, Table):
                if self.lines and self.lines[-1].full is False:
                    self._add_barrier()  # the line above has ended, so what follows the table is no neighbor of it
                self._add_table(page, part)
            elif part.role == "ruby":
                self.leave_out(page, part, "ruby")
                continue
            elif part.role != "body":
                self._note.append(part)
                following = column[index + 1] if index + 1 < len(column) else None
                if not isinstance(following, PrintedLine) or _begins(part, following):
                    self._add_note(page)
            else:
                self._add_line(page, part, barrier=part.apart and not is_first)
                is_first = False
                continue
            # Floating things at the edge of a column stand inside a paragraph, others between two.
            if not is_first and any(isinstance(rest, PrintedLine) and rest.role == "body" for rest in column[index:]):
                self._add_barrier()

    def add_apart(self, page: Page, runs: Sequence[Run], turn: int) -> None:
        """Add text that is turned another way than the page's, as blocks of its own.

        Parameters
        ----------
        page
            The page.
        runs
            The runs, turned upright.
        turn
            By how many quarters they were turned.
        """
        turned = page._replace(turn=turn)
        for line in read_lines(runs):
            self._note.append(line)
        if self._note:
            self._add_note(turned)

    def leave_out(self, page: Page, line: PrintedLine, reason: str) -> None:
        """Keep a line in the text that is no part of any sentence.

        Parameters
        ----------
        page
            The page.
        line
            The line.
        reason
            Why.
        """
        text, lead = stripped(line)
        if text:
            left_out = [LeftOut(start=0, end=len(text), reason=reason, page=page.number)]
            boxes = boxes_of(page, line, lead, len(text), 0)
            self.inserts.append(Insert(self.length, text, [], left_out, boxes, is_float=False))

    def leave_out_text(self, page: Page, text: str, reason: str) -> None:
        """Keep a text without a place that is no part of any sentence."""
        left_out = [LeftOut(start=0, end=len(text), reason=reason, page=page.number)]
        self.inserts.append(Insert(self.length, text, [], left_out, [], is_float=False))

    def reason(self, page: Page, text: str) -> str | None:
        """Tell why a line is left out.

        Parameters
        ----------
        page
            The page on which it stands, noted where the line can't be read.
        text
            The line.

        Returns
        -------
        str or None
            None where it is not.
        """
        if is_ruled(Line(0, len(text), text)):
            return "ruled-line"
        if is_contents_line(text):
            return "table-of-contents"
        if is_garbled(text):
            self.garbled.add(page.number)
            return "garbled-text"
        if "\ufffd" in text:
            self.unmapped.add(page.number)
        return None

    def finish(self) -> Layout:
        """Make the layout of all that was added."""
        self._soften_hyphens()
        blocks = group_lines(self.lines, wrapped=True, has_headings=mark_headings(self.lines))
        return merge("".join(self.parts), blocks, self.boxes, self.inserts)

    def _soften_hyphens(self) -> None:
        """Mark the hyphens that only break a word at the end of a line as soft, so that the word is joined."""
        filled = [index for index, line in enumerate(self.lines) if line.raw]
        for place in broken_words([self.lines[index].raw for index in filled]):
            line = self.lines[filled[place]]
            self.lines[filled[place]] = line._replace(raw=f"{line.raw[:-1]}\u00ad")
            self.parts[place] = f"{line.raw[:-1]}\u00ad\n"

    def _add_barrier(self) -> None:
        if self.lines and self.lines[-1].raw:
            self.lines.append(Line(self.length, self.length, ""))

    def _add_line(self, page: Page, line: PrintedLine, *, barrier: bool) -> None:
        text, lead = stripped(line)
        if not text:
            return
        reason = self.reason(page, text)
        if reason is not None:
            self.leave_out(page, line, reason)
            return
        text = text.replace("\ufffd", GETA)
        if barrier or not 1 / _LARGE < line.em / self._em < _LARGE:
            self._add_barrier()
        self._em = line.em
        self.boxes.extend(boxes_of(page, line, lead, len(text), self.length))
        self.lines.append(self._flow_line(text, self.length, page, line))
        self.parts.append(text + "\n")
        self.length += len(text) + 1

    def _flow_line(self, text: str, start: int, page: Page, line: PrintedLine) -> Line:
        stands_out = line.em >= _LARGE * self.body.em or (
            line.font != self.body.font and _BOLD.search(line.font) is not None and _BOLD.search(self.body.font) is None
        )
        before = self.lines[-1] if self.lines else None
        # The first line of a page may look set in because it hangs under the last of the page before.
        breaks_off = before is not None and before.full is True and not ends_sentence(before.raw)
        return Line(
            start,
            start + len(text),
            text,
            line.indented and not breaks_off,
            page.number,
            bold=stands_out,
            full=line.full,
        )

    def _add_note(self, page: Page) -> None:
        """Add the lines of a caption, a footnote or turned text as one thing."""
        added = _Lines(self, page)
        lines = [made for line in self._note for made in added.add(line)]
        is_footnote = bool(self._note) and self._note[0].role == "footnote"
        self._note = []
        if lines:
            blocks = [
                block._replace(kind="paragraph" if block.kind == "heading" else block.kind, apart=is_footnote)
                for block in group_lines(lines, wrapped=True, is_start=False, has_headings=True)
            ]
            self.inserts.append(Insert(self.length, added.text, blocks, added.left_out, added.boxes, is_float=True))

    def _add_table(self, page: Page, table: Table) -> None:
        rows: dict[int, _Row] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append((page, cell))
        parts = list(rows.values())
        before = self._tables.pop() if self._goes_on(page, table) else None
        added = _Lines(self, page) if before is None else before.added
        blocks: list[Block] = [] if before is None else before.insert.blocks
        head = _wording(parts[0]) if before is None else before.head
        repeated = parts.pop(0) if before is not None and _wording(parts[0]) == head else []
        row_goes_on = before is not None and bool(parts) and _row_goes_on(before.row, parts[0])
        if before is not None and row_goes_on:
            parts[0] = before.row + parts[0]
            added.cut(before.lengths)
            del blocks[before.n_blocks :]
        n_before = len(blocks)
        last: _Row = [] if before is None else before.row
        lengths, n_blocks = added.lengths(), n_before
        for last in parts:
            lengths, n_blocks = added.lengths(), len(blocks)
            blocks.extend(self._row(page, last, added))
        added.leave_out(page, repeated, "running-title")
        if before is not None:
            if not row_goes_on:
                _join_cells(added.text, blocks, n_before)
            self.inserts.remove(before.insert)
        if added.text:
            insert = Insert(self.length, added.text, blocks, added.left_out, added.boxes, is_float=True)
            self.inserts.append(insert)
            self._tables = [_LastTable(page.number, table, added, insert, head, last, lengths, n_blocks)]

    def _goes_on(self, page: Page, table: Table) -> bool:
        """Tell whether a table at the top of a page is the rest of the one at the bottom of the page before."""
        if not self._tables:
            return False
        before = self._tables[0]
        return (
            page.number == before.page + 1
            and self.length == before.insert.at
            and len(table.columns) == len(before.table.columns)
            and all(abs(x - y) < 3 for x, y in zip(table.columns, before.table.columns, strict=True))
        )

    def _row(self, page: Page, row: _Row, added: _Lines) -> list[Block]:
        """Make the blocks of a row; a cell with the lines of a whole answer is grouped as the body is."""
        blocks: list[Block] = []
        cells: list[Cell] = []
        for column in sorted({cell.column for _, cell in row}):
            lines: list[Line] = []
            for part_page, cell in row:
                if cell.column == column:
                    added.page = part_page
                    lines += [made for line in read_lines(cell.runs, edge=cell.right) for made in added.add(line)]
            if not lines:
                continue
            if len(lines) > _LEAST_LINES_OF_ANSWER and "。" in added.text[lines[0].start :]:
                blocks.extend(row_blocks(cells, page=page.number) if cells else [])
                label = added.text[cells[0].pieces[0].start : cells[-1].pieces[-1].end] if len(cells) == 1 else None
                answer = group_lines(lines, wrapped=True, is_start=False, has_headings=mark_headings(lines))
                is_label = label is not None and len(label) <= 40
                blocks.extend(
                    block._replace(label=label) if is_label and block.kind != "heading" else block for block in answer
                )
                cells = []
                continue
            pieces = tuple(Piece(line.start, line.end) for line in lines)
            cells.append(Cell(pieces, added.text[lines[0].start : lines[-1].end], column))
        if cells:
            blocks.extend(row_blocks(cells, page=row[0][0].number))
        return blocks


_Row = list[tuple[Page, TableCell]]  # the cells of a row, each with its page
_Lengths = tuple[int, int, int]


class _Lines:
    """Collects lines into a text of its own, with offsets from 0."""

    def __init__(self, builder: TextBuilder, page: Page) -> None:
        self.builder = builder
        self.page = page
        self.text = ""
        self.boxes: list[tuple[int, int, Box]] = []
        self.left_out: list[LeftOut] = []

    def add(self, line: PrintedLine) -> list[Line]:
        """Add a line; returns the one line made of it, or none where it is left out."""
        text, lead = stripped(line)
        if not text:
            return []
        start = len(self.text) + bool(self.text)
        self.text += ("\n" if self.text else "") + text.replace("\ufffd", GETA)
        self.boxes.extend(boxes_of(self.page, line, lead, len(text), start))
        reason = "ruby" if line.role == "ruby" else self.builder.reason(self.page, text)
        if reason is not None:
            self.left_out.append(LeftOut(start=start, end=start + len(text), reason=reason, page=self.page.number))
            return []
        text = text.replace("\ufffd", GETA)
        return [Line(start, start + len(text), text, line.indented, self.page.number, full=line.full)]

    def leave_out(self, page: Page, row: _Row, reason: str) -> None:
        """Add the text of a row that is no text of the document."""
        self.page = page
        for _, cell in row:
            for line in read_lines(cell.runs, edge=cell.right):
                for made in self.add(line):
                    self.left_out.append(LeftOut(start=made.start, end=made.end, reason=reason, page=self.page.number))

    def lengths(self) -> _Lengths:
        """Return how much has been added, for ``cut``."""
        return len(self.text), len(self.boxes), len(self.left_out)

    def cut(self, lengths: _Lengths) -> None:
        """Take back what was added since."""
        self.text = self.text[: lengths[0]]
        del self.boxes[lengths[1] :], self.left_out[lengths[2] :]


class _LastTable(NamedTuple):
    page: int
    table: Table
    added: _Lines
    insert: Insert
    head: tuple[str, ...]  # the wording of its first row
    row: _Row  # its last row
    lengths: _Lengths  # of ``added`` before that row
    n_blocks: int  # before that row


def _wording(row: _Row) -> tuple[str, ...]:
    return tuple("".join(line.text for line in read_lines(cell.runs, edge=cell.right)) for _, cell in row)


def _row_goes_on(before: _Row, after: _Row) -> bool:
    """Tell whether a row at the top of a page is the rest of the one at the bottom of the page before.

    Its name stands on the page before, and a cell there breaks off in a full line.
    """
    above = {cell.column: read_lines(cell.runs, edge=cell.right) for _, cell in before}
    below = {cell.column for _, cell in after if cell.runs}
    first = min((cell.column for _, cell in after), default=0)
    if first in below or not above.get(first):
        return False
    return any(
        lines and column in below and lines[-1].full and not ends_sentence(lines[-1].text.rstrip())
        for column, lines in above.items()
    )


def _join_cells(text: str, blocks: list[Block], place: int) -> None:
    """Join the text of a cell that runs over a page: the block at ``place`` to the one before."""
    if not 0 < place < len(blocks):
        return
    before, after = blocks[place - 1], blocks[place]
    last, first = text[: before.pieces[-1].end][-1:], text[after.pieces[0].start]
    is_open = (
        last not in "。．.！？!?」）)"
        and after.kind in ("cell", "paragraph")
        and before.kind in ("cell", "paragraph", "item")
    )
    if is_open and first not in "・○●■□◆":
        blocks[place - 1 : place + 1] = [before._replace(pieces=before.pieces + after.pieces)]


def _begins(part: PrintedLine, following: PrintedLine) -> bool:
    """Tell whether the line after a caption or footnote is no longer of it."""
    return following.role != part.role or (part.role == "caption" and following.apart)
