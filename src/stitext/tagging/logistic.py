"""Logistic regression for many labels at once, on a kernel.

Some forty labels over ten thousand sentences and two hundred thousand features are fitted in seconds, because one
matrix product serves all labels. scikit-learn's solvers go label by label and take minutes for the same.

Source: representer theorem (Kimeldorf and Wahba 1971); limited-memory BFGS (Nocedal 1980) with inner products in the
kernel's own space, and an exact Newton line search.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

INVERSE_REGULARIZATION = 20.0
POSITIVE_WEIGHT = 6.0
_MEMORY = 8
_TOLERANCE = 1e-4


def fit_logistic(kernel: Array, targets: Array, *, n_iterations: int = 60) -> Array:
    """Fit one logistic regression a label; the intercept is part of the kernel.

    Minimizes, for each label, the sum over sentences of the logistic loss, positives weighted 6, plus the squared norm
    over 2 · 20.

    Parameters
    ----------
    kernel
        Inner products of the training features, shape (n, n), float32.
    targets
        1 where the sentence has the label, else 0; shape (n, n_labels), float32.
    n_iterations
        At most so many steps.

    Returns
    -------
    Array
        Dual coefficients, shape (n, n_labels), float32: the logit of a new sentence is the sum over training sentences
        of (inner product + 1) · coefficient.
    """
    signs = 2 * targets - 1
    weights = np.where(targets > 0, np.float32(POSITIVE_WEIGHT), np.float32(1.0))
    ridge = np.float32(1 / INVERSE_REGULARIZATION)

    def product(direction: Array) -> Array:
        # The intercept's constant feature adds 1 to every inner product.
        image: Array = kernel @ direction
        image += direction.sum(axis=0, keepdims=True)
        return image

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
