"""The solver finds what scikit-learn finds for the same loss."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from stitext.tagging.features import Features
from stitext.tagging.logistic import INVERSE_REGULARIZATION, POSITIVE_WEIGHT, compute_logits, fit_logistic


def problem(n, n_features, positives, *, seed=0):
    random = np.random.default_rng(seed)
    features = random.normal(size=(n, n_features))
    features = (features / np.linalg.norm(features, axis=1, keepdims=True)).astype(np.float32)
    targets = np.zeros((n, len(positives)), dtype=np.float32)
    for column, n_positive in enumerate(positives):
        leaning = features[:, column] + 0.3 * random.normal(size=n)
        targets[np.argsort(-leaning)[:n_positive], column] = 1
    return features, targets


def reference(features, target):
    # The intercept is a constant feature, so it is regularized like the others.
    with_one = np.column_stack([features, np.ones(len(features))]).astype(np.float64)
    model = LogisticRegression(
        C=INVERSE_REGULARIZATION,
        fit_intercept=False,
        class_weight={0: 1.0, 1: POSITIVE_WEIGHT},
        tol=1e-8,
        max_iter=5000,
    )
    return with_one @ model.fit(with_one, target).coef_[0]


def halved(features):
    """The same features, half of them sparse."""
    half = features.shape[1] // 2
    return Features(sparse=sp.csr_matrix(features[:, :half]), dense=features[:, half:])


def solved(features, targets, **options):
    return compute_logits(halved(features), fit_logistic(halved(features), targets, **options))


def loss(features, target, logits):
    weights = np.where(target > 0, POSITIVE_WEIGHT, 1.0)
    with_one = np.column_stack([features, np.ones(len(features))]).astype(np.float64)
    weight, *_ = np.linalg.lstsq(with_one, logits.astype(np.float64), rcond=None)
    data = (weights * np.logaddexp(0, -(2 * target - 1) * logits)).sum()
    return data + (weight**2).sum() / (2 * INVERSE_REGULARIZATION)


@pytest.mark.parametrize("n_features", [5, 30])
def test_logits_agree_with_scikit_learn_where_the_solver_runs_to_the_end(n_features, monkeypatch):
    monkeypatch.setattr("stitext.tagging.logistic._TOLERANCE", 1e-8)
    features, targets = problem(200, n_features, (100, 40, 15))
    logits = solved(features, targets, n_iterations=300)
    for column in range(targets.shape[1]):
        assert np.abs(logits[:, column] - reference(features, targets[:, column])).max() < 1e-2


@pytest.mark.parametrize("n_features", [5, 30])
def test_where_the_solver_stops_by_itself_probabilities_agree_with_scikit_learn(n_features):
    features, targets = problem(200, n_features, (100, 40, 15))
    logits = solved(features, targets)
    for column in range(targets.shape[1]):
        wanted = reference(features, targets[:, column])
        assert np.abs(1 / (1 + np.exp(-logits[:, column])) - 1 / (1 + np.exp(-wanted))).max() < 5e-2


def test_a_label_with_two_positives_in_four_hundred_converges_too():
    features, targets = problem(400, 20, (2, 120))
    logits = solved(features, targets)
    assert np.isfinite(logits).all()
    for column in range(2):
        least = loss(features, targets[:, column], reference(features, targets[:, column]))
        assert loss(features, targets[:, column], logits[:, column]) == pytest.approx(least, rel=1e-3)


def test_a_label_without_positives_stays_below_even_odds():
    features, targets = problem(50, 5, (0, 10))
    assert (solved(features, targets)[:, 0] < 0).all()


def test_a_new_sentence_s_logit_is_linear_in_its_features():
    features, targets = problem(200, 5, (60,))
    model = fit_logistic(halved(features), targets)
    weights = np.vstack([model.sparse, model.dense])
    new = np.random.default_rng(5).normal(size=(3, 5)).astype(np.float32)
    assert np.allclose(compute_logits(halved(new), model), new @ weights + model.intercepts, atol=1e-5)


def test_labels_do_not_disturb_each_other():
    features, targets = problem(200, 10, (80, 10, 30))
    together = solved(features, targets)
    alone = solved(features, targets[:, 1:2])
    assert np.abs(together[:, 1] - alone[:, 0]).max() < 0.05
