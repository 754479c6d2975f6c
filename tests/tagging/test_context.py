"""The second stage sees the neighbors of a sentence, and never across the border of a document."""

import numpy as np
import pytest

from stitext.tagging.context import ContextModel, Situation, apply_context, fit_context


def situation_of(*sizes):
    n = sum(sizes)
    return Situation(
        document=np.repeat(np.arange(len(sizes)), sizes),
        is_heading=np.zeros(n, dtype=np.float32),
        log_length=np.full(n, 3.0, dtype=np.float32),
        is_closed=np.ones(n, dtype=np.float32),
    )


def logits_of(n, n_labels, *, seed=0):
    return np.random.default_rng(seed).normal(-2, 2, size=(n, n_labels)).astype(np.float32)


def fitted(n_labels):
    logits = logits_of(200, n_labels)
    noise = logits_of(200, n_labels, seed=1) + 2
    return fit_context(logits, situation_of(100, 100), (logits + noise > 0).astype(np.float32))


@pytest.mark.parametrize("n_labels", [1, 2, 5])
def test_probabilities_have_the_shape_of_the_logits_and_lie_between_0_and_1(n_labels):
    probabilities = apply_context(logits_of(30, n_labels), situation_of(30), fitted(n_labels))
    assert probabilities.shape == (30, n_labels)
    assert probabilities.dtype == np.float32
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_a_higher_logit_of_its_own_makes_a_label_more_probable():
    model = fitted(1)
    low, high = (np.full((1, 1), value, dtype=np.float32) for value in (-3, 3))
    assert apply_context(high, situation_of(1), model)[0, 0] > apply_context(low, situation_of(1), model)[0, 0]


def test_documents_scored_together_get_what_each_gets_alone():
    model = fitted(3)
    logits = logits_of(9, 3, seed=4)
    together = apply_context(logits, situation_of(4, 1, 4), model)
    alone = [
        apply_context(logits[rows], situation_of(n), model)
        for rows, n in ((slice(0, 4), 4), (slice(4, 5), 1), (slice(5, 9), 4))
    ]
    assert np.allclose(together, np.vstack(alone), atol=1e-6)


def test_a_neighbor_in_the_same_document_counts():
    neighbors = np.zeros(12, dtype=np.float32)
    neighbors[3] = neighbors[4] = 1.0
    model = ContextModel(neighbors[None, :], np.zeros(1, dtype=np.float32))
    logits = np.asarray([[5.0], [0.0], [0.0]], dtype=np.float32)
    inside = apply_context(logits, situation_of(3), model)[1, 0]
    across = apply_context(logits, situation_of(1, 2), model)[1, 0]
    assert inside > 0.99
    assert across < 0.05
