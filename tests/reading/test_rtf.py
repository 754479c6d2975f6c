from __future__ import annotations

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, rtf_bytes, sentence_with, texts


def _read(data: bytes) -> Document:
    document = read_bytes(data, "draft.rtf", Settings())
    check_document(document)
    return document


def test_paragraphs_numbers_and_tables_of_rtf_are_read() -> None:
    body = (
        "研究計画\\par １．目的\\par 湖を調べる。毎月続ける。\\par "
        "{\\listtext\\pard\\plain 1.\\tab}採水する。\\par {\\listtext\\pard \\u61623\\'3f\\tab}点の項目\\par "
        "\\trowd\\cellx1000\\cellx2000\\intbl 項目\\cell 額\\cell\\row "
        "\\intbl 旅費\\cell 100\\cell\\row\\pard 後の文。\\par"
    )
    document = _read(rtf_bytes(body))
    assert texts(document) == [
        "研究計画",
        "1.目的",
        "湖を調べる。",
        "毎月続ける。",
        "1. 採水する。",
        "点の項目",
        "項目 額",
        "旅費 100",
        "後の文。",
    ]
    assert sentence_with(document, "旅費").place.cell == "1!A2:B2"
    assert sentence_with(document, "点の").kind == "item"


def test_escaped_and_raw_letters_give_the_same_text() -> None:
    escaped = _read(rtf_bytes("湖の濁りを調べる。\\par"))
    raw = _read("{\\rtf1\\ansi\\ansicpg932 湖の濁りを調べる。\\par}".encode("cp932"))
    unicode = _read(b"{\\rtf1\\ansi\\uc1 \\u28246?\\u12398?\\u28609?\\u12426?\\par}")
    assert texts(escaped) == texts(raw) == ["湖の濁りを調べる。"]
    assert texts(unicode) == ["湖の濁り"]


def test_headings_by_style_and_bold_and_numbers_of_lists() -> None:
    styles = "{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}}"
    body = styles + "\\pard\\s1 研究の計画\\par \\pard 始めの文。\\par {\\b 実施の体制}\\par 代表者がまとめる。\\par"
    document = _read(rtf_bytes(body))
    assert sentence_with(document, "代表者").section_path == ("研究の計画", "実施の体制")


def test_only_what_is_displayed_is_text_and_notes_headers_and_comments_stand_apart() -> None:
    body = (
        "{\\header 様式第1号\\par}{\\info{\\title 題}}本文{\\v 隠した語}{\\deleted 消した語}である。"
        "{\\footnote 脚注の文。}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt リンク}}を見る。"
        "{\\*\\annotation 直す。}{\\pict 0011aabb}{\\object{\\*\\objdata 00ff}}{\\*\\unknown 知らない}\\par"
    )
    document = _read(rtf_bytes(body))
    assert texts(document) == ["本文である。", "リンクを見る。", "脚注の文。"]
    assert [(document.text[item.start : item.end], item.reason) for item in document.left_out] == [
        ("様式第1号", "running-title"),
        ("直す。", "comment"),
    ]


def test_nested_tables_frames_and_merged_cells_of_rtf() -> None:
    nested = (
        "\\pard\\intbl\\itap2 内の左\\nestcell 内の右\\nestcell{\\*\\nesttableprops\\trowd\\cellx1\\cellx2\\nestrow}"
    )
    body = (
        "\\trowd\\cellx1\\pard\\intbl １．目的\\par 枠の中の文。\\cell\\row "
        f"\\trowd\\cellx1\\cellx2\\pard\\intbl 体制\\cell 会議を置く。\\par {nested}\\pard\\intbl\\cell\\row "
        "\\trowd\\clvmrg\\cellx1\\cellx2\\cellx3"
        "\\pard\\intbl 重なり\\cell 費目\\cell 額\\cell\\row \\pard 後の文。\\par"
    )
    document = _read(rtf_bytes(body))
    assert texts(document) == ["1.目的", "枠の中の文。", "体制", "会議を置く。", "内の左 内の右", "費目 額", "後の文。"]
    assert sentence_with(document, "枠の中").section == "1.目的"


def test_letters_that_come_in_halves_and_in_other_code_pages_are_put_together() -> None:
    fonts = b"{\\fonttbl{\\f1\\fcharset134 SimSun;}}"
    body = b"\\u-10179?\\u-8704?{\\f1 \\'d6\\'d0}\\'83e\\par"
    document = _read(b"{\\rtf1\\ansi\\ansicpg932\\uc1 " + fonts + body + b"}")
    assert texts(document) == ["\U0001f600中テ"]
