"""Catalogues and imports as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from stitext.projects.importing import ImportSummary, Skipped
from stitext.records import Project

_N_SHOWN = 20
_FIELDS = {
    "id": "id",
    "programme": "制度",
    "title_ja": "課題名",
    "title_en": "英文課題名",
    "countries": "相手国",
    "institutions_jp": "日本側",
    "institutions_partner": "相手側",
    "field": "分野",
    "fiscal_year": "採択年度",
    "period": "期間",
    "summary": "概要",
    "source_url": "出典",
    "license": "利用条件",
}
_LONGEST = 120


def render_project_line(project: Project) -> str:
    """Write a project as one line: id, year, countries, programme, title, number of results; parted by tabs.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    str
        One line, with its line break.
    """
    cells = (
        project.id,
        "-" if project.fiscal_year is None else str(project.fiscal_year),
        ",".join(project.countries) or "-",
        project.programme or "-",
        project.title_ja or project.title_en,
        str(len(project.results)),
    )
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def render_sample(sample: Iterable[Project | Skipped]) -> str:
    """Show what the first rows of a table become, a field a line.

    Parameters
    ----------
    sample
        Records, or why there is none.

    Returns
    -------
    str
        Lines, with a blank one between records.
    """
    parts = []
    for each in sample:
        if isinstance(each, Skipped):
            parts.append(f"{each.where}: {each.message}\n")
            continue
        values = {name: getattr(each, name) for name in _FIELDS}
        lines = [f"{_FIELDS[name]}: {_short(value)}\n" for name, value in values.items() if value not in ("", (), None)]
        lines += [f"成果（{result.kind or '種類は不明'}）: {_short(result.text)}\n" for result in each.results]
        lines += [f"疑い: {doubt}\n" for doubt in each.doubts]
        parts.append("".join(lines))
    return "\n".join(parts)


def render_import_text(summary: ImportSummary) -> str:
    """Say what an import did: counts, and the first skipped records with their reasons.

    Parameters
    ----------
    summary
        What it did.

    Returns
    -------
    str
        Lines, each ending in a line break.
    """
    lines = [f"対象外: {each.where}: {each.message} [{each.code}]" for each in summary.skipped[:_N_SHOWN]]
    if len(summary.skipped) > _N_SHOWN:
        codes = Counter(each.code for each in summary.skipped)
        counts = "、".join(f"{code} {n:,}" for code, n in codes.most_common())
        lines.append(
            f"対象外はほかに {len(summary.skipped) - _N_SHOWN:,} 件（内訳: {counts}）。--report で全部を書き出せます。"
        )
    lines.append(
        f"{summary.n_read:,} 件を読み、追加 {summary.n_new:,}、更新 {summary.n_updated:,}、"
        f"変わらず {summary.n_unchanged:,}、対象外 {len(summary.skipped):,}。目録は {summary.n_total:,} 件。"
    )
    return "\n".join(lines) + "\n"


def _short(value: object) -> str:
    text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
