"""Gold labels of sentences against predicted ones: counts by document, figures from counts, intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stitext.corpus import GoldLabel
from stitext.evaluation.figures import (
    Agreement,
    Interval,
    Spread,
    agreement,
    draw_documents,
    interval,
    ratio,
    shares,
    spread,
)
from stitext.records import STANCES, Record, Stance, TaggedSentence

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_STANCE = -1


class SentenceIntervals(Record):
    """95 % intervals of the four leading figures, by bootstrap over documents."""

    micro_f1: Interval
    macro_f1: Interval
    group_f1: Interval
    stance_accuracy: Interval


class SentenceEvaluation(Record):
    """Figures over sentences.

    ``macro_f1`` is the mean over the labels that occur in the gold labels. ``group`` counts groups (C1 to D2) in
    place of labels: a sentence has a group where it has one of its labels. ``stance_accuracy`` is the share of right
    stances among the labels that were both given and predicted. ``groups`` sums the labels of each group.
    """

    n_documents: int
    n_sentences: int
    micro: Agreement
    macro_f1: float
    group: Agreement
    stance_accuracy: float
    intervals: SentenceIntervals
    groups: dict[str, Agreement]
    labels: dict[str, Agreement]


class CrossValidation(Record):
    """Figures of one tagger over folds of documents that it did not see."""

    n_folds: int
    pooled: SentenceEvaluation
    micro_f1: Spread
    macro_f1: Spread
    stance_accuracy: Spread


class LabelArrays(NamedTuple):
    """Labels and stances of sentences, one row a sentence.

    ``has`` and ``stances`` have shape (n_sentences, n_labels); a stance is an index into ``STANCES``, or -1 where there
    is none or it is not known.
    """

    has: Flags
    stances: NDArray[np.int8]


class LabelCounts(NamedTuple):
    """What agreement is counted from, one row a document.

    ``gold``, ``predicted`` and ``hits`` have shape (n_documents, n_labels); ``groups`` (n_documents, 3) counts the same
    three things of groups; ``stances`` (n_documents, 2) counts right stances and hits of a known stance.
    """

    label_ids: tuple[str, ...]
    n_sentences: Counts
    gold: Counts
    predicted: Counts
    hits: Counts
    groups: Counts
    stances: Counts


def evaluate_sentences(
    gold: Sequence[Sequence[Sequence[GoldLabel]]], predicted: Sequence[Sequence[TaggedSentence]]
) -> SentenceEvaluation:
    """Compare predicted labels with gold ones.

    Parameters
    ----------
    gold
        For each document, for each sentence, its labels.
    predicted
        The same documents and sentences as they were tagged.

    Returns
    -------
    SentenceEvaluation
        Micro and macro figures, by group and by label.
    """
    stances: list[list[dict[str, Stance | None]]] = [
        [{label.id: label.stance for label in labels} for labels in sentences] for sentences in gold
    ]
    return evaluate_labels(stances, predicted)


def evaluate_labels(
    gold: Sequence[Sequence[Mapping[str, Stance | None]]], predicted: Sequence[Sequence[TaggedSentence]]
) -> SentenceEvaluation:
    """Compare predicted labels with gold ones whose stance may be unknown.

    Parameters
    ----------
    gold
        For each document, for each sentence, the stance of each of its labels; None where nobody said.
    predicted
        The same documents and sentences as they were tagged.

    Returns
    -------
    SentenceEvaluation
        Micro and macro figures, by group and by label.
    """
    found = [[{tag.id: tag.stance for tag in tagged.labels} for tagged in sentences] for sentences in predicted]
    label_ids = tuple(sorted({label for side in (gold, found) for part in side for labels in part for label in labels}))
    lengths = [len(sentences) for sentences, _ in zip(gold, found, strict=True)]
    if lengths != [len(sentences) for sentences in found]:
        raise ValueError("zip() of sentences: gold and predicted documents differ in length")
    documents = np.repeat(np.arange(len(lengths)), lengths)
    return figures_of(count_labels(_arrays(gold, label_ids), _arrays(found, label_ids), documents, label_ids=label_ids))


def count_labels(
    gold: LabelArrays, predicted: LabelArrays, documents: NDArray[np.int64], *, label_ids: Sequence[str]
) -> LabelCounts:
    """Count labels by document.

    Parameters
    ----------
    gold
        What people gave.
    predicted
        What was predicted, for the same sentences.
    documents
        Number of the document of each sentence, shape (n_sentences,), ascending.
    label_ids
        The labels, in the order of the columns.

    Returns
    -------
    LabelCounts
        One row for each document that occurs.
    """
    hits = gold.has & predicted.has
    known = hits & (gold.stances != NO_STANCE)
    right = known & (gold.stances == predicted.stances)
    names = [label_id.split(".", 1)[0] for label_id in label_ids]
    groups = sorted(set(names))
    members = np.zeros((len(names), len(groups)), dtype=np.int64)
    members[range(len(names)), [groups.index(name) for name in names]] = 1
    grouped = [has.astype(np.int64) @ members > 0 for has in (gold.has, predicted.has)]
    starts = np.flatnonzero(np.diff(documents, prepend=-1)) if len(documents) else np.zeros(0, dtype=np.int64)

    def by_document(values: NDArray[np.int64]) -> Counts:
        if not len(starts):
            return np.zeros((0, *values.shape[1:]), dtype=np.int64)
        summed: Counts = np.add.reduceat(values, starts, axis=0)
        return summed

    def flags(values: Flags) -> NDArray[np.int64]:
        summed: NDArray[np.int64] = values.sum(axis=1, dtype=np.int64)
        return summed

    return LabelCounts(
        label_ids=tuple(label_ids),
        n_sentences=by_document(np.ones(len(documents), dtype=np.int64)),
        gold=by_document(gold.has.astype(np.int64)),
        predicted=by_document(predicted.has.astype(np.int64)),
        hits=by_document(hits.astype(np.int64)),
        groups=by_document(np.column_stack([flags(grouped[0]), flags(grouped[1]), flags(grouped[0] & grouped[1])])),
        stances=by_document(np.column_stack([flags(right), flags(known)])),
    )


def figures_of(counts: LabelCounts) -> SentenceEvaluation:
    """Compute all figures from counts.

    Parameters
    ----------
    counts
        From ``count_labels``.

    Returns
    -------
    SentenceEvaluation
        With intervals by bootstrap over the documents.
    """
    sums = [found.sum(axis=0) for found in (counts.gold, counts.predicted, counts.hits)]
    labels = {
        label_id: agreement(*(int(total[column]) for total in sums))
        for column, label_id in enumerate(counts.label_ids)
        if sums[0][column] or sums[1][column]
    }
    names = [label_id.split(".", 1)[0] for label_id in counts.label_ids]
    groups = {
        group: agreement(
            *(int(sum(total[column] for column, name in enumerate(names) if name == group)) for total in sums)
        )
        for group in sorted({label_id.split(".", 1)[0] for label_id in labels})
    }
    given = [label.f1 for label in labels.values() if label.n_gold]
    right, known = (int(total) for total in counts.stances.sum(axis=0))
    return SentenceEvaluation(
        n_documents=len(counts.n_sentences),
        n_sentences=int(counts.n_sentences.sum()),
        micro=agreement(*(int(total.sum()) for total in sums)),
        macro_f1=ratio(sum(given), len(given)),
        group=agreement(*(int(total) for total in counts.groups.sum(axis=0))),
        stance_accuracy=ratio(right, known),
        intervals=_intervals(counts),
        groups=groups,
        labels=labels,
    )


def take_documents(counts: LabelCounts, places: NDArray[np.int64]) -> LabelCounts:
    """Keep some of the documents.

    Parameters
    ----------
    counts
        From ``count_labels``.
    places
        Rows of the documents to keep.

    Returns
    -------
    LabelCounts
        In the order of the places.
    """
    return LabelCounts(counts.label_ids, *(found[places] for found in counts[1:]))


def summarize_folds(folds: Sequence[SentenceEvaluation], pooled: SentenceEvaluation) -> CrossValidation:
    """Put the figures of folds together.

    Parameters
    ----------
    folds
        Figures of each fold; at least one.
    pooled
        Figures over the sentences of all folds.

    Returns
    -------
    CrossValidation
        With the spread over folds.
    """
    return CrossValidation(
        n_folds=len(folds),
        pooled=pooled,
        micro_f1=spread([fold.micro.f1 for fold in folds]),
        macro_f1=spread([fold.macro_f1 for fold in folds]),
        stance_accuracy=spread([fold.stance_accuracy for fold in folds]),
    )


def _intervals(counts: LabelCounts) -> SentenceIntervals:
    if not len(counts.n_sentences):
        nothing = Interval(low=0.0, high=0.0)
        return SentenceIntervals(micro_f1=nothing, macro_f1=nothing, group_f1=nothing, stance_accuracy=nothing)
    draws = draw_documents(len(counts.n_sentences))
    gold, predicted, hits = (draws @ found for found in (counts.gold, counts.predicted, counts.hits))
    by_label = shares(2 * hits, gold + predicted)
    groups, stances = draws @ counts.groups, draws @ counts.stances
    return SentenceIntervals(
        micro_f1=interval(shares(2 * hits.sum(axis=1), gold.sum(axis=1) + predicted.sum(axis=1))),
        macro_f1=interval(shares((by_label * (gold > 0)).sum(axis=1), (gold > 0).sum(axis=1).astype(np.float64))),
        group_f1=interval(shares(2 * groups[:, 2], groups[:, 0] + groups[:, 1])),
        stance_accuracy=interval(shares(stances[:, 0], stances[:, 1])),
    )


def _arrays(sides: Sequence[Sequence[Mapping[str, Stance | None]]], label_ids: tuple[str, ...]) -> LabelArrays:
    rows = [labels for sentences in sides for labels in sentences]
    column_of = {label_id: column for column, label_id in enumerate(label_ids)}
    arrays = empty_labels(len(rows), len(label_ids))
    for row, labels in enumerate(rows):
        for label_id, stance in labels.items():
            arrays.has[row, column_of[label_id]] = True
            arrays.stances[row, column_of[label_id]] = NO_STANCE if stance is None else STANCES.index(stance)
    return arrays


def empty_labels(n_sentences: int, n_labels: int) -> LabelArrays:
    """Make the arrays of sentences that have no label.

    Parameters
    ----------
    n_sentences
        Number of rows.
    n_labels
        Number of columns.

    Returns
    -------
    LabelArrays
        To be filled.
    """
    return LabelArrays(
        has=np.zeros((n_sentences, n_labels), dtype=np.bool_),
        stances=np.full((n_sentences, n_labels), NO_STANCE, dtype=np.int8),
    )
