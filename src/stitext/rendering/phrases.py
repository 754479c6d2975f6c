"""Phrases that every form of a report shares: the headline, a place, a fact with its name."""

from __future__ import annotations

from collections.abc import Mapping

from stitext.records import (
    CoverageReport,
    Evidence,
    FrameworkInfo,
    ModelInfo,
    PointCoverage,
    PointProject,
    PurposeCoverage,
    Verdict,
)
from stitext.rendering.messages import Messages
from stitext.rendering.similar_phrases import project_facts, similar_messages_in

VERDICT_ORDER: tuple[Verdict, ...] = ("unaddressed", "mentioned", "not_assessed", "addressed")
"""What asks for work comes first."""

SYMBOLS: Mapping[Verdict, str] = {"addressed": "●", "mentioned": "◐", "unaddressed": "○", "not_assessed": "？"}
"""A shape for each verdict, so that color is never needed to tell them apart."""


def headline(report: CoverageReport, messages: Messages) -> str:
    """Say in one line what the user came for.

    Parameters
    ----------
    report
        The report.
    messages
        The strings of the report's language.

    Returns
    -------
    str
        The number of points that are unaddressed; where there are none, of those that could not be assessed, or
        that are only mentioned. "Found nothing" and "could not look" are both said where both hold.
    """
    summary, total = report.summary, len(report.points)
    if total == 0:
        return messages.empty_headline
    if summary.unaddressed > 0 and summary.not_assessed > 0:
        return messages.unaddressed_and_not_assessed_headline.format(
            n=summary.unaddressed, unknown=summary.not_assessed, total=total
        )
    if summary.unaddressed > 0:
        return messages.unaddressed_headline.format(n=summary.unaddressed, total=total)
    if summary.not_assessed > 0:
        return messages.not_assessed_headline.format(n=summary.not_assessed, total=total)
    if summary.mentioned > 0:
        return messages.mentioned_headline.format(n=summary.mentioned, total=total)
    return messages.complete_headline.format(total=total)


def verdict_count(report: CoverageReport, verdict: Verdict) -> int:
    """Return how many points have a verdict.

    Parameters
    ----------
    report
        The report.
    verdict
        The verdict.

    Returns
    -------
    int
        The report's own count.
    """
    counts: Mapping[Verdict, int] = {
        "addressed": report.summary.addressed,
        "mentioned": report.summary.mentioned,
        "unaddressed": report.summary.unaddressed,
        "not_assessed": report.summary.not_assessed,
    }
    return counts[verdict]


def points_with(report: CoverageReport, verdict: Verdict) -> tuple[PointCoverage, ...]:
    """Return the points that have a verdict, in the policy document's order.

    Parameters
    ----------
    report
        The report.
    verdict
        The verdict.

    Returns
    -------
    tuple of PointCoverage
        The points.
    """
    return tuple(point for point in report.points if point.verdict == verdict)


def point_groups(report: CoverageReport) -> tuple[tuple[str, tuple[PointCoverage, ...]], ...]:
    """Return the points by the group that their ids name: ``C2.3`` belongs to ``C2``.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    tuple of pairs
        (group id, its points), both in the policy document's order.
    """
    groups: dict[str, list[PointCoverage]] = {}
    for point in report.points:
        groups.setdefault(point.id.partition(".")[0], []).append(point)
    return tuple((group_id, tuple(points)) for group_id, points in groups.items())


def is_aim(purpose: PurposeCoverage) -> bool:
    """Tell whether an entry is an aim (``P1.3``) rather than a purpose (``P1``).

    Parameters
    ----------
    purpose
        A purpose or one of its aims.

    Returns
    -------
    bool
        Whether its id has a part after a dot.
    """
    return "." in purpose.id


def evidence_title(point: PointCoverage, messages: Messages) -> str:
    """Name the evidence of a point by what it shows.

    Parameters
    ----------
    point
        The point.
    messages
        The strings of the report's language.

    Returns
    -------
    str
        A heading.
    """
    if point.verdict == "mentioned":
        return messages.mention_evidence
    if point.verdict == "unaddressed":
        return messages.negative_evidence
    return messages.evidence


