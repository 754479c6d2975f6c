from __future__ import annotations

import json
from pathlib import Path

import pytest

from stitext.errors import SourceError, StitextError, UsageError
from stitext.reading.rows import Row, document_from_row, read_rows
from tests.reading.cases import check_document, xlsx_bytes

LINE = {"id": 7, "score": 0.5, "text": "若手を派遣する。帰国後も続く。", "tags": ["a", {"b": None}], "節": "5. 体制"}


def _write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _rows(path: Path, **columns: str | None) -> list[Row]:
    return list(read_rows(path, text_column=columns.get("text"), section_column=columns.get("section")))


def test_json_lines_keep_all_columns_with_types_and_order(tmp_path: Path) -> None:
    path = _write(tmp_path, "rows.jsonl", json.dumps(LINE, ensure_ascii=False) + "\r\n\n" + json.dumps(LINE) + "\n")
    first, second = _rows(path, section="節")
    assert first.columns == LINE
    assert list(first.columns) == list(LINE)
    assert (first.number, second.number) == (1, 2)
    assert (first.text, first.section) == (LINE["text"], "5. 体制")


@pytest.mark.parametrize("name", ["text", "本文", "テキスト", "sentence", "文"])
def test_the_only_column_named_as_text_is_taken(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path, "rows.csv", f"番号,{name}\n1,若手を派遣する。\n")
    (row,) = _rows(path)
    assert row.text == "若手を派遣する。"
    assert row.columns == {"番号": "1", name: "若手を派遣する。"}
    assert row.section is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_rows_in_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["番号", "本文", "備考"], ["1", f'"派遣し、{delimiter}続く。"', ""], ["2", "別の文。", "注"]]
    source = "".join(delimiter.join(line) + "\r\n" for line in lines)
    rows = _rows(_write(tmp_path, "rows.csv", source.encode(encoding)))
    assert [row.columns for row in rows] == [
        {"番号": "1", "本文": f"派遣し、{delimiter}続く。", "備考": ""},
        {"番号": "2", "本文": "別の文。", "備考": "注"},
    ]


def test_workbook_rows_come_from_the_first_sheet(tmp_path: Path) -> None:
    data = xlsx_bytes(
        {"一": [["番号", "本文", "節"], [1, "派遣する。", "体制"], [2, "続ける。"]], "二": [["本文"], ["別"]]}
    )
    rows = _rows(_write(tmp_path, "rows.xlsx", data), section="節")
    assert [row.columns for row in rows] == [
        {"番号": 1, "本文": "派遣する。", "節": "体制"},
        {"番号": 2, "本文": "続ける。", "節": None},
    ]
    assert [row.section for row in rows] == ["体制", None]


REFUSED: list[tuple[str, bytes | str, dict[str, str], type[StitextError], str, str]] = [
    ("rows.csv", "番号,内容\n1,x\n", {}, UsageError, "column-missing", "番号、内容"),
    ("rows.csv", "text,本文\n1,x\n", {}, UsageError, "column-missing", "text、本文"),
    ("rows.csv", "番号,本文\n1,x\n", {"text": "要旨"}, UsageError, "column-missing", "番号、本文"),
    ("rows.csv", "番号,本文\n1,x\n", {"section": "節"}, UsageError, "column-missing", "節"),
    ("rows.csv", "本文,本文\n1,x\n", {}, UsageError, "column-duplicate", "本文"),
    ("rows.csv", "番号,本文\n1,x,余り\n", {}, SourceError, "source-damaged", "2 行目"),
    ("rows.jsonl", '{"text": "a"}\n{"text": \n', {}, SourceError, "source-damaged", "2 行目"),
    ("rows.jsonl", '{"text": "a"}\n["text"]\n', {}, SourceError, "source-damaged", "2 行目"),
    ("rows.jsonl", '{"text": "a"}\n{"id": 1}\n', {"text": "text"}, UsageError, "column-missing", "2 行目"),
    ("rows.jsonl", '{"text": ["a"]}\n', {}, SourceError, "source-damaged", "1 行目"),
    ("rows.jsonl", "", {}, SourceError, "source-empty", "rows.jsonl"),
    ("rows.csv", b"a\0b\0c\0\xff\xff", {}, SourceError, "source-binary", "rows.csv"),
    ("rows.xlsx", b"no workbook", {}, SourceError, "source-damaged", "rows.xlsx"),
    ("rows.txt", "本文", {}, SourceError, "source-unsupported", ".jsonl"),
]


@pytest.mark.parametrize(("name", "data", "columns", "error", "code", "words"), REFUSED)
def test_broken_tables_are_refused_by_cause_and_place(
    tmp_path: Path,
    name: str,
    data: bytes | str,
    columns: dict[str, str],
    error: type[StitextError],
    code: str,
    words: str,
) -> None:
    path = _write(tmp_path, name, data)
    with pytest.raises(error) as caught:
        _rows(path, **columns)
    assert caught.value.code == code
    assert words in caught.value.message


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        _rows(tmp_path / "none.csv")
    assert caught.value.code == "source-missing"
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(SourceError) as caught:
        _rows(tmp_path / "d.csv")
    assert caught.value.code == "source-is-folder"


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = _write(tmp_path, "rows.jsonl", '{"text": "a"}\nbroken\n')
    rows = read_rows(path, text_column=None, section_column=None)
    assert next(rows).text == "a"
    with pytest.raises(SourceError):
        next(rows)


def test_a_row_is_exactly_one_sentence() -> None:
    text = "  １．若手を派遣する。\r\n帰国後も 続く。 "
    document = document_from_row(Row(number=3, columns={"text": text}, text=text, section="５．体制"), "rows.csv:3")
    check_document(document)
    (sentence,) = document.sentences
    assert document.text == text
    assert document.quote(sentence) == text.strip()
    assert document.normalized_quote(sentence) == "1.若手を派遣する。帰国後も 続く。"
    assert (sentence.section, sentence.section_path) == ("5.体制", ("5.体制",))
    assert (document.name, document.format) == ("rows.csv:3", "row")


def test_a_blank_row_is_refused_with_its_number() -> None:
    with pytest.raises(SourceError) as caught:
        document_from_row(Row(number=3, columns={"text": " "}, text=" "), "rows.csv")
    assert caught.value.code == "source-blank"
    assert "3 行目" in caught.value.message
