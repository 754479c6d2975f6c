"""The training loop: initial rows and sources in, the trained table out.

A row of the table is ``exp(w) * (initial @ W) + delta``: a weight for each piece, one map for all, and a correction of
its own. Weight and map carry over to pieces that no training pair holds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import torch
from scipy.sparse import csr_array
from torch.nn import functional

from stitext.encoder_training.losses import ordering_loss, ranking_loss
from stitext.encoder_training.sources import Drawn, PairSource, ScoredBags
from stitext.records import Record

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RUN = 16
_WARM_UP = 30
_LAST_RATE = 0.02


class Recipe(Record):
    """What can be varied in the training.

    Attributes
    ----------
    n_epochs
        Passes over all sources.
    seed
        For drawing, order and dropout.
    dropout
        Share of tokens left out of a bag in the ranking losses, in [0, 1).
    ranking_batch
        Pairs in a batch of a ranking source.
    ordering_batch
        Pairs in a batch of scored pairs.
    ordering_weight
        Weight of the ordering loss; that of a ranking source is given with it.
    rate
        Learning rate of map and corrections; the weights of pieces learn ten times as fast.
    """

    n_epochs: int = 4
    seed: int = 0
    dropout: float = 0.2
    ranking_batch: int = 512
    ordering_batch: int = 256
    ordering_weight: float = 0.4
    rate: float = 1e-3


class WeightedSource(NamedTuple):
    """A source of pairs with the weight of its loss."""

    source: PairSource
    weight: float


class _Step(NamedTuple):
    first: list[NDArray[np.int64]]
    second: list[NDArray[np.int64]]
    groups: NDArray[np.int64] | None
    scores: NDArray[np.float32] | None
    weight: float


def train_table(
    initial: NDArray[np.float32],
    weights: NDArray[np.float32],
    *,
    ranking: Sequence[WeightedSource],
    ordering: Sequence[ScoredBags],
    recipe: Recipe,
    progress: Callable[[str], None],
) -> NDArray[np.float32]:
    """Train the table of a static encoder.

    Parameters
    ----------
    initial
        Initial rows, shape (n_pieces, d), float32.
    weights
        Logarithmic weights of the pieces to start from, shape (n_pieces,), float32.
    ranking
        Sources of pairs that belong together.
    ordering
        Scored pairs.
    recipe
        What to vary.
    progress
        Called with a line after each epoch.

    Returns
    -------
    NDArray
        The trained rows, shape (n_pieces, d), float32; that of the unknown piece is zero.
    """
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    rows = torch.from_numpy(initial)
    piece_weights = torch.nn.Parameter(torch.from_numpy(weights.copy()))
    mapping = torch.nn.Parameter(torch.eye(initial.shape[1]))
    delta = _RowAdam(initial.shape[0], initial.shape[1])
    optimizer = torch.optim.Adam(
        [{"params": [mapping], "lr": recipe.rate}, {"params": [piece_weights], "lr": 10 * recipe.rate}]
    )
    steps = _epoch(ranking, ordering, recipe, random, hard=False)
    # Every epoch draws as many pairs as the first.
    n_steps = len(steps) * recipe.n_epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, n_steps))
    started = time.monotonic()
    done = 0
    for number in range(recipe.n_epochs):
        if number > 0:
            steps = _epoch(ranking, ordering, recipe, random, hard=number % 2 == 1)
        total = 0.0
        for step in steps:
            pieces, bags = _bags([*step.first, *step.second])
            index = torch.from_numpy(pieces)
            corrections = delta.rows[index].requires_grad_()
            table = torch.exp(piece_weights[index])[:, None] * (rows[index] @ mapping) + corrections
            table = table * (index != 0)[:, None]
            vectors = functional.normalize(_mean(table, bags), dim=1)
            first, second = vectors[: len(step.first)], vectors[len(step.first) :]
            if step.scores is not None:
                loss = ordering_loss(first, second, torch.from_numpy(step.scores))
            else:
                loss = ranking_loss(first, second, torch.from_numpy(np.asarray(step.groups)))
            optimizer.zero_grad()
            (step.weight * loss).backward()  # type: ignore[no-untyped-call]
            delta.step(index, corrections, recipe.rate * _rate(done, n_steps))
            optimizer.step()
            schedule.step()
            done += 1
            total += step.weight * float(loss.detach())
        seconds = time.monotonic() - started
        progress(f"{number + 1}/{recipe.n_epochs} 周: 損失 {total / len(steps):.4f}, {seconds:.0f} 秒")
    with torch.no_grad():
        trained = torch.exp(piece_weights)[:, None] * (rows @ mapping) + delta.rows
        trained[0] = 0.0
    result: NDArray[np.float32] = trained.numpy()
    return result


class _Mean(torch.autograd.Function):
    """Means of rows by bag; scipy's product goes several times as fast as ``embedding_bag`` backwards."""

    @staticmethod
    def forward(ctx: Any, table: torch.Tensor, bags: csr_array) -> torch.Tensor:  # noqa: ANN401 - torch types it so
        ctx.bags = bags
        return torch.from_numpy(bags @ table.detach().numpy())

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:  # noqa: ANN401 - torch types it so
        return torch.from_numpy(ctx.bags.T @ gradients[0].numpy()), None


