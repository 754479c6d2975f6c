from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, docx_bytes, sentence_with, texts


def _read(package: docx.document.Document) -> Document:
    document = read_bytes(docx_bytes(package), "draft.docx", Settings())
    check_document(document)
    return document


def _bold(package: docx.document.Document, text: str) -> None:
    package.add_paragraph().add_run(text).bold = True


def test_styles_numbers_and_bold_lines_make_headings() -> None:
    package = docx.Document()
    package.add_heading("共同研究　提案書", 0)
    package.add_paragraph("課題名：湖の観測")
    package.add_heading("１．背景", 1)
    package.add_paragraph("　湖は濁る。国内に同じ湖はない。")
    package.add_heading("現地の声", 2)
    package.add_paragraph("漁業者は困っている。")
    _bold(package, "太字の見出し")
    package.add_paragraph("太字の下の文。")
    package.add_heading("２．方法", 1)
    package.add_paragraph("(1) 採水")
    package.add_paragraph("毎日採る。")
    package.add_paragraph("一つ目の項目", style="List Bullet")
    document = _read(package)
    title = "共同研究 提案書"
    assert sentence_with(document, "国内に").section_path == (title, "1.背景")
    assert sentence_with(document, "漁業者").section_path == (title, "1.背景", "現地の声")
    assert sentence_with(document, "太字の下").section == "太字の見出し"
    assert sentence_with(document, "毎日").section_path == (title, "2.方法", "(1) 採水")
    assert [sentence_with(document, words).kind for words in ("課題名", "現地の声", "(1)", "一つ目")] == [
        "item",
        "heading",
        "heading",
        "item",
    ]


def test_a_base_style_and_an_outline_level_make_headings() -> None:
    package = docx.Document()
    style = package.styles.add_style("様式の見出し", 1)
    style.base_style = package.styles["Heading 2"]
    package.add_paragraph("派生した見出し", style="様式の見出し")
    paragraph = package.add_paragraph("概要の水準を持つ段落")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    package.add_paragraph("本文である。")
    document = _read(package)
    assert sentence_with(document, "本文").section_path == ("派生した見出し", "概要の水準を持つ段落")


def test_tables_give_rows_and_cells_once() -> None:
    package = docx.Document()
    package.add_paragraph("前の文。")
    table = package.add_table(rows=4, cols=3)
    for row, values in enumerate(
        [("項目", "行うこと", "担当"), ("安全", "声を掛け合う。", "代表者"), ("経費", "100", "200")]
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(2, 2).merge(table.cell(3, 2)).text = "縦に結合"
    table.cell(3, 0).merge(table.cell(3, 1)).text = "横に結合"
    package.add_paragraph("後の文。")
    document = _read(package)
    assert texts(document) == [
        "前の文。",
        "項目 行うこと 担当",
        "安全",
        "声を掛け合う。",
        "代表者",
        "経費 100 縦に結合",
        "横に結合",
        "後の文。",
    ]
    assert document.text.startswith("前の文。\n項目\t行うこと\t担当\n安全\t声を掛け合う。\t代表者\n")
    assert sentence_with(document, "声を").section == "安全"


def test_a_frame_of_one_cell_is_read_as_paragraphs() -> None:
    package = docx.Document()
    package.add_paragraph("１．目的")
    package.add_paragraph("目的の文。")
    cell = package.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "２．方法"
    cell.add_paragraph("枠の中の文。次の文。")
    document = _read(package)
    assert sentence_with(document, "枠の中").section == "2.方法"
    assert sentence_with(document, "枠の中").kind == "paragraph"


def test_nested_tables_and_paragraphs_of_cells_are_read() -> None:
    package = docx.Document()
    table = package.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "体制"
    table.cell(0, 1).text = "運営会議を置く。"
    table.cell(0, 1).add_paragraph("年に二度開く。")
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内の左", "内の右"
    document = _read(package)
    assert texts(document) == ["体制", "運営会議を置く。", "年に二度開く。", "内の左 内の右"]
    assert sentence_with(document, "年に二度").section == "体制"


def test_only_what_is_displayed_is_text() -> None:
    package = docx.Document()
    paragraph = package.add_paragraph("本文")
    for xml in (
        "<w:ins {0}><w:r><w:t>に加えた語</w:t></w:r></w:ins>",
        "<w:del {0}><w:r><w:delText>消した語</w:delText></w:r></w:del>",
        "<w:r {0}><w:rPr><w:vanish/></w:rPr><w:t>隠した語</w:t></w:r>",
        "<w:r {0}><w:instrText>PAGE</w:instrText></w:r>",
        "<w:r {0}><w:ruby><w:rt><w:r><w:t>よみ</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "<w:hyperlink {0}><w:r><w:t>とリンク</w:t></w:r></w:hyperlink>",
        "<w:sdt {0}><w:sdtContent><w:r><w:t>と欄。</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    package.sections[0].header.paragraphs[0].text = "ヘッダー"
    document = _read(package)
    assert texts(document) == ["本文に加えた語漢字とリンクと欄。"]


def test_text_boxes_are_read_once_after_their_anchor() -> None:
    package = docx.Document()
    paragraph = package.add_paragraph("錨の段落。")
    box = "<w:txbxContent><w:p><w:r><w:t>箱の中の文。</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert texts(_read(package)) == ["錨の段落。", "箱の中の文。"]


def test_block_content_controls_and_contents_lists() -> None:
    package = docx.Document()
    package.styles.add_style("toc 1", 1)
    package.add_paragraph("１．背景\t3", style="toc 1")
    content = "<w:sdtContent><w:p><w:r><w:t>欄の中の段落。</w:t></w:r></w:p></w:sdtContent>"
    package.element.body.insert(1, parse_xml(f"<w:sdt {nsdecls('w')}>{content}</w:sdt>"))
    document = _read(package)
    assert texts(document) == ["欄の中の段落。"]
    assert [(document.text[part.start : part.end], part.reason) for part in document.left_out] == [
        ("１．背景\t3", "table-of-contents")
    ]


def test_footnotes_follow_at_the_end() -> None:
    package = docx.Document()
    package.add_paragraph("本文である。")
    with zipfile.ZipFile(io.BytesIO(docx_bytes(package))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>区切り</w:t></w:r></w:p>'
        '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>脚注の文。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    ).encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    document = read_bytes(stream.getvalue(), "draft.docx", Settings())
    check_document(document)
    assert texts(document) == ["本文である。", "脚注の文。"]


def test_a_numbered_line_with_a_tab_is_no_row() -> None:
    package = docx.Document()
    package.add_paragraph("１．\t背景")
    package.add_paragraph("本文である。")
    document = _read(package)
    assert [(sentence.kind, document.normalized_quote(sentence)) for sentence in document.sentences] == [
        ("heading", "1. 背景"),
        ("paragraph", "本文である。"),
    ]
