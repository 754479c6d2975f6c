from __future__ import annotations

import pytest

from stitext.reading.headings import can_head, is_bare_heading, is_bullet, is_label, look_at
from stitext.reading.plain import read_plain

LOOKS = [
    ("第1章 はじめに", "第1章"),
    ("第一章　総論", "第1章"),
    ("第２節　方法", "第1節"),
    ("第１ 趣旨", "第1"),
    ("Ⅰ　目的", "Ⅰ"),
    ("IV. 方法", "Ⅰ"),
    ("一、趣旨", "一"),
    ("十二　日程", "一"),
    ("１．背景", "1."),
    ("12. 経費", "1."),
    ("１　目的", "1"),
    ("8 人材の育成", "1"),
    ("2.1 検出器の建設", "1.1"),
    ("２－１　絶縁膜", "1.1"),
    ("1.2.3 細目", "1.1.1"),
    ("(1) 採水", "(1)"),
    ("（１）採水", "(1)"),
    ("①　採水", "①"),
    ("ア　対象", "ア"),
    ("（ア）学習会", "(ア)"),
    ("(a) 回路", "(a)"),
    ("Ａ　触媒の設計", "Ａ"),
    ("■ １　構想", "■"),
    ("○　方針", "○"),
    ("【目的】", "【】"),
    ("＜背景＞", "＜＞"),
    ("・二人一組で動く", "・"),
    ("- 二人一組で動く", "・"),
]
NO_LOOKS = [
    "3.5倍に増えた",
    "2020年に始めた",
    "3 年目に始める",
    "12 か月続ける",
    "本研究では",
    "はじめに",
    "― 日伯の共同 ―",
    "",
]


@pytest.mark.parametrize(("line", "style"), LOOKS)
def test_look_at_table(line: str, style: str) -> None:
    look = look_at(line)
    assert look is not None
    assert look.style == style
    assert is_bullet(look) == (style == "・")


@pytest.mark.parametrize("line", NO_LOOKS)
def test_lines_without_number_or_mark_have_no_look(line: str) -> None:
    assert look_at(line) is None


@pytest.mark.parametrize(
    "line", ["課題名　：湖の観測", "研究代表者：教授", "【期間】３年間", "相手国・機関：ケニア", "Title: Lakes"]
)
def test_form_fields_are_labels(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize("line", ["本研究は、湖を観測する：以下同じ。", "背景：", "【目的】", "時刻は午後である"])
def test_other_lines_are_no_labels(line: str) -> None:
    assert not is_label(line)


def test_only_short_lines_without_a_stop_can_head() -> None:
    assert can_head("1. 研究の背景")
    assert not can_head("1. 研究項目に加えた。")
    assert not can_head("湖を" * 30)
    assert is_bare_heading("はじめに")
    assert not is_bare_heading("はじめに述べる")


KINDS = [
    ("番号の後に本文が続けば見出し", "1. 背景\n本文である。\n2. 方法\n本文である。", ["heading", "paragraph"] * 2),
    (
        "番号の行が並べば項目",
        "題\n\n(1) 採水\n(2) 濾過\n(3) 分析\n本文である。",
        ["heading", *["item"] * 3, "paragraph"],
    ),
    ("括弧の番号でも本文が続けば見出し", "(1) 採水\n採る。\n(2) 分析\n測る。", ["heading", "paragraph"] * 2),
    ("句点のある番号の行は項目", "1. 背景\n\n1. これを加えた。\n2. これを除いた。", ["heading", "item", "item"]),
    ("欄は項目", "課題名：湖\n相手国：ケニア", ["item", "item"]),
    ("罫の表は行", "1. 計画\n年｜内容\n１｜採水\n２｜分析", ["heading", "row", "row", "row"]),
    ("空きの表は行", "1. 指標\n現状  中間  終了\n10  20  30", ["heading", "row", "row"]),
    ("一行だけの文は見出しにならない", "若手を派遣する計画", ["paragraph"]),
    ("隅付き括弧だけの行は見出し", "【目的】\n湖を守る。\n【方法】\n採水する。", ["heading", "paragraph"] * 2),
]


@pytest.mark.parametrize(("promise", "text", "kinds"), KINDS, ids=[promise for promise, _, _ in KINDS])
def test_kinds_of_lines_follow_their_neighbors(promise: str, text: str, kinds: list[str]) -> None:
    assert [block.kind for block in read_plain(text).blocks] == kinds, promise
