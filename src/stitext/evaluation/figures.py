"""The records of figures, and the arithmetic they share: shares, spreads, and intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, pstdev

import numpy as np
from numpy.typing import NDArray

from stitext.records import Record

Floats = NDArray[np.float64]

N_DRAWS = 1_000
_SEED = 20_240_401
_TAILS = (2.5, 97.5)


class Agreement(Record):
    """How labels that were predicted agree with those that people gave; ratios in [0, 1]."""

    n_gold: int
    n_predicted: int
    n_hits: int
    precision: float
    recall: float
    f1: float


class Interval(Record):
    """The middle 95 % of a figure over 1,000 draws of whole documents, with replacement."""

    low: float
    high: float


class Spread(Record):
    """A figure over folds: mean, standard deviation, lowest and highest."""

    mean: float
    deviation: float
    lowest: float
    highest: float


def agreement(n_gold: int, n_predicted: int, n_hits: int) -> Agreement:
    """Count hits as shares.

    Parameters
    ----------
    n_gold
        Number of labels that people gave.
    n_predicted
        Number of labels that were predicted.
    n_hits
        Number of labels that are both.

    Returns
    -------
    Agreement
        Ratios rounded to four places; 0 where there is nothing to divide by.
    """
    return Agreement(
        n_gold=n_gold,
        n_predicted=n_predicted,
        n_hits=n_hits,
        precision=ratio(n_hits, n_predicted),
        recall=ratio(n_hits, n_gold),
        f1=ratio(2 * n_hits, n_gold + n_predicted),
    )


def agreement_by_weakness(labels: Mapping[str, Agreement]) -> list[tuple[str, Agreement]]:
    """Order labels by F1, weakest first.

    Parameters
    ----------
    labels
        Figures by label.

    Returns
    -------
    list of tuple
        Label ids with their figures.
    """
    return sorted(labels.items(), key=lambda item: (item[1].f1, item[0]))


def spread(values: Sequence[float]) -> Spread:
    """Describe how a figure varies.

    Parameters
    ----------
    values
        At least one.

    Returns
    -------
    Spread
        With the population's standard deviation.
    """
    return Spread(
        mean=round(mean(values), 4),
        deviation=round(pstdev(values), 4),
        lowest=round(min(values), 4),
        highest=round(max(values), 4),
    )


def ratio(part: float, whole: float) -> float:
    """Divide.

    Parameters
    ----------
    part
        The dividend.
    whole
        The divisor.

    Returns
    -------
    float
        Rounded to four places; 0 where the divisor is 0.
    """
    return round(part / whole, 4) if whole else 0.0


def draw_documents(n_documents: int) -> Floats:
    """Draw documents with replacement, 1,000 times, always the same way.

    Parameters
    ----------
    n_documents
        How many there are; at least one.

    Returns
    -------
    Floats
        How often each draw holds each document, shape (1000, n_documents). Source: Efron 1979, the bootstrap; whole
        documents are drawn because the sentences of one document are alike.
    """
    generator = np.random.default_rng(_SEED)
    return generator.multinomial(n_documents, np.full(n_documents, 1 / n_documents), size=N_DRAWS).astype(np.float64)


def interval(values: Floats) -> Interval:
    """Describe what the draws gave.

    Parameters
    ----------
    values
        A figure for each draw, shape (n_draws,).

    Returns
    -------
    Interval
        The 2.5th and the 97.5th percentile, rounded to four places.
    """
    low, high = np.percentile(values, _TAILS)
    return Interval(low=round(float(low), 4), high=round(float(high), 4))


def shares(part: Floats, whole: Floats) -> Floats:
    """Divide number by number.

    Parameters
    ----------
    part
        Dividends.
    whole
        Divisors, of the same shape.

    Returns
    -------
    Floats
        Quotients; 0 where the divisor is 0.
    """
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
