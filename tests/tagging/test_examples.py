"""For each label the nearest sentence that a person gave it."""

import numpy as np

from stitext.tagging.examples import ExampleStore, choose_examples, nearest_example

TEXTS = [
    "短い",
    "若手研究者を半年間現地へ派遣して調査を任せる。",
    "大学院生が先方の研究室で一年間学ぶ。",
    "公開データベースを三か国で運営する。",
]


def vectors(*angles):
    return np.asarray([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def store(probabilities=(0.9, 0.8, 0.7, 0.6)):
    targets = np.asarray([[1, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    scores = np.repeat(np.asarray(probabilities, dtype=np.float32)[:, None], 2, axis=1)
    return choose_examples(TEXTS, vectors(0.0, 0.1, 0.8, 1.5), targets, scores)


def test_examples_are_sentences_of_ordinary_length_that_have_the_label():
    chosen = store()
    assert [(chosen.texts[row], int(chosen.columns[row])) for row in range(len(chosen.texts))] == [
        (TEXTS[1], 0),
        (TEXTS[2], 0),
        (TEXTS[2], 1),
        (TEXTS[3], 1),
    ]


def test_the_nearest_example_of_the_same_label_is_given():
    (near,) = vectors(0.75)
    assert nearest_example(store(), near, 0) == TEXTS[2]
    (far,) = vectors(1.4)
    assert nearest_example(store(), far, 0) == TEXTS[2]
    assert nearest_example(store(), far, 1) == TEXTS[3]


def test_a_label_without_examples_has_no_nearest_one():
    empty = ExampleStore((), np.zeros(0, dtype=np.int16), np.zeros((0, 2), dtype=np.int8))
    assert nearest_example(empty, np.ones(2, dtype=np.float32), 0) is None
