from __future__ import annotations

import pytest

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, linear_time, sentence_with, texts


def _read(body: str, encoding: str = "utf-8", head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}<title>題</title></head><body>{body}</body></html>"
    document = read_bytes(page.encode(encoding), "draft.html", Settings())
    check_document(document)
    return document


def test_headings_lists_and_paragraphs_keep_their_structure() -> None:
    document = _read(
        "<h1>研究計画</h1><h2>目的</h2><p>湖を<b>調べる</b>。<br>毎月続ける。</p>"
        "<ol><li>採水する。<li>測る。<ul><li>窒素</ul></ol><h2>体制</h2><div>代表者がまとめる。</div>"
    )
    assert [(sentence.kind, document.normalized_quote(sentence)) for sentence in document.sentences] == [
        ("heading", "研究計画"),
        ("heading", "目的"),
        ("paragraph", "湖を調べる。"),
        ("paragraph", "毎月続ける。"),
        ("item", "1. 採水する。"),
        ("item", "2. 測る。"),
        ("item", "窒素"),
        ("heading", "体制"),
        ("paragraph", "代表者がまとめる。"),
    ]
    assert sentence_with(document, "代表者").section_path == ("研究計画", "体制")


def test_scripts_styles_ruby_deletions_and_hidden_parts_are_no_text_and_navigation_is_kept_apart() -> None:
    document = _read(
        "<script>alert('悪')</script><style>p{}</style><nav><a href=/>案内</a></nav>"
        "<p hidden>隠す。</p><p style='display: none'>隠す。</p>"
        "<p><del>消す。</del><ruby>漢字<rt>かんじ</rt></ruby>を書く。"
        "<!-- 注 --></p><noscript>動かない。</noscript>"
    )
    assert texts(document) == ["漢字を書く。"]
    assert [(document.text[item.start : item.end], item.reason) for item in document.left_out] == [
        ("案内", "navigation")
    ]


def test_lines_that_the_source_wraps_are_joined_as_their_script_asks() -> None:
    document = _read("<p>湖の水を\n   調べる。\n We measure\n nitrogen.</p>")
    assert document.text.strip() == "湖の水を調べる。 We measure nitrogen."


def test_data_tables_give_rows_and_layout_tables_paragraphs() -> None:
    document = _read(
        "<table><tr><th colspan=2>項目<th>額"
        "<tr><td rowspan=2>安全<td>講習<td>全員が受ける。<tr><td>記録<td>毎月残す。</table>"
        "<table><tr><td><h2>体制</h2><p>代表者がまとめる。</p></td><td>横の欄。</td></tr></table>"
    )
    assert texts(document) == [
        "項目 額",
        "安全",
        "講習",
        "全員が受ける。",
        "記録",
        "毎月残す。",
        "体制",
        "代表者がまとめる。",
        "横の欄。",
    ]
    assert sentence_with(document, "全員").place.cell == "1!C2"
    assert sentence_with(document, "毎月残す").place.cell == "1!C3"
    assert sentence_with(document, "毎月残す").section == "記録"
    assert sentence_with(document, "代表者").section == "体制"


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp", "utf-8"])
def test_pages_are_decoded_as_they_say_themselves(encoding: str) -> None:
    label = {"cp932": "Shift_JIS"}.get(encoding, encoding)
    document = _read(
        "<p>①湖の濁りを調べる。</p>" * (encoding != "euc-jp") + "<p>湖。</p>", encoding, f"<meta charset={label}>"
    )
    assert texts(document)[-1] == "湖。"


def test_a_page_that_says_of_itself_what_is_not_so_is_decoded_by_its_bytes() -> None:
    document = _read("<p>湖の濁りの原因を明らかにする。</p>" * 3, "cp932", "<meta charset=utf-8>")
    assert texts(document)[0] == "湖の濁りの原因を明らかにする。"


@pytest.mark.parametrize(
    "body", ["<div>" * 50_000 + "深い文。", "<b>" * 20_000 + "深い文。", "<table><tr><td>" * 2_000 + "深い文。"]
)
def test_deep_pages_are_read_in_linear_time(body: str) -> None:
    with linear_time():
        assert texts(_read(body)) == ["深い文。"]
