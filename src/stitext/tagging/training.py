"""Analyzed documents with gold labels → a tagger.

The first stage is fitted on all documents; the second stage, the thresholds and the verdicts on out-of-fold results,
so that what they see of the first stage is what it does on unseen documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from stitext.errors import CorpusError
from stitext.records import STANCES, AnalyzedDocument, FrameworkInfo, ModelInfo, Stance
from stitext.tagging.context import ContextModel, Situation, apply_context, fit_context
from stitext.tagging.examples import choose_examples
from stitext.tagging.features import (
    Features,
    FeatureSpace,
    SentenceVectors,
    Unit,
    fit_features,
    select_rows,
    sentence_vectors,
    transform,
    units,
)
from stitext.tagging.logistic import LinearModel, compute_logits, fit_logistic
from stitext.tagging.stance import StanceModel, StanceUnit, fit_stance, predict_stance
from stitext.tagging.tagger import PLAY_PROBABILITY, Tagger, situation
from stitext.tagging.thresholds import choose_sentence_threshold, choose_verdict_thresholds
from stitext.tagging.verdicts import VerdictModel, document_features, document_probabilities, fit_verdicts

Array = NDArray[np.float32]

N_INNER_FOLDS = 4
MIN_DOCUMENTS = 8


class Example(NamedTuple):
    """A training document: analyzed, with syntax where a sentence has labels; vectors; and gold stances by label id."""

    analyzed: AnalyzedDocument
    vectors: SentenceVectors
    stances: tuple[dict[str, Stance], ...]


class TrainingSet(NamedTuple):
    """All sentences of some documents, one after the other, with what the tagger learns from.

    ``targets`` is 1 where a sentence has a label, shape (n, n_labels), float32.
    """

    label_ids: tuple[str, ...]
    examples: Sequence[Example]
    units: list[Unit]
    situation: Situation
    targets: Array
    stances: list[dict[str, Stance]]
    space: FeatureSpace
    features: Features


class Stages(NamedTuple):
    """Both stages, fitted on the sentences ``rows`` of a training set.

    ``first`` is the first stage, ``context`` the second. ``probabilities`` are out-of-fold ones of the same sentences,
    by the folds ``folds`` of whole documents; ``threshold`` is the one that serves them best.
    """

    rows: NDArray[np.int64]
    first: LinearModel
    context: ContextModel
    threshold: float
    probabilities: Array
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]]


def train_tagger(
    examples: Sequence[Example],
    label_ids: Sequence[str],
    *,
    framework: FrameworkInfo,
    encoder: ModelInfo,
    progress: Callable[[str], None],
) -> Tagger:
    """Train a tagger.

    Parameters
    ----------
    examples
        At least eight documents.
    label_ids
        The labels to learn; labels outside are ignored.
    framework
        The framework that the labels belong to.
    encoder
        The encoder that made the vectors.
    progress
        Called with a line at each step.

    Returns
    -------
    Tagger
        Its ``info`` has no hash yet: it gets one when it is saved.

    Raises
    ------
    CorpusError
        If there are too few documents, or a label has no sentence at all.
    """
    data = gather(examples, label_ids, progress=progress)
    everything = np.arange(len(data.units))
    progress("二つの段を学習中")
    stages = fit_stages(data, everything)
    progress("立場を学習中")
    stances = _out_of_fold_stances(data, stages.folds)
    stances *= (stages.probabilities >= PLAY_PROBABILITY)[:, :, None]
    progress("判定を学習中")
    verdict, held_threshold, concrete_threshold = _fit_verdict(data, stages.probabilities, stances)
    return Tagger(
        info=ModelInfo(id="unsaved", sha256=""),
        framework=framework,
        encoder=encoder,
        label_ids=data.label_ids,
        space=data.space,
        sparse_weights=stages.first.sparse,
        dense_weights=stages.first.dense,
        intercepts=stages.first.intercepts,
        context=stages.context,
        stance=fit_stance_on(data, everything),
        verdict=verdict,
        thresholds=np.full(len(data.label_ids), stages.threshold, dtype=np.float32),
        held_threshold=held_threshold,
        concrete_threshold=concrete_threshold,
        examples=choose_examples(
            [
                example.analyzed.document.quote(sentence)
                for example in examples
                for sentence in example.analyzed.document.sentences
            ],
            sentence_vectors(data.features),
            data.targets,
            stages.probabilities,
        ),
    )


def gather(examples: Sequence[Example], label_ids: Sequence[str], *, progress: Callable[[str], None]) -> TrainingSet:
    """Put documents together and compute what a tagger learns from.

    Parameters
    ----------
    examples
        At least eight documents with labels.
    label_ids
        The labels to learn; labels outside are ignored.
    progress
        Called with a line at each step.

    Returns
    -------
    TrainingSet
        Its vocabulary and document frequencies are those of all its sentences.

    Raises
    ------
    CorpusError
        If there are too few documents, or a label has no sentence at all.
    """
    stances = [found for example in examples for found in example.stances]
    targets = np.asarray([[label_id in found for label_id in label_ids] for found in stances], dtype=np.float32)
    _check_targets(examples, targets, label_ids)
    all_units = [unit for example in examples for unit in units(example.analyzed)]
    progress(f"特徴を作成中: {len(all_units):,} 文, {len(examples):,} 文書")
    vectors = SentenceVectors(*(np.vstack(parts) for parts in zip(*(e.vectors for e in examples), strict=True)))
    situations = [situation(example.analyzed, number=number) for number, example in enumerate(examples)]
    space = fit_features(all_units, n_dimensions=vectors.sentences.shape[1])
    return TrainingSet(
        label_ids=tuple(label_ids),
        examples=examples,
        units=all_units,
        situation=Situation(*(np.concatenate(parts) for parts in zip(*situations, strict=True))),
        targets=targets,
        stances=stances,
        space=space,
        features=transform(all_units, vectors, space),
    )


def fit_stages(data: TrainingSet, rows: NDArray[np.int64]) -> Stages:
    """Fit both stages on some of the sentences.

    Parameters
    ----------
    data
        From ``gather``.
    rows
        Indices of the sentences, those of whole documents; ascending.

    Returns
    -------
    Stages
        For ``predict_rows`` and the tagger.
    """
    chosen, features, targets = situation_of(data.situation, rows), select_rows(data.features, rows), data.targets[rows]
    folds = list(GroupKFold(N_INNER_FOLDS).split(rows, groups=chosen.document))
    logits = np.zeros_like(targets)
    for inside, outside in folds:
        model = fit_logistic(select_rows(features, inside), targets[inside])
        logits[outside] = compute_logits(select_rows(features, outside), model)
    context = fit_context(logits, chosen, targets)
    probabilities = apply_context(logits, chosen, context)
    return Stages(
        rows=rows,
        first=fit_logistic(features, targets),
        context=context,
        threshold=choose_sentence_threshold(probabilities, targets),
        probabilities=probabilities,
        folds=folds,
    )


def predict_rows(data: TrainingSet, stages: Stages, rows: NDArray[np.int64]) -> Array:
    """Compute the labels' probabilities of other sentences of the same training set.

    Parameters
    ----------
    data
        From ``gather``.
    stages
        From ``fit_stages``.
    rows
        Indices of the sentences, those of whole documents; ascending.

    Returns
    -------
    Array
        In [0, 1], shape (n_rows, n_labels), float32: what a tagger made of the stages says of them.
    """
    logits = compute_logits(select_rows(data.features, rows), stages.first)
    return apply_context(logits, situation_of(data.situation, rows), stages.context)


def fit_stance_on(data: TrainingSet, rows: NDArray[np.int64]) -> StanceModel:
    """Fit the stance classifier on some of the sentences.

    Parameters
    ----------
    data
        From ``gather``.
    rows
        Indices of the sentences; those without a label say nothing.

    Returns
    -------
    StanceModel
        For ``predict_stance``.
    """
    column = {label_id: number for number, label_id in enumerate(data.label_ids)}
    labelled = [row for row in rows.tolist() if data.targets[row].any()]
    triples = [
        (place, column[label_id], stance)
        for place, row in enumerate(labelled)
        for label_id, stance in data.stances[row].items()
        if label_id in column
    ]
    return fit_stance(
        stance_units_of(data, labelled),
        np.asarray([place for place, _, _ in triples]),
        np.asarray([number for _, number, _ in triples]),
        [stance for _, _, stance in triples],
        n_labels=len(data.label_ids),
    )


def stance_units_of(data: TrainingSet, rows: Iterable[int]) -> list[StanceUnit]:
    """Return what the stance of some sentences may rest on.

    Parameters
    ----------
    data
        From ``gather``.
    rows
        Indices of the sentences.

    Returns
    -------
    list of StanceUnit
        In the order of the rows.
    """
    syntax = [sentence.syntax for example in data.examples for sentence in example.analyzed.sentences]
    return [StanceUnit(data.units[row], syntax[row]) for row in rows]


def situation_of(situations: Situation, rows: NDArray[np.int64]) -> Situation:
    """Return the situation of some sentences.

    Parameters
    ----------
    situations
        Of all sentences.
    rows
        Indices of the sentences.

    Returns
    -------
    Situation
        In the order of the rows.
    """
    return Situation(
        document=situations.document[rows],
        is_heading=situations.is_heading[rows],
        log_length=situations.log_length[rows],
        is_closed=situations.is_closed[rows],
    )


def _check_targets(examples: Sequence[Example], targets: Array, label_ids: Sequence[str]) -> None:
    n_labelled = sum(any(found) for found in (example.stances for example in examples))
    if n_labelled < MIN_DOCUMENTS:
        raise CorpusError(
            f"学習には、ラベルの付いた文のある文書が {MIN_DOCUMENTS} 文書以上要りますが、"
            f"{n_labelled} 文書しかありません。"
            "文書を足してください。",
            code="corpus-too-small",
        )
    missing = [label_id for label_id, n in zip(label_ids, targets.sum(axis=0), strict=True) if n == 0]
    if missing:
        raise CorpusError(
            f"学習用の文が1つもないラベルがあります: {', '.join(missing)}。文を足すか、ラベルを外してください。",
            code="label-without-sentence",
        )
    everywhere = [label_id for label_id, found in zip(label_ids, targets.T, strict=True) if found.all()]
    if everywhere:
        raise CorpusError(
            f"学習用のすべての文に付いているラベルがあります: {', '.join(everywhere)}。"
            "ラベルのない文を足してください。",
            code="label-on-every-sentence",
        )


def _out_of_fold_stances(data: TrainingSet, folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> Array:
    stances = np.zeros((*data.targets.shape, len(STANCES)), dtype=np.float32)
    for inside, outside in folds:
        model = fit_stance_on(data, inside)
        stances[outside] = predict_stance(stance_units_of(data, outside.tolist()), model)
    return stances


def _fit_verdict(data: TrainingSet, probabilities: Array, stances: Array) -> tuple[VerdictModel, float, float]:
    scores = (
        probabilities * (1 - stances[:, :, STANCES.index("negative")]),
        probabilities * stances[:, :, STANCES.index("concrete")],
    )
    wanted = (("concrete", "mention"), ("concrete",))
    numbers = range(len(data.examples))
    rows = [data.situation.document == number for number in numbers]
    coefficients, intercepts, targets = [], [], []
    for score, senses in zip(scores, wanted, strict=True):
        held = np.asarray(
            [
                [
                    any(found.get(label_id) in senses for found in data.examples[number].stances)
                    for label_id in data.label_ids
                ]
                for number in numbers
            ],
            dtype=np.float32,
        )
        features = np.stack([document_features(score[row]) for row in rows])
        fitted = fit_verdicts(features, held)
        coefficients.append(fitted[0])
        intercepts.append(fitted[1])
        targets.append(held)
    model = VerdictModel(np.stack(coefficients), np.stack(intercepts))
    whole = [document_probabilities(scores[0][row], scores[1][row], model) for row in rows]
    thresholds = choose_verdict_thresholds(
        np.stack([found.held for found in whole]),
        np.stack([found.concrete for found in whole]),
        targets[0],
        targets[1],
    )
    return model, *thresholds
