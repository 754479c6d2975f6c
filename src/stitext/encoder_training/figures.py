"""The measures of an encoder: rank correlation, retrieval, and how much a linear tagger gets out of its vectors.

Each measure takes the function that encodes, so that baselines and encoders stand in one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.encoder_training.public_data import QuestionSet, ScoredPair

if TYPE_CHECKING:
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]

_CUT = 10
# Of the probe alone: the inverse of scikit-learn's C.
_PENALTY = 0.2


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
        The mean over queries.
    """
    ids = list(texts)
    vectors = encode(list(texts.values()))
    asked = encode(list(queries))
    total = 0.0
    for grades, vector in zip(queries.values(), asked, strict=True):
        total += graded_gain([ids[n] for n in np.argsort(-(vectors @ vector), kind="stable")], grades)
    return total / len(queries)


def graded_gain(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the graded nDCG@10 of one ranking, in [0, 1].

    Parameters
    ----------
    ranked
        Ids, best first.
    grades
        The grades of the ids that serve, at least one above 0.

    Returns
    -------
    float
        Gain 2^grade - 1. Source: Järvelin and Kekäläinen 2002 for the discount, Burges et al. 2005 for the gain.
    """
    discounts = 1 / np.log2(np.arange(_CUT) + 2)
    gains = np.array([2.0 ** grades.get(found, 0) - 1 for found in ranked[:_CUT]])
    ideal = np.sort([2.0**grade - 1 for grade in grades.values()])[::-1][:_CUT]
    return float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum())


class Labelled(NamedTuple):
    """Sentences as vectors with their labels.

    Attributes
    ----------
    vectors
        Unit rows, shape (n, d), float32.
    labels
        Which labels each sentence has, shape (n, n_labels), bool.
    documents
        The document of each sentence.
    """

    vectors: NDArray[np.float32]
    labels: NDArray[np.bool_]
    documents: tuple[str, ...]


def tagging_figure(learned: Labelled, measured: Labelled) -> float:
    """Return the micro F1 of a linear tagger that sees vectors alone, in [0, 1].

    Parameters
    ----------
    learned
        What the tagger learns from.
    measured
        Sentences of other documents.

    Returns
    -------
    float
        Micro F1 of logistic regressions, one for each label, with one threshold for all labels, chosen on every fifth
        document of ``learned`` by a tagger that has not seen them.
    """
    names = sorted(set(learned.documents))
    held = np.isin(np.array(learned.documents), names[::5])
    weights = _fit_logistic(learned.vectors[~held], learned.labels[~held])
    scores = _logits(learned.vectors[held], weights)
    thresholds = np.linspace(-4, 2, 121)
    best = max(thresholds, key=lambda threshold: _micro_f1(scores >= threshold, learned.labels[held]))
    weights = _fit_logistic(learned.vectors, learned.labels)
    return _micro_f1(_logits(measured.vectors, weights) >= best, measured.labels)


def _fit_logistic(vectors: NDArray[np.float32], labels: NDArray[np.bool_]) -> NDArray[np.float64]:
    from scipy.optimize import minimize
    from scipy.special import expit

    rows = np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])
    shape = (rows.shape[1], labels.shape[1])
    targets = labels.astype(np.float32)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        logits = rows @ weights.astype(np.float32)
        errors = (expit(logits) - targets) / len(rows)
        value = float((np.logaddexp(0, logits) - targets * logits).sum(dtype=np.float64)) / len(rows)
        penalty = _PENALTY / len(rows)
        gradient = (rows.T @ errors).astype(np.float64) + penalty * weights
        return value + penalty * float((weights**2).sum()) / 2, gradient.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    fitted: NDArray[np.float64] = found.x.reshape(shape)
    return fitted


def _logits(vectors: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    logits: NDArray[np.float64] = vectors @ weights[:-1] + weights[-1]
    return logits


def _micro_f1(chosen: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float:
    return float(2 * (chosen & labels).sum() / max(int(chosen.sum() + labels.sum()), 1))
