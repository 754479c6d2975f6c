"""What an encoder has to beat: the mean of ready-made word vectors, and plain word search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stitext.analysis.lexicon import content_words, load_word_vectors
from stitext.encoder_training.figures import graded_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

_K1 = 1.2
_B = 0.75


def mean_word_vectors() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return the baseline that needs no training.

    Returns
    -------
    Callable
        Texts to unit rows of shape (n_texts, 300): the mean of ``ja_ginza``'s vectors of the content words.
    """
    vectors = load_word_vectors()
    rows = dict(zip(vectors.keys, vectors.rows.tolist(), strict=True))

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        means = np.zeros((len(texts), vectors.table.shape[1]), dtype=np.float32)
        for number, words in enumerate(content_words(texts)):
            known = [rows[word] for word in words if word in rows]
            if known:
                means[number] = vectors.table[known].mean(axis=0)
        norms = np.linalg.norm(means, axis=1, keepdims=True)
        means /= np.where(norms > 0, norms, 1)
        return means

    return encode


def word_search_figure(queries: Mapping[str, Mapping[str, int]], texts: Mapping[str, str]) -> float:
    """Return graded nDCG@10 of BM25 over content words, in [0, 1].

    Parameters
    ----------
    queries
        For each query the grades of the texts that serve it, by id.
    texts
        The collection, by id.

    Returns
    -------
    float
        The mean over queries, with k1 = 1.2 and b = 0.75. Source: Robertson and Zaragoza 2009.
    """
    ids = list(texts)
    bags = [Counter(words) for words in content_words(texts.values())]
    lengths = np.array([bag.total() for bag in bags], dtype=np.float64)
    norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
    holders: dict[str, tuple[list[int], list[int]]] = {}
    for number, bag in enumerate(bags):
        for word, count in bag.items():
            numbers, counts = holders.setdefault(word, ([], []))
            numbers.append(number)
            counts.append(count)
    total = 0.0
    for words, grades in zip(content_words(queries), queries.values(), strict=True):
        scores = np.zeros(len(bags))
        for word in set(words) & holders.keys():
            held = np.array(holders[word][0])
            counted = np.array(holders[word][1], dtype=np.float64)
            rarity = np.log(1 + (len(bags) - len(held) + 0.5) / (len(held) + 0.5))
            scores[held] += rarity * counted * (_K1 + 1) / (counted + norms[held])
        total += graded_gain([ids[n] for n in np.argsort(-scores, kind="stable")], grades)
    return total / len(queries)
