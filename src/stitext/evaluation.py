"""Gold against predicted. Pure: tagged documents and reports go in, figures come out.

The one primary metric of sentences is the micro-averaged F1 of labels, of drafts the accuracy of verdicts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, pstdev

from stitext.corpus import GoldDraft, GoldLabel
from stitext.records import CoverageReport, Record, TaggedSentence

PRIMARY_METRIC = "micro_f1"
DRAFT_PRIMARY_METRIC = "verdict_accuracy"
N_EVIDENCE = 3

_BLANK = re.compile(r"\s")


class Agreement(Record):
    """How labels that were predicted agree with those that people gave; ratios in [0, 1]."""

    n_gold: int
    n_predicted: int
    n_hits: int
    precision: float
    recall: float
    f1: float


class SentenceEvaluation(Record):
    """Figures over sentences.

    ``macro_f1`` is the mean over the labels that occur in the gold labels. ``stance_accuracy`` is the share of right
    stances among the labels that were both given and predicted.
    """

    n_documents: int
    n_sentences: int
    micro: Agreement
    macro_f1: float
    stance_accuracy: float
    groups: dict[str, Agreement]
    labels: dict[str, Agreement]


class Spread(Record):
    """A figure over folds: mean, standard deviation, lowest and highest."""

    mean: float
    deviation: float
    lowest: float
    highest: float


class CrossValidation(Record):
    """Figures of one tagger over folds of documents that it did not see."""

    n_folds: int
    pooled: SentenceEvaluation
    micro_f1: Spread
    macro_f1: Spread
    stance_accuracy: Spread


class DraftEvaluation(Record):
    """Figures over whole drafts; ratios in [0, 1].

    ``negative_predictive_value`` is the share of points called unaddressed that are, ``unaddressed_recall`` the share
    of unaddressed points that are called so. ``evidence_hit`` is the share of points, held by both verdicts, with a
    gold quote among the first three of the report. ``quotes_verbatim`` is the share of quotes that stand in the draft.
    """

    n_drafts: int
    n_points: int
    verdict_accuracy: float
    negative_predictive_value: float
    unaddressed_recall: float
    evidence_hit: float
    quotes_verbatim: float
    purpose_accuracy: float
    points: dict[str, float]


class Evaluation(Record):
    """All that ``stitext evaluate`` measures; ``rules`` is the framework's cues on the same sentences.

    ``test`` and ``test_drafts`` are there only where the held-out documents were asked for.
    """

    primary_metric: str = PRIMARY_METRIC
    tagger: CrossValidation
    rules: SentenceEvaluation
    drafts: DraftEvaluation | None
    test: SentenceEvaluation | None
    test_drafts: DraftEvaluation | None


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
    n_gold: Counter[str] = Counter()
    n_predicted: Counter[str] = Counter()
    n_hits: Counter[str] = Counter()
    n_stances = 0
    for gold_sentences, tagged_sentences in zip(gold, predicted, strict=True):
        for gold_labels, tagged in zip(gold_sentences, tagged_sentences, strict=True):
            stances = {label.id: label.stance for label in gold_labels}
            found = {label.id: label.stance for label in tagged.labels}
            n_gold.update(stances.keys())
            n_predicted.update(found.keys())
            hits = stances.keys() & found.keys()
            n_hits.update(hits)
            n_stances += sum(stances[label_id] == found[label_id] for label_id in hits)
    label_ids = sorted(n_gold | n_predicted)
    labels = {label_id: _agreement(n_gold[label_id], n_predicted[label_id], n_hits[label_id]) for label_id in label_ids}
    groups = {}
    for group in sorted({label_id.split(".", 1)[0] for label_id in label_ids}):
        members = [label_id for label_id in label_ids if label_id.split(".", 1)[0] == group]
        groups[group] = _agreement(
            *(sum(counter[label_id] for label_id in members) for counter in (n_gold, n_predicted, n_hits))
        )
    total_hits = n_hits.total()
    return SentenceEvaluation(
        n_documents=len(gold),
        n_sentences=sum(len(sentences) for sentences in gold),
        micro=_agreement(n_gold.total(), n_predicted.total(), total_hits),
        macro_f1=_mean(labels[label_id].f1 for label_id in label_ids if n_gold[label_id]),
        stance_accuracy=_ratio(n_stances, total_hits),
        groups=groups,
        labels=labels,
    )


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


def spread(values: Sequence[float]) -> Spread:
    """Describe how a figure varies.

    Parameters
    ----------
    values
        At least one.

    Returns
    -------
    Spread
        With the population's standard deviation.
    """
    return Spread(
        mean=round(mean(values), 4),
        deviation=round(pstdev(values), 4),
        lowest=round(min(values), 4),
        highest=round(max(values), 4),
    )


def evaluate_drafts(
    drafts: Sequence[GoldDraft], reports: Sequence[CoverageReport], texts: Sequence[str]
) -> DraftEvaluation:
    """Compare the verdicts on whole drafts with a person's.

    Parameters
    ----------
    drafts
        The drafts with gold verdicts.
    reports
        Their reports, in the same order.
    texts
        Their original texts, in the same order.

    Returns
    -------
    DraftEvaluation
        Blanks and line breaks are ignored where quotes are compared with gold evidence.
    """
    verdicts: list[tuple[str, str, str]] = []
    hits: list[bool] = []
    verbatim: list[bool] = []
    purposes: list[bool] = []
    for draft, report, text in zip(drafts, reports, texts, strict=True):
        for point in report.points:
            gold = draft.points[point.id]
            verdicts.append((point.id, gold.verdict, point.verdict))
            verbatim += [text[found.start : found.end] == found.quote for found in (*point.evidence, *point.considered)]
            if gold.evidence and "unaddressed" not in (gold.verdict, point.verdict):
                quotes = [_squeeze(found.quote) for found in point.evidence[:N_EVIDENCE]]
                hits.append(_is_hit([_squeeze(wanted) for wanted in gold.evidence], quotes))
        purposes += [
            purpose.pursued == draft.purposes[purpose.id] for purpose in report.purposes if purpose.id in draft.purposes
        ]
    right = Counter(point for point, gold, found in verdicts if gold == found)
    called = [gold == "unaddressed" for _, gold, found in verdicts if found == "unaddressed"]
    missing = [found == "unaddressed" for _, gold, found in verdicts if gold == "unaddressed"]
    return DraftEvaluation(
        n_drafts=len(drafts),
        n_points=len(verdicts),
        verdict_accuracy=_ratio(right.total(), len(verdicts)),
        negative_predictive_value=_mean(called),
        unaddressed_recall=_mean(missing),
        evidence_hit=_mean(hits),
        quotes_verbatim=_mean(verbatim),
        purpose_accuracy=_mean(purposes),
        points={
            point: _ratio(right[point], n) for point, n in sorted(Counter(point for point, _, _ in verdicts).items())
        },
    )


def agreement_by_weakness(labels: Mapping[str, Agreement]) -> list[tuple[str, Agreement]]:
    """Order labels by F1, weakest first.

    Parameters
    ----------
    labels
        Figures by label.

    Returns
    -------
    list of tuple
        Label ids with their figures.
    """
    return sorted(labels.items(), key=lambda item: (item[1].f1, item[0]))


def _is_hit(wanted: list[str], quotes: list[str]) -> bool:
    return any(gold in quote or quote in gold for gold in wanted for quote in quotes)


def _squeeze(text: str) -> str:
    return _BLANK.sub("", text)


def _agreement(n_gold: int, n_predicted: int, n_hits: int) -> Agreement:
    return Agreement(
        n_gold=n_gold,
        n_predicted=n_predicted,
        n_hits=n_hits,
        precision=_ratio(n_hits, n_predicted),
        recall=_ratio(n_hits, n_gold),
        f1=_ratio(2 * n_hits, n_gold + n_predicted),
    )


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return _ratio(sum(found), len(found))


class EncoderFigures(Record):
    """What an encoder reaches; every figure grows with quality, the primary one is ``projects_test``.

    None stands for what was not measured.

    Attributes
    ----------
    jsts_valid, jsts_test, jsick_test
        Spearman's correlation with people's scores.
    jsquad_valid, jaquad_dev
        nDCG@10 of finding each question's paragraph.
    tagging_dev, tagging_test
        Micro F1 of a linear tagger on vectors alone: on the first fold and on the test documents.
    paraphrases_dev, paraphrases_test
        nDCG@10 of finding a sentence's paraphrase (and, at a lower gain, its neighbor in topic) among the second
        sentences of all pairs, lookalikes that share its words included.
    grades_dev, grades_test
        Spearman's correlation with the grades of the same pairs. It is negative for every encoder that goes by words:
        of the three second sentences the one with another meaning shares most words.
    projects_dev, projects_test
        nDCG@10 of project queries over the catalogue.
    """

    jsts_valid: float | None = None
    jsts_test: float | None = None
    jsick_test: float | None = None
    jsquad_valid: float | None = None
    jaquad_dev: float | None = None
    tagging_dev: float | None = None
    tagging_test: float | None = None
    paraphrases_dev: float | None = None
    paraphrases_test: float | None = None
    grades_dev: float | None = None
    grades_test: float | None = None
    projects_dev: float | None = None
    projects_test: float | None = None


class EncoderRow(Record):
    """One line of the table of encoders: its figures, and its size on disk in bytes where it is a model.

    ``published`` tells that the figures are from the model's own report and were not measured here.
    """

    name: str
    figures: EncoderFigures
    n_dimensions: int | None = None
    n_bytes: int | None = None
    published: bool = False


class EncoderTable(Record):
    """The encoder in use beside its baselines, all measured in one run."""

    rows: tuple[EncoderRow, ...]
