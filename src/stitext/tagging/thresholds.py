"""Out-of-fold probabilities → the thresholds from which a label counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)


def choose_sentence_threshold(probabilities: Array, targets: Array) -> float:
    """Choose the one threshold of all labels that gives the highest micro-F1.

    One threshold a label was tried and was worse on unseen documents: most labels have too few sentences for it.

    Parameters
    ----------
    probabilities
        Out-of-fold probabilities, shape (n_sentences, n_labels).
    targets
        1 where the sentence has the label, else 0; the same shape.

    Returns
    -------
    float
        In [0.05, 0.95].
    """
    positive = targets > 0
    scores = []
    for threshold in _GRID:
        predicted = probabilities >= threshold
        hits = int((predicted & positive).sum())
        scores.append(2 * hits / max(int(predicted.sum()) + int(positive.sum()), 1))
    return float(_GRID[int(np.argmax(scores))])


def choose_verdict_thresholds(held: Array, concrete: Array, is_held: Array, is_concrete: Array) -> tuple[float, float]:
    """Choose the two thresholds of a document's verdict that give the most right verdicts.

    Parameters
    ----------
    held
        Out-of-fold probabilities that each document holds each label, shape (n_documents, n_labels).
    concrete
        The same, that it does so concretely.
    is_held
        1 where it does; the same shape.
    is_concrete
        1 where it does so concretely; the same shape.

    Returns
    -------
    tuple of float
        The threshold of ``held`` and that of ``concrete``, in [0.05, 0.95].
    """
    gold = is_held + is_concrete
    best = (0.0, 0.5, 0.5)
    for held_threshold in _GRID[::2]:
        mentioned = held >= held_threshold
        for concrete_threshold in _GRID[::2]:
            verdict = np.where(concrete >= concrete_threshold, 2, np.where(mentioned, 1, 0))
            accuracy = float((verdict == gold).mean())
            if accuracy > best[0]:
                best = (accuracy, float(held_threshold), float(concrete_threshold))
    return best[1], best[2]
