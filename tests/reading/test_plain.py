from __future__ import annotations

from pathlib import Path

import pytest

from stitext.reading.files import read_file, read_text
from stitext.settings import Settings
from tests.reading.cases import DRAFT, check_document, linear_time, sentence_with, texts

DATA = Path(__file__).parents[1] / "data" / "reading"
SETTINGS = Settings()


def test_a_hard_wrapped_text_reads_as_its_sentences() -> None:
    document = read_file(DATA / "wrapped.txt", SETTINGS)
    check_document(document)
    assert texts(document) == [
        "国際共同研究計画書",
        "研究課題名:高地の湖における水質の観測と漁業者への知らせ方に関する国際共同研究",
        "相手国:ペルー共和国(プーノ州)",
        "1 研究の目的",
        "湖の水は年ごとに濁りを増し,網にかかる魚の数は二十年のあいだに半分になった.",
        "本研究は,濁りが広がる前の水を毎日測り,漁に出る日を選ぶための知らせを届けることを目的とする.",
        "測定の誤差は1.5%以内に収める.",
        "次に濁る年に備えることにもつながる.",
        "2 人材の育成",
        "若手研究者6名を選び,当研究所で半年の研修を行う.",
        "修了した者のうち三名は湖畔の観測所の常勤となることを先方と約している.",
        "3 評価の指標",
        "現状 中間 終了時",
        "知らせの早さ(日) 0 3 7",
        "漁に出ない日 12 8 5",
        "中間の値に届かない場合は,運営会議が観測点を見直す.",
        "4 経費",
        "観測機器が半分を占める.",
    ]


def test_page_numbers_and_running_titles_are_left_out_with_their_reason() -> None:
    document = read_file(DATA / "wrapped.txt", SETTINGS)
    assert [(document.text[part.start : part.end], part.reason) for part in document.left_out] == [
        ("様式３（国際共同研究計画書）", "running-title"),
        ("- 1 -", "page-number"),
        ("様式３（国際共同研究計画書）", "running-title"),
        ("- 2 -", "page-number"),
        ("様式３（国際共同研究計画書）", "running-title"),
        ("- 3 -", "page-number"),
    ]


def test_a_sentence_over_a_page_break_is_quoted_with_what_stands_between() -> None:
    document = read_file(DATA / "wrapped.txt", SETTINGS)
    sentence = sentence_with(document, "常勤")
    assert document.quote(sentence).startswith("修了した者のうち\n- 1 -\n様式３")
    assert document.normalized_quote(sentence).startswith("修了した者のうち三名は")


def test_sections_follow_the_numbering() -> None:
    document = read_text(DRAFT, "draft", SETTINGS)
    check_document(document)
    title = "国際共同研究 提案書"
    assert sentence_with(document, "濁って").section_path == (title, "1.背景")
    assert sentence_with(document, "12地点").section_path == (title, "2.方法", "(1) 採水")
    assert sentence_with(document, "リン").section == "(2) 分析"
    heading = sentence_with(document, "(2) 分析")
    assert (heading.kind, heading.section) == ("heading", "2.方法")
    assert sentence_with(document, title).section is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Ⅰ　方法\n１　採水\n採る。\nⅡ　結果\n得た。", ("II 結果",)),
        ("第1 計画\n1　目的\n目的文。\n2　内容\n(1) 訓練\n訓練文。\n得た。", ("第1 計画", "2 内容", "(1) 訓練")),
        ("第1章 序\n1.1 背景\n文。\n1.2 目的\n得た。", ("第1章 序", "1.2 目的")),
        ("■ 1 構想\n(1) 推定\n推定文。\n■ 2 体制\n得た。", ("■ 2 体制",)),
        ("1. 方法\n【採水】\n採る。\n【分析】\n測る。\n2. 結果\n得た。", ("2. 結果",)),
        ("はじめに\n前置き。\n結論\n得た。", ("結論",)),
    ],
)
def test_section_stack_table(text: str, path: tuple[str, ...]) -> None:
    document = read_text(text, "draft", SETTINGS)
    assert sentence_with(document, "得た").section_path == path


