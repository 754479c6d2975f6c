"""Verdicts on whole drafts against a person's; the one primary metric is the accuracy of verdicts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from stitext.corpus import GoldDraft
from stitext.evaluation.calibration import Reliability, reliability
from stitext.evaluation.figures import Interval, draw_documents, interval, ratio, shares
from stitext.records import CoverageReport, Record

DRAFT_PRIMARY_METRIC = "verdict_accuracy"
N_EVIDENCE = 3

_BLANK = re.compile(r"\s")
_METRICS = (
    "verdict_accuracy",
    "negative_predictive_value",
    "unaddressed_recall",
    "evidence_hit",
    "quotes_verbatim",
    "purpose_accuracy",
)


class DraftIntervals(Record):
    """95 % intervals by bootstrap over drafts."""

    verdict_accuracy: Interval
    negative_predictive_value: Interval
    unaddressed_recall: Interval
    evidence_hit: Interval
    quotes_verbatim: Interval
    purpose_accuracy: Interval


class DraftEvaluation(Record):
    """Figures over whole drafts; ratios in [0, 1].

    ``negative_predictive_value`` is the share of points called unaddressed that are, ``unaddressed_recall`` the share
    of unaddressed points that are called so. ``evidence_hit`` is the share of points, held by both verdicts, with a
    gold quote among the first three of the report. ``quotes_verbatim`` is the share of quotes that stand in the draft.
    ``reliability`` compares the probability that a draft holds a point or an aim with whether it does.
    """

    n_drafts: int
    n_points: int
    verdict_accuracy: float
    negative_predictive_value: float
    unaddressed_recall: float
    evidence_hit: float
    quotes_verbatim: float
    purpose_accuracy: float
    intervals: DraftIntervals
    reliability: Reliability
    points: dict[str, float]


def evaluate_drafts(
    drafts: Sequence[GoldDraft], reports: Sequence[CoverageReport], texts: Sequence[str]
) -> DraftEvaluation:
    """Compare the verdicts on whole drafts with a person's.

    Parameters
    ----------
    drafts
        The drafts with gold verdicts; at least one.
    reports
        Their reports, in the same order.
    texts
        Their original texts, in the same order.

    Returns
    -------
    DraftEvaluation
        Blanks and line breaks are ignored where quotes are compared with gold evidence.
    """
    outcomes = [_outcomes(*trio) for trio in zip(drafts, reports, texts, strict=True)]
    right = np.asarray([[sum(found) for found in outcome] for outcome in outcomes], dtype=np.float64)
    counted = np.asarray([[len(found) for found in outcome] for outcome in outcomes], dtype=np.float64)
    draws = draw_documents(len(drafts))
    drawn = shares(draws @ right, draws @ counted)
    figures = {
        name: ratio(float(part), float(whole))
        for name, part, whole in zip(_METRICS, right.sum(axis=0), counted.sum(axis=0), strict=True)
    }
    verdicts = [
        (point.id, draft.points[point.id].verdict == point.verdict)
        for draft, report in zip(drafts, reports, strict=True)
        for point in report.points
    ]
    agreed = Counter(point for point, same in verdicts if same)
    return DraftEvaluation(
        n_drafts=len(drafts),
        n_points=len(verdicts),
        **figures,
        intervals=DraftIntervals(**{name: interval(drawn[:, column]) for column, name in enumerate(_METRICS)}),
        reliability=_reliability(drafts, reports),
        points={point: ratio(agreed[point], n) for point, n in sorted(Counter(point for point, _ in verdicts).items())},
    )


def _outcomes(draft: GoldDraft, report: CoverageReport, text: str) -> tuple[list[bool], ...]:
    """Say of one draft, for each metric in turn, what was right and what was wrong."""
    verdicts = [(draft.points[point.id].verdict, point.verdict) for point in report.points]
    hits: list[bool] = []
    verbatim: list[bool] = []
    for point in report.points:
        gold = draft.points[point.id]
        verbatim += [text[found.start : found.end] == found.quote for found in (*point.evidence, *point.considered)]
        if gold.evidence and "unaddressed" not in (gold.verdict, point.verdict):
            quotes = [_squeeze(found.quote) for found in point.evidence[:N_EVIDENCE]]
            hits.append(_is_hit([_squeeze(wanted) for wanted in gold.evidence], quotes))
    return (
        [gold == found for gold, found in verdicts],
        [gold == "unaddressed" for gold, found in verdicts if found == "unaddressed"],
        [found == "unaddressed" for gold, found in verdicts if gold == "unaddressed"],
        hits,
        verbatim,
        [aim.pursued == draft.purposes[aim.id] for aim in report.purposes if aim.id in draft.purposes],
    )


def _reliability(drafts: Sequence[GoldDraft], reports: Sequence[CoverageReport]) -> Reliability:
    pairs: list[tuple[float, bool]] = []
    for draft, report in zip(drafts, reports, strict=True):
        pairs += [(point.score, draft.points[point.id].verdict != "unaddressed") for point in report.points]
        pairs += [(aim.score, draft.purposes[aim.id]) for aim in report.purposes if aim.id in draft.purposes]
    return reliability([score for score, _ in pairs], [holds for _, holds in pairs])


def _is_hit(wanted: list[str], quotes: list[str]) -> bool:
    return any(gold in quote or quote in gold for gold in wanted for quote in quotes)


def _squeeze(text: str) -> str:
    return _BLANK.sub("", text)
