from __future__ import annotations

import numpy as np
import pytest

from stitext.encoder_training.sources import Drawn, ScoredBags

N_PIECES = 41


class Fixed:
    """Piece n belongs to piece n + 20."""

    def draw(self, random):
        anchors = [np.array([n]) for n in range(1, 21)]
        positives = [np.array([n + 20]) for n in range(1, 21)]
        return Drawn(anchors, positives, np.arange(20), np.arange(20) // 5)


@pytest.fixture
def initial():
    rows = np.random.default_rng(0).standard_normal((N_PIECES, 16)).astype(np.float32)
    rows[0] = 0
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def train(initial, **changes):
    from stitext.encoder_training.train import Recipe, WeightedSource, train_table

    scored = ScoredBags(
        first=[np.array([1])] * 4,
        second=[np.array([n]) for n in (21, 2, 3, 4)],
        scores=np.array([5, 0, 0, 0], np.float32),
    )
    recipe = Recipe(n_epochs=60, ranking_batch=20, ordering_batch=4, rate=1e-2, dropout=0.0, **changes)
    return train_table(
        initial,
        np.zeros(N_PIECES, dtype=np.float32),
        ranking=[WeightedSource(Fixed(), 1.0)],
        ordering=[scored],
        recipe=recipe,
        progress=lambda line: None,
    )


def hits(table):
    table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return float((np.argmax(table[1:21] @ table[21:].T, axis=1) == np.arange(20)).mean())


def test_training_brings_pairs_together_and_leaves_the_unknown_piece_at_zero(initial):
    table = train(initial)
    assert hits(initial) < 0.3
    assert hits(table) > 0.9
    assert not table[0].any()


def test_training_is_determined_by_its_seed(initial):
    np.testing.assert_array_equal(train(initial), train(initial))
    assert np.abs(train(initial) - train(initial, seed=1)).max() > 0


def test_ranking_loss_takes_no_negative_from_the_own_group():
    import torch

    from stitext.encoder_training.losses import ranking_loss

    rows = torch.eye(2)[[0, 0, 1]]
    apart = ranking_loss(rows, rows, torch.tensor([0, 1, 2]))
    together = ranking_loss(rows, rows, torch.tensor([0, 0, 2]))
    assert float(together) < 0.01 < float(apart)


def test_ordering_loss_is_small_only_when_cosines_follow_the_scores():
    import torch

    from stitext.encoder_training.losses import ordering_loss

    first = torch.eye(2)[[0, 0]]
    second = torch.eye(2)[[0, 1]]
    assert float(ordering_loss(first, second, torch.tensor([5.0, 0.0]))) < 1e-6
    assert float(ordering_loss(first, second, torch.tensor([0.0, 5.0]))) > 10
    assert float(ordering_loss(first, second, torch.tensor([1.0, 1.0]))) == 0
