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
    (["「研究を進めます。」", "代表者はこう述べた。"]),
    (["「採択された。」", "この知らせに沸いた。"]),
    (["「行きます。」と言い、「来ます。」とも言った。"]),
    (["「できる。」などと述べた。", "次。"]),
    (["彼は「できる。」と述べ、「やろう。」と続けた。"]),
    (["計画(第1に採水。第2に分析。)を立てた。", "次。"]),
    (["『どこまで行くのか?』", "この問いに答える。"]),
    (["The U.S. economy grew in the U.S.", "The next year it fell."]),
    (["See No. 5 and Nos. 3 and 4.", "The answer is No.", "We go."]),
    (["It was 3.14 mm (i.e. small), as in Eq. 4 of Ref. 7.", "We stop."]),
    (["He left at 5 p.m.", "We stayed."]),
    (["Ver. 2.0.1を使う。", "次。"]),
    (["https://example.jp/a.b?c=dである。", "次。"]),
    (["震源を決めた.", "S波の遅れから推定した.", "2025年に終えた."]),
    (["第1.1節で述べる。", "図2.3を見る。"]),
    (["①採水②分析③公開を行う。"]),
    (["採水地点の選定"]),
    (["前節の1.に記した学生の滞在は取りやめる。"]),
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


def test_a_long_sentence_is_cut_after_a_clause_before_a_mere_comma() -> None:
    clause = "湖の北岸、南岸、東岸で毎日の採水を続けており、"
    text = clause * 200 + "終わる。"
    spans = split_sentences(text)
    assert all(text[start:end].endswith("おり、") for start, end in spans[:-1])


def test_a_long_sentence_is_not_cut_inside_brackets_or_words() -> None:
    inside = "あ" * 1100 + "、" + "い" * 100 + "(内訳は、" + "う" * 790 + "、" + "え" * 100 + ")" + "お" * 200
    first, _ = split_sentences(inside)
    assert inside[first[1] - 1] == "、"
    assert first[1] < inside.index("(")
    words = "deoxyribonucleic" * 10 + " " + "か" * 1835 + "immunoglobulin" * 20
    assert [words[start:end] for start, end in split_sentences(words)][1].startswith("immunoglobulin")


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
