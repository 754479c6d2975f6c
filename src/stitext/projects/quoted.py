"""Rows of CSV files: a file goes in, its rows come out as dictionaries, each with the line on which it begins.

CORDIS quotes every field and parts them by semicolons, but leaves quotation marks inside fields as they are, which
breaks or silently alters rows in a standard reader. Its rows are cut at the literal ``";"``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stitext.errors import SourceError

_MOST_LINES = 200  # of one row; an objective of that many paragraphs was not seen
_LONGEST_FIELD = 10_000_000
_LONGEST_HEADER = 65_536  # bytes
_BEGINS = re.compile(r'"[^";]+";"')


class TableRow(NamedTuple):
    """One row: the line on which it begins, from 1, and its cells by column; None where it can't be cut."""

    line: int
    cells: dict[str, str] | None
    problem: str = ""


def read_header(path: Path) -> tuple[str, ...]:
    """Read the names of the columns of a file parted by semicolons or commas.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of str
        The names as they stand.

    Raises
    ------
    SourceError
        If the file is missing or can't be read.
    """
    first = _decode(_read(path, _LONGEST_HEADER)).lstrip("\n").split("\n", 1)[0].rstrip("\r")
    if first.count(";") > first.count(","):
        return tuple(_cut(first))
    return tuple(_standard(first, ","))


def read_quoted(path: Path) -> Iterator[TableRow]:
    """Yield the rows of a CORDIS file.

    Parameters
    ----------
    path
        The file; its first row names the columns.

    Yields
    ------
    TableRow
        One row. A field may go over several lines.

    Raises
    ------
    SourceError
        If the file is missing or can't be read.
    """
    stream = _open(path)
    header = [name.strip() for name in _cut(stream.readline().rstrip("\r\n"))]
    pending, begin = "", 0
    for number, line in enumerate(stream, start=2):
        if pending and (_BEGINS.match(line) or number - begin > _MOST_LINES):
            yield _row(begin, header, pending)  # the row before was never closed
            pending = ""
        if not pending and not line.strip():
            continue
        begin = begin if pending else number
        pending += line
        row = pending.rstrip("\r\n")
        if not row.startswith('"') or (row.endswith('"') and len(_cut(row)) >= len(header)):
            yield _row(begin, header, pending)
            pending = ""
    if pending.strip():
        yield _row(begin, header, pending)


def read_commas(path: Path) -> Iterator[TableRow]:
    """Yield the rows of a file parted by commas, as RFC 4180 has it.

    Parameters
    ----------
    path
        The file; its first row names the columns.

    Yields
    ------
    TableRow
        One row.

    Raises
    ------
    SourceError
        If the file is missing or can't be read.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(_open(path, newline=""))
    header = [name.strip() for name in next(reader, [])]
    begin = reader.line_num + 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield _named(begin, header, fields)
            begin = reader.line_num + 1
    except csv.Error as error:  # a field without end
        raise SourceError(
            f"{path.name} の {begin} 行目: CSV として読めません（{error}）。引用符が閉じているか確かめてください。",
            code="source-damaged",
        ) from error


def _row(line: int, header: list[str], raw: str) -> TableRow:
    row = raw.rstrip("\r\n")
    fields = _cut(row)
    if len(fields) != len(header):
        fields = _standard(row, ";")  # not every field is quoted
    return _named(line, header, fields)


def _named(line: int, header: list[str], fields: list[str]) -> TableRow:
    if len(fields) != len(header):
        return TableRow(line, None, f"列の数が見出しと合いません（見出し {len(header)}、この行 {len(fields)}）。")
    return TableRow(line, dict(zip(header, fields, strict=True)))


def _cut(row: str) -> list[str]:
    if row.startswith('"') and row.endswith('"') and len(row) > 1:
        return [field.replace('""', '"') for field in row[1:-1].split('";"')]
    return _standard(row, ";")


def _standard(row: str, delimiter: str) -> list[str]:
    """Cut one row as RFC 4180 has it; a lone carriage return in it is a line break like any other."""
    return next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter), [])


def _open(path: Path, *, newline: str = "\n") -> io.StringIO:
    return io.StringIO(_decode(_read(path)), newline=newline)


def _decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or Windows-1252 where it is neither: old releases of NIH's are."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)  # a head may end inside a character
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read(path: Path, n_bytes: int = -1) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(n_bytes)
    except FileNotFoundError as error:
        raise SourceError(f"{path}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{path}: ファイルを読めません（{error.strerror}）。読取り権限を確かめてください。",
            code="source-unreadable",
        ) from error
