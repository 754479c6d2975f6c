"""Where the training starts: a vector for each piece, from the word vectors of ``ja_ginza``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stitext.analysis.lexicon import WordVectors
from stitext.encoder_training.vocabulary import Vocabulary, normalize

if TYPE_CHECKING:
    from numpy.typing import NDArray

_IDENTITY_NORM = 0.4
_SIF = 1e-3


def initial_rows(
    vocabulary: Vocabulary, vectors: WordVectors, *, n_dimensions: int = 512, seed: int = 0
) -> NDArray[np.float32]:
    """Give each piece its first vector.

    Parameters
    ----------
    vocabulary
        The pieces and the normalized forms they realize.
    vectors
        Word vectors of unit length.
    n_dimensions
        Width of the result, at least that of the word vectors.
    seed
        For the random parts.

    Returns
    -------
    NDArray
        Shape (n_pieces, n_dimensions), float32. First the mean of the vectors of the piece's normalized forms (or of
        its characters, with noise), then a random part of norm 0.4 that tells words apart whose vectors are shared.
        The unknown piece has zeros.
    """
    random = np.random.default_rng(seed)
    width = vectors.table.shape[1]
    index: dict[str, int] = {}
    for key, row in zip(vectors.keys, vectors.rows.tolist(), strict=True):
        index.setdefault(normalize(key), row)
    rows = np.zeros((len(vocabulary.pieces), width), dtype=np.float32)
    for number, (piece, _) in enumerate(vocabulary.pieces):
        forms = vocabulary.forms.get(piece, {piece: 1})
        found = [(index[normalize(form)], n) for form, n in forms.items() if normalize(form) in index]
        if not found and piece in index:
            found = [(index[piece], 1)]
        if found:
            mean = np.average([vectors.table[row] for row, _ in found], axis=0, weights=[n for _, n in found])
            rows[number] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        else:
            noise = random.standard_normal(width)
            known = [vectors.table[index[character]] for character in piece if character in index]
            mean = np.mean(known, axis=0) if known else np.zeros(width)
            mean = mean / max(float(np.linalg.norm(mean)), 1e-9)
            rows[number] = 0.7 * mean + 0.7 * noise / np.linalg.norm(noise)
    identity = random.standard_normal((len(rows), n_dimensions - width)).astype(np.float32)
    identity *= _IDENTITY_NORM / np.maximum(np.linalg.norm(identity, axis=1, keepdims=True), 1e-9)
    table = np.hstack([rows, identity])
    table[0] = 0.0
    return table


def start_weights(counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Weigh pieces by how rare they are.

    Parameters
    ----------
    counts
        How often each piece occurs in the training text, shape (n_pieces,).

    Returns
    -------
    NDArray
        Logarithms of a / (a + f) with a = 0.001 and f the relative frequency, shape (n_pieces,), float32.
        Source: Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for sentence embeddings".
    """
    frequencies = counts / max(int(counts.sum()), 1)
    return np.log(_SIF / (_SIF + frequencies)).astype(np.float32)
