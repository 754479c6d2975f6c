"""The thresholds are those that score best on out-of-fold results."""

import numpy as np

from stitext.tagging.thresholds import choose_sentence_threshold, choose_verdict_thresholds


def column(*values):
    return np.asarray(values, dtype=np.float32)[:, None]


def test_the_sentence_threshold_separates_what_can_be_separated():
    threshold = choose_sentence_threshold(column(0.1, 0.285, 0.62, 0.9), column(0, 0, 1, 1))
    assert 0.285 < threshold <= 0.62


def test_the_sentence_threshold_weighs_all_labels_together():
    probabilities = np.asarray([[0.3, 0.9], [0.2, 0.8], [0.1, 0.4]], dtype=np.float32)
    targets = np.asarray([[0, 1], [0, 1], [0, 0]], dtype=np.float32)
    assert 0.4 < choose_sentence_threshold(probabilities, targets) <= 0.8


def test_no_label_anywhere_gives_a_threshold_in_range():
    assert 0.05 <= choose_sentence_threshold(column(0.1, 0.2), column(0, 0)) <= 0.95


def test_the_verdict_thresholds_give_the_right_verdicts():
    held, concrete = column(0.1, 0.6, 0.7, 0.9), column(0.0, 0.2, 0.3, 0.8)
    is_held, is_concrete = column(0, 1, 1, 1), column(0, 0, 0, 1)
    held_threshold, concrete_threshold = choose_verdict_thresholds(held, concrete, is_held, is_concrete)
    assert ((held >= held_threshold) == is_held).all()
    assert ((concrete >= concrete_threshold) == is_concrete).all()


def test_the_verdict_thresholds_lie_in_range():
    found = choose_verdict_thresholds(column(0.0), column(0.0), column(1), column(1))
    assert all(0.05 <= threshold <= 0.95 for threshold in found)
