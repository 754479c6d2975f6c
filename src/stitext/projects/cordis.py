"""CORDIS: the European Union's files of projects go in, projects come out.

``project.csv`` is needed; ``organization.csv``, ``euroSciVoc.csv``, ``projectDeliverables.csv`` and the JSON files of
report summaries are joined to it where they are given. Files are known by their columns, not by their names.
``reportSummaries.csv`` has no narrative and is passed over. The older layout of FP7 is read too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import JsonValue

from stitext.errors import SourceError
from stitext.projects.countries import parse_countries
from stitext.projects.importing import Skipped, make_project
from stitext.projects.kinds import result_kind
from stitext.projects.quoted import read_header, read_quoted
from stitext.projects.results import is_english_result
from stitext.projects.source_texts import plain_text, sentences_of, years_in
from stitext.records import Project, ProjectResult

LICENSE = "CC BY 4.0（欧州委員会、決定 2011/833/EU）。出典の表示が要る"
_SITE = "https://cordis.europa.eu/project/id/"
_JAPAN = "JP"
_Taken = TypeVar("_Taken")


@dataclass
class _Joined:
    """What other files say of projects, by project id (reports also by record number)."""

    organizations: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    deliverables: dict[str, list[str]] = field(default_factory=dict)
    reports: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def read_cordis(paths: Sequence[Path]) -> Iterator[Project | Skipped]:
    """Yield the projects of CORDIS files.

    Parameters
    ----------
    paths
        One ``project.csv`` or more, and the files to join.

    Yields
    ------
    Project | Skipped
        One for each row of ``project.csv``, after what could not be used of the other files.

    Raises
    ------
    SourceError
        If no file is a ``project.csv`` (``cordis-no-projects``), or one can't be read.
    """
    joined = _Joined()
    projects = [path for path in paths if not _join(path, joined)]
    if not projects:
        named = "、".join(path.name for path in paths)
        raise SourceError(
            f"CORDIS の project.csv（objective 列のある表）がありません: {named}。project.csv も指定してください。",
            code="cordis-no-projects",
        )
    yield from joined.skipped
    for path in projects:
        for row in read_quoted(path):
            where = f"{path.name} の {row.line} 行目"
            if row.cells is None:
                yield Skipped(where=where, code="row-damaged", message=row.problem)
            else:
                yield _project(row.cells, joined, where, path.name)


def _join(path: Path, joined: _Joined) -> bool:
    """Join a file to the projects; False where it holds the projects themselves."""
    if path.suffix.lower() == ".json":
        _join_reports(path, joined)
        return True
    columns = {name.strip().strip('"') for name in read_header(path)}
    if "objective" in columns:
        return False
    if "organisationID" in columns:
        _join_rows(path, joined, joined.organizations, dict)
    elif "euroSciVocTitle" in columns:
        _join_rows(path, joined, joined.fields, lambda row: row["euroSciVocTitle"])
    elif "deliverableType" in columns:
        _join_rows(path, joined, joined.deliverables, lambda row: row.get("description", ""))
    else:
        message = "取り込みに使わない種類のファイルです。"
        joined.skipped.append(Skipped(where=path.name, code="unused-file", message=message))
    return True


def _join_rows(
    path: Path, joined: _Joined, into: dict[str, list[_Taken]], take: Callable[[dict[str, str]], _Taken]
) -> None:
    for row in read_quoted(path):
        if row.cells is None:
            where = f"{path.name} の {row.line} 行目"
            joined.skipped.append(Skipped(where=where, code="row-damaged", message=row.problem))
            continue
        into.setdefault(row.cells.get("projectID", ""), []).append(take(row.cells))


def _join_reports(path: Path, joined: _Joined) -> None:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{path}: ファイルを読めません（{error.strerror}）。パスを確かめてください。") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{path.name}: JSON として読めません（{error}）。取得し直してください。", code="source-damaged"
        ) from error
    for number, report in enumerate(_reports(content), start=1):
        keys = set(_project_keys(report))
        if not keys:
            message = "どの課題の報告か（relations.associations）が書かれていません。"
            where = f"{path.name} の {number} 件目"
            joined.skipped.append(Skipped(where=where, code="report-without-project", message=message))
        for key in keys:
            joined.reports.setdefault(key, []).append(report)


def _reports(content: JsonValue) -> Iterator[dict[str, Any]]:
    """Yield the reports wherever they lie in the file: one, a list, or under names."""
    if isinstance(content, dict):
        if "finalResults" in content or "workPerformed" in content:
            yield content
            return
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            if isinstance(each, (dict, list)):
                yield from _reports(each)


def _project_keys(report: dict[str, Any]) -> Iterator[str]:
    """Yield the ids and record numbers of the projects that a report is linked to."""
    for name in ("projectID", "projectId"):
        if report.get(name):
            yield str(report[name])
    relations = report.get("relations")
    associations = relations.get("associations") if isinstance(relations, dict) else None
    pairs: Iterable[tuple[str, Any]] = associations.items() if isinstance(associations, dict) else [("", associations)]
    for name, value in pairs:
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict):
                continue
            inner = each.get("project")
            project = inner if isinstance(inner, dict) else each
            said = " ".join(str(each.get(key, "")) for key in ("type", "@type", "contentType"))
            if inner is project or "project" in f"{name} {said}".lower():
                yield from (str(project[key]) for key in ("id", "reference", "rcn") if project.get(key))


def _project(row: dict[str, str], joined: _Joined, where: str, file_name: str) -> Project | Skipped:
    project_id = row.get("reference") or row.get("id", "")  # FP7 has its own record number beside the reference
    keys = list(dict.fromkeys(key for key in (project_id, row.get("id", ""), row.get("rcn", "")) if key))
    institutions_jp, partners, countries, unknown = _organizations(row, joined.organizations.get(project_id, []))
    start, end = row.get("startDate", "")[:10], row.get("endDate", "")[:10]
    signed = next(iter(years_in(row.get("ecSignatureDate", ""))), None)
    begun = next(iter(years_in(start)), None)
    doubts = [f"国名が分からない: {name}" for name in unknown]
    if signed is None and begun is not None:
        doubts.append("採択年は開始日の年（署名日の欄がない）。")
    reports = [report for key in keys for report in joined.reports.get(key, [])]
    fields = {
        "id": f"CORDIS-{project_id}" if project_id else "",
        "programme": " ".join(filter(None, (row.get("frameworkProgramme", ""), row.get("fundingScheme", "")))),
        "title_en": plain_text(row.get("title", "")) or row.get("acronym", ""),
        "countries": countries,
        "institutions_jp": institutions_jp,
        "institutions_partner": partners,
        "field": "、".join(dict.fromkeys(joined.fields.get(project_id, []))) or row.get("subjects", ""),
        "fiscal_year": signed or begun,
        "period": f"{start}〜{end}" if start or end else "",
        "summary": plain_text(row.get("objective", "")),
        "results": _results(reports, joined.deliverables.get(project_id, [])),
        "source_url": f"{_SITE}{project_id}",
        "seen": f"CORDIS の CSV（{file_name}{_updated(row)}）",
        "license": LICENSE,
        "doubts": tuple(doubts),
    }
    return make_project(fields, where)


def _organizations(
    row: dict[str, str], organizations: list[dict[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the institutions in Japan, those elsewhere, the countries but Japan, and countries that are not known."""
    if not organizations:  # FP7 lists names and countries in the project's own row
        names = [row.get("coordinator", ""), *row.get("participants", "").split(";")]
        lands = ";".join((row.get("coordinatorCountry", ""), row.get("participantCountries", "")))
        codes, unknown = parse_countries(lands)
        return (), tuple(dict.fromkeys(name.strip() for name in names if name.strip())), codes, unknown
    ordered = sorted(organizations, key=lambda each: each.get("role", "") != "coordinator")
    japanese = tuple(dict.fromkeys(each.get("name", "") for each in ordered if each.get("country", "") == _JAPAN))
    others = tuple(dict.fromkeys(each.get("name", "") for each in ordered if each.get("country", "") != _JAPAN))
    codes, unknown = parse_countries(";".join(each.get("country", "") for each in ordered))
    return japanese, others, codes, unknown


def _results(reports: list[dict[str, Any]], deliverables: list[str]) -> tuple[ProjectResult, ...]:
    """Take results from reports and deliverables: of the work performed the sentences alone that tell an outcome."""
    texts: list[str] = []
    for report in {id(each): each for each in reports}.values():
        texts.extend(sentences_of(str(report.get("finalResults") or "")))
        texts.extend(filter(is_english_result, sentences_of(str(report.get("workPerformed") or ""))))
    texts.extend(plain_text(text).replace("\n", " ") for text in deliverables if text.strip())
    return tuple(ProjectResult(text=text, kind=result_kind(text)) for text in dict.fromkeys(texts))


def _updated(row: dict[str, str]) -> str:
    date = row.get("contentUpdateDate", "")[:10]
    return f"、内容の更新日 {date}" if date else ""
