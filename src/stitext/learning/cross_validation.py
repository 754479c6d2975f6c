"""A whole set of labelled documents, computed once → what taggers say of documents that they did not see.

Vocabulary and document frequencies come from the text of all documents, so those of a held-out document have a part in
them; no label of it has. Both stages, the thresholds and the stance classifier are fitted anew for each fold.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stitext.analysis.parallel import N_PROCESSES, ONE_THREAD
from stitext.evaluation import CurvePoint, LabelArrays, count_labels, empty_labels, figures_of
from stitext.records import STANCES, AnalyzedDocument
from stitext.tagging.features import FeatureSpace
from stitext.tagging.stance import predict_stance
from stitext.tagging.training import (
    MIN_DOCUMENTS,
    TrainingSet,
    fit_stages,
    fit_stance_on,
    predict_rows,
    stance_units_of,
)
from stitext.tagging.withdrawal import Promise, find_withdrawn

Array = NDArray[np.float32]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

CURVE_SHARES = (1 / 8, 1 / 4, 1 / 2, 3 / 4, 1.0)
_CURVE_SEED = 1
# Two processes start in some five seconds, in which one labels a fold of so many.
_LEAST_SENTENCES = 4_000


class Fold(NamedTuple):
    """Indices of the sentences to learn from and of those to label, both those of whole documents, ascending."""

    inside: Rows
    outside: Rows


class OutOfFold(NamedTuple):
    """Probability of each label on each sentence, and whether the sentence gets it; both (n_sentences, n_labels)."""

    probabilities: Array
    has: Flags


def folds_of(documents: Rows, folds: Iterable[Iterable[int]]) -> list[Fold]:
    """Turn folds of documents into folds of sentences.

    Parameters
    ----------
    documents
        Number of the document of each sentence.
    folds
        Numbers of the documents of each fold.

    Returns
    -------
    list of Fold
        Each learns from all sentences that are not in it.
    """
    found = []
    for numbers in folds:
        is_outside = np.isin(documents, np.asarray(list(numbers), dtype=np.int64))
        found.append(Fold(inside=np.flatnonzero(~is_outside), outside=np.flatnonzero(is_outside)))
    return found


def label_out_of_fold(data: TrainingSet, folds: Sequence[Fold], *, progress: Callable[[str], None]) -> OutOfFold:
    """Label the sentences of each fold by both stages of a tagger that learned from the others.

    Parameters
    ----------
    data
        All documents.
    folds
        From ``folds_of``.
    progress
        Called with a line for each fold.

    Returns
    -------
    OutOfFold
        0 and False for sentences that are in no fold.
    """
    probabilities = np.zeros_like(data.targets)
    has = np.zeros(data.targets.shape, dtype=np.bool_)
    progress(f"交差検証: {len(folds)} 分割")
    for number, (fold, found) in enumerate(zip(folds, label_folds(data, folds), strict=True), start=1):
        probabilities[fold.outside], has[fold.outside] = found
        progress(f"交差検証 {number}/{len(folds)} 済み")
    return OutOfFold(probabilities, has)


def label_folds(
    data: TrainingSet, folds: Sequence[Fold], *, least_sentences: int = _LEAST_SENTENCES
) -> Iterator[OutOfFold]:
    """Label folds one after the other, or two at a time where there is much to do.

    Parameters
    ----------
    data
        All documents.
    folds
        What to learn from and what to label, each.
    least_sentences
        Fewer sentences than these are not worth the start of processes.

    Yields
    ------
    OutOfFold
        For each fold, in their order.
    """
    if len(folds) < N_PROCESSES or len(data.targets) < least_sentences or (os.cpu_count() or 1) < N_PROCESSES:
        yield from (label_fold(data, fold) for fold in folds)
        return
    # What folds are fitted on; the rest is large, and vectorizers can't be sent to another process.
    space = FeatureSpace(vectorizers={}, n_dimensions=data.space.n_dimensions)
    sent = data._replace(examples=(), units=[], stances=[], space=space)
    context = multiprocessing.get_context("spawn")
    with (
        _one_thread_each(),
        ProcessPoolExecutor(N_PROCESSES, mp_context=context, initializer=_hold, initargs=(sent,)) as executor,
    ):
        yield from executor.map(_label_held, folds)


def label_fold(data: TrainingSet, fold: Fold) -> OutOfFold:
    """Label the sentences of one fold by both stages of a tagger that learned from the others.

    Parameters
    ----------
    data
        All documents.
    fold
        What to learn from and what to label.

    Returns
    -------
    OutOfFold
        One row for each sentence outside. A label that no sentence inside has is given to none.
    """
    seen = np.flatnonzero(data.targets[fold.inside].any(axis=0))
    known = data._replace(
        label_ids=tuple(data.label_ids[column] for column in seen),
        targets=np.ascontiguousarray(data.targets[:, seen]),
    )
    stages = fit_stages(known, fold.inside)
    probabilities = np.zeros((len(fold.outside), len(data.label_ids)), dtype=np.float32)
    probabilities[:, seen] = predict_rows(known, stages, fold.outside)
    has = np.zeros(probabilities.shape, dtype=np.bool_)
    has[:, seen] = probabilities[:, seen] >= stages.threshold
    return OutOfFold(probabilities, has)


_held: list[TrainingSet] = []


def _hold(data: TrainingSet) -> None:
    _held[:] = [data]


def _label_held(fold: Fold) -> OutOfFold:
    return label_fold(_held[0], fold)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started inside use one thread for matrices each, so that two don't fight for two cores."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def decide_stances(data: TrainingSet, folds: Sequence[Fold], has: Flags) -> LabelArrays:
    """Decide the stance of labels by classifiers that learned from the other folds, and by withdrawals.

    Parameters
    ----------
    data
        All documents, with syntax for the sentences that people or ``has`` gave a label.
    folds
        From ``folds_of``.
    has
        From ``label_out_of_fold``.

    Returns
    -------
    LabelArrays
        The same labels with their stances.
    """
    found = LabelArrays(has=has, stances=empty_labels(*has.shape).stances)
    for fold in folds:
        asked = fold.outside[has[fold.outside].any(axis=1)]
        if not len(asked):
            continue
        model = fit_stance_on(data, fold.inside)
        likely = predict_stance(stance_units_of(data, asked.tolist()), model).argmax(axis=2)
        found.stances[asked] = np.where(has[asked], likely, found.stances[asked])
    start = 0
    for example in data.examples:
        end = start + len(example.analyzed.sentences)
        _withdraw(example.analyzed, found.has[start:end], found.stances[start:end])
        start = end
    return found


def _withdraw(analyzed: AnalyzedDocument, has: Flags, stances: NDArray[np.int8]) -> None:
    """Turn to negative, in place, the labels of sentences that take a promise back, as ``tag`` does."""
    negative = STANCES.index("negative")
    tagged = {Promise(int(row), int(column)) for row, column in np.argwhere(has)}
    negatives = [place for place in tagged if stances[place] == negative]
    for promise, row in find_withdrawn(analyzed, tagged - set(negatives), negatives).items():
        if has[row, promise.column]:
            stances[row, promise.column] = negative


def gold_arrays(data: TrainingSet) -> LabelArrays:
    """Return the labels and stances that people gave.

    Parameters
    ----------
    data
        All documents.

    Returns
    -------
    LabelArrays
        One row for each sentence.
    """
    arrays = LabelArrays(has=data.targets > 0, stances=empty_labels(*data.targets.shape).stances)
    column_of = {label_id: column for column, label_id in enumerate(data.label_ids)}
    for row, stances in enumerate(data.stances):
        for label_id, stance in stances.items():
            if label_id in column_of:
                arrays.stances[row, column_of[label_id]] = STANCES.index(stance)
    return arrays


def learning_curve(
    data: TrainingSet, fold: Fold, *, by_all: Flags, progress: Callable[[str], None]
) -> tuple[CurvePoint, ...]:
    """Measure on one fold what a tagger reaches that learns from part of the other documents.

    Parameters
    ----------
    data
        All documents.
    fold
        What to learn from and what to label.
    by_all
        The labels by a tagger that learned from all of ``fold.inside``, shape (n_outside, n_labels).
    progress
        Called with a line for each size.

    Returns
    -------
    tuple of CurvePoint
        For an eighth, a quarter, a half, three quarters and all of the documents; each larger part holds the smaller
        ones. Parts of fewer than eight documents with labels are left out.
    """
    documents = data.situation.document
    gold = gold_arrays(data)
    order = np.random.default_rng(_CURVE_SEED).permutation(np.unique(documents[fold.inside]))
    parts = [order[: round(share * len(order))] for share in CURVE_SHARES]
    insides = [fold.inside[np.isin(documents[fold.inside], chosen)] for chosen in parts]
    insides = [
        inside for inside in insides if len(np.unique(documents[inside][gold.has[inside].any(axis=1)])) >= MIN_DOCUMENTS
    ]
    progress(f"学習曲線: {len(insides)} 点")
    smaller = [inside for inside in insides if len(inside) < len(fold.inside)]
    labelled = [found.has for found in label_folds(data, [Fold(inside, fold.outside) for inside in smaller])]
    points = []
    for inside, has in zip(insides, [*labelled, by_all], strict=False):
        counts = count_labels(
            LabelArrays(gold.has[fold.outside], gold.stances[fold.outside]),
            LabelArrays(has, empty_labels(*has.shape).stances),
            documents[fold.outside],
            label_ids=data.label_ids,
        )
        figures = figures_of(counts)
        points.append(
            CurvePoint(
                n_documents=len(np.unique(documents[inside])), micro_f1=figures.micro.f1, macro_f1=figures.macro_f1
            )
        )
    return tuple(points)
