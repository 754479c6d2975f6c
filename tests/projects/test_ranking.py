"""Ranking: pure signals on hand-made arrays."""

import numpy as np
import pytest

from stitext.projects.ranking import AskedText, Candidates, Question, rank, signals, word_share
from stitext.projects.wording import Rarity

RARITY = Rarity(10, {"犬": 1, "病気": 5, "村": 9})
TABLE = {"犬": (1.0, 0.0), "病気": (0.6, 0.8), "村": (0.0, 1.0), "狼": (0.96, 0.28)}


def word_vectors(words):
    return np.array([TABLE[word] for word in words], dtype=np.float32)


def asked(vector, *words):
    return AskedText(np.array(vector, dtype=np.float32), words, words)


@pytest.fixture
def candidates():
    return Candidates(
        projects=np.array([0, 0, 1, 1]),
        is_whole=np.array([True, False, True, False]),
        vectors=np.array([[1, 0], [0.8, 0.6], [0, 1], [0.6, 0.8]], dtype=np.float32),
        words=(("犬", "病気"), ("犬",), ("村",), ("村", "狼")),
        word_scores=np.array([[2.0, 0.0]]),
    )


def test_rare_words_weigh_more_and_unknown_ones_as_the_rarest():
    assert RARITY.of("犬") > RARITY.of("病気") > RARITY.of("村") > 0
    assert RARITY.of("知らない語") == RARITY.of("犬")


def test_share_of_words_is_one_at_most_and_zero_for_nothing_asked():
    assert word_share(np.array([1e9, 0.0]), ("犬",), RARITY).tolist() == [1.0, 0.0]
    assert word_share(np.array([1.0]), (), RARITY).tolist() == [0.0]


def test_signals_take_the_whole_and_the_nearest_single_text(candidates):
    (found,) = signals([asked((1, 0), "犬")], candidates, RARITY, word_vectors)
    assert found["whole"].tolist() == pytest.approx([1, 0])
    assert found["unit"].tolist() == pytest.approx([0.8, 0.6])
    assert found["near_words"].tolist() == pytest.approx([1.0, 0.96])  # 狼 stands in for 犬
    assert found["rare_unit"][0] == pytest.approx(1.0)


def test_rank_is_in_range_and_prefers_what_all_signals_prefer(candidates):
    scores = rank(Question(asked((1, 0), "犬")), candidates, RARITY, word_vectors)
    assert scores[0] > scores[1]
    assert ((scores >= 0) & (scores <= 1)).all()


def test_signals_of_words_are_left_out_without_word_vectors(candidates):
    (found,) = signals([asked((1, 0), "犬")], candidates, RARITY, None)
    assert set(found) == {"whole", "unit", "words"}
    assert rank(Question(asked((1, 0), "犬")), candidates, RARITY, None)[0] > 0


def test_single_sentence_that_fits_lifts_a_project_that_the_whole_draft_misses(candidates):
    both = candidates._replace(word_scores=np.zeros((3, 2)))
    question = Question(asked((1, 0), "犬"), None, (asked((0, 1), "村"), asked((0, 1), "村")))
    alone = rank(Question(asked((1, 0), "犬")), candidates._replace(word_scores=np.zeros((1, 2))), RARITY, word_vectors)
    assert rank(question, both, RARITY, word_vectors)[1] > alone[1]


def test_words_that_no_text_holds_are_no_error(candidates):
    empty = candidates._replace(words=((), (), (), ()))
    (found,) = signals([asked((1, 0))], empty, RARITY, lambda words: np.zeros((len(words), 2), dtype=np.float32))
    assert found["near_words"].tolist() == [0, 0]
