"""What stands beside the tagger in the table of ``stitext evaluate``: two plain ways to label the same sentences.

Zero-shot cosine compares the vectors of sentences with those of the labels' descriptions; TF-IDF with logistic
regression knows content words and pairs of them, and nothing of headings, vectors, neighbors or other labels. Each has
one threshold for all labels, chosen on the sentences that it learns from. Coding rules are in ``coding_rules``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from stitext.tagging.features import MIN_DOCUMENT_FREQUENCY, Features, Unit, new_vectorizer, select_rows
from stitext.tagging.logistic import compute_logits, fit_logistic
from stitext.tagging.thresholds import choose_sentence_threshold

Array = NDArray[np.float32]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

N_WORD_FOLDS = 2


def label_by_cosine(sentence_vectors: Array, label_vectors: Array, targets: Array, *, inside: Rows) -> Flags:
    """Label all sentences by likeness to the labels' descriptions.

    Parameters
    ----------
    sentence_vectors
        Unit rows, shape (n, n_dimensions).
    label_vectors
        Unit rows of the same encoder, shape (n_labels, n_dimensions).
    targets
        1 where a sentence has a label, shape (n, n_labels); only the rows ``inside`` are looked at.
    inside
        Indices of the sentences on which the threshold is chosen.

    Returns
    -------
    Flags
        Whether each sentence has each label, shape (n, n_labels).
    """
    likeness = np.clip(sentence_vectors @ label_vectors.T, 0, 1)
    found: Flags = likeness >= choose_sentence_threshold(likeness[inside], targets[inside])
    return found


def word_features(all_units: Sequence[Unit]) -> Features:
    """Compute the TF-IDF features of content words and pairs of neighboring ones.

    Parameters
    ----------
    all_units
        One unit a sentence.

    Returns
    -------
    Features
        Unit rows, and no dense feature.
    """
    sparse = new_vectorizer("content", min_df=MIN_DOCUMENT_FREQUENCY).fit_transform(all_units)
    return Features(sparse=sparse, dense=np.zeros((len(all_units), 0), dtype=np.float32))


def label_by_words(features: Features, targets: Array, documents: Rows, *, inside: Rows, outside: Rows) -> Flags:
    """Learn logistic regressions on content words, and label other sentences by them.

    Parameters
    ----------
    features
        From ``word_features``.
    targets
        1 where a sentence has a label, shape (n, n_labels); only the rows ``inside`` are looked at.
    documents
        Number of the document of each sentence.
    inside
        Indices of the sentences to learn from, of at least two documents.
    outside
        Indices of the sentences to label.

    Returns
    -------
    Flags
        Whether each sentence outside has each label, shape (n_outside, n_labels).
    """
    held_out = np.zeros_like(targets[inside])
    for first, second in GroupKFold(N_WORD_FOLDS).split(inside, groups=documents[inside]):
        held_out[second] = _learn(features, targets, inside[first], inside[second])
    threshold = choose_sentence_threshold(held_out, targets[inside])
    found: Flags = _learn(features, targets, inside, outside) >= threshold
    return found


def _learn(features: Features, targets: Array, inside: Rows, outside: Rows) -> Array:
    model = fit_logistic(select_rows(features, inside), targets[inside], positive_weight=1.0)
    logits = compute_logits(select_rows(features, outside), model)
    return (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
