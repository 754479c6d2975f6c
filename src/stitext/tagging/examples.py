"""Labelled sentences that a label can be compared with: for each label the training sentences that show it best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

N_EXAMPLES = 100
# The encoder's dimensions stand in PCA order; so many are enough to find a neighbor.
N_DIMENSIONS = 128
_SHORTEST, _LONGEST = 15, 120


class ExampleStore(NamedTuple):
    """Sentences with the label that each of them shows.

    Attributes
    ----------
    texts
        Wording of each sentence; one that shows two labels stands twice.
    columns
        Number of its label, shape (n,), int16.
    vectors
        Its vector's first dimensions, unit rows times 127, shape (n, n_dimensions), int8.
    """

    texts: tuple[str, ...]
    columns: NDArray[np.int16]
    vectors: NDArray[np.int8]


def choose_examples(texts: list[str], sentence_vectors: Array, targets: Array, probabilities: Array) -> ExampleStore:
    """Choose the sentences that show each label best.

    Parameters
    ----------
    texts
        Wording of the training sentences.
    sentence_vectors
        Their vectors, shape (n, n_dimensions).
    targets
        1 where a sentence has a label, shape (n, n_labels).
    probabilities
        Out-of-fold probabilities, shape (n, n_labels).

    Returns
    -------
    ExampleStore
        For each label at most a hundred sentences of ordinary length, those of which an unknowing tagger is surest.
    """
    ordinary = np.asarray([_SHORTEST <= len(text) <= _LONGEST for text in texts])
    chosen: list[int] = []
    columns: list[int] = []
    for column in range(targets.shape[1]):
        rows = np.flatnonzero(ordinary & (targets[:, column] > 0))
        best = rows[np.argsort(-probabilities[rows, column], kind="stable")][:N_EXAMPLES]
        chosen += best.tolist()
        columns += [column] * len(best)
    return ExampleStore(
        texts=tuple(texts[row] for row in chosen),
        columns=np.asarray(columns, dtype=np.int16),
        vectors=np.round(_shorten(sentence_vectors[chosen]) * 127).astype(np.int8),
    )


def nearest_example(store: ExampleStore, sentence_vector: Array, column: int) -> str | None:
    """Return the labelled sentence that is nearest to a sentence.

    Parameters
    ----------
    store
        The sentences to choose from.
    sentence_vector
        Vector of the sentence, shape (n_dimensions,).
    column
        Number of the label.

    Returns
    -------
    str or None
        None where no sentence shows the label.
    """
    rows = np.flatnonzero(store.columns == column)
    if not len(rows):
        return None
    likeness = store.vectors[rows].astype(np.float32) @ _shorten(sentence_vector[None, :])[0]
    return store.texts[int(rows[likeness.argmax()])]


def _shorten(vectors: Array) -> Array:
    short = vectors[:, :N_DIMENSIONS]
    norms = np.linalg.norm(short, axis=1, keepdims=True)
    return (short / np.where(norms > 0, norms, 1)).astype(np.float32)
