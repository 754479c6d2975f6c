"""Rows: a table with one text per row goes in, its rows come out, every column kept as it was.

A row's text is one sentence as it stands; it is not split. Whole files as documents are read by ``files``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import JsonValue

from stitext.errors import SourceError, UsageError
from stitext.reading.blocks import Piece
from stitext.reading.decoding import decode
from stitext.reading.normalization import normalize_pieces
from stitext.reading.sheets import cell_text, read_sheets
from stitext.reading.tables import cut_lines, cut_records, sniff_delimiter
from stitext.records import Document, Record, Sentence

ROW_SUFFIXES = (".jsonl", ".csv", ".xlsx")
TEXT_COLUMNS = ("text", "本文", "テキスト", "sentence", "文")


class Row(Record):
    """One row of a table.

    Attributes
    ----------
    number
        Its number among the rows that are not empty, from 1; the header does not count.
    columns
        All its columns, in their order and with their types.
    text
        The text to read.
    section
        The heading under which the text stands.
    """

    number: int
    columns: dict[str, JsonValue]
    text: str
    section: str | None = None


def read_rows(path: Path, *, text_column: str | None = None, section_column: str | None = None) -> Iterator[Row]:
    """Yield the rows of a table.

    Parameters
    ----------
    path
        A .jsonl, .csv or .xlsx file; of a workbook the first sheet, and of both the first row as header.
    text_column
        The column with the text; None for the only one named as ``TEXT_COLUMNS`` has it.
    section_column
        The column with the heading of the text; None where there is none.

    Yields
    ------
    Row
        One row.

    Raises
    ------
    UsageError
        If a named column is missing, or no column or more than one may hold the text (``column-missing``), or two
        columns have one name (``column-duplicate``).
    SourceError
        If the file is missing, of another format, or damaged; the message names the line.
    """
    if path.suffix.lower() not in ROW_SUFFIXES:
        raise SourceError(
            f"{path.name}: 表として読める形式ではありません。読める形式: {' '.join(ROW_SUFFIXES)}",
            code="source-unsupported",
        )
    for number, (where, columns) in enumerate(_read_columns(path), start=1):
        text_name = _text_column(columns, where) if text_column is None else text_column
        for name in (text_name, section_column):
            if name is not None and name not in columns:
                raise UsageError(
                    f"{where}: 列「{name}」がありません。列: {'、'.join(columns) or 'なし'}", code="column-missing"
                )
        yield Row(
            number=number,
            columns=columns,
            text=_value(columns, text_name, where),
            section=None if section_column is None else _value(columns, section_column, where).strip() or None,
        )


def document_from_row(row: Row, name: str) -> Document:
    """Make a document of exactly one sentence from a row.

    Parameters
    ----------
    row
        A row whose text is not blank.
    name
        A name for the document.

    Returns
    -------
    Document
        The document, of format ``row``.

    Raises
    ------
    SourceError
        If the row's text is blank (``source-blank``).
    """
    normalized, spans = normalize_pieces(row.text, [cut_lines(row.text, 0)])
    start, end = spans[0]
    if start == end:
        raise SourceError(f"{name}: {row.number} 行目の本文が空です。本文の列を確かめてください。", code="source-blank")
    source_start, source_end = normalized.source_span(start, end)
    section = None if row.section is None else normalize_pieces(row.section, [[Piece(0, len(row.section))]])[0].text
    sentence = Sentence(
        sentence_id="s0001",
        start=source_start,
        end=source_end,
        normalized_start=start,
        normalized_end=end,
        kind="paragraph",
        block=0,
        section=section or None,
        section_path=(section,) if section else (),
    )
    return Document(
        name=name,
        format="row",
        encoding=None,
        sha256=hashlib.sha256(row.text.encode(errors="surrogatepass")).hexdigest(),
        n_pages=None,
        text=row.text,
        normalized=normalized,
        sentences=(sentence,),
    )


def _read_columns(path: Path) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """Yield where each row stands, for messages, and its columns."""
    suffix = path.suffix.lower()
    data = _read_bytes(path)
    if suffix == ".xlsx":
        yield from _sheet_columns(data, path.name)
        return
    text = decode(data, path.name).text
    yield from _json_columns(text, path.name) if suffix == ".jsonl" else _csv_columns(text, path.name)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path}: フォルダーです。ファイルを指定してください。", code="source-is-folder")
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


def _json_columns(text: str, name: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    # Only a line feed ends a line of JSON Lines; other line breaks may stand inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name} の {number} 行目"
        try:
            columns = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                f"{where}: JSON として読めません（{error}）。その行を直してください。", code="source-damaged"
            ) from error
        if not isinstance(columns, dict):
            raise SourceError(
                f"{where}: JSON のオブジェクト {{…}} ではありません。1 行に 1 件のオブジェクトを書いてください。",
                code="source-damaged",
            )
        yield where, columns


def _csv_columns(text: str, name: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    header: list[str] | None = None
    for record in cut_records(text, sniff_delimiter(text)):
        values = [field.value for field in record.fields]
        where = f"{name} の {record.number} 行目"
        if header is None:
            header = _header(values, name)
        else:
            yield where, _columns(header, values, where, missing="")


def _sheet_columns(data: bytes, name: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    for sheet, rows in read_sheets(data, name):
        header = _header([cell_text(value) for value in rows[0]], name)
        for number, values in enumerate(rows[1:], start=1):
            where = f"{name} のシート「{sheet}」の {number} 件目"
            yield where, _columns(header, values, where, missing=None)
        return


def _header(names: Sequence[str], source: str) -> list[str]:
    header = [name.strip() or f"列{index}" for index, name in enumerate(names, start=1)]
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise UsageError(
            f"{source}: 同じ名前の列があります: {'、'.join(doubled)}。列名を分けてください。", code="column-duplicate"
        )
    return header


def _columns(
    header: Sequence[str], values: Sequence[JsonValue], where: str, *, missing: JsonValue
) -> dict[str, JsonValue]:
    if any(value not in (None, "") for value in values[len(header) :]):
        raise SourceError(
            f"{where}: 列が見出しより多くあります（{len(values)} 列、見出しは {len(header)} 列）。"
            '区切り文字を含む値は " で囲んでください。',
            code="source-damaged",
        )
    padded = [*values[: len(header)], *[missing] * (len(header) - len(values))]
    return dict(zip(header, padded, strict=True))


def _text_column(columns: dict[str, JsonValue], where: str) -> str:
    found = [name for name in columns if name.strip().lower() in TEXT_COLUMNS]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        f"{where}: 本文の列が{'決まりません' if found else '見つかりません'}。列名を指定してください。"
        f"列: {'、'.join(columns) or 'なし'}",
        code="column-missing",
    )


def _value(columns: dict[str, JsonValue], name: str, where: str) -> str:
    value = columns[name]
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, int, float)):
        return cell_text(value)
    raise SourceError(
        f"{where}: 列「{name}」が文字ではありません。文字列の列を指定してください。", code="source-damaged"
    )
