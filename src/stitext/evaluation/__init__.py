"""Gold against predicted. Pure: labels, tagged documents and reports go in, figures come out.

The one primary metric of sentences is the micro-averaged F1 of labels, of drafts the accuracy of verdicts.
"""

from __future__ import annotations

from stitext.evaluation.calibration import LEAST_PROBABILITY, Bin, Reliability, reliability
from stitext.evaluation.drafts import DRAFT_PRIMARY_METRIC, DraftEvaluation, DraftIntervals, evaluate_drafts
from stitext.evaluation.encoders import EncoderFigures, EncoderRow, EncoderTable
from stitext.evaluation.figures import Agreement, Interval, Spread, agreement_by_weakness, spread
from stitext.evaluation.results import PRIMARY_METRIC, Baseline, CurvePoint, Evaluation, RowsEvaluation
from stitext.evaluation.searches import Refusals, SearchFigures, SearchRow, SearchTable
from stitext.evaluation.sentences import (
    CrossValidation,
    LabelArrays,
    LabelCounts,
    SentenceEvaluation,
    SentenceIntervals,
    count_labels,
    empty_labels,
    evaluate_labels,
    evaluate_sentences,
    figures_of,
    summarize_folds,
    take_documents,
)

__all__ = [
    "DRAFT_PRIMARY_METRIC",
    "LEAST_PROBABILITY",
    "PRIMARY_METRIC",
    "Agreement",
    "Baseline",
    "Bin",
    "CrossValidation",
    "CurvePoint",
    "DraftEvaluation",
    "DraftIntervals",
    "EncoderFigures",
    "EncoderRow",
    "EncoderTable",
    "Evaluation",
    "Interval",
    "LabelArrays",
    "LabelCounts",
    "Refusals",
    "Reliability",
    "RowsEvaluation",
    "SearchFigures",
    "SearchRow",
    "SearchTable",
    "SentenceEvaluation",
    "SentenceIntervals",
    "Spread",
    "agreement_by_weakness",
    "count_labels",
    "empty_labels",
    "evaluate_drafts",
    "evaluate_labels",
    "evaluate_sentences",
    "figures_of",
    "reliability",
    "spread",
    "summarize_folds",
    "take_documents",
]