def _mean(table: torch.Tensor, bags: csr_array) -> torch.Tensor:
    return cast("torch.Tensor", _Mean.apply(table, bags))  # type: ignore[no-untyped-call]


class _RowAdam:
    """Adam on those rows alone that a step has touched, as torch's SparseAdam does it, without sorting."""

    def __init__(self, n_rows: int, width: int) -> None:
        self.rows = torch.zeros(n_rows, width)
        self._first = torch.zeros(n_rows, width)
        self._second = torch.zeros(n_rows, width)
        self._n_steps = 0

    def step(self, index: torch.Tensor, touched: torch.Tensor, rate: float) -> None:
        gradient = touched.grad
        if gradient is None:
            return
        self._n_steps += 1
        first = self._first[index].lerp_(gradient, 0.1)
        second = self._second[index].mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        self._first[index] = first
        self._second[index] = second
        root = (second / (1 - 0.999**self._n_steps)).sqrt_().add_(1e-8)
        self.rows[index] = touched.detach().addcdiv(first, root, value=-rate / (1 - 0.9**self._n_steps))


def _rate(step: int, n_steps: int) -> float:
    if step < _WARM_UP:
        return (step + 1) / _WARM_UP
    done = (step - _WARM_UP) / max(n_steps - _WARM_UP, 1)
    return max(1.0 - (1.0 - _LAST_RATE) * done, _LAST_RATE)


def _epoch(
    ranking: Sequence[WeightedSource],
    ordering: Sequence[ScoredBags],
    recipe: Recipe,
    random: np.random.Generator,
    *,
    hard: bool,
) -> list[_Step]:
    steps: list[_Step] = []
    for source, weight in ranking:
        drawn = source.draw(random)
        order = _in_runs(drawn.blocks, random) if hard else random.permutation(len(drawn.groups))
        steps.extend(_ranking_steps(drawn, order, weight, recipe, random))
    for bags in ordering:
        for chosen in _batches(random.permutation(len(bags.scores)), recipe.ordering_batch):
            first = [bags.first[n] for n in chosen]
            second = [bags.second[n] for n in chosen]
            steps.append(_Step(first, second, None, bags.scores[chosen], recipe.ordering_weight))
    return [steps[n] for n in random.permutation(len(steps))]


def _ranking_steps(
    drawn: Drawn, order: NDArray[np.int64], weight: float, recipe: Recipe, random: np.random.Generator
) -> Iterator[_Step]:
    for chosen in _batches(order, recipe.ranking_batch):
        first = [_drop(drawn.anchors[n], recipe.dropout, random) for n in chosen]
        second = [_drop(drawn.positives[n], recipe.dropout, random) for n in chosen]
        yield _Step(first, second, drawn.groups[chosen], None, weight)


def _batches(order: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    # A short last batch has too few negatives to teach the same thing: it joins the one before.
    n_batches = max(len(order) // size, 1)
    for number in range(n_batches):
        stop = len(order) if number == n_batches - 1 else (number + 1) * size
        yield order[number * size : stop]


def _in_runs(blocks: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    shuffled = random.permutation(len(blocks))
    by_block = shuffled[np.argsort(blocks[shuffled], kind="stable")]
    bounds = np.flatnonzero(np.diff(blocks[by_block])) + 1
    runs = [block[start : start + _RUN] for block in np.split(by_block, bounds) for start in range(0, len(block), _RUN)]
    return np.concatenate([runs[n] for n in random.permutation(len(runs))])


def _drop(bag: NDArray[np.int64], share: float, random: np.random.Generator) -> NDArray[np.int64]:
    kept = bag[random.random(len(bag)) >= share]
    return kept if len(kept) else bag


def _bags(bags: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], csr_array]:
    lengths = np.fromiter((len(bag) for bag in bags), dtype=np.int64, count=len(bags))
    pieces, columns = np.unique(np.concatenate(list(bags)), return_inverse=True)
    shares = np.repeat(1 / lengths, lengths).astype(np.float32)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    matrix = csr_array((shares, columns, ends), shape=(len(bags), len(pieces)))
    matrix.sum_duplicates()
    return pieces, matrix
