from __future__ import annotations

from collections import Counter

from stitext.encoder_training.vocabulary import UNKNOWN, build_tokenizer, build_vocabulary, normalize

WORDS = Counter({("水田", "水田"): 5, ("の", "の"): 20, ("測っ", "測る"): 3, ("測る", "測る"): 2, ("ai", "AI"): 1})


def cut(text, words=WORDS, keys=("衛星", "水田"), n_pieces=30):
    return build_tokenizer(build_vocabulary(words, keys, n_pieces=n_pieces)).encode(text).tokens


def test_a_text_is_cut_into_the_dictionarys_words():
    assert cut("水田の衛星") == ["水田", "の", "衛星"]


def test_a_text_is_normalized_before_it_is_cut():
    assert cut("ＡＩ　の\n水田") == ["ai", "の", "水田"]
    assert normalize("ＡＩ　の\n水田") == "aiの水田"


def test_an_unknown_word_falls_into_characters_and_a_strange_one_into_unknown():
    assert cut("田水")[:2] == ["田", "水"]
    assert build_tokenizer(build_vocabulary(WORDS, (), n_pieces=30)).encode("鯨").ids == [0]


def test_pieces_are_limited_and_single_characters_stay():
    vocabulary = build_vocabulary(WORDS, ("衛星",), n_pieces=10)
    pieces = [piece for piece, _ in vocabulary.pieces]
    assert len(pieces) == 10
    assert pieces[0] == UNKNOWN
    assert set("水田の測っるai") <= set(pieces)


def test_forms_keep_what_a_surface_stands_for():
    assert build_vocabulary(WORDS, ()).forms["測っ"] == {"測る": 3}