def test_line_ends_of_windows_are_kept_and_change_nothing() -> None:
    unix = read_text(DRAFT, "draft", SETTINGS)
    windows = read_text(DRAFT.replace("\n", "\r\n"), "draft", SETTINGS)
    check_document(windows)
    assert windows.text == DRAFT.replace("\n", "\r\n")
    assert texts(windows) == texts(unix)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("若手を派遣する", ["若手を派遣する"]),
        ("ＦＵＬＬ　ＷＩＤＴＨ　１２３", ["FULL WIDTH 123"]),
        ("ﾜｶﾃｦ ﾊｹﾝｽﾙ｡ ﾂｷﾞﾆ ｽｽﾑ｡", ["ワカテヲ ハケンスル。", "ツギニ ススム。"]),
        ("國際共同硏究を行ふ。", ["國際共同硏究を行ふ。"]),
        ("We send students abroad. They return.", ["We send students abroad.", "They return."]),
        (
            "Our partners run the station, and we\nanalyze the samples that they collect\n"
            "during the wet season. We share data\nwith everyone who asks for it.",
            [
                "Our partners run the station, and we analyze the samples that they collect during the wet season.",
                "We share data with everyone who asks for it.",
            ],
        ),
    ],
)
def test_plain_strings_table(text: str, expected: list[str]) -> None:
    document = read_text(text, "text", SETTINGS)
    check_document(document)
    assert texts(document) == expected


def test_a_row_with_a_sentence_becomes_cells_under_its_name() -> None:
    text = "1. 安全\n項目｜行うこと｜担当\n採水｜二人一組で行う。声を掛け合う。｜代表者\n経費｜100｜200"
    document = read_text(text, "draft", SETTINGS)
    check_document(document)
    assert [(sentence.kind, document.normalized_quote(sentence)) for sentence in document.sentences] == [
        ("heading", "1. 安全"),
        ("row", "項目 行うこと 担当"),
        ("cell", "採水"),
        ("cell", "二人一組で行う。"),
        ("cell", "声を掛け合う。"),
        ("cell", "代表者"),
        ("row", "経費 100 200"),
    ]
    assert sentence_with(document, "声を").section_path == ("1. 安全", "採水")
    assert sentence_with(document, "採水").section_path == ("1. 安全",)


def test_contents_and_rules_are_left_out() -> None:
    document = read_text(
        "目次\n１．背景 ……… 1\n２．方法 ・・・・・ 3\n────────\n１．背景\n本文である。", "draft", SETTINGS
    )
    assert [part.reason for part in document.left_out] == ["table-of-contents", "table-of-contents", "ruled-line"]
    assert texts(document)[-2:] == ["1.背景", "本文である。"]


@pytest.mark.parametrize(
    "text",
    [
        "送る。\n\u0301次の文。",
        "送る。\u0301次の文。",
        "㈱。㈱。",
        "あ" * 1999 + "㈱" * 3,
        "\ufdfa" * 300,
        "a｜\u200b｜b",
        "国 際 科 学\u200b 。",
        "一\u2028二\x85三\x1e四",
        "\ufeff題\u200b\n本文。",
    ],
)
def test_odd_characters_break_no_promise(text: str) -> None:
    check_document(read_text(text, "odd", SETTINGS))


TITLES = [
    ("ことばを受け継ぐ場\n―教室と家庭から―\n\n一　趣旨\n文である。", ["ことばを受け継ぐ場"]),
    ("提案書\n相手国：ケニア\n\n1. 背景\n文である。", ["提案書"]),
    ("若手を派遣する\n帰国後も続ける\n報告を求める", []),
]


@pytest.mark.parametrize(("text", "titles"), TITLES)
def test_the_title_is_the_first_line_over_a_blank_or_a_field(text: str, titles: list[str]) -> None:
    document = read_text(text, "draft", SETTINGS)
    first = document.sentences[0]
    assert [document.quote(first)] * (first.kind == "heading") == titles
    assert sentence_with(document, document.quote(document.sentences[-1])).section_path[:1] == tuple(titles)


@pytest.mark.parametrize(
    ("text", "is_heading"),
    [
        ("1. 背景\n背景の文。\n\n現地の声\n漁業者は困っている。", True),
        ("1. 背景\n背景の文。\n\n現地の声\n\n漁業者は困っている。", False),
        ("題\n\n現地の声\n\n漁業者は困っている。", True),
        ("背景の文。\n現地の声\n漁業者は困っている。", False),
    ],
)
def test_a_short_line_standing_apart_heads_the_text_right_under_it(text: str, *, is_heading: bool) -> None:
    document = read_text(text, "draft", SETTINGS)
    assert (sentence_with(document, "現地の声").kind == "heading") == is_heading
    assert (sentence_with(document, "漁業者").section == "現地の声") == is_heading


@pytest.mark.parametrize(
    "text", [DRAFT * 2_000, "これは文である。" * 50_000, "短い\n" * 30_000, "（" * 300_000, "あ" + "\n" * 300_000]
)
def test_large_texts_are_read_in_linear_time(text: str) -> None:
    with linear_time():
        assert read_text(text, "large", SETTINGS).sentences
