from __future__ import annotations

import random
import sys
import unicodedata

import pytest

from stitext.reading import normalization
from stitext.reading.blocks import Piece
from stitext.reading.files import read_text
from stitext.reading.normalization import normalize_line, normalize_pieces
from stitext.settings import Settings
from tests.reading.cases import check_document, linear_time, texts

SPACED_OUT = [
    ("国 際 科 学", "国際科学"),
    ("研　究　計　画", "研究計画"),
    ("１ 研 究 の 目 的", "1 研究の目的"),
    ("８ 人 材 の 育 成", "8 人材の育成"),
    ("１ ０ 先 行 す る 研 究", "10 先行する研究"),
    ("１ ２ 経 費", "12 経費"),
    ("第 １ 章 は じ め に", "第1章はじめに"),
    ("第 ２ 趣 旨", "第2 趣旨"),
    ("３ ． 提 案 の 要 旨", "3.提案の要旨"),
    ("国 際 共 同 研 究　終 了 報 告 書", "国際共同研究 終了報告書"),
    ("研 究 提 案 書（ 感 染 症 分 野 ）", "研究提案書(感染症分野)"),
    ("【期　間】５年", "【期間】5年"),
    ("期　間：２年", "期間:2年"),
    ("相　　手　　国：モンゴル国", "相手国:モンゴル国"),
    ("Ⅵ　人 材", "VI 人材"),
]
LEFT_ALONE = [
    ("This is a pen", "This is a pen"),
    ("A B C testing", "A B C testing"),
    ("樹脂への担持 ○ ○", "樹脂への担持 ○ ○"),
    ("山田 太郎", "山田 太郎"),
    ("林 誠 教授", "林 誠 教授"),
    ("現状  中間  終了時", "現状 中間 終了時"),
    ("0 7 14", "0 7 14"),
]
CHARACTERS = [
    ("ｶﾞｷﾞｸﾞ", "ガギグ"),
    ("ﾊﾟｰﾄﾅｰ", "パートナー"),
    ("㈱①Ⅲ㎞", "(株)1IIIkm"),
    ("か\u3099", "が"),
    ("ＡＢＣ１２３", "ABC123"),
    ("17～30℃", "17~30°C"),
    ("波〜線ー長音−負号", "波〜線ー長音−負号"),
    ("研\u200b究\u00ad者\ufeff", "研究者"),
    ("葛\U000e0100城", "葛城"),
    ("a\u200b \u200bb", "a b"),
    ("1.  背景", "1. 背景"),
]


@pytest.mark.parametrize(("source", "expected"), SPACED_OUT + LEFT_ALONE + CHARACTERS)
def test_normalize_line_table(source: str, expected: str) -> None:
    assert normalize_line(source) == expected


LINES = [
    (("国際共", "同研究"), "国際共同研究"),
    (("電圧は500V/", "cmである"), "電圧は500V/cmである"),
    (("1,260検", "体を使う"), "1,260検体を使う"),
    (("幅は2", "16枚"), "幅は216枚"),
    (("joint research", "programme"), "joint research programme"),
    (("相手は University of", "Nairobi である"), "相手は University of Nairobi である"),
    (("long-", "term plan"), "long-term plan"),
    (("coopera\u00ad", "tion"), "cooperation"),
    (("試料を採る", "。"), "試料を採る。"),
]


