"""Rows of any table: a file goes in, its rows come out as they stand, with the line on which each begins.

Where the header stands, and what the columns mean, is left to who asks: lists from offices often have a title and
notes above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stitext.errors import SourceError
from stitext.reading.decoding import decode
from stitext.reading.sheets import cell_text, read_sheets
from stitext.reading.tables import cut_records, sniff_delimiter

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")


class PlainRow(NamedTuple):
    """One row: its sheet, empty for text; its number from 1; and its cells as text.

    The number is that of the line in a text, and of the row among those that are not empty in a sheet.
    """

    sheet: str
    number: int
    cells: tuple[str, ...]


def read_table_rows(path: Path) -> Iterator[PlainRow]:
    """Yield the rows of a table that are not empty.

    Parameters
    ----------
    path
        A text parted by commas, tabs or semicolons, in any encoding that is read; or a workbook.

    Yields
    ------
    PlainRow
        One row; of a workbook those of all its sheets.

    Raises
    ------
    SourceError
        If the file is missing, of another format, empty, or damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise SourceError(
            f"{path.name}: 表として読める形式ではありません。読める形式: {' '.join(TABLE_SUFFIXES)}",
            code="source-unsupported",
        )
    data = _bytes(path)
    if suffix == ".xlsx":
        for sheet, rows in read_sheets(data, path.name):
            for number, values in enumerate(rows, start=1):
                yield PlainRow(sheet, number, tuple(cell_text(value) for value in values))
        return
    text = decode(data, path.name).text
    delimiter = "\t" if suffix == ".tsv" else sniff_delimiter(text)
    for record in cut_records(text, delimiter):
        yield PlainRow("", record.number, tuple(field.value for field in record.fields))


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{path}: ファイルを読めません（{error.strerror}）。読取り権限を確かめてください。",
            code="source-unreadable",
        ) from error
    if not data:
        raise SourceError(f"{path.name}: ファイルが空です（0 バイト）。保存し直してください。", code="source-empty")
    return data
