"""Sheets: the bytes of an .xlsx or the text of a .csv go in, their blocks come out, one or more per row."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import openpyxl

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Layout, Piece
from stitext.reading.normalization import normalize_line
from stitext.reading.office import check_package
from stitext.reading.sheet_rows import FormRows, is_form
from stitext.reading.tables import (
    Cell,
    cell_name,
    cut_lines,
    cut_records,
    is_prose,
    row_blocks,
    sniff_delimiter,
)
from stitext.reading.workbook_parts import Merged, SheetParts, read_parts
from stitext.records import LeftOut, Note, Place
from stitext.settings import Settings

_DAMAGES = (
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    EOFError,
    OSError,
    zipfile.BadZipFile,
)
_LINE_END = re.compile(r"\r\n|\n|\r|_x000D_\n?")

_FORMULA_WITHOUT_VALUE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)")

_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_MOST_MERGED = 200_000  # rows of merged cells; more are no form, but an attack

CellValue = str | int | float | bool | None


def read_csv(text: str) -> Layout:
    """Find the blocks of a comma-separated text; its cells are pieces of the text as it is.

    Parameters
    ----------
    text
        The whole text, delimited by commas, tabs or semicolons.

    Returns
    -------
    Layout
        The text with one or more blocks per record.
    """
    blocks: list[Block] = []
    for record in cut_records(text, sniff_delimiter(text)):
        cells = [Cell(field.pieces, field.value, column) for column, field in enumerate(record.fields) if field.value]
        blocks.extend(row_blocks(cells))
    return Layout(text, tuple(blocks))


def read_workbook(data: bytes, name: str, settings: Settings) -> Layout:
    """Find the blocks of a workbook: each sheet under its name, cells joined by tabs, rows by line breaks.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.
    settings
        The limit on characters; reading stops where it is passed.

    Returns
    -------
    Layout
        The text with one or more blocks per row.

    Raises
    ------
    SourceError
        If the file is encrypted, of an old format, damaged, or unpacks to too much.
    """
    writer = _Writer(name, settings)
    parts = _parts(data, name)
    for sheet in _open_sheets(data, name):
        writer.sheet(sheet, parts.get(sheet.title, SheetParts(frozenset(), frozenset(), (), ())))
    warnings = (*_formula_warnings(data), *writer.warnings())
    return Layout(
        "".join(writer.parts), tuple(writer.blocks), tuple(writer.left_out), warnings, places=tuple(writer.places)
    )


class _Sheet(NamedTuple):
    """A sheet's name, whether it is hidden, and the number, from 0, and values of each row that holds anything."""

    title: str
    is_hidden: bool
    rows: list[tuple[int, tuple[CellValue, ...]]]


class _Writer:
    """Writes the text of the sheets and notes where each cell stands."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self.settings = settings
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.places: list[tuple[int, Place]] = []
        self.left_out: list[LeftOut] = []
        self.hidden_sheets: list[str] = []
        self.n_hidden = 0

    def sheet(self, sheet: _Sheet, parts: SheetParts) -> None:
        """Write one sheet: its name as a heading, its rows, the texts of its shapes."""
        start = self._write(sheet.title, "\n")
        if sheet.is_hidden:
            self.hidden_sheets.append(sheet.title)
            self._leave_out(start, sheet.title)
        else:
            self.places.append((start, Place()))
            self.blocks.append(Block((Piece(start, start + len(sheet.title)),), "heading", 1.0, "styled"))
        merged = _MergedRows(parts.merged, [number for number, _ in sheet.rows])
        form = FormRows() if is_form(parts.merged) else None
        rows = [(number, self._row(sheet, number, values, parts, merged)) for number, values in sheet.rows]
        texts = {(number, cell.column): cell.text for number, cells in rows for cell in cells}
        for index, (number, cells) in enumerate(rows):
            if not cells:
                continue
            above = merged.name(number, texts)
            if form is None:
                found = row_blocks(cells)
                self.blocks.extend(
                    block if block.label is not None or above is None else block._replace(label=above)
                    for block in found
                )
            else:
                following = rows[index + 1][1] if index + 1 < len(rows) else []
                self.blocks.extend(form.blocks(cells, following, above))
        if not sheet.is_hidden:
            self._shapes(sheet.title, parts)

    def warnings(self) -> Iterator[Note]:
        """Tell what is hidden."""
        if self.hidden_sheets or self.n_hidden:
            sheets = f"シート {'、'.join(self.hidden_sheets)}" if self.hidden_sheets else ""
            cells = f"行と列の中のセル {self.n_hidden:,} 個" if self.n_hidden else ""
            hidden = " と ".join(part for part in (sheets, cells) if part)
            message = f"非表示の {hidden} は本文に含めていません。本文なら、Excel で表示して保存し直してください。"
            yield Note(code="hidden-cells", message=message)

    def _row(
        self,
        sheet: _Sheet,
        number: int,
        values: Sequence[CellValue],
        parts: SheetParts,
        merged: _MergedRows,
    ) -> list[Cell]:
        cells: list[Cell] = []
        # A merged cell is there once: some programs repeat its value in all that it covers.
        shown = ["" if merged.covers(number, column) else cell_text(value) for column, value in enumerate(values)]
        for column, text in enumerate(shown):
            start = self._write(text, "\n" if column + 1 == len(shown) else "\t")
            if not text.strip():
                continue
            if sheet.is_hidden or number in parts.hidden_rows or column in parts.hidden_columns:
                self.n_hidden += not sheet.is_hidden
                self._leave_out(start, text)
                continue
            self.places.append((start, Place(cell=_address(sheet.title, number, column))))
            cells.append(Cell(cut_lines(text, start), text, column))
        return cells

    def _shapes(self, title: str, parts: SheetParts) -> None:
        for shape in sorted(parts.shapes):
            for text in shape.paragraphs:
                start = self._write(text, "\n")
                self.places.append((start, Place(cell=_address(title, shape.row, shape.column))))
                self.blocks.append(Block(cut_lines(text, start), "paragraph"))

    def _leave_out(self, start: int, text: str) -> None:
        if text.strip():
            self.left_out.append(LeftOut(start=start, end=start + len(text), reason="hidden"))

    def _write(self, text: str, after: str) -> int:
        start = self.length
        self.parts.append(text + after)
        self.length += len(text) + len(after)
        # A few strings shared by many cells can make a text far larger than its file.
        if self.length > self.settings.max_characters:
            raise SourceError(
                f"{self.name}: 文字数が上限を超えています（上限 {self.settings.max_characters:,} 字）。"
                "ファイルを分けるか、設定 max_characters を上げてください。",
                code="source-too-large",
            )
        return start


class _MergedRows:
    """What merged cells mean for the rows of a sheet: what they cover, and what names the rows that they go down to."""

    def __init__(self, merged: Sequence[Merged], rows: Sequence[int]) -> None:
        self.covered: dict[int, list[tuple[int, int]]] = {}
        self.above: dict[int, list[tuple[int, int]]] = {}
        n_left = _MOST_MERGED
        for cell in merged:
            for row in rows[bisect_left(rows, cell.top) : bisect_right(rows, cell.bottom)][:n_left]:
                n_left -= 1
                self.covered.setdefault(row, []).append((cell.left + (row == cell.top), cell.right))
                if row > cell.top:
                    self.above.setdefault(row, []).append((cell.top, cell.left))

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell is covered by one that begins elsewhere."""
        return any(left <= column <= right for left, right in self.covered.get(row, ()))

    def name(self, row: int, texts: Mapping[tuple[int, int], str]) -> str | None:
        """Return the text of the first cell that is merged down to a row from one above."""
        for place in self.above.get(row, ()):
            if place in texts and not is_prose(texts[place]):
                return normalize_line(texts[place]) or None
        return None


