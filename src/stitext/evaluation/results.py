"""What ``stitext evaluate`` gives: all figures of one run."""

from __future__ import annotations

from typing import Literal

from stitext.evaluation.calibration import Reliability
from stitext.evaluation.drafts import DraftEvaluation
from stitext.evaluation.sentences import CrossValidation, SentenceEvaluation
from stitext.records import FrameworkInfo, ModelInfo, Record

PRIMARY_METRIC = "micro_f1"


class Baseline(Record):
    """Another way to label the same sentences of the same folds.

    ``coding_rules``: rules by hand in KH Coder's manner; ``cosine``: likeness to the labels' descriptions, no training
    but one threshold; ``tfidf``: content words with logistic regression. Stances are by rules on the sentence's end.
    """

    name: Literal["coding_rules", "cosine", "tfidf"]
    figures: SentenceEvaluation


class CurvePoint(Record):
    """What a tagger reaches on the first fold when it learns from part of the other documents."""

    n_documents: int
    micro_f1: float
    macro_f1: float


class Evaluation(Record):
    """All that ``stitext evaluate`` measures; ``rules`` is the framework's cues on the same sentences.

    ``reliability`` is of the out-of-fold probabilities of all pairs of sentence and label from 0.01 on. ``test`` and
    ``test_drafts`` are there only where the held-out documents were asked for, ``learning_curve`` only where it was.
    """

    primary_metric: str = PRIMARY_METRIC
    tagger: CrossValidation
    baselines: tuple[Baseline, ...]
    rules: SentenceEvaluation
    reliability: Reliability
    learning_curve: tuple[CurvePoint, ...]
    drafts: DraftEvaluation | None
    test: SentenceEvaluation | None
    test_drafts: DraftEvaluation | None


class RowsEvaluation(Record):
    """Figures of the tagger in use on somebody's own labelled rows; ``tagger`` is None for cues alone."""

    primary_metric: str = PRIMARY_METRIC
    source: str
    framework: FrameworkInfo
    tagger: ModelInfo | None
    n_stances: int
    figures: SentenceEvaluation
