"""The measures of an encoder: rank correlation, retrieval, and how much a linear tagger gets out of its vectors.

Each measure takes the function that encodes, so that baselines and encoders stand in one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stitext.encoder_training.public_data import QuestionSet, ScoredPair

if TYPE_CHECKING:
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]

_CUT = 10


def similarity_figure(encode: Encode, pairs: Sequence[ScoredPair]) -> float:
    """Return Spearman's correlation of cosines with people's scores, in [-1, 1].

    Parameters
    ----------
    encode
        Texts to unit rows.
    pairs
        Pairs with people's scores.

    Returns
    -------
    float
        The correlation, ties by mean rank.
    """
    from scipy.stats import spearmanr

    first = encode([pair.first for pair in pairs])
    second = encode([pair.second for pair in pairs])
    return float(spearmanr((first * second).sum(axis=1), [pair.score for pair in pairs]).statistic)


def question_figure(encode: Encode, question_set: QuestionSet) -> float:
    """Return nDCG@10 of finding each question's paragraph among all of them, in [0, 1].

    Parameters
    ----------
    encode
        Texts to unit rows.
    question_set
        Questions, each with one paragraph that answers it.

    Returns
    -------
    float
        The mean over questions.
    """
    questions = encode([question.text for question in question_set.questions])
    paragraphs = encode([paragraph.text for paragraph in question_set.paragraphs])
    right = np.array([question.paragraph for question in question_set.questions])
    gains = []
    for start in range(0, len(questions), 512):
        scores = questions[start : start + 512] @ paragraphs.T
        own = scores[np.arange(len(scores)), right[start : start + 512]]
        ranks = (scores > own[:, None]).sum(axis=1)
        gains.append(np.where(ranks < _CUT, 1 / np.log2(ranks + 2), 0.0))
    return float(np.concatenate(gains).mean())


def search_figure(encode: Encode, queries: Mapping[str, Mapping[str, int]], texts: Mapping[str, str]) -> float:
    """Return graded nDCG@10 of queries over a collection, in [0, 1].

    Parameters
    ----------
    encode
        Texts to unit rows.
    queries
        For each query the grades of the texts that serve it, by id; all others have grade 0.
    texts
        The collection, by id.

    Returns
    -------
    float
        The mean over queries, gain 2^grade - 1. Source: Järvelin and Kekäläinen 2002 for the discount, Burges et al.
        2005 for the gain.
    """
    ids = list(texts)
    vectors = encode(list(texts.values()))
    asked = encode(list(queries))
    total = 0.0
    discounts = 1 / np.log2(np.arange(_CUT) + 2)
    for grades, vector in zip(queries.values(), asked, strict=True):
        best = np.argsort(-(vectors @ vector), kind="stable")[:_CUT]
        gains = np.array([2.0 ** grades.get(ids[n], 0) - 1 for n in best])
        ideal = np.sort([2.0**grade - 1 for grade in grades.values()])[::-1][:_CUT]
        total += float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum())
    return total / len(queries)


def tagging_figure(vectors: NDArray[np.float32], labels: NDArray[np.bool_], groups: Sequence[str]) -> float:
    """Return the micro F1 of a linear tagger that sees vectors alone, in [0, 1].

    Parameters
    ----------
    vectors
        One unit row for each sentence, shape (n, d).
    labels
        Which labels each sentence has, shape (n, n_labels).
    groups
        The document of each sentence; no document is both learned from and measured on.

    Returns
    -------
    float
        Micro F1 over three folds of ridge regressions, one for each label, with one threshold for all labels that is
        chosen on the learned documents.
    """
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GroupKFold

    scores = np.zeros(labels.shape, dtype=np.float64)
    chosen = np.zeros(labels.shape, dtype=bool)
    for learned, measured in GroupKFold(n_splits=3).split(vectors, groups=groups):
        inner, held = next(GroupKFold(n_splits=4).split(learned, groups=[groups[n] for n in learned]))
        targets = labels[learned].astype(np.float64)
        probe = Ridge(alpha=1.0).fit(vectors[learned[inner]], targets[inner])
        threshold = _best_threshold(probe.predict(vectors[learned[held]]), labels[learned[held]])
        scores[measured] = Ridge(alpha=1.0).fit(vectors[learned], targets).predict(vectors[measured])
        chosen[measured] = scores[measured] >= threshold
    return _micro_f1(chosen, labels)


def _best_threshold(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    return float(max(np.arange(0.05, 0.8, 0.01), key=lambda threshold: _micro_f1(scores >= threshold, labels)))


def _micro_f1(chosen: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float:
    return float(2 * (chosen & labels).sum() / max(int(chosen.sum() + labels.sum()), 1))