def _address(sheet: str, row: int, column: int) -> str:
    """Name a cell with its sheet, as formulas do."""
    name = sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cell_name(row, column)}"


def _formula_warnings(data: bytes) -> tuple[Note, ...]:
    """Warn of formulas whose results the file does not hold: such cells read as empty."""
    n_formulas = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                n_formulas += len(_FORMULA_WITHOUT_VALUE.findall(package.read(part)))
    if not n_formulas:
        return ()
    message = (
        f"計算結果が保存されていない数式が {n_formulas:,} 個あり、空のセルとして読みました。"
        "Excel で開いて保存し直すと読めます。"
    )
    return (Note(code="formula-without-value", message=message),)


def read_sheets(data: bytes, name: str) -> Iterator[tuple[str, list[tuple[CellValue, ...]]]]:
    """Yield the sheets of a workbook that hold anything, with their rows that do.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Yields
    ------
    tuple[str, list[tuple[CellValue, ...]]]
        A sheet's name, and the values of each row without the empty cells at its end; dates as ISO 8601.

    Raises
    ------
    SourceError
        If the file is encrypted, of an old format, damaged, or unpacks to too much.
    """
    _parts(data, name)  # refuses what openpyxl would take for ever to read
    for sheet in _open_sheets(data, name):
        yield sheet.title, [values for _, values in sheet.rows]


def _parts(data: bytes, name: str) -> dict[str, SheetParts]:
    check_package(data, name, ".xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return read_parts(package)
    except _DAMAGES as error:
        raise _damaged(name, error) from error


def _open_sheets(data: bytes, name: str) -> Iterator[_Sheet]:
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # files written by other programs often state too small a range
            rows = [_plain_values(row) for row in sheet.iter_rows(values_only=True)]
            filled = [(number, row) for number, row in enumerate(rows) if row]
            if filled:
                yield _Sheet(sheet.title, sheet.sheet_state != "visible", filled)
        workbook.close()
    except _DAMAGES as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> SourceError:
    return SourceError(
        f"{name}: Excel ファイルを読めません（{error}）。Excel で開いて保存し直してください。", code="source-damaged"
    )


def _plain_values(row: Sequence[object]) -> tuple[CellValue, ...]:
    values = [_plain_value(value) for value in row]
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    return tuple(values)


def _plain_value(value: object) -> CellValue:
    if value is None or isinstance(value, (str, bool, int, float)):
        return _LINE_END.sub("\n", value) if isinstance(value, str) else value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def cell_text(value: CellValue) -> str:
    """Return a cell's value as text.

    Parameters
    ----------
    value
        A value of ``read_sheets``.

    Returns
    -------
    str
        Its text; whole numbers without a decimal point, nothing for an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
