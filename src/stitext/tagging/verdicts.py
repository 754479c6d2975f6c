"""Probabilities of sentences → what the document as a whole says of each label.

The probability that a document holds a label is a logistic model over its strongest sentences, not their maximum: two
middling sentences mean more than one. The number of sentences is left out: in the training documents it stands for how
much their writers had to say, and drafts are longer.

Source: codebook, "Verdict for a whole document"; figures in the model card.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float32]

N_VERDICT_FEATURES = 4
_FLOOR = 1e-4
_LABEL_SCALE = 0.5
_SURE_LOGIT = 4.0


class VerdictModel(NamedTuple):
    """Coefficients (2, 4) shared by all labels and intercepts (2, n_labels): row 0 for held, row 1 for concrete."""

    coefficients: Array
    intercepts: Array


class DocumentProbabilities(NamedTuple):
    """For each label: probability that the document holds it, and that it does so concretely; shape (n_labels,)."""

    held: Array
    concrete: Array


def document_features(sentence_scores: Array) -> Array:
    """Compute what the verdict on each label rests on.

    Parameters
    ----------
    sentence_scores
        Probability that each sentence holds each label in the sense at hand, shape (n_sentences, n_labels).

    Returns
    -------
    Array
        Logits of the three highest scores, and logit of the probability that at least one sentence holds the label if
        all were independent; shape (n_labels, 4), float32.
    """
    n_labels = sentence_scores.shape[1]
    padded = np.vstack([sentence_scores, np.zeros((3, n_labels), dtype=np.float32)])
    highest = -np.sort(-padded, axis=0)[:3]
    some = 1 - np.exp(np.log1p(-np.clip(sentence_scores, 0, 1 - _FLOOR)).sum(axis=0))
    return np.column_stack([_logit(highest[0]), _logit(highest[1]), _logit(highest[2]), _logit(some)])


def fit_verdicts(features: Array, targets: Array) -> tuple[Array, Array]:
    """Fit one row of a ``VerdictModel``.

    Parameters
    ----------
    features
        From ``document_features`` on out-of-fold scores, shape (n_documents, n_labels, 4).
    targets
        1 where the document holds the label in the sense at hand, shape (n_documents, n_labels).

    Returns
    -------
    tuple of Array
        Coefficients of shape (4,) and intercepts of shape (n_labels,).
    """
    n_documents, n_labels, n_features = features.shape
    if targets.min() == targets.max():
        # Nothing to tell apart; whether a sentence is there to show for it decides alone then.
        logit = _SURE_LOGIT if targets.max() > 0 else -_SURE_LOGIT
        return np.zeros(n_features, dtype=np.float32), np.full(n_labels, logit, dtype=np.float32)
    flat = features.reshape(-1, n_features)
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-6
    # Intercepts per label are shrunk: most labels have only some hundred documents.
    which = np.tile(np.eye(n_labels, dtype=np.float32) * _LABEL_SCALE, (n_documents, 1))
    design = sp.hstack([sp.csr_matrix((flat - mean) / spread), sp.csr_matrix(which)], format="csr")
    model = LogisticRegression(max_iter=1000).fit(design, targets.reshape(-1) > 0)
    coefficients = model.coef_[0][:n_features] / spread
    intercepts = model.intercept_[0] - float(coefficients @ mean) + model.coef_[0][n_features:] * _LABEL_SCALE
    return coefficients.astype(np.float32), intercepts.astype(np.float32)


def document_probabilities(held_scores: Array, concrete_scores: Array, model: VerdictModel) -> DocumentProbabilities:
    """Compute, for each label, how probable it is that the document holds it.

    Parameters
    ----------
    held_scores
        Probability that each sentence holds each label as concrete or mention, shape (n_sentences, n_labels).
    concrete_scores
        The same for concrete alone.
    model
        From ``fit_verdicts``, one row for each.

    Returns
    -------
    DocumentProbabilities
        In [0, 1], float32.
    """
    rows = []
    for row, scores in enumerate((held_scores, concrete_scores)):
        logits = document_features(scores) @ model.coefficients[row] + model.intercepts[row]
        rows.append((1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32))
    return DocumentProbabilities(held=rows[0], concrete=np.minimum(rows[0], rows[1]))


def _logit(probabilities: Array) -> Array:
    clipped = np.clip(probabilities, _FLOOR, 1 - _FLOOR)
    return np.log(clipped / (1 - clipped)).astype(np.float32)  # type: ignore[no-any-return]
