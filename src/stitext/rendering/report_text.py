"""A report for the terminal: the answer in the first line, then what asks for work, then what is in order."""

from __future__ import annotations

from collections.abc import Mapping

from stitext.records import CoverageReport, Evidence, PointCoverage, PurposeCoverage, Verdict
from stitext.rendering import phrases
from stitext.rendering.messages import Messages, messages_in
from stitext.rendering.quotes import display_quote
from stitext.rendering.wrapping import wrap_text
from stitext.settings import Language

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_DIM = "\x1b[2m"
_COLORS: Mapping[Verdict, str] = {
    "addressed": "\x1b[32m",
    "mentioned": "\x1b[33m",
    "unaddressed": "\x1b[31m",
    "not_assessed": "\x1b[35m",
}


def render_report_text(
    report: CoverageReport, *, language: Language = "ja", width: int = 80, color: bool = False
) -> str:
    """Write a report as plain text.

    Parameters
    ----------
    report
        The report.
    language
        Language of all that is not the draft's or the policy document's wording.
    width
        Columns to fill, at least 40; wide characters count two.
    color
        Whether to color verdicts by ANSI sequences. The sequences stand only around our own words.

    Returns
    -------
    str
        Text with a line break at its end.
    """
    return _TextReport(report, messages_in(language), width, color).text()


class _TextReport:
    """Collects the lines of one report."""

    def __init__(self, report: CoverageReport, messages: Messages, width: int, color: bool) -> None:
        self.report = report
        self.messages = messages
        self.width = width
        self.color = color
        self.lines: list[str] = []

    def text(self) -> str:
        self._head()
        for verdict in phrases.VERDICT_ORDER:
            self._verdict_section(verdict)
        self._purposes()
        self._facts()
        return "\n".join(self.lines) + "\n"

    def _head(self) -> None:
        report, messages = self.report, self.messages
        self._add(phrases.headline(report, messages), style=_BOLD)
        framework = f"{messages.framework} {phrases.framework_name(report.framework)}"
        self._add(messages.joiner.join((display_quote(report.document.name), framework)))
        self._add(
            messages.joiner.join(
                f"{phrases.SYMBOLS[verdict]} {messages.verdicts[verdict]} {phrases.verdict_count(report, verdict)}"
                for verdict in phrases.VERDICT_ORDER
            )
        )
        if report.provenance.tagger is None:
            self._add(messages.no_tagger)
        if report.document.warnings:
            self._add(messages.warnings_notice.format(n=len(report.document.warnings)))
        self._add(messages.limits, style=_DIM)

    def _verdict_section(self, verdict: Verdict) -> None:
        points = phrases.points_with(self.report, verdict)
        if not points:
            return
        count = self.messages.points_count.format(n=len(points))
        self._title(f"{self.messages.section_titles[verdict]}（{count}）", style=_BOLD + _COLORS[verdict])
        self._add(self.messages.section_explanations[verdict], style=_DIM)
        for point in points:
            self._point(point)

    def _point(self, point: PointCoverage) -> None:
        messages = self.messages
        self.lines.append("")
        self._add(
            f"{phrases.SYMBOLS[point.verdict]} {point.id} {point.short_name}"
            f" [{messages.verdicts[point.verdict]}, {messages.held_score} {phrases.score_text(point.score)}]",
            style=_COLORS[point.verdict],
            hang=2,
        )
        self._named(messages.question, point.name)
        if point.advice:
            self._named(messages.advice, point.advice)
        if point.evidence:
            self._add(phrases.evidence_title(point, messages), indent=2)
            self._quotes(point.evidence)
        if point.considered:
            self._add(messages.considered, indent=2)
            self._quotes(point.considered)
        elif point.verdict == "unaddressed" and not point.evidence:
            self._add(messages.nothing_considered, indent=2)
        if point.projects:
            self._add(messages.point_projects, indent=2)
        for project in point.projects:
            self._add(f"・{display_quote(phrases.point_project(project, messages))}", indent=4, hang=2)
            self._add(f"「{display_quote(project.text)}」", indent=6, hang=2, style=_DIM)
            if project.source_url:
                self._add(display_quote(project.source_url), indent=6, style=_DIM)

    def _quotes(self, quotes: tuple[Evidence, ...]) -> None:
        messages = self.messages
        for evidence in quotes:
            self._add(f"「{display_quote(evidence.quote)}」", indent=4, hang=2)
            parts = [
                display_quote(phrases.place(evidence, messages)),
                phrases.stance_name(evidence, messages),
                f"{messages.score} {phrases.score_text(evidence.score)}",
            ]
            if evidence.why:
                parts.append(f"{messages.why}: {'、'.join(display_quote(word) for word in evidence.why)}")
            self._add(messages.joiner.join(parts), indent=6, style=_DIM)
            if evidence.example:
                self._add(f"{messages.example}: {display_quote(evidence.example)}", indent=6, hang=2, style=_DIM)

    def _purposes(self) -> None:
        if not self.report.purposes:
            return
        messages = self.messages
        self._title(messages.purposes, style=_BOLD)
        self._add(messages.purposes_explanation, style=_DIM)
        for purpose in self.report.purposes:
            self._purpose(purpose)

    def _purpose(self, purpose: PurposeCoverage) -> None:
        messages = self.messages
        indent = 2 if phrases.is_aim(purpose) else 0
        if not indent:
            self.lines.append("")
        state = messages.pursued if purpose.pursued else messages.not_pursued
        symbol = phrases.SYMBOLS["addressed" if purpose.pursued else "unaddressed"]
        score = f"{messages.held_score} {phrases.score_text(purpose.score)}"
        self._add(
            f"{symbol} {purpose.id} {purpose.name} [{state}, {score}]",
            indent=indent,
            hang=2,
        )
        self._quotes(purpose.evidence)

    def _facts(self) -> None:
        messages = self.messages
        self._title(messages.document, style=_BOLD)
        for name, value in phrases.document_facts(self.report, messages):
            self._named(name, value)
        warnings = phrases.document_warnings(self.report, messages)
        self._named(messages.warnings, messages.no_warnings if not warnings else "")
        for warning in warnings:
            self._add(f"! {display_quote(warning)}", indent=4, hang=2)
        self._title(messages.provenance, style=_BOLD)
        for name, value in phrases.provenance_facts(self.report, messages):
            self._named(name, value)

    def _title(self, text: str, *, style: str) -> None:
        self.lines.append("")
        self._add(f"■ {text}", style=style)

    def _named(self, name: str, value: str) -> None:
        self._add(f"{name}: {display_quote(value)}".rstrip(), indent=2, hang=2)

    def _add(self, text: str, *, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """Add a text as lines, those after the first indented by ``hang`` columns more."""
        first, *rest = wrap_text(text, self.width - indent - hang)
        for line in (" " * indent + first, *(" " * (indent + hang) + line for line in rest)):
            self.lines.append(f"{style}{line}{_RESET}" if style and self.color else line)
