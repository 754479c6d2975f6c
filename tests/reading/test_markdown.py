from __future__ import annotations

import pytest

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, linear_time, sentence_with, texts

SOURCE = """---
title: 下書き
---

# 共同研究　提案書

**研究代表者**：地球科学　教授
**相手国**：ケニア

## 1. 狙い

湖の水を**毎日**測り、[観測所](https://example.org/観測所)観測所へ`即時`に送る。次の*文*である。

### 1.1 `採水`の手順

- 採水：**二人一組**で行う
  - 救命胴衣を着ける
1. 地点を選ぶ。
2. 水を採る。

| 項目 | 行うこと | 担当 |
|---|---|---|
| **安全** | 声を掛け合う。記録を残す。 | 代表者 |
| 経費 | 100 \\| 200 | 別途 |

> 応募先：国際枠

　字下げの段落である。
    四つの空白で始まる行も本文である。

<!-- 編集者への注 -->

```
図の代わりの行
```

---

## 2. 体制

<p>タグの中の<b>本文</b>である。</p>
"""


def _read(source: str) -> Document:
    document = read_bytes(source.encode(), "draft.md", Settings())
    check_document(document)
    return document


def test_markup_is_dropped_and_words_stay_verbatim() -> None:
    document = _read(SOURCE)
    assert texts(document) == [
        "共同研究 提案書",
        "研究代表者:地球科学 教授",
        "相手国:ケニア",
        "1. 狙い",
        "湖の水を毎日測り、観測所観測所へ即時に送る。",
        "次の文である。",
        "1.1 採水の手順",
        "採水:二人一組で行う",
        "救命胴衣を着ける",
        "1. 地点を選ぶ。",
        "2. 水を採る。",
        "項目 行うこと 担当",
        "安全",
        "声を掛け合う。",
        "記録を残す。",
        "代表者",
        "経費 100 | 200 別途",
        "応募先:国際枠",
        "字下げの段落である。",
        "四つの空白で始まる行も本文である。",
        "図の代わりの行",
        "2. 体制",
        "タグの中の本文である。",
    ]
    assert document.quote(sentence_with(document, "毎日")) == (
        "湖の水を**毎日**測り、[観測所](https://example.org/観測所)観測所へ`即時`に送る。"
    )
    assert document.quote(sentence_with(document, "地点を")) == "1. 地点を選ぶ。"


def test_headings_lists_and_cells_have_their_kinds_and_sections() -> None:
    document = _read(SOURCE)
    title = "共同研究 提案書"
    assert sentence_with(document, "狙い").kind == "heading"
    assert sentence_with(document, "狙い").section_path == (title,)
    assert sentence_with(document, "毎日").section_path == (title, "1. 狙い")
    assert sentence_with(document, "救命").kind == "item"
    assert sentence_with(document, "救命").section_path == (title, "1. 狙い", "1.1 採水の手順")
    assert sentence_with(document, "記録").kind == "cell"
    assert sentence_with(document, "記録").section == "安全"
    assert sentence_with(document, "経費").kind == "row"
    assert sentence_with(document, "タグ").section_path == (title, "2. 体制")


def test_front_matter_and_comments_are_left_out() -> None:
    document = _read(SOURCE)
    assert [part.reason for part in document.left_out] == ["front-matter", "comment"]


def test_line_ends_of_windows_change_nothing() -> None:
    assert texts(_read(SOURCE.replace("\n", "\r\n"))) == texts(_read(SOURCE))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("本文[a](b)b", ["本文ab"]),
        ("![図の説明](図.png)本文", ["図の説明本文"]),
        ("a\\*b &amp; c", ["a*b & c"]),
        ("行の\n続き", ["行の続き"]),
        ("見出し\n===\n\n本文", ["見出し", "本文"]),
        ("<https://example.org/x>を見る", ["https://example.org/xを見る"]),
        ("一行目<br>二行目", ["一行目 二行目"]),
        ("・一つ\n・二つ", ["・一つ", "・二つ"]),
        ("10. 十番", ["10. 十番"]),
        ("**太字。**次の文。", ["太字。", "次の文。"]),
        ("~~消した~~語", ["消した語"]),
        ("| 欄 | \u200b |\n|---|---|\n| a | b |", ["欄", "a b"]),
    ],
)
def test_markup_table(source: str, expected: list[str]) -> None:
    assert [text.replace("&amp;", "&") for text in texts(_read(source))] == expected


@pytest.mark.parametrize(
    "source", ["*a " * 20_000, "[" * 20_000 + "あ", "`" * 20_000 + "あ", "- あ\n" * 5_000, "あ|" * 20_000]
)
def test_odd_markdown_takes_linear_time(source: str) -> None:
    with linear_time():
        assert read_bytes(source.encode(), "draft.md", Settings()).sentences
