"""Logits of sentences → probabilities that see the context: the second stage of the tagger.

A label's own logit is weighed against the strongest other labels of the sentence, the same label in the sentences
before and after, and what the sentence looks like. The result is a probability: the model is fitted on out-of-fold
logits.

Source: ``models/sti-tagger-1/EXPERIMENTS.md``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Array = NDArray[np.float32]

# Stands for the missing neighbor at either end of a document: about the mean logit of an absent label.
_NO_NEIGHBOR = -4.0
N_CONTEXT_FEATURES = 12


class Situation(NamedTuple):
    """What each of n sentences looks like, beside its words.

    Attributes
    ----------
    document
        Number of the document that it is in, ascending, int64.
    is_heading
        1 where the sentence is a heading, float32.
    log_length
        Logarithm of 1 + number of code points, float32.
    is_closed
        1 where it ends in a full stop, float32.
    """

    document: NDArray[np.int64]
    is_heading: Array
    log_length: Array
    is_closed: Array


class ContextModel(NamedTuple):
    """One logistic regression a label: coefficients (n_labels, 12) on raw features, intercepts (n_labels,)."""

    coefficients: Array
    intercepts: Array


def fit_context(logits: Array, situation: Situation, targets: Array) -> ContextModel:
    """Fit the second stage.

    Parameters
    ----------
    logits
        Out-of-fold logits of the first stage, shape (n, n_labels).
    situation
        Of the same sentences.
    targets
        1 where the sentence has the label, else 0; shape (n, n_labels).

    Returns
    -------
    ContextModel
        For ``apply_context``.
    """
    coefficients, intercepts = [], []
    for label in range(logits.shape[1]):
        features = _features(logits, situation, label)
        mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
        model = LogisticRegression(max_iter=500).fit((features - mean) / spread, targets[:, label] > 0)
        coefficient = model.coef_[0] / spread
        coefficients.append(coefficient)
        intercepts.append(model.intercept_[0] - float(coefficient @ mean))
    return ContextModel(np.asarray(coefficients, dtype=np.float32), np.asarray(intercepts, dtype=np.float32))


def apply_context(logits: Array, situation: Situation, model: ContextModel) -> Array:
    """Compute the probability of each label on each sentence.

    Parameters
    ----------
    logits
        Logits of the first stage, shape (n, n_labels).
    situation
        Of the same sentences.
    model
        From ``fit_context``.

    Returns
    -------
    Array
        Probabilities in [0, 1], shape (n, n_labels), float32.
    """
    columns = [
        _features(logits, situation, label) @ model.coefficients[label] + model.intercepts[label]
        for label in range(logits.shape[1])
    ]
    return (1 / (1 + np.exp(-np.clip(np.column_stack(columns), -30, 30)))).astype(np.float32)  # type: ignore[no-any-return]


def _features(logits: Array, situation: Situation, label: int) -> Array:
    own = logits[:, label]
    strongest = -np.sort(-logits, axis=1)[:, :3]
    strongest = np.pad(strongest, ((0, 0), (0, 3 - strongest.shape[1])), constant_values=_NO_NEIGHBOR)
    rival = np.where(strongest[:, 0] == own, strongest[:, 1], strongest[:, 0])
    before, after = np.full_like(own, _NO_NEIGHBOR), np.full_like(own, _NO_NEIGHBOR)
    together = situation.document[1:] == situation.document[:-1]
    before[1:][together] = own[:-1][together]
    after[:-1][together] = own[1:][together]
    return np.column_stack(
        [
            own,
            rival,
            own - rival,
            before,
            after,
            strongest,
            situation.is_heading,
            situation.log_length,
            situation.is_closed,
            own * situation.is_heading,
        ]
    ).astype(np.float32)
