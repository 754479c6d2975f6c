"""Sheets: the bytes of an .xlsx or the text of a .csv go in, their blocks come out, one or more per row."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import openpyxl

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Layout, Piece
from stitext.reading.office import check_package
from stitext.reading.tables import Cell, cut_lines, cut_records, row_blocks, sniff_delimiter
from stitext.records import Note
from stitext.settings import Settings

_LINE_END = re.compile(r"\r\n|\n|\r|_x000D_\n?")

_FORMULA_WITHOUT_VALUE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)")

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
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    for sheet, rows in read_sheets(data, name):
        blocks.append(Block((Piece(length, length + len(sheet)),), "heading", 1.0, "styled"))
        parts.append(sheet + "\n")
        length += len(sheet) + 1
        for values in rows:
            cells: list[Cell] = []
            shown = [cell_text(value) for value in values]
            for column, text in enumerate(shown):
                if text.strip():
                    cells.append(Cell(cut_lines(text, length), text, column))
                parts.append(text + ("\n" if column + 1 == len(shown) else "\t"))
                length += len(text) + 1
            blocks.extend(row_blocks(cells))
            # A few strings shared by many cells can make a text far larger than its file.
            if length > settings.max_characters:
                raise SourceError(
                    f"{name}: 文字数が上限を超えています（上限 {settings.max_characters:,} 字）。"
                    "ファイルを分けるか、設定 max_characters を上げてください。",
                    code="source-too-large",
                )
    return Layout("".join(parts), tuple(blocks), warnings=_formula_warnings(data))


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
    check_package(data, name, ".xlsx")
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # files written by other programs often state too small a range
            rows = [_plain_values(row) for row in sheet.iter_rows(values_only=True)]
            filled = [row for row in rows if row]
            if filled:
                yield sheet.title, filled
        workbook.close()
    except (
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
    ) as error:
        raise SourceError(
            f"{name}: Excel ファイルを読めません（{error}）。Excel で開いて保存し直してください。",
            code="source-damaged",
        ) from error


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
