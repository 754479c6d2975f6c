"""Analyzed documents with gold labels → a tagger.

The first stage is fitted on all documents; the second stage, the thresholds and the verdicts on out-of-fold results,
so that what they see of the first stage is what it does on unseen documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from stitext.errors import CorpusError
from stitext.records import STANCES, AnalyzedDocument, FrameworkInfo, ModelInfo, Stance
from stitext.tagging.context import Situation, apply_context, fit_context
from stitext.tagging.features import Features, SentenceVectors, Unit, fit_features, transform, units
from stitext.tagging.logistic import fit_logistic
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
    """All sentences of the training documents, one after the other."""

    units: list[Unit]
    vectors: SentenceVectors
    situation: Situation
    targets: Array
    stances: list[dict[str, Stance]]
    examples: Sequence[Example]


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
    data = _gather(examples, label_ids)
    progress(f"特徴を作成中: {len(data.units):,} 文, {len(examples):,} 文書")
    space = fit_features(data.units, n_dimensions=data.vectors.sentences.shape[1])
    features = transform(data.units, data.vectors, space)
    kernel = _kernel(features)
    progress(f"交差適合で第2段を学習中: 特徴 {space.n_sparse:,}")
    folds = list(GroupKFold(N_INNER_FOLDS).split(data.units, groups=data.situation.document))
    logits = np.zeros_like(data.targets)
    for inside, outside in folds:
        dual = fit_logistic(kernel[np.ix_(inside, inside)], data.targets[inside])
        logits[outside] = kernel[np.ix_(outside, inside)] @ dual + dual.sum(axis=0)
    context = fit_context(logits, data.situation, data.targets)
    probabilities = apply_context(logits, data.situation, context)
    threshold = choose_sentence_threshold(probabilities, data.targets)
    progress("立場を学習中")
    stance_units = _stance_units(data)
    stances = _out_of_fold_stances(data, stance_units, label_ids, folds)
    stances *= (probabilities >= PLAY_PROBABILITY)[:, :, None]
    progress("判定を学習中")
    verdict, held_threshold, concrete_threshold = _fit_verdict(data, probabilities, stances, label_ids)
    progress("全文書で第1段を学習中")
    dual = fit_logistic(kernel, data.targets)
    return Tagger(
        info=ModelInfo(id="unsaved", sha256=""),
        framework=framework,
        encoder=encoder,
        label_ids=tuple(label_ids),
        space=space,
        sparse_weights=np.ascontiguousarray(features.sparse.T @ dual, dtype=np.float32),
        dense_weights=(features.dense.T @ dual).astype(np.float32),
        intercepts=dual.sum(axis=0).astype(np.float32),
        context=context,
        stance=_fit_stance(data, stance_units, label_ids, np.arange(len(data.units))),
        verdict=verdict,
        thresholds=np.full(len(label_ids), threshold, dtype=np.float32),
        held_threshold=held_threshold,
        concrete_threshold=concrete_threshold,
    )


def _gather(examples: Sequence[Example], label_ids: Sequence[str]) -> TrainingSet:
    n_labelled = sum(any(found) for found in (example.stances for example in examples))
    if n_labelled < MIN_DOCUMENTS:
        raise CorpusError(
            f"学習には、ラベルの付いた文のある文書が {MIN_DOCUMENTS} 文書以上要りますが、"
            f"{n_labelled} 文書しかありません。"
            "文書を足してください。",
            code="corpus-too-small",
        )
    situations = [situation(example.analyzed, number=number) for number, example in enumerate(examples)]
    stances = [found for example in examples for found in example.stances]
    targets = np.asarray([[label_id in found for label_id in label_ids] for found in stances], dtype=np.float32)
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
    return TrainingSet(
        units=[unit for example in examples for unit in units(example.analyzed)],
        vectors=SentenceVectors(*(np.vstack(parts) for parts in zip(*(e.vectors for e in examples), strict=True))),
        situation=Situation(*(np.concatenate(parts) for parts in zip(*situations, strict=True))),
        targets=targets,
        stances=stances,
        examples=examples,
    )


def _kernel(features: Features) -> Array:
    kernel: Array = (features.sparse @ features.sparse.T).toarray()
    kernel += features.dense @ features.dense.T
    return kernel


def _stance_units(data: TrainingSet) -> list[StanceUnit]:
    syntax = [sentence.syntax for example in data.examples for sentence in example.analyzed.sentences]
    return [StanceUnit(unit, found) for unit, found in zip(data.units, syntax, strict=True)]


def _fit_stance(
    data: TrainingSet, stance_units: Sequence[StanceUnit], label_ids: Sequence[str], chosen: NDArray[np.int64]
) -> StanceModel:
    column = {label_id: number for number, label_id in enumerate(label_ids)}
    labelled = [row for row in chosen if data.targets[row].any()]
    triples = [
        (place, column[label_id], stance)
        for place, row in enumerate(labelled)
        for label_id, stance in data.stances[row].items()
        if label_id in column
    ]
    return fit_stance(
        [stance_units[row] for row in labelled],
        np.asarray([place for place, _, _ in triples]),
        np.asarray([number for _, number, _ in triples]),
        [stance for _, _, stance in triples],
        n_labels=len(label_ids),
    )


def _out_of_fold_stances(
    data: TrainingSet,
    stance_units: Sequence[StanceUnit],
    label_ids: Sequence[str],
    folds: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> Array:
    stances = np.zeros((*data.targets.shape, len(STANCES)), dtype=np.float32)
    for inside, outside in folds:
        model = _fit_stance(data, stance_units, label_ids, inside)
        stances[outside] = predict_stance([stance_units[row] for row in outside], model)
    return stances


def _fit_verdict(
    data: TrainingSet, probabilities: Array, stances: Array, label_ids: Sequence[str]
) -> tuple[VerdictModel, float, float]:
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
                    for label_id in label_ids
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
