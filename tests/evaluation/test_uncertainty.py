"""Intervals and calibration errors are those that a person finds for cases that can be worked out."""

import numpy as np
import pytest

from stitext.corpus import GoldLabel
from stitext.evaluation import evaluate_labels, evaluate_sentences, reliability
from stitext.evaluation.figures import draw_documents
from stitext.records import Tag, TaggedSentence


def tagged(*label_ids, stance="concrete"):
    return TaggedSentence(
        sentence_id="s0001", labels=tuple(Tag(id=label_id, stance=stance, score=0.9) for label_id in label_ids)
    )


def gold(*label_ids):
    return tuple(GoldLabel(id=label_id, stance="concrete") for label_id in label_ids)


def test_documents_that_are_all_alike_leave_no_doubt():
    figures = evaluate_sentences([[gold("C1.1"), gold("C1.2")]] * 9, [[tagged("C1.1"), tagged("P1.1")]] * 9)
    assert (figures.micro.f1, figures.intervals.micro_f1.low, figures.intervals.micro_f1.high) == (0.5, 0.5, 0.5)


def test_the_interval_is_that_of_drawing_documents_one_by_one():
    right = [True, True, False, True, False, True, True, False, True, True]
    figures = evaluate_sentences([[gold("C1.1")]] * 10, [[tagged("C1.1" if hit else "C2.1")] for hit in right])
    generator = np.random.default_rng(0)
    draws = [np.mean(generator.choice(right, size=10)) for _ in range(4_000)]
    found = figures.intervals.micro_f1
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(draws, (2.5, 97.5))), abs=0.051)
    assert found.low < figures.micro.f1 < found.high


def test_a_document_of_one_kind_weighs_in_all_four_figures():
    figures = evaluate_sentences(
        [[gold("C1.1")], [gold("C1.1")]], [[tagged("C1.1")], [tagged("C1.1", stance="negative")]]
    )
    assert figures.intervals.stance_accuracy.model_dump() == {"low": 0.0, "high": 1.0}
    assert figures.intervals.macro_f1.model_dump() == {"low": 1.0, "high": 1.0}


def test_draws_are_the_same_each_time_and_hold_as_many_documents_as_there_are():
    draws = draw_documents(7)
    assert draws.shape == (1_000, 7)
    assert (draws.sum(axis=1) == 7).all()
    assert np.array_equal(draws, draw_documents(7))


def test_a_group_is_right_where_another_of_its_labels_was_given():
    figures = evaluate_sentences([[gold("C1.1"), gold("C1.1", "C1.2")]], [[tagged("C1.2"), tagged("C1.1", "P1.1")]])
    assert (figures.micro.n_hits, figures.group.n_hits) == (1, 2)
    assert (figures.group.n_gold, figures.group.n_predicted) == (2, 3)
    assert figures.group.f1 == 0.8


def test_labels_whose_stance_nobody_said_do_not_count_for_the_stance():
    figures = evaluate_labels(
        [[{"C1.1": None, "C1.2": "mention", "C2.1": "concrete"}]], [[tagged("C1.1", "C1.2", "C2.1")]]
    )
    assert figures.micro.n_hits == 3
    assert figures.stance_accuracy == 0.5


def test_probabilities_that_come_true_as_often_as_they_say_have_no_error():
    probabilities = [0.2] * 150 + [0.8] * 150
    holds = ([True] + [False] * 4) * 30 + ([True] * 4 + [False]) * 30
    found = reliability(probabilities, holds)
    assert (found.n, found.ece, len(found.bins)) == (300, 0.0, 15)
    assert {part.n for part in found.bins} == {20}
    assert [(part.mean, part.share) for part in found.bins[:7]] == [(0.2, 0.2)] * 7


def test_the_calibration_error_is_the_mean_distance():
    found = reliability([0.9] * 30, [True] * 12 + [False] * 18)
    assert found.ece == pytest.approx(12 / 30 * 0.1 + 18 / 30 * 0.9, abs=1e-4)
    assert [part.share for part in found.bins] == [1.0] * 6 + [0.0] * 9


def test_bins_go_from_the_least_probable_to_the_most():
    generator = np.random.default_rng(3)
    found = reliability(generator.random(1_000), generator.random(1_000) < 0.5)
    edges = [edge for part in found.bins for edge in (part.lowest, part.highest)]
    assert edges == sorted(edges)
    assert sum(part.n for part in found.bins) == 1_000


def test_nothing_to_compare_has_no_bins():
    assert reliability([], []).model_dump() == {"n": 0, "ece": 0.0, "bins": ()}
    assert [part.n for part in reliability([0.5, 0.1], [True, False]).bins] == [1, 1]
