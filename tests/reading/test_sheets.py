from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from stitext.reading.files import read_bytes, read_form
from stitext.reading.tables import cut_records, sniff_delimiter
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, linear_time, sentence_with, texts, xlsx_bytes, zip_bytes


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


def _saved(workbook: openpyxl.Workbook) -> Document:
    stream = io.BytesIO()
    workbook.save(stream)
    return _read(stream.getvalue(), "form.xlsx")


def _form() -> openpyxl.Workbook:
    """Make a form as offices draw them: names and answers in merged cells."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "様式1"
    sheet["A1"], sheet["C1"], sheet["F1"], sheet["H1"] = "課題名", "湖の観測", "代表者", "山田"
    sheet["A2"] = "研究の概要"
    sheet["A3"] = "湖の濁りの原因を明らかにする。毎月、採水する。"
    sheet["A4"], sheet["C4"] = "安全", "全員が講習を受ける。"
    sheet["C5"] = "毎月、記録を残す。"
    for merged in ("A1:B1", "C1:E1", "F1:G1", "H1:J1", "A2:J2", "A3:J3", "A4:B5", "C4:J4", "C5:J5"):
        sheet.merge_cells(merged)
    return workbook


def test_a_form_gives_each_answer_under_its_name() -> None:
    document = _saved(_form())
    assert texts(document) == [
        "様式1",
        "課題名 湖の観測",
        "代表者 山田",
        "研究の概要",
        "湖の濁りの原因を明らかにする。",
        "毎月、採水する。",
        "安全",
        "全員が講習を受ける。",
        "毎月、記録を残す。",
    ]
    assert sentence_with(document, "濁り").section == "研究の概要"
    assert sentence_with(document, "講習").section == "安全"
    assert sentence_with(document, "記録").section == "安全"


def test_places_name_the_cell_with_its_sheet() -> None:
    workbook = _form()
    sheet = workbook.create_sheet("予算 (1)")
    sheet["B2"], sheet["C2"] = "旅費", 100
    document = _saved(workbook)
    assert sentence_with(document, "講習").place.cell == "様式1!C4"
    assert sentence_with(document, "課題名").place.cell == "様式1!A1:C1"
    assert sentence_with(document, "旅費").place.cell == "'予算 (1)'!B2:C2"
    assert sentence_with(document, "様式1").place is None


def test_a_table_on_a_form_keeps_its_rows_whole() -> None:
    workbook = _form()
    sheet = workbook["様式1"]
    rows = [("年度", "項目", "担当", "備考"), ("2026年度", "旅費", "山田", "三回"), ("2027年度", "消耗品", "佐藤", "")]
    for row, values in enumerate(rows, 7):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    document = _saved(workbook)
    assert texts(document)[-3:] == ["年度 項目 担当 備考", "2026年度 旅費 山田 三回", "2027年度 消耗品 佐藤"]


def test_a_value_repeated_in_all_that_a_merged_cell_covers_is_read_once() -> None:
    data = xlsx_bytes({"表": [["安全", "安全", "額"], ["講習", "一回", 1]]})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    )
    assert texts(_read(zip_bytes(parts), "表.xlsx")) == ["表", "安全 額", "講習 一回 1"]


def test_hidden_rows_columns_and_sheets_are_left_out_and_reported() -> None:
    workbook = _form()
    sheet = workbook["様式1"]
    sheet["A8"], sheet["K1"] = "隠した行", "隠した列"
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["K"].hidden = True
    hidden = workbook.create_sheet("選択肢")
    hidden["A1"], hidden.sheet_state = "隠したシート", "hidden"
    document = _saved(workbook)
    assert not [text for text in texts(document) if "隠した" in text]
    assert {document.text[item.start : item.end] for item in document.left_out if item.reason == "hidden"} == {
        "隠した行",
        "隠した列",
        "選択肢",
        "隠したシート",
    }
    (note,) = document.warnings
    assert note.code == "hidden-cells"
    assert "選択肢" in note.message
    assert "2 個" in note.message


def test_text_in_drawn_shapes_is_read_at_its_cell() -> None:
    data = xlsx_bytes({"図": [["題"]]})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        b'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    parts["xl/drawings/drawing1.xml"] = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col>'
        "<xdr:row>4</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>図形の</a:t></a:r><a:r><a:t>文。</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()
    document = _read(zip_bytes(parts), "図.xlsx")
    assert texts(document) == ["図", "題", "図形の文。"]
    assert sentence_with(document, "図形").place.cell == "図!B5"


def test_an_empty_excel_form_takes_its_own_words_away(tmp_path: Path) -> None:
    empty = _form()
    for cell in ("C1", "H1", "A3", "C4", "C5"):
        empty["様式1"][cell] = None
    empty.save(tmp_path / "form.xlsx")
    stream = io.BytesIO()
    _form().save(stream)
    form = read_form(tmp_path / "form.xlsx", Settings())
    document = read_bytes(stream.getvalue(), "draft.xlsx", Settings(), form=form)
    check_document(document)
    assert texts(document) == [
        "湖の観測",
        "山田",
        "湖の濁りの原因を明らかにする。",
        "毎月、採水する。",
        "全員が講習を受ける。",
        "毎月、記録を残す。",
    ]
    assert sentence_with(document, "山田").section_path == ("様式1", "代表者")


def test_formulas_without_results_are_warned_of() -> None:
    document = _read(xlsx_bytes({"表": [["合計", "=1+1"], ["本文", "派遣する"]]}), "表.xlsx")
    assert texts(document) == ["表", "合計", "本文 派遣する"]
    (note,) = document.warnings
    assert note.code == "formula-without-value"
    assert "1 個" in note.message
