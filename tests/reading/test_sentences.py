from __future__ import annotations

import pytest

from stitext.reading.sentences import LONGEST_SENTENCE, split_sentences

SPLITS = [
    (["派遣した。", "帰国後も続く。"]),
    (["終わりに句点がない"]),
    (["これは本当か?", "次に進む!", "終わる。"]),
    (["「できます。」と述べた。", "次の文。"]),
    (["「A。」「B。」と続く。", "終わり"]),
    (["『白書。』にある。", "次。"]),
    (["閉じない「引用である。", "次の文。"]),
    (["こう述べた。」", "次の文。"]),
    (["終了した。", "(中間評価による。)", "次の文。"]),
    (["注(第1。第2。)を見る。", "次。"]),
    (["なぜか?と問うた。", "次。"]),
    (["Yahoo!ニュースを見た。"]),
    (["約3.5倍、0.61eV、1.58倍になった。", "次。"]),
    (["1. 研究項目Cに加えた。", "次。"]),
    (["(1) 採水する。", "測る。"]),
    (["A. 結晶を作る。"]),
    (["である.", "また, 次を見る.", "以上"]),
    (["値を測った.", "次に進む."]),
    (["U.S. and Dr. Smith et al. showed it, e.g. in Fig. 3 of vol. 2.", "The next one.", "In 2020.", "The end."]),
    (["We measured it (cf. Ref. 3).", "It was 3.5 mm.", "OK?", "Yes!"]),
    (["手順:採水、濾過、分析:三つである。", "次。"]),
    (["続く...終わる。"]),
    (["すごい!!", "本当に?!", "はい。"]),
    (["流用した(承認済み)。※6", "次。"]),
    (["記録を用いた。[3]", "次。"]),
    (["J. Am. Chem. Soc. 145に載った。"]),
    (['"Go." he said.', "We went."]),
    (["相手はISO 9001.", "第二に進む"]),
]


@pytest.mark.parametrize("expected", SPLITS, ids=lambda expected: expected[0][:20])
def test_split_sentences_table(expected: list[str]) -> None:
    latin = expected[0].isascii()
    text = (" " if latin or expected[0].endswith(".") else "").join(expected)
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_dots_end_sentences_after_units_only_where_the_source_uses_them() -> None:
    text = "損失は50%.次に図1.構成を示す.幅は1.5mである."
    assert [text[a:b] for a, b in split_sentences(text, dot_stops=True)] == [
        "損失は50%.",
        "次に図1.構成を示す.",
        "幅は1.5mである.",
    ]
    assert text[slice(*split_sentences(text)[0])] == "損失は50%.次に図1.構成を示す."


def test_a_sentence_that_is_too_long_is_cut_at_a_comma() -> None:
    text = "研究を行い、" * 1000
    spans = split_sentences(text)
    assert all(end - start <= LONGEST_SENTENCE for start, end in spans)
    assert all(text[end - 1] == "、" for _, end in spans)
    assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize("text", ["あ" * 9000, "（" * 9000, "（" * 5000 + "）" * 5000, "a. " * 5000, ")" * 9000])
def test_every_character_belongs_to_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text)
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split()) or " " in text
    covered = [n for start, end in spans for n in range(start, end)]
    assert len(covered) == len(set(covered))
    assert not {n for n, character in enumerate(text) if not character.isspace()} - set(covered)


def test_blank_text_has_no_sentence() -> None:
    assert split_sentences("") == []
    assert split_sentences("  ") == []
