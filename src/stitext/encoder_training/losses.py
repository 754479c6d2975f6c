"""The two losses: ranking pairs against the rest of the batch, and ordering pairs by their scores."""

from __future__ import annotations

import torch
from torch.nn import functional

_SCALE = 20.0


def ranking_loss(anchors: torch.Tensor, positives: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
    """Return the symmetric multiple-negatives ranking loss of a batch.

    Parameters
    ----------
    anchors
        Unit rows, shape (n, d).
    positives
        Unit rows that belong to the anchors, shape (n, d).
    groups
        Integers, shape (n,); a pair is no negative of another pair of its group.

    Returns
    -------
    torch.Tensor
        A scalar. Source: Henderson et al. 2017, "Efficient natural language response suggestion", both ways.
    """
    scores = _SCALE * anchors @ positives.T
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(groups), dtype=torch.bool)
    scores = scores.masked_fill(same, -torch.inf)
    targets = torch.arange(len(groups))
    return (functional.cross_entropy(scores, targets) + functional.cross_entropy(scores.T, targets)) / 2


def ordering_loss(first: torch.Tensor, second: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """Return the CoSENT loss of a batch of scored pairs.

    Parameters
    ----------
    first
        Unit rows, shape (n, d).
    second
        Unit rows, shape (n, d).
    scores
        How alike the pairs are, on one scale, shape (n,).

    Returns
    -------
    torch.Tensor
        A scalar that is small where pairs of higher score have the higher cosine.
        Source: Huang et al. 2024, "CoSENT: consistent sentence embedding via similarity ranking".
    """
    cosines = _SCALE * (first * second).sum(dim=1)
    differences = cosines[None, :] - cosines[:, None]
    differences = differences.masked_fill(scores[:, None] <= scores[None, :], -torch.inf).flatten()
    return torch.logsumexp(torch.cat([torch.zeros(1), differences]), dim=0)
