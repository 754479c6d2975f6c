from __future__ import annotations

import io

import pptx
from pptx.util import Emu, Inches

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, sentence_with, texts


def _read(presentation: pptx.presentation.Presentation) -> Document:
    stream = io.BytesIO()
    presentation.save(stream)
    document = read_bytes(stream.getvalue(), "draft.pptx", Settings())
    check_document(document)
    return document


def _slide(presentation: pptx.presentation.Presentation, title: str, body: str = "") -> pptx.slide.Slide:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = body
    return slide


def _box(slide: pptx.slide.Slide, text: str, left: float, top: float) -> None:
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(1)).text_frame.text = text


def test_slides_are_pages_and_titles_are_headings() -> None:
    presentation = pptx.Presentation()
    _slide(presentation, "研究の目的", "湖の濁りを調べる。\n毎月、採水する")
    _slide(presentation, "実施の体制", "代表者が全体をまとめる。")
    document = _read(presentation)
    assert document.n_pages == 2
    assert [(sentence.kind, sentence.page) for sentence in document.sentences] == [
        ("heading", 1),
        ("item", 1),
        ("item", 1),
        ("heading", 2),
        ("item", 2),
    ]
    assert sentence_with(document, "代表者").section_path == ("実施の体制",)
    assert sentence_with(document, "採水").place.paragraph == 3


def test_shapes_are_read_as_they_stand_on_the_slide_and_groups_together() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    _box(slide, "下の左である。", 1, 5)
    _box(slide, "上の右である。", 6, 1.05)
    _box(slide, "上の左である。", 1, 1)
    group = slide.shapes.add_group_shape()
    group.left, group.top = Inches(1), Inches(3)
    for text, top in (("組の下である。", 4), ("組の上である。", 3)):
        group.shapes.add_textbox(Inches(1), Inches(top), Inches(2), Emu(10)).text_frame.text = text
    assert texts(_read(presentation)) == [
        "上の左である。",
        "上の右である。",
        "組の上である。",
        "組の下である。",
        "下の左である。",
    ]


def test_tables_on_slides_give_rows_with_merged_cells_once() -> None:
    presentation = pptx.Presentation()
    slide = _slide(presentation, "予算")
    table = slide.shapes.add_table(2, 3, Inches(1), Inches(3), Inches(6), Inches(2)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    for (row, column), text in {(0, 0): "項目", (0, 2): "額", (1, 0): "旅費", (1, 1): "現地", (1, 2): "100"}.items():
        table.cell(row, column).text = text
    document = _read(presentation)
    assert texts(document) == ["予算", "項目 額", "旅費 現地 100"]
    assert sentence_with(document, "旅費").place.cell == "1!A2:C2"


def test_notes_follow_all_slides_under_their_slides_title() -> None:
    presentation = pptx.Presentation()
    _slide(presentation, "目的", "湖を調べる。").notes_slide.notes_text_frame.text = "ここで間を取る。"
    _slide(presentation, "体制", "代表者がまとめる。")
    document = _read(presentation)
    assert texts(document)[-1] == "ここで間を取る。"
    note = sentence_with(document, "間を取る")
    assert (note.page, note.section) == (1, "目的")


def test_hidden_slides_are_left_out_and_reported() -> None:
    presentation = pptx.Presentation()
    _slide(presentation, "目的", "湖を調べる。")
    _slide(presentation, "予備", "見せない文。")._element.set("show", "0")
    document = _read(presentation)
    assert "見せない文。" not in texts(document)
    assert {document.text[item.start : item.end] for item in document.left_out} == {"予備", "見せない文。"}
    (note,) = document.warnings
    assert (note.code, note.page) == ("hidden-slides", 2)
