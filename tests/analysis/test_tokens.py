"""Tokens know their place, in a text of any length."""

import pytest

from stitext.analysis.tokens import MAX_CHARACTERS, cut, tokenize

pytestmark = pytest.mark.model


def check_places(text, tokens):
    for surface, start in zip(tokens.surfaces, tokens.starts, strict=True):
        assert text[start : start + len(surface)] == surface


def test_words_are_short_units_with_normalized_forms_and_two_levels_of_part_of_speech(analyzer):
    tokens = tokenize("国際共同研究を行なう。", analyzer.tokenizer)
    assert tokens.surfaces == ("国際", "共同", "研究", "を", "行なう", "。")
    assert tokens.lemmas[4] == "行う"
    assert tokens.pos == ("名詞-普通名詞",) * 3 + ("助詞-格助詞", "動詞-一般", "補助記号-句点")


def test_blanks_are_no_tokens_and_shift_no_place(analyzer):
    text = "研究 の\u3000成果"
    tokens = tokenize(text, analyzer.tokenizer)
    assert tokens.surfaces == ("研究", "の", "成果")
    check_places(text, tokens)


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_a_text_without_words_has_no_tokens(analyzer, text):
    assert tokenize(text, analyzer.tokenizer).surfaces == ()


def test_places_are_code_points(analyzer):
    text = "𠮷野の𩸽を👩‍🔬が測る。"
    check_places(text, tokenize(text, analyzer.tokenizer))


@pytest.mark.parametrize(
    "text", ["水質を測る。" * 5_000, "湖" * 30_000, "𠮷" * 13_000], ids=["sentences", "one word", "four bytes"]
)
def test_a_text_of_any_length_is_tokenized_whole(analyzer, text):
    tokens = tokenize(text, analyzer.tokenizer)
    check_places(text, tokens)
    assert "".join(tokens.surfaces) == text


def test_an_overlong_text_is_cut_after_a_mark_where_there_is_one():
    text = "水質を測る。" * 3_001
    pieces = list(cut(text))
    assert "".join(pieces) == text
    assert len(pieces) == 2
    assert all(len(piece) <= MAX_CHARACTERS and piece.endswith("。") for piece in pieces)


def test_an_overlong_text_without_marks_is_cut_at_the_limit():
    assert [len(piece) for piece in cut("湖" * (2 * MAX_CHARACTERS + 5))] == [MAX_CHARACTERS, MAX_CHARACTERS, 5]


def test_a_text_within_the_limit_is_not_cut():
    assert list(cut("湖" * MAX_CHARACTERS)) == ["湖" * MAX_CHARACTERS]
    assert list(cut("")) == [""]
