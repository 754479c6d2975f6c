"""What forms and drafts in Word hold beside plain paragraphs: numbers, changes, fields, the form's own words."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from stitext.errors import SourceError
from stitext.reading.files import read_bytes, read_form
from stitext.records import Document, Place
from stitext.settings import Settings
from tests.reading.cases import check_document, docx_bytes, sentence_with, texts, zip_bytes

SETTINGS = Settings()


def _read(package: docx.document.Document) -> Document:
    document = read_bytes(docx_bytes(package), "draft.docx", SETTINGS)
    check_document(document)
    return document


def _numbering(package: docx.document.Document, levels: str, *, overrides: str = "") -> None:
    """Put a list of the id 77 into the document, and one of the id 78 that counts on, or anew where it overrides."""
    root = package.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    root.insert(0, abstract)
    for num_id, inner in ((77, ""), (78, overrides)):
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="77"/>{inner}</w:num>'))


def _level(number: int, style: str, text: str, *, more: str = "") -> str:
    shown = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{shown}{more}</w:lvl>'


def _listed(
    package: docx.document.Document, text: str, level: int = 0, num_id: int = 77, *, bold: bool = False
) -> None:
    paragraph = package.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')
    )


def test_numbers_that_word_counts_are_written_out_on_all_levels() -> None:
    package = docx.Document()
    levels = (
        _level(0, "japaneseCounting", "第%1章")
        + _level(1, "decimalFullWidth", "%2．")
        + _level(2, "aiueoFullWidth", "（%3）", more='<w:suff w:val="nothing"/>')
    )
    _numbering(package, levels)
    for text, level in [
        ("目的", 0),
        ("背景", 1),
        ("甲の話", 2),
        ("乙の話", 2),
        ("方法", 1),
        ("体制", 0),
        ("代表者", 1),
    ]:
        _listed(package, text, level)
        package.add_paragraph("本文がある。")
    document = _read(package)
    assert [text for text in texts(document) if text != "本文がある。"] == [
        "第一章 目的",
        "1. 背景",
        "(ア)甲の話",
        "(イ)乙の話",
        "2. 方法",
        "第二章 体制",
        "1. 代表者",
    ]
    assert document.text.startswith("第一章 目的\n")


def test_lists_of_one_kind_count_on_unless_one_begins_anew() -> None:
    package = docx.Document()
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    _numbering(package, _level(0, "decimalEnclosedCircle", "%1"), overrides=anew)
    for text, num_id in [("甲", 77), ("乙", 77), ("丙", 78), ("丁", 78)]:
        _listed(package, text, num_id=num_id)
    document = _read(package)
    assert [document.quote(sentence) for sentence in document.sentences] == ["① 甲", "② 乙", "① 丙", "② 丁"]


def test_a_number_of_several_levels_shows_all_of_them() -> None:
    package = docx.Document()
    _numbering(package, _level(0, "upperRoman", "%1.") + _level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    for text, level in [("目的", 0), ("背景", 1), ("経緯", 1)]:
        _listed(package, text, level)
        package.add_paragraph("本文がある。")
    assert [text for text in texts(_read(package)) if text != "本文がある。"] == ["I. 目的", "1.1 背景", "1.2 経緯"]


def test_a_bold_numbered_line_is_a_heading_and_its_plain_neighbors_are_items() -> None:
    package = docx.Document()
    _numbering(package, _level(0, "decimal", "(%1)"))
    _listed(package, "研究の内容", bold=True)
    package.add_paragraph("湖の水を採って、毎月の変化を調べる。")
    _listed(package, "研究の体制", bold=True)
    package.add_paragraph("代表者が全体をまとめる。")
    document = _read(package)
    assert sentence_with(document, "代表者").section == "(2) 研究の体制"
    assert sentence_with(document, "湖の水").section == "(1) 研究の内容"


def test_bold_says_nothing_where_most_of_the_text_is_bold() -> None:
    package = docx.Document()
    for text in ("全体が太字の文がある。", "短い太字の行", "見出しではない文が続いている。", "次の行", "終わりの行"):
        package.add_paragraph().add_run(text).bold = True
    assert "heading" not in [sentence.kind for sentence in _read(package).sentences]


def test_a_bold_caption_heads_no_section() -> None:
    package = docx.Document()
    package.add_heading("予算", 1)
    package.add_paragraph("旅費が多い。")
    package.add_paragraph().add_run("表１　年次計画").bold = True
    package.add_paragraph("残りは消耗品である。")
    assert sentence_with(_read(package), "消耗品").section == "予算"


def test_a_larger_line_is_a_heading_by_its_look() -> None:
    package = docx.Document()
    package.add_paragraph("はじめの段落がある。")
    package.add_paragraph().add_run("実施の体制").font.size = Pt(16)
    package.add_paragraph("代表者が全体をまとめ、分担者が現地で採水を担当する。")
    document = _read(package)
    assert sentence_with(document, "代表者").section == "実施の体制"


def test_tracked_changes_are_read_as_accepted_and_warned_of() -> None:
    package = docx.Document()
    first = package.add_paragraph("前の")
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="9" w:author="a"/></w:rPr>'))
    second = package.add_paragraph("段落。")
    second._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>加えた文。</w:t></w:r></w:ins>'))
    second._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>消した文。</w:delText></w:r></w:del>')
    )
    table = package.add_table(rows=2, cols=2)
    for row, words in enumerate(("残る", "消える")):
        table.cell(row, 0).text = words
        table.cell(row, 1).text = "行"
    row_properties = parse_xml(f'<w:trPr {nsdecls("w")}><w:del w:id="3" w:author="a"/></w:trPr>')
    table.rows[1]._tr.insert(0, row_properties)
    document = _read(package)
    assert texts(document) == ["前の段落。", "加えた文。", "残る 行"]
    (note,) = document.warnings
    assert note.code == "tracked-changes"
    assert "2 か所" in note.message
    assert "消した" not in document.text


def test_comments_and_headers_are_kept_apart_from_the_text() -> None:
    package = docx.Document()
    package.add_paragraph("本文である。")
    package.add_comment(package.paragraphs[0].runs, text="ここを直す。", author="a")
    package.sections[0].header.paragraphs[0].text = "様式第1号"
    package.sections[0].footer.paragraphs[0].text = "- 3 -"
    document = _read(package)
    assert texts(document) == ["本文である。"]
    assert [(document.text[item.start : item.end], item.reason) for item in document.left_out] == [
        ("様式第1号", "running-title"),
        ("- 3 -", "page-number"),
        ("ここを直す。", "comment"),
    ]
    assert [note.code for note in document.warnings] == ["comments-left-out"]


def test_of_fields_the_result_is_read_and_form_fields_show_their_state() -> None:
    package = docx.Document()
    paragraph = package.add_paragraph("応募は")
    for xml in (
        '<w:r {0}><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r {0}><w:instrText>REF x</w:instrText></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r {0}><w:t>内側の結果</w:t></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r {0}><w:fldChar w:fldCharType="separate"/></w:r>',
        "<w:r {0}><w:t>様式1</w:t></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r {0}><w:t>で、</w:t></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r {0}><w:t>共同、</w:t></w:r>",
        '<w:r {0}><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
        "<w:r {0}><w:t>単独、</w:t></w:r>",
        '<w:r {0}><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="英国"/>'
        '<w:listEntry w:val="ケニア"/></w:ddList></w:ffData></w:fldChar></w:r>',
        '<w:r {0}><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r {0}><w:t>。</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    package.add_paragraph("開いたままの")._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"/></w:r>')
    )
    package.add_paragraph("次の段落は失われない。")
    document = _read(package)
    assert document.text.split("\n")[:3] == [
        "応募は様式1で、☑共同、□単独、ケニア。",
        "開いたままの",
        "次の段落は失われない。",
    ]


def test_places_lead_back_to_paragraph_and_cell() -> None:
    package = docx.Document()
    package.add_paragraph("前の文。もう一つの文。")
    table = package.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "項目"
    table.cell(0, 2).text = "額"
    table.cell(1, 0).text = "安全"
    table.cell(1, 1).text = "声を掛け合う。"
    table.cell(1, 2).text = "代表者"
    frame = package.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "枠の中の文。"
    package.add_paragraph("後の文。")
    document = _read(package)
    assert sentence_with(document, "もう一つ").place == Place(paragraph=1)
    assert sentence_with(document, "項目 額").place.cell == "1!A1:C1"
    assert sentence_with(document, "声を").place.cell == "1!B2"
    assert sentence_with(document, "枠の中").place.cell == "2!A1"
    body = list(package.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"))
    for words in ("前の文", "声を", "枠の中", "後の文"):
        paragraph = body[sentence_with(document, words).place.paragraph - 1]
        assert words in "".join(paragraph.itertext())


def test_rows_beside_a_cell_merged_downward_stand_under_it() -> None:
    package = docx.Document()
    table = package.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "安全管理"
    table.cell(0, 1).text = "講習を全員が受ける。"
    table.cell(1, 1).text = "記録を残す。"
    document = _read(package)
    assert sentence_with(document, "講習").section == "安全管理"
    assert sentence_with(document, "記録").section == "安全管理"


def _form(answer: str = "", remark: str = "") -> docx.document.Document:
    package = docx.Document()
    package.add_heading("研究計画書", 0)
    package.add_heading("１．研究の目的", 1)
    package.add_paragraph("目的と背景が分かるように書く欄である。")
    if answer:
        package.add_paragraph(answer)
    package.add_paragraph("研究の期間：" + ("三年間とする。" if answer else ""))
    table = package.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "研究課題名"
    table.cell(0, 1).text = "湖の観測" if answer else ""
    table.cell(1, 0).text = "安全への配慮"
    table.cell(1, 1).text = remark
    return package


def test_with_the_empty_form_only_the_answers_are_the_applicants(tmp_path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(docx_bytes(_form()))
    form = read_form(path, SETTINGS)
    filled = docx_bytes(_form("湖の濁りの原因を明らかにする。", "全員が講習を受ける。"))
    document = read_bytes(filled, "draft.docx", SETTINGS, form=form)
    check_document(document)
    assert texts(document) == ["湖の濁りの原因を明らかにする。", "三年間とする。", "湖の観測", "全員が講習を受ける。"]
    assert [sentence.section for sentence in document.sentences] == [
        "1.研究の目的",
        "研究の期間",
        "研究課題名",
        "安全への配慮",
    ]
    out = {document.text[item.start : item.end] for item in document.left_out if item.reason == "template"}
    assert out == {
        "研究計画書",
        "１．研究の目的",
        "目的と背景が分かるように書く欄である。",
        "研究の期間：",
        "研究課題名",
        "安全への配慮",
    }


def test_an_empty_form_that_was_not_filled_in_is_blank_and_another_form_is_said(tmp_path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(docx_bytes(_form()))
    form = read_form(path, SETTINGS)
    with pytest.raises(SourceError) as caught:
        read_bytes(path.read_bytes(), "draft.docx", SETTINGS, form=form)
    assert caught.value.code == "source-blank"
    other = docx.Document()
    other.add_paragraph("何も同じではない。")
    document = read_bytes(docx_bytes(other), "draft.docx", SETTINGS, form=form)
    assert [note.code for note in document.warnings] == ["template-unmatched"]
    assert texts(document) == ["何も同じではない。"]


INSTRUCTIONS = [
    "※具体的に記入してください。",
    "研究の目的を簡潔に記載してください。",
    "（500字以内）",
    "※ 該当する項目を選択すること。",
    "（行が足りない場合は適宜追加し、2ページ以内で記述すること。）",
    "400字程度で記入すること。",
    "【記入例】",
    "本欄には記入しないでください。",
]
ANSWERS = [
    "参加者に調査票を記入してもらう。",
    "観測の記録を提出する。",
    "詳しい日程は別に定める。",
    "結果は 2 ページ以内の要約にまとめて公開する。",
    "相手国の研究者と共同で論文を書く。",
    "安全管理を徹底すること。",
    "計画を（年に二度）見直す。",
]


@pytest.mark.parametrize("instruction", INSTRUCTIONS)
def test_instructions_of_a_form_are_known_by_their_wording(instruction: str) -> None:
    package = docx.Document()
    package.add_paragraph(instruction)
    package.add_paragraph("湖の濁りの原因を明らかにする。")
    document = _read(package)
    assert texts(document) == ["湖の濁りの原因を明らかにする。"]
    assert {item.reason for item in document.left_out} == {"instruction"}
    assert [note.code for note in document.warnings] == ["instructions-left-out"]


@pytest.mark.parametrize("answer", ANSWERS)
def test_answers_are_not_taken_for_instructions(answer: str) -> None:
    package = docx.Document()
    package.add_paragraph(answer)
    document = _read(package)
    assert texts(document) == [answer.replace("（", "(").replace("）", ")")]
    assert not document.left_out


def test_instructions_are_known_by_their_look() -> None:
    package = docx.Document()
    package.add_paragraph("はじめの文である。")
    package.add_paragraph().add_run("計画の全体像を描く欄").font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    small = package.add_paragraph().add_run("背景にも触れる")
    small.italic, small.font.size = True, Pt(8)
    package.add_paragraph().add_run("例：現地の大学と協定を結ぶ").font.color.rgb = RGBColor(0, 0, 0xFF)
    package.add_paragraph().add_run("青字で書いた答えである。").font.color.rgb = RGBColor(0, 0, 0xFF)
    species = package.add_paragraph("試料は ")
    species.add_run("Oryza sativa").italic = True
    species.add_run(" の葉である。")
    document = _read(package)
    assert texts(document)[1:] == ["青字で書いた答えである。", "試料は Oryza sativa の葉である。"]
    assert [document.text[item.start : item.end] for item in document.left_out] == [
        "計画の全体像を描く欄",
        "背景にも触れる",
        "例：現地の大学と協定を結ぶ",
    ]


def test_content_controls_show_their_content_and_never_their_placeholder() -> None:
    package = docx.Document()
    paragraph = package.add_paragraph("課題名：")
    empty = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>ここに題を書く欄。</w:t></w:r></w:sdtContent>"
    full = "<w:sdtPr/><w:sdtContent><w:r><w:t>湖の観測である。</w:t></w:r></w:sdtContent>"
    for content in (full, empty):
        paragraph._p.append(parse_xml(f"<w:sdt {nsdecls('w')}>{content}</w:sdt>"))
    block = empty.replace("<w:r>", "<w:p><w:r>").replace("</w:r>", "</w:r></w:p>")
    package.element.body.insert(1, parse_xml(f"<w:sdt {nsdecls('w')}>{block}</w:sdt>"))
    document = _read(package)
    assert texts(document) == ["課題名:湖の観測である。"]
    assert [document.text[item.start : item.end] for item in document.left_out] == ["ここに題を書く欄。"] * 2


def test_a_contents_list_in_a_content_control_is_left_out() -> None:
    package = docx.Document()
    package.add_paragraph("本文である。")
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    content = "<w:sdtContent><w:p><w:r><w:t>目次の行</w:t></w:r></w:p></w:sdtContent>"
    package.element.body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}>{gallery}{content}</w:sdt>"))
    document = _read(package)
    assert texts(document) == ["本文である。"]
    assert [item.reason for item in document.left_out] == ["table-of-contents"]


def test_a_file_with_macros_is_read_and_its_macros_are_not() -> None:
    package = docx.Document()
    package.add_paragraph("本文である。")
    with zipfile.ZipFile(io.BytesIO(docx_bytes(package))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macro)
    parts["word/vbaProject.bin"] = b"Sub AutoOpen()"
    document = read_bytes(zip_bytes(parts), "draft.docm", SETTINGS)
    assert texts(document) == ["本文である。"]
    assert "AutoOpen" not in document.text
