"""A report in Markdown (CommonMark with tables), for a wiki, an issue or a mail."""

from __future__ import annotations

import re

from stitext.records import CoverageReport, Evidence, PointCoverage, Verdict
from stitext.rendering import phrases
from stitext.rendering.messages import Messages, messages_in
from stitext.rendering.quotes import display_quote
from stitext.settings import Language

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$])")
_LINE_START = re.compile(r"^(\s*)([#+\-=:!]|\d{1,9}(?=[.)]))")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")


def render_report_markdown(report: CoverageReport, *, language: Language = "ja") -> str:
    """Write a report as Markdown.

    Parameters
    ----------
    report
        The report.
    language
        Language of all that is not the draft's or the policy document's wording.

    Returns
    -------
    str
        Markdown with a line break at its end. What stands in the draft can't become markup.
    """
    messages = messages_in(language)
    lines = [
        f"# {phrases.headline(report, messages)}",
        "",
        f"{_escape(report.document.name)}{messages.joiner}{messages.framework} "
        f"{_escape(phrases.framework_name(report.framework))}",
        "",
    ]
    if report.provenance.tagger is None:
        lines += [f"**{messages.no_tagger}**", ""]
    if report.document.warnings:
        lines += [messages.warnings_notice.format(n=len(report.document.warnings)), ""]
    lines += [messages.limits, "", *_overview(report, messages)]
    for verdict in phrases.VERDICT_ORDER:
        lines += _verdict_section(report, verdict, messages)
    lines += _purposes(report, messages)
    lines += [f"## {messages.document}", "", *_facts(phrases.document_facts(report, messages))]
    warnings = phrases.document_warnings(report, messages)
    lines += [f"- {messages.warnings}: {messages.no_warnings if not warnings else ''}".rstrip()]
    lines += [f"  - {_escape(warning)}" for warning in warnings]
    lines += ["", f"## {messages.provenance}", "", *_facts(phrases.provenance_facts(report, messages))]
    return "\n".join(lines) + "\n"


def _overview(report: CoverageReport, messages: Messages) -> list[str]:
    lines = [
        f"## {messages.overview}",
        "",
        f"| ID | {messages.question} | | {messages.held_score} |",
        "|---|---|---|---|",
    ]
    for point in report.points:
        verdict = f"{phrases.SYMBOLS[point.verdict]} {messages.verdicts[point.verdict]}"
        lines.append(
            f"| {_escape(point.id)} | {_escape(point.short_name)} | {verdict} | {phrases.score_text(point.score)} |"
        )
    return [*lines, ""]


def _verdict_section(report: CoverageReport, verdict: Verdict, messages: Messages) -> list[str]:
    points = phrases.points_with(report, verdict)
    if not points:
        return []
    count = messages.points_count.format(n=len(points))
    lines = [f"## {messages.section_titles[verdict]}（{count}）", "", messages.section_explanations[verdict], ""]
    for point in points:
        lines += _point(point, messages)
    return lines


def _point(point: PointCoverage, messages: Messages) -> list[str]:
    lines = [
        f"### {phrases.SYMBOLS[point.verdict]} {_escape(point.id)} {_escape(point.short_name)}",
        "",
        f"**{messages.question}** {_escape(point.name)}",
        "",
    ]
    if point.advice:
        lines += [f"**{messages.advice}** {_escape(point.advice)}", ""]
    if point.evidence:
        lines += [f"**{phrases.evidence_title(point, messages)}**", "", *_quotes(point.evidence, messages)]
    if point.considered:
        lines += [f"**{messages.considered}**", "", *_quotes(point.considered, messages)]
    elif point.verdict == "unaddressed" and not point.evidence:
        lines += [messages.nothing_considered, ""]
    if point.projects:
        lines += [f"**{messages.point_projects}**", ""]
        for project in point.projects:
            words = f"「{_escape(project.text)}」{messages.joiner}{_escape(project.source_url)}"
            lines.append(f"- {_escape(phrases.point_project(project, messages))}: {words}")
        lines.append("")
    return lines


def _quotes(quotes: tuple[Evidence, ...], messages: Messages) -> list[str]:
    lines = []
    for evidence in quotes:
        parts = [
            _escape(phrases.place(evidence, messages)),
            phrases.stance_name(evidence, messages),
            f"{messages.score} {phrases.score_text(evidence.score)}",
        ]
        if evidence.why:
            parts.append(f"{messages.why}: {'、'.join(_escape(word) for word in evidence.why)}")
        if evidence.example:
            parts.append(f"{messages.example}: {_escape(evidence.example)}")
        lines += [f"> {_escape(evidence.quote)}", ">", f"> {messages.joiner.join(parts)}", ""]
    return lines


def _purposes(report: CoverageReport, messages: Messages) -> list[str]:
    if not report.purposes:
        return []
    lines = [f"## {messages.purposes}", "", messages.purposes_explanation, ""]
    for purpose in report.purposes:
        state = messages.pursued if purpose.pursued else messages.not_pursued
        indent = "  " if phrases.is_aim(purpose) else ""
        lines.append(
            f"{indent}- {_escape(purpose.id)} {_escape(purpose.name)}: {state}"
            f" ({messages.held_score} {phrases.score_text(purpose.score)})"
        )
        lines += [
            f"{indent}  - 「{_escape(evidence.quote)}」({_escape(phrases.place(evidence, messages))})"
            for evidence in purpose.evidence
        ]
    return [*lines, ""]


def _facts(facts: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"- {name}: {_escape(value)}" for name, value in facts]


def _escape(text: str) -> str:
    """Keep a text from being read as markup: no tag, link, table cell, list or heading can come out of it."""
    line = _SPECIAL.sub(r"\\\1", display_quote(text).strip())
    return _AUTOLINK.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", line))