def place(evidence: Evidence, messages: Messages) -> str:
    """Say where a quote stands.

    Parameters
    ----------
    evidence
        The quote.
    messages
        The strings of the report's language.

    Returns
    -------
    str
        Page and section as far as they are known, else the sentence's id.
    """
    parts = []
    if evidence.page is not None:
        parts.append(messages.page.format(page=evidence.page))
    if evidence.section:
        parts.append(" ".join(evidence.section.split()))
    return messages.joiner.join(parts) if parts else evidence.sentence_id


def stance_name(evidence: Evidence, messages: Messages) -> str:
    """Name the stance of a quote.

    Parameters
    ----------
    evidence
        The quote.
    messages
        The strings of the report's language.

    Returns
    -------
    str
        The stance, or that the quote was not taken as evidence, or that a later sentence withdraws it.
    """
    if evidence.stance is None:
        return messages.considered_stance
    name = messages.stances[evidence.stance]
    if evidence.withdrawn_by is None:
        return name
    return messages.withdrawn.format(stance=name, sentence_id=evidence.withdrawn_by)


def score_text(score: float) -> str:
    """Write a score with two decimals.

    Parameters
    ----------
    score
        A score in [0, 1].

    Returns
    -------
    str
        ``0.87``, say.
    """
    return f"{score:.2f}"


def framework_name(framework: FrameworkInfo) -> str:
    """Name a framework as ``--framework`` takes it.

    Parameters
    ----------
    framework
        Id and version.

    Returns
    -------
    str
        ``sti-international/1``, say.
    """
    return f"{framework.id}/{framework.version}"


def document_facts(report: CoverageReport, messages: Messages) -> tuple[tuple[str, str], ...]:
    """Return what is known of the document, each with its name.

    Parameters
    ----------
    report
        The report.
    messages
        The strings of the report's language.

    Returns
    -------
    tuple of pairs
        (name, value); facts that the format does not have are left out.
    """
    document = report.document
    facts = [(messages.file_name, document.name), (messages.file_format, document.format)]
    if document.encoding is not None:
        facts.append((messages.encoding, document.encoding))
    if document.n_pages is not None:
        facts.append((messages.n_pages, str(document.n_pages)))
    facts.append((messages.n_sentences, f"{document.n_sentences:,}"))
    facts.append((messages.sha256, document.sha256))
    return tuple(facts)


def point_project(project: PointProject, messages: Messages) -> str:
    """Name a past project that dealt with a point: id, title, programme, countries, year.

    Parameters
    ----------
    project
        The project.
    messages
        The strings of the report's language.

    Returns
    -------
    str
        One line.
    """
    facts = project_facts(project, similar_messages_in(messages.language))
    return f"{project.id} {project.title} ({facts})"


def document_warnings(report: CoverageReport, messages: Messages) -> tuple[str, ...]:
    """Return the warnings about reading the document, with their pages.

    Parameters
    ----------
    report
        The report.
    messages
        The strings of the report's language.

    Returns
    -------
    tuple of str
        One line for each.
    """
    return tuple(
        note.message if note.page is None else f"{messages.page.format(page=note.page)} {note.message}"
        for note in (*report.document.warnings, *report.notes)
    )


def provenance_facts(report: CoverageReport, messages: Messages) -> tuple[tuple[str, str], ...]:
    """Return what the result depends on beside the document.

    Parameters
    ----------
    report
        The report.
    messages
        The strings of the report's language.

    Returns
    -------
    tuple of pairs
        (name, value).
    """
    provenance = report.provenance
    catalogue = provenance.catalogue
    facts = [] if catalogue is None else [(messages.catalogue, f"{catalogue.id} (sha256 {catalogue.sha256})")]
    return (
        (messages.version, provenance.stitext),
        (messages.framework, framework_name(provenance.framework)),
        (messages.tagger, _model_text(provenance.tagger, messages)),
        (messages.encoder, _model_text(provenance.encoder, messages)),
        (messages.analysis, provenance.analysis),
        *facts,
        (messages.settings, provenance.settings_sha256),
    )


def _model_text(model: ModelInfo | None, messages: Messages) -> str:
    return messages.none if model is None else f"{model.id} (sha256 {model.sha256})"
