from __future__ import annotations

import math

import numpy as np
import pytest

from stitext.encoder_training.figures import (
    Labelled,
    graded_gain,
    question_figure,
    search_figure,
    similarity_figure,
    tagging_figure,
)
from stitext.encoder_training.public_data import Paragraph, Question, QuestionSet, ScoredPair


def encode(texts):
    """Unit vectors at the angle that the text gives in degrees."""
    angles = np.radians([float(text) for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_similarity_is_the_correlation_of_ranks():
    pairs = [ScoredPair("0", "10", 5.0), ScoredPair("0", "20", 3.0), ScoredPair("0", "90", 0.0)]
    assert similarity_figure(encode, pairs) == pytest.approx(1)
    turned = [ScoredPair("0", "10", 0.0), ScoredPair("0", "20", 3.0), ScoredPair("0", "90", 5.0)]
    assert similarity_figure(encode, turned) == pytest.approx(-1)


def test_question_figure_discounts_by_rank():
    paragraphs = tuple(Paragraph("", str(angle)) for angle in (0, 10, 20))
    questions = (Question("0", 0, ""), Question("0", 1, ""))
    assert question_figure(encode, QuestionSet(questions, paragraphs)) == pytest.approx((1 + 1 / math.log2(3)) / 2)


def test_question_figure_is_zero_below_the_tenth_rank():
    paragraphs = tuple(Paragraph("", str(angle)) for angle in range(12))
    assert question_figure(encode, QuestionSet((Question("0", 11, ""),), paragraphs)) == 0


def test_graded_gain_is_one_for_the_ideal_order_and_less_for_any_other():
    grades = {"a": 2, "b": 1}
    assert graded_gain(["a", "b", "c"], grades) == pytest.approx(1)
    assert graded_gain(["b", "a", "c"], grades) == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert graded_gain(["c"], grades) == 0


def test_search_figure_ranks_by_cosine():
    assert search_figure(encode, {"0": {"near": 2}}, {"far": "90", "near": "5"}) == pytest.approx(1)


def test_tagging_figure_finds_what_is_linear_and_only_that():
    random = np.random.default_rng(0)
    vectors = random.standard_normal((300, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    documents = tuple(f"d{n % 30:02d}" for n in range(300))
    linear = Labelled(vectors, vectors[:, :2] > 0.2, documents)
    noise = Labelled(vectors, random.random((300, 2)) < 0.2, documents)
    assert tagging_figure(linear, linear) > 0.9
    other = Labelled(vectors[:100], random.random((100, 2)) < 0.2, documents[:100])
    assert tagging_figure(noise, other) < 0.5
