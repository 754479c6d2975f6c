"""RTF: the bytes of an .rtf go in, its blocks come out, in the order of the document.

The text is that of the accepted state, without hidden text, pictures, objects and field codes. Headers, footers and
comments are left out; footnotes follow the body. How its bytes become words is read in ``rtf_words``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from stitext.errors import SourceError
from stitext.reading.blocks import Layout
from stitext.reading.flow import Flow, FlowCell
from stitext.reading.headings import look_at
from stitext.reading.rtf_words import Control, Text, read_words
from stitext.reading.tables import cell_name

_BULLET = re.compile(r"[\uf000-\uf0ff\u2022\u00b7・●○■□◆◇\-‐–o?]\Z")
_ENDS = frozenset({"par", "sect", "page"})
# What stands apart from the body, and what becomes of it.
_APART = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "running"),
    "footnote": "note",
    "annotation": "comment",
}


class _Paragraph(NamedTuple):
    """A paragraph with what its format says of it."""

    text: str
    rank: float | None
    item: bool
    bold: bool


class _Row(NamedTuple):
    """A row of a table: its cells with the columns that they begin in."""

    cells: tuple[FlowCell, ...]


class _Level:
    """A table that is open at one depth: the paragraphs of its open cell and the cells of its open row."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.cells: list[list[_Paragraph]] = []
        self.goes_on: list[bool] = []  # for each cell whether it only goes on with the one above or beside it
        self.next_goes_on = False


def read_rtf(data: bytes, name: str) -> Layout:
    """Find the blocks of an RTF file.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    Layout
        Its paragraphs and rows with their blocks.

    Raises
    ------
    SourceError
        If it is no RTF (``source-damaged``).
    """
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise SourceError(
            f"{name}: RTF ではありません。元のソフトで開き、.docx として保存し直してください。", code="source-damaged"
        )
    reader = _Reader()
    for word in read_words(data):
        reader.take(word)
    return reader.finish()


class _Reader:
    """Takes words one by one and makes paragraphs and rows of them."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.parts: list[str] = []
        self.marker: list[str] = []  # the number or bullet that Word wrote before the paragraph
        self.n_letters = 0
        self.n_bold = 0
        self.rank: float | None = None
        self.depth = 0  # of tables: 0 outside of all
        self.levels: list[_Level] = []
        self.nested: list[list[_Row]] = []
        self.table = 0  # the table that rows are added to; 0 where a paragraph has ended it
        self.n_rows = 0
        self.apart: dict[str, list[str]] = {"note": [], "running": [], "comment": []}

    def take(self, word: Control | Text) -> None:
        """Take one word."""
        if isinstance(word, Text):
            self._text(word)
        elif word.name in _ENDS:
            self._end_paragraph()
        elif word.name == "pard":
            self.rank, self.depth = None, 0
        elif word.name == "outlinelevel":
            self.rank = float(word.number + 1) if 0 <= word.number < 9 else None
        elif word.name == "intbl":
            self.depth = max(self.depth, 1)
        elif word.name == "itap":
            self.depth = min(max(word.number, 0), 20)
        else:
            self._table_word(word)

    def finish(self) -> Layout:
        """Return the layout of all that was taken."""
        self._end_paragraph()
        while self.levels:
            self._end_row()
        for text in self.apart["note"]:
            self.flow.note(text, None)
        for text in dict.fromkeys(self.apart["running"]):
            self.flow.leave_out(text, "running-title")
        for text in self.apart["comment"]:
            self.flow.leave_out(text, "comment")
        return self.flow.layout()

    def _text(self, word: Text) -> None:
        kind = next((_APART[name] for name in word.inside if name in _APART), None)
        if kind is not None:
            paragraphs = self.apart[kind]
            if word.begins or not paragraphs:
                paragraphs.append("")
            paragraphs[-1] += word.text
            return
        if "listtext" in word.inside or "pntext" in word.inside:
            self.marker.append(word.text)
            return
        n_letters = len("".join(word.text.split()))
        self.n_letters += n_letters
        self.n_bold += n_letters if word.bold else 0
        self.parts.append(word.text)

    def _table_word(self, word: Control) -> None:
        if word.name in ("cell", "nestcell"):
            self._end_cell(1 if word.name == "cell" else max(self.depth, 2))
        elif word.name in ("row", "nestrow"):
            self._end_row()
        elif word.name == "trowd" and self.levels:
            self.levels[-1].goes_on, self.levels[-1].next_goes_on = [], False
        elif word.name in ("clvmrg", "clmrg"):
            self._level(1).next_goes_on = True
        elif word.name == "cellx" and self.levels:
            level = self.levels[-1]
            level.goes_on.append(level.next_goes_on)
            level.next_goes_on = False

    def _level(self, depth: int) -> _Level:
        while len(self.levels) < depth:
            self.levels.append(_Level())
            self.nested.append([])
        return self.levels[-1]

    def _paragraph(self) -> _Paragraph | None:
        text, marker = "".join(self.parts), "".join(self.marker).strip()
        bold = 0 < self.n_letters == self.n_bold
        self.parts, self.marker, self.n_letters, self.n_bold = [], [], 0, 0
        if not text.strip():
            return None
        is_bullet = bool(marker) and _BULLET.match(marker) is not None
        text = f"{marker} {text.lstrip()}" if marker and not is_bullet else text
        return _Paragraph(text, self.rank, is_bullet or (bool(marker) and look_at(text) is None), bold)

    def _end_paragraph(self) -> None:
        paragraph = self._paragraph()
        if self.depth:
            level = self._level(self.depth)
            if paragraph is not None:
                level.paragraphs.append(paragraph)
            return
        while self.levels:
            self._end_row()
        if paragraph is not None:
            self._show(paragraph, None)
            self.table = 0

    def _show(self, paragraph: _Paragraph, cell: str | None) -> None:
        self.flow.paragraph(paragraph.text, rank=paragraph.rank, item=paragraph.item, bold=paragraph.bold, cell=cell)

    def _end_cell(self, depth: int) -> None:
        paragraph = self._paragraph()
        level = self._level(depth)
        if paragraph is not None:
            level.paragraphs.append(paragraph)
        level.cells.append(level.paragraphs)
        level.paragraphs = []

    def _end_row(self) -> None:
        """Close the innermost row; rows of nested tables wait for the row that they stand in."""
        if not self.levels:
            return
        level = self.levels[-1]
        if level.paragraphs:
            level.cells.append(level.paragraphs)
        kept = [
            (column, cell)
            for column, cell in enumerate(level.cells)
            if not (column < len(level.goes_on) and level.goes_on[column])
        ]
        nested = self.nested.pop()
        self.levels.pop()
        row = _Row(tuple(FlowCell(column, [paragraph.text for paragraph in cell]) for column, cell in kept))
        if self.levels:
            self.nested[-1].append(row)
            self.nested[-1].extend(nested)
            return
        if len(kept) == 1:
            # A frame around text, as forms have it: what stands in it are paragraphs.
            self.table = self.table or self.flow.table()
            for paragraph in kept[0][1]:
                self._show(paragraph, f"{self.table}!{cell_name(self.n_rows, kept[0][0])}")
            self.n_rows += 1
        elif row.cells:
            if not self.table:
                self.table, self.n_rows = self.flow.table(), 0
            self.flow.row(self.table, self.n_rows, row.cells)
            self.n_rows += 1
        if nested:
            number = self.flow.table()
            for index, inner in enumerate(nested):
                self.flow.row(number, index, inner.cells)
