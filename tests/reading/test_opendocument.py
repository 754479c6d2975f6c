from __future__ import annotations

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, odt_bytes, sentence_with, texts

LIST = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="１, ２, ３, ..." style:num-suffix="．"/>'
    '<text:list-level-style-number text:level="2" style:num-format="ア, イ, ウ, ..." '
    'style:num-prefix="（" style:num-suffix="）"/>'
    '</text:list-style><text:list-style style:name="L2">'
    '<text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def _read(body: str, **parts: str) -> Document:
    document = read_bytes(odt_bytes(body, **parts), "draft.odt", Settings())
    check_document(document)
    return document


def test_headings_sections_and_line_breaks() -> None:
    document = _read(
        '<text:p text:style-name="Title">研究計画</text:p><text:h text:outline-level="1">目的</text:h>'
        "<text:p>湖を<text:s text:c='2'/>調べる。<text:line-break/>毎月<text:span>続ける</text:span>。</text:p>"
        '<text:section><text:h text:outline-level="2">背景</text:h><text:p>水は濁る。</text:p></text:section>',
        styles='<style:style style:name="Title" style:family="paragraph"/>',
    )
    assert sentence_with(document, "水は").section_path == ("研究計画", "目的", "背景")
    assert texts(document)[2:4] == ["湖を 調べる。", "毎月続ける。"]
    assert sentence_with(document, "水は").place.paragraph == 5


def test_numbers_of_lists_and_headings_are_written_out() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="第" '
        'style:num-suffix="章"/></text:outline-style>'
    )
    document = _read(
        '<text:h text:outline-level="1">目的</text:h><text:list text:style-name="L1">'
        "<text:list-item><text:p>採水する。</text:p><text:list><text:list-item><text:p>春の分。</text:p></text:list-item>"
        "<text:list-item><text:p>秋の分。</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>測る。</text:p></text:list-item></text:list>"
        '<text:list text:style-name="L2"><text:list-item><text:p>点の項目</text:p></text:list-item></text:list>'
        '<text:h text:outline-level="1">体制</text:h>',
        automatic=LIST,
        styles=outline,
    )
    assert document.text.split("\n")[:7] == [
        "第1章 目的",
        "１． 採水する。",
        "（ア） 春の分。",
        "（イ） 秋の分。",
        "２． 測る。",
        "点の項目",
        "第2章 体制",
    ]
    assert sentence_with(document, "点の").kind == "item"


def test_tables_with_merged_and_nested_cells() -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    inner = f"<table:table><table:table-row>{cell('内の左')}{cell('内の右')}</table:table-row></table:table>"
    document = _read(
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("項目", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("額")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("安全", 'table:number-rows-spanned="2"')
        + cell("講習")
        + f"<table:table-cell><text:p>全員が受ける。</text:p>{inner}</table:table-cell>"
        + "</table:table-row><table:table-row><table:covered-table-cell/>"
        + cell("毎月記録を残す。")
        + cell("")
        + "</table:table-row></table:table>"
    )
    assert texts(document) == ["項目 額", "安全", "講習", "全員が受ける。", "内の左 内の右", "毎月記録を残す。"]
    assert sentence_with(document, "全員").place.cell == "1!C2"
    assert sentence_with(document, "内の左").place.cell == "2!A1:B1"
    assert sentence_with(document, "毎月").section == "安全"


def test_deletions_annotations_ruby_and_indexes_are_no_text_and_notes_stand_apart() -> None:
    document = _read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>消した文。</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>目的 1</text:p></text:index-body></text:table-of-content>"
        '<text:h text:outline-level="1">目的</text:h><text:p>湖<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>脚注の文。</text:p></text:note-body></text:note>を"
        "<text:ruby><text:ruby-base>観測</text:ruby-base><text:ruby-text>かんそく</text:ruby-text></text:ruby>する。"
        "<office:annotation><text:p>直す。</text:p></office:annotation></text:p><text:p>後の文。</text:p>"
    )
    assert texts(document) == ["目的", "湖を観測する。", "後の文。", "脚注の文。"]
    assert sentence_with(document, "脚注").section is None
    assert [(document.text[item.start : item.end], item.reason) for item in document.left_out] == [
        ("目的 1", "table-of-contents"),
        ("直す。", "comment"),
    ]
    assert [note.code for note in document.warnings] == ["tracked-changes", "comments-left-out"]


def test_text_boxes_are_read_once_after_their_anchor() -> None:
    box = "<draw:frame><draw:text-box><text:p>箱の中の文。</text:p></draw:text-box></draw:frame>"
    assert texts(_read(f"<text:p>錨の段落。{box}</text:p>")) == ["錨の段落。", "箱の中の文。"]


def test_grey_text_is_taken_for_the_forms_own() -> None:
    grey = '<style:style style:name="P1"><style:text-properties fo:color="#808080"/></style:style>'
    document = _read(
        "<text:p>始めの文。</text:p><text:p text:style-name='P1'>全体像を描く欄。</text:p>", automatic=grey
    )
    assert texts(document) == ["始めの文。"]
    assert [item.reason for item in document.left_out] == ["instruction"]
