"""What a document says of a label grows with what its sentences say."""

import numpy as np
import pytest

from stitext.tagging.verdicts import VerdictModel, document_features, document_probabilities, fit_verdicts

N_LABELS = 3


def scores_of(n_sentences, *, seed=0):
    return np.random.default_rng(seed).beta(0.3, 2, size=(n_sentences, N_LABELS)).astype(np.float32)


@pytest.fixture(scope="module")
def model():
    random = np.random.default_rng(3)
    documents = [scores_of(int(random.integers(5, 40)), seed=seed) for seed in range(150)]
    features = np.stack([document_features(scores) for scores in documents])
    rows = []
    for shift in (0.0, 1.0):
        chance = 1 / (1 + np.exp(-(features[:, :, 0] + shift * features[:, :, 1] / 4)))
        rows.append(fit_verdicts(features, (random.random(chance.shape) < chance).astype(np.float32)))
    return VerdictModel(np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows]))


def test_a_stronger_best_sentence_never_makes_a_label_less_probable(model):
    scores = scores_of(20)
    previous = np.zeros(N_LABELS, dtype=np.float32)
    for best in (0.05, 0.2, 0.5, 0.8, 0.95, 0.999):
        scores[7] = best
        held = document_probabilities(scores, scores, model).held
        if best > scores_of(20).max():
            assert (held >= previous).all()
            previous = held
    assert (previous > 0.9).all()


def test_raising_all_scores_makes_labels_more_probable(model):
    low = np.clip(scores_of(20), 0, 0.5)
    high = low + np.float32(0.3)
    for row in ("held", "concrete"):
        below, above = (getattr(document_probabilities(scores, scores, model), row) for scores in (low, high))
        assert (above > below).all()


def test_two_middling_sentences_mean_more_than_one():
    one = document_features(np.asarray([[0.4], [0.0]], dtype=np.float32))
    two = document_features(np.asarray([[0.4], [0.4]], dtype=np.float32))
    assert two[0, 0] == one[0, 0]
    assert two[0, 3] > one[0, 3]


def test_a_document_is_never_more_probably_concrete_than_it_holds_the_label(model):
    whole = document_probabilities(scores_of(10), np.full((10, N_LABELS), 0.99, dtype=np.float32), model)
    assert (whole.concrete <= whole.held).all()


@pytest.mark.parametrize("n_sentences", [0, 1, 2])
def test_a_document_of_few_or_no_sentences_gets_probabilities(n_sentences, model):
    scores = np.zeros((n_sentences, N_LABELS), dtype=np.float32)
    whole = document_probabilities(scores, scores, model)
    for found in whole:
        assert found.shape == (N_LABELS,)
        assert np.isfinite(found).all()
        assert ((found >= 0) & (found <= 0.5)).all()


def test_sentences_that_say_nothing_of_a_label_change_nothing(model):
    scores = scores_of(10)
    longer = np.vstack([scores, np.zeros((500, N_LABELS), dtype=np.float32)])
    held, longer_held = (document_probabilities(found, found, model).held for found in (scores, longer))
    assert np.allclose(held, longer_held, atol=1e-6)


def test_a_score_of_one_is_no_infinity():
    features = document_features(np.ones((4, 1), dtype=np.float32))
    assert np.isfinite(features).all()
    assert features.shape == (1, 4)


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_documents_that_all_hold_every_label_or_none_can_be_fitted(target):
    features = np.stack([document_features(scores_of(10, seed=seed)) for seed in range(12)])
    coefficients, intercepts = fit_verdicts(features, np.full((12, N_LABELS), target, dtype=np.float32))
    model = VerdictModel(np.stack([coefficients] * 2), np.stack([intercepts] * 2))
    held = document_probabilities(scores_of(10), scores_of(10), model).held
    assert ((held > 0.5) == bool(target)).all()
