from __future__ import annotations

import datetime

import pytest

from stitext.reading.files import read_bytes
from stitext.reading.tables import cut_records, sniff_delimiter
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, linear_time, sentence_with, texts, xlsx_bytes


def _read(data: bytes, name: str) -> Document:
    document = read_bytes(data, name, Settings())
    check_document(document)
    return document


def test_a_workbook_reads_sheet_by_sheet_under_their_names() -> None:
    rows = [
        ["項目", "本文", "額"],
        ["安全", "声を掛け合う。\n記録を残す。", 1.0],
        [None, None, None],
        ["経費", True, 2.5],
    ]
    document = _read(xlsx_bytes({"計画": rows, "空": [], "日程": [["初回", datetime.date(2026, 4, 1)]]}), "表.xlsx")
    assert texts(document) == [
        "計画",
        "項目 本文 額",
        "安全",
        "声を掛け合う。",
        "記録を残す。",
        "1",
        "経費 TRUE 2.5",
        "日程",
        "初回 2026-04-01",
    ]
    assert document.text.startswith("計画\n項目\t本文\t額\n安全\t声を掛け合う。\n記録を残す。\t1\n")
    assert sentence_with(document, "記録").section_path == ("計画", "安全")
    assert sentence_with(document, "初回").section_path == ("日程",)
    assert document.encoding is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_quotes_the_file_itself(encoding: str, delimiter: str) -> None:
    lines = [["番号", "本文"], ["1", '"声を掛け合う。""安全""と言う。"'], ["2", "予算"]]
    source = "\r\n".join(delimiter.join(line) for line in lines)
    document = _read(source.encode(encoding), "表.csv")
    assert document.text == source
    assert texts(document) == ["番号 本文", "1", "声を掛け合う。", '"安全"と言う。', "2 予算"]
    assert document.quote(sentence_with(document, "言う")) == '""安全""と言う。'


RECORDS = [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ('a,b\r\n"1,5","改\n行"\r\n', [["a", "b"], ["1,5", "改\n行"]]),
    ('a,b\n"say ""hi""",x', [["a", "b"], ['say "hi"', "x"]]),
    ('a,b\n5" tube,x\n', [["a", "b"], ['5" tube', "x"]]),
    ('a,b\n"open,x\n1,2\n', [["a", "b"], ['"open', "x"], ["1", "2"]]),
    ("a,b\n\n1,\n", [["a", "b"], ["1", ""]]),
    ("a\tb\n1\t2,3\n", [["a", "b"], ["1", "2,3"]]),
    ("text\nOne, two\nThree\n", [["text"], ["One, two"], ["Three"]]),
    ("番号;本文\n1;a,b\n2;c\n", [["番号", "本文"], ["1", "a,b"], ["2", "c"]]),
]


@pytest.mark.parametrize(("text", "expected"), RECORDS)
def test_records_table(text: str, expected: list[list[str]]) -> None:
    records = list(cut_records(text, sniff_delimiter(text)))
    assert [[field.value for field in record.fields] for record in records] == expected


def test_records_know_their_lines() -> None:
    records = list(cut_records('a,b\n"x\ny",1\n\nz,2\n', ","))
    assert [record.number for record in records] == [1, 2, 5]


@pytest.mark.parametrize("text", ['a,b\n"' + '""' * 50_000, "a,b\n" + '"x,' * 30_000, "a,b\n" + "," * 100_000 + "x"])
def test_odd_csv_takes_linear_time(text: str) -> None:
    with linear_time():
        assert list(cut_records(text, ","))


def test_formulas_without_results_are_warned_of() -> None:
    document = _read(xlsx_bytes({"表": [["合計", "=1+1"], ["本文", "派遣する"]]}), "表.xlsx")
    assert texts(document) == ["表", "合計", "本文 派遣する"]
    (note,) = document.warnings
    assert note.code == "formula-without-value"
    assert "1 個" in note.message
