"""Do probabilities mean what they say? Bins of equal mass, and the expected calibration error over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stitext.records import Record

N_BINS = 15
# Of all pairs of sentence and label nearly all are surely absent: with them in, any tagger looks calibrated.
LEAST_PROBABILITY = 0.01


class Bin(Record):
    """Some predictions of like probability: how probable they were said to be, and how many were right.

    ``lowest`` and ``highest`` are the bin's least and greatest probability, ``mean`` their mean; ``share`` is the share
    of predictions that hold.
    """

    n: int
    lowest: float
    highest: float
    mean: float
    share: float


class Reliability(Record):
    """Predictions by probability, in at most 15 bins of (nearly) equal size, least probable first.

    ``ece`` is the expected calibration error: the mean distance between probability and share, weighted by the size of
    the bins. Source: Naeini et al. 2015; bins of equal mass, Nguyen and O'Connor 2015.
    """

    n: int
    ece: float
    bins: tuple[Bin, ...]


def reliability(
    probabilities: Sequence[float] | NDArray[np.float32], holds: Sequence[bool] | NDArray[np.bool_]
) -> Reliability:
    """Compare probabilities with what came true.

    Parameters
    ----------
    probabilities
        In [0, 1].
    holds
        For each whether it is so.

    Returns
    -------
    Reliability
        Empty for no prediction.
    """
    values = np.asarray(probabilities, dtype=np.float64)
    truth = np.asarray(holds, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    parts = [part for part in np.array_split(order, N_BINS) if len(part)]
    bins = tuple(
        Bin(
            n=len(part),
            lowest=round(float(values[part[0]]), 4),
            highest=round(float(values[part[-1]]), 4),
            mean=round(float(values[part].mean()), 4),
            share=round(float(truth[part].mean()), 4),
        )
        for part in parts
    )
    distances = [len(part) * abs(float(values[part].mean() - truth[part].mean())) for part in parts]
    return Reliability(n=len(values), ece=round(sum(distances) / max(len(values), 1), 4), bins=bins)
