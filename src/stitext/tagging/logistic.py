"""Logistic regression for many labels at once.

Some forty labels over fifty thousand sentences and two hundred thousand features are fitted in a minute, because one
product with the features serves all labels. scikit-learn's solvers go label by label and take many minutes for the
same. A model is kept as dual coefficients, one for each training sentence and label, so that the solver's vectors are
small beside the weights.

Source: representer theorem (Kimeldorf and Wahba 1971); limited-memory BFGS (Nocedal 1980) with inner products in the
features' space, and an exact Newton line search.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stitext.tagging.features import Features

Array = NDArray[np.float32]

INVERSE_REGULARIZATION = 20.0
POSITIVE_WEIGHT = 6.0
_MEMORY = 8
# Looser and tighter ones gave the same F1 within the noise: EXPERIMENTS.md.
_TOLERANCE = 1e-3


class LinearModel(NamedTuple):
    """Weights of a linear model for n_labels labels, all float32.

    ``sparse`` is (n_sparse, n_labels), ``dense`` (n_dense, n_labels), ``intercepts`` (n_labels,).
    """

    sparse: Array
    dense: Array
    intercepts: Array


def fit_logistic(
    features: Features, targets: Array, *, positive_weight: float = POSITIVE_WEIGHT, n_iterations: int = 60
) -> LinearModel:
    """Fit one logistic regression a label.

    Minimizes, for each label, the sum over sentences of the logistic loss, positives weighted, plus the squared norm of
    weights and intercept over 2 · 20.

    Parameters
    ----------
    features
        Features of n training sentences.
    targets
        1 where the sentence has the label, else 0; shape (n, n_labels), float32.
    positive_weight
        What a sentence with the label counts beside one without it, above 0.
    n_iterations
        At most so many steps.

    Returns
    -------
    LinearModel
        For ``compute_logits``.
    """
    return weigh(features, _fit_dual(features, targets, positive_weight=positive_weight, n_iterations=n_iterations))


def weigh(features: Features, dual: Array) -> LinearModel:
    """Sum the features of sentences, each with a coefficient for each label.

    Parameters
    ----------
    features
        Features of n sentences.
    dual
        Coefficients, shape (n, n_labels), float32.

    Returns
    -------
    LinearModel
        The linear model that the coefficients stand for.
    """
    return LinearModel(
        sparse=np.ascontiguousarray(features.sparse.T @ dual, dtype=np.float32),
        dense=(features.dense.T @ dual).astype(np.float32),
        intercepts=dual.sum(axis=0).astype(np.float32),
    )


def compute_logits(features: Features, model: LinearModel) -> Array:
    """Apply a linear model.

    Parameters
    ----------
    features
        Features of n sentences.
    model
        From ``fit_logistic``.

    Returns
    -------
    Array
        Logits, shape (n, n_labels), float32.
    """
    logits: Array = features.sparse @ model.sparse
    logits += features.dense @ model.dense
    logits += model.intercepts
    return logits


def _fit_dual(features: Features, targets: Array, *, positive_weight: float, n_iterations: int) -> Array:
    signs = 2 * targets - 1
    weights = np.where(targets > 0, np.float32(positive_weight), np.float32(1.0))
    ridge = np.float32(1 / INVERSE_REGULARIZATION)

    def product(direction: Array) -> Array:
        return compute_logits(features, weigh(features, direction))

    def gradient(logits: Array, dual: Array) -> Array:
        return -weights * signs * _sigmoid(-signs * logits) + ridge * dual

    def loss(logits: Array, dual: Array) -> Array:
        data = (weights * np.logaddexp(0, -signs * logits)).sum(axis=0)
        return data + 0.5 * ridge * (dual * logits).sum(axis=0)  # type: ignore[no-any-return]

    dual = np.zeros_like(targets)
    logits = np.zeros_like(targets)
    slope = gradient(logits, dual)
    slope_image = product(slope)
    current = loss(logits, dual)
    memory: list[tuple[Array, Array, Array, Array, Array]] = []
    for _ in range(n_iterations):
        step, step_image = _direction(slope, slope_image, memory)
        length = _line_search(dual, logits, step, step_image, signs, weights, ridge)
        new_dual = dual - length * step
        new_logits = logits - length * step_image
        new_slope = gradient(new_logits, new_dual)
        new_image = product(new_slope)
        moved, moved_image = new_dual - dual, new_logits - logits
        bent, bent_image = new_slope - slope, new_image - slope_image
        curvature = (moved * bent_image).sum(axis=0)
        inverse = np.where(curvature > 1e-10, 1 / np.maximum(curvature, 1e-10), 0).astype(np.float32)
        memory = [*memory, (moved, bent, moved_image, bent_image, inverse)][-_MEMORY:]
        dual, logits, slope, slope_image = new_dual, new_logits, new_slope, new_image
        reached = loss(logits, dual)
        if float((np.abs(current - reached) / np.abs(current)).max()) < _TOLERANCE:
            break
        current = reached
    return dual


def _sigmoid(values: Array) -> Array:
    return (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)


def _direction(
    slope: Array, slope_image: Array, memory: list[tuple[Array, Array, Array, Array, Array]]
) -> tuple[Array, Array]:
    step, image = slope.copy(), slope_image.copy()
    factors = []
    for moved, bent, _, bent_image, inverse in reversed(memory):
        factor = inverse * (moved * image).sum(axis=0)
        factors.append(factor)
        step -= factor * bent
        image -= factor * bent_image
    if memory:
        moved, bent, _, bent_image, _ = memory[-1]
        scale = (moved * bent_image).sum(axis=0) / np.maximum((bent * bent_image).sum(axis=0), 1e-12)
        step *= scale
        image *= scale
    for (moved, _, moved_image, bent_image, inverse), factor in zip(memory, reversed(factors), strict=True):
        back = inverse * (step * bent_image).sum(axis=0)
        # <bent, step> in the kernel's space may be read from either image; this one needs no further product.
        step += (factor - back) * moved
        image += (factor - back) * moved_image
    return step, image


def _line_search(
    dual: Array,
    logits: Array,
    step: Array,
    step_image: Array,
    signs: Array,
    weights: Array,
    ridge: np.float32,
) -> Array:
    cross = (dual * step_image).sum(axis=0)
    square = (step * step_image).sum(axis=0)
    length = np.zeros(step.shape[1], dtype=np.float32)
    below, above = np.zeros_like(length), np.full_like(length, np.inf)
    for _ in range(12):
        probability = _sigmoid(-signs * (logits - length * step_image))
        first = (weights * signs * probability * step_image).sum(axis=0) - ridge * (cross - length * square)
        second = (weights * probability * (1 - probability) * step_image**2).sum(axis=0) + ridge * square
        below = np.where(first < 0, length, below)
        above = np.where(first < 0, above, length)
        newton = length - first / np.maximum(second, 1e-12)
        # The loss is convex along the line, so a Newton step out of the bracket is replaced by a safe one: where the
        # loss is flat (rare labels) Newton alone jumps to infinity and back.
        middle = np.where(np.isfinite(above), (below + above) / 2, 2 * length)
        length = np.where((newton > below) & (newton < above), newton, middle).astype(np.float32)
    return length