@pytest.mark.parametrize(("lines", "expected"), LINES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r\n　"])
def test_lines_join_as_their_script_asks(lines: tuple[str, str], expected: str, line_end: str) -> None:
    source = line_end.join(lines)
    second = len(source) - len(lines[1])
    pieces = [Piece(0, len(lines[0])), Piece(second, len(source))]
    normalized, spans = normalize_pieces(source, [pieces])
    assert normalized.text == expected
    assert spans == [(0, len(expected))]
    assert normalized.source_span(0, len(expected)) == (0, len(source))


ALPHABET = [
    *"研究のカガabz1. ()「」、。",
    *"ｶﾞﾊﾟ㈱①Ⅲ㎞ﬁ…′",
    "\u3099",
    "\u309a",
    "\u0301",
    "\u0316",
    "\u200b",
    "\u00ad",
    "\u3000",
    "\t",
    "각",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\ufdfa",
    "神",
    "Å",
]


@pytest.mark.parametrize("seed", range(300))
def test_each_normalized_character_maps_into_the_characters_it_came_from(seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311
    source = "".join(generator.choice(ALPHABET) for _ in range(generator.randrange(1, 40)))
    middle = generator.randrange(len(source) + 1)
    blocks = [[Piece(0, middle)], [Piece(middle, len(source))]]
    normalized, spans = normalize_pieces(source, blocks)
    previous = 0
    for (start, end), ((first, last, _),) in zip(spans, blocks, strict=True):
        block_end = first
        for offset in range(start, end):
            source_start, source_end = normalized.source_span(offset, offset + 1)
            assert first <= source_start < source_end <= last
            assert previous <= source_start
            previous = source_start
            character = normalized.text[offset]
            if character != " ":
                origin = unicodedata.normalize(
                    "NFKC", normalization._INVISIBLE_CHARACTER.sub("", source[source_start:source_end])
                )
                whole_start, whole_end = normalized.source_span(offset, end)
                assert character in origin or character in unicodedata.normalize("NFKC", source[whole_start:whole_end])
            block_end = source_end
        # Only blanks and invisible characters may lie outside what was mapped.
        if end > start:
            assert not normalization._INVISIBLE_CHARACTER.sub("", source[block_end:last]).strip()


@pytest.mark.parametrize("seed", range(200))
def test_text_is_nfkc_apart_from_blanks(seed: int) -> None:
    generator = random.Random(1000 + seed)  # noqa: S311
    alphabet = [c for c in ALPHABET if normalization._INVISIBLE_CHARACTER.match(c) is None]
    source = "".join(generator.choice(alphabet) for _ in range(generator.randrange(1, 40)))
    normalized, _ = normalize_pieces(source, [[Piece(0, len(source))]])
    assert "".join(normalized.text.split()) == "".join(unicodedata.normalize("NFKC", source).split())


def test_a_character_that_expands_maps_all_its_parts_to_itself() -> None:
    normalized, _ = normalize_pieces("前㈱後", [[Piece(0, 3)]])
    assert normalized.text == "前(株)後"
    assert [normalized.source_span(n, n + 1) for n in range(5)] == [(0, 1), (1, 2), (1, 2), (1, 2), (2, 3)]


def test_characters_that_compose_map_to_all_of_them() -> None:
    normalized, _ = normalize_pieces("ｶﾞス", [[Piece(0, 3)]])
    assert normalized.text == "ガス"
    assert normalized.source_span(0, 1) == (0, 2)
    assert normalized.source_span(1, 2) == (2, 3)


def test_a_gap_after_a_character_is_not_part_of_it() -> None:
    source = "**太字**の後"
    normalized, _ = normalize_pieces(source, [[Piece(2, 4), Piece(6, 8, "")]])
    assert normalized.text == "太字の後"
    assert normalized.source_span(0, 2) == (2, 4)
    assert normalized.source_span(1, 3) == (3, 7)


def test_runs_ascend_and_reach_the_end() -> None:
    normalized, _ = normalize_pieces("ｶﾞ 研 究 計 画㈱", [[Piece(0, 11)]])
    assert list(normalized.runs) == sorted(normalized.runs)
    assert normalized.runs[-1] == (len(normalized.text), 11)


def test_source_span_of_nothing_is_empty() -> None:
    normalized, _ = normalize_pieces("", [])
    assert normalized.source_span(0, 0) == (0, 0)
    normalized, _ = normalize_pieces("研究", [[Piece(0, 2)]])
    assert normalized.source_span(1, 1) == (1, 1)


def test_composing_starters_are_all_known() -> None:
    starters = set()
    for code_point in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code_point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            composed = unicodedata.normalize("NFC", chr(int(parts[0], 16)) + second)
            if unicodedata.combining(second) == 0 and len(composed) == 1:
                starters.add(second)
    assert starters
    assert not {c for c in starters if normalization._COMPOSING_STARTERS.match(c) is None}


@pytest.mark.parametrize("text", ["a" + "\u0301\u0316" * 20_000, "あ " * 50_000, "1 " * 50_000, "a\u200b" * 50_000])
def test_odd_text_takes_linear_time(text: str) -> None:
    with linear_time():
        normalized, _ = normalize_pieces(text, [[Piece(0, len(text))]])
    assert normalized.text


def test_a_text_in_old_characters_is_analyzed_in_todays_and_quoted_in_its_own() -> None:
    text = "國際共同硏究ヲ行ヒ、學者ノ會合ヲ開キ、經濟ノ發展ニ資ス。"
    document = read_text(text, "old", Settings())
    assert texts(document) == ["国際共同研究ヲ行ヒ、学者ノ会合ヲ開キ、経済ノ発展ニ資ス。"]
    assert document.quote(document.sentences[0]) == text
    check_document(document)


def test_a_name_in_old_characters_is_left_as_it_is() -> None:
    assert texts(read_text("渡邊廣國は龍澤家の當主である。", "name", Settings())) == ["渡邊廣國は龍澤家の當主である。"]
