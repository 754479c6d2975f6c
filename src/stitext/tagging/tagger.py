"""An analyzed document and the vectors of its sentences → labels: the trained tagger.

``score_sentences`` gives each label's probability on each sentence; ``in_play`` names the sentences whose syntax is
needed; ``tag`` decides labels, stances and what the document as a whole says of each label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stitext.records import (
    STANCES,
    AnalyzedDocument,
    Candidate,
    DocumentLabel,
    FrameworkInfo,
    ModelInfo,
    Tag,
    TaggedDocument,
    TaggedSentence,
)
from stitext.tagging.assessable import find_obstacles
from stitext.tagging.context import ContextModel, Situation, apply_context
from stitext.tagging.examples import ExampleStore, nearest_example
from stitext.tagging.explanation import character_weights, explain_label
from stitext.tagging.features import Features, FeatureSpace, SentenceVectors, Unit, sentence_vectors, transform, units
from stitext.tagging.logistic import LinearModel, compute_logits
from stitext.tagging.stance import StanceModel, StanceUnit, predict_stance
from stitext.tagging.verdicts import VerdictModel, document_probabilities
from stitext.tagging.withdrawal import Promise, find_withdrawn

Array = NDArray[np.float32]

N_CANDIDATES = 3
# Sentences below this probability say nothing of a label: they are no candidates, and their stance is not asked.
PLAY_PROBABILITY = 0.05


@dataclass(frozen=True)
class Tagger:
    """A trained tagger: what it was trained for and on, and its arrays.

    ``sparse_weights`` is (n_sparse, n_labels), ``dense_weights`` (3 * n_dimensions, n_labels), ``intercepts`` and
    ``thresholds`` (n_labels,), all float32. A sentence has a label from its threshold on, and a document holds it from
    ``held_threshold`` (``concrete_threshold``) on.
    """

    info: ModelInfo
    framework: FrameworkInfo
    encoder: ModelInfo
    label_ids: tuple[str, ...]
    space: FeatureSpace
    sparse_weights: Array
    dense_weights: Array
    intercepts: Array
    context: ContextModel
    stance: StanceModel
    verdict: VerdictModel
    thresholds: Array
    held_threshold: float
    concrete_threshold: float
    examples: ExampleStore


class Scores(NamedTuple):
    """What the tagger sees of a document: units and features, and probabilities of shape (n_sentences, n_labels)."""

    units: list[Unit]
    features: Features
    probabilities: Array


def score_sentences(analyzed: AnalyzedDocument, vectors: SentenceVectors, tagger: Tagger) -> Scores:
    """Compute the probability of each label on each sentence.

    Parameters
    ----------
    analyzed
        A document with tokens.
    vectors
        The vectors of its sentences, by the tagger's own encoder.
    tagger
        The tagger.

    Returns
    -------
    Scores
        For ``in_play`` and ``tag``.
    """
    all_units = units(analyzed)
    if not all_units:
        nothing = np.zeros((0, len(tagger.label_ids)), dtype=np.float32)
        return Scores([], Features(sparse=None, dense=nothing), nothing)
    features = transform(all_units, vectors, tagger.space)
    first = LinearModel(tagger.sparse_weights, tagger.dense_weights, tagger.intercepts)
    logits = compute_logits(features, first)
    probabilities = apply_context(logits, situation(analyzed), tagger.context)
    return Scores(all_units, features, probabilities)


def situation(analyzed: AnalyzedDocument, *, number: int = 0) -> Situation:
    """Describe the look of a document's sentences for the second stage.

    Parameters
    ----------
    analyzed
        The document.
    number
        Its number among several that are scored together.

    Returns
    -------
    Situation
        Of its sentences.
    """
    document = analyzed.document
    texts = [document.normalized_quote(sentence) for sentence in document.sentences]
    return Situation(
        document=np.full(len(texts), number, dtype=np.int64),
        is_heading=np.asarray([sentence.kind == "heading" for sentence in document.sentences], dtype=np.float32),
        log_length=np.log1p([len(text) for text in texts]).astype(np.float32),
        is_closed=np.asarray([text.rstrip("」』)） ").endswith(("。", ".")) for text in texts], dtype=np.float32),
    )


def in_play(analyzed: AnalyzedDocument, scores: Scores) -> list[str]:
    """Name the sentences whose stance will be asked, so that they can be parsed.

    Parameters
    ----------
    analyzed
        The document.
    scores
        From ``score_sentences``.

    Returns
    -------
    list of str
        Sentence ids.
    """
    asked = np.flatnonzero((scores.probabilities >= PLAY_PROBABILITY).any(axis=1))
    return [analyzed.sentences[row].sentence_id for row in asked]


def stance_scores(analyzed: AnalyzedDocument, scores: Scores, model: StanceModel) -> Array:
    """Compute the stance of each label that is in play.

    Parameters
    ----------
    analyzed
        The document, with syntax for the sentences in play.
    scores
        From ``score_sentences``.
    model
        The stance classifier.

    Returns
    -------
    Array
        Probabilities by stance, shape (n_sentences, n_labels, 3); 0 where a label is not in play.
    """
    stances = np.zeros((*scores.probabilities.shape, len(STANCES)), dtype=np.float32)
    playing = scores.probabilities >= PLAY_PROBABILITY
    rows = np.flatnonzero(playing.any(axis=1))
    if len(rows):
        asked = [StanceUnit(scores.units[row], analyzed.sentences[row].syntax) for row in rows]
        stances[rows] = predict_stance(asked, model) * playing[rows][:, :, None]
    return stances


def tag(analyzed: AnalyzedDocument, scores: Scores, tagger: Tagger) -> TaggedDocument:
    """Decide labels, stances and what the document as a whole says.

    Parameters
    ----------
    analyzed
        The document, with syntax for the sentences in play.
    scores
        From ``score_sentences``.
    tagger
        The tagger.

    Returns
    -------
    TaggedDocument
        With evidence, candidates and document labels.
    """
    document = analyzed.document
    probabilities = scores.probabilities
    stances = stance_scores(analyzed, scores, tagger.stance)
    chosen = stances.argmax(axis=2)
    tagged = [Promise(int(row), int(column)) for row, column in np.argwhere(probabilities >= tagger.thresholds)]
    negatives = [place for place in tagged if STANCES[chosen[place]] == "negative"]
    withdrawn = find_withdrawn(analyzed, set(tagged) - set(negatives), negatives)
    for promise, row in withdrawn.items():
        # What takes a promise back denies it, whatever its words look like.
        stances[row, promise.column] = np.eye(len(STANCES), dtype=np.float32)[STANCES.index("negative")]
    chosen = stances.argmax(axis=2)
    labels: list[list[Tag]] = [[] for _ in document.sentences]
    for place in tagged:
        by = withdrawn.get(place)
        labels[place.row].append(
            Tag(
                id=tagger.label_ids[place.column],
                stance=STANCES[chosen[place]],
                score=_rounded(probabilities[place]),
                why=_why(analyzed, scores, place, tagger),
                example=nearest_example(tagger.examples, sentence_vectors(scores.features)[place.row], place.column),
                withdrawn_by=None if by is None else document.sentences[by].sentence_id,
            )
        )
    held = probabilities * (1 - stances[:, :, STANCES.index("negative")])
    concrete = probabilities * stances[:, :, STANCES.index("concrete")]
    for place in withdrawn:
        held[place] = concrete[place] = 0.0
    whole = document_probabilities(held, concrete, tagger.verdict)
    obstacles = find_obstacles(document)
    return TaggedDocument(
        document=document,
        sentences=tuple(
            TaggedSentence(sentence_id=sentence.sentence_id, labels=tuple(sorted(found, key=lambda tag: -tag.score)))
            for sentence, found in zip(document.sentences, labels, strict=True)
        ),
        candidates=_candidates(analyzed, scores, chosen, tagger),
        document_labels=tuple(
            DocumentLabel(
                id=label_id,
                held=_rounded(whole.held[column]),
                concrete=_rounded(whole.concrete[column]),
                held_threshold=tagger.held_threshold,
                concrete_threshold=tagger.concrete_threshold,
            )
            for column, label_id in enumerate(tagger.label_ids)
        ),
        assessable=not obstacles,
        model=tagger.info,
        warnings=obstacles,
    )


def _candidates(
    analyzed: AnalyzedDocument, scores: Scores, chosen: NDArray[np.int64], tagger: Tagger
) -> tuple[Candidate, ...]:
    candidates = []
    for column, label_id in enumerate(tagger.label_ids):
        column_scores = scores.probabilities[:, column]
        below = np.flatnonzero((column_scores < tagger.thresholds[column]) & (column_scores >= PLAY_PROBABILITY / 2))
        for row in sorted(below.tolist(), key=lambda place: -column_scores[place])[:N_CANDIDATES]:
            candidates.append(
                Candidate(
                    id=label_id,
                    sentence_id=analyzed.sentences[row].sentence_id,
                    score=_rounded(column_scores[row]),
                    why=_why(analyzed, scores, Promise(row, column), tagger),
                    stance=STANCES[chosen[row, column]] if column_scores[row] >= PLAY_PROBABILITY else None,
                )
            )
    return tuple(candidates)


def _why(analyzed: AnalyzedDocument, scores: Scores, place: Promise, tagger: Tagger) -> tuple[str, ...]:
    document = analyzed.document
    values = scores.features.sparse[place.row]
    weights = character_weights(
        scores.units[place.row],
        dict(zip(values.indices.tolist(), values.data.tolist(), strict=True)),
        tagger.sparse_weights[:, place.column],
        tagger.space,
    )
    sentence = document.sentences[place.row]
    # A sentence below may be parsed by chance, for another label's sake; phrases must not depend on that.
    asked = scores.probabilities[place] >= PLAY_PROBABILITY
    syntax = analyzed.sentences[place.row].syntax if asked else None
    return explain_label(document, sentence, scores.units[place.row], syntax, weights)


def _rounded(score: float) -> float:
    return round(float(score), 4)
