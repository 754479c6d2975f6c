"""NIH RePORTER: answers of its API (version 2, JSON) and files of ExPORTER (CSV) go in, projects come out.

A project has one record for each fiscal year, and subprojects under the same number. One record is made for each core
number and subproject: that of the latest fiscal year given. Abstracts come in a file of their own, joined by
``APPLICATION_ID``. People are not taken over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stitext.errors import SourceError
from stitext.projects.countries import country_code
from stitext.projects.importing import Skipped, make_project
from stitext.projects.quoted import read_commas, read_header
from stitext.projects.source_texts import plain_text, years_in
from stitext.records import Project

LICENSE = "NIH RePORTER の利用条件による（取り込みのときには確かめていない）"
_SITE = "https://reporter.nih.gov/project-details/"

# Names in the API's answers, and in the files of ExPORTER.
_NAMES = {
    "appl_id": "APPLICATION_ID",
    "core_project_num": "CORE_PROJECT_NUM",
    "project_num": "FULL_PROJECT_NUM",
    "subproject_id": "SUBPROJECT_ID",
    "fiscal_year": "FY",
    "project_title": "PROJECT_TITLE",
    "abstract_text": "ABSTRACT_TEXT",
    "phr_text": "PHR",
    "project_start_date": "PROJECT_START",
    "project_end_date": "PROJECT_END",
    "org_name": "ORG_NAME",
    "org_country": "ORG_COUNTRY",
    "ic": "IC_NAME",
    "activity_code": "ACTIVITY",
    "study_section": "STUDY_SECTION_NAME",
}


def read_nih(paths: Sequence[Path]) -> Iterator[Project | Skipped]:
    """Yield the projects of answers and files.

    Parameters
    ----------
    paths
        JSON answers, CSV files of projects, and the CSV files of their abstracts.

    Yields
    ------
    Project | Skipped
        One for each project and subproject, in the order of their first records; records of other years are
        reported as skipped.

    Raises
    ------
    SourceError
        If a file is neither (``nih-unknown``), or can't be read.
    """
    latest: dict[str, tuple[int, dict[str, str], str]] = {}
    abstracts: dict[str, str] = {}
    skipped: list[Skipped] = []
    for path in paths:
        for where, row in _rows(path, abstracts, skipped):
            number = row["core_project_num"] or row["project_num"]
            key = "/".join(filter(None, (number, row["subproject_id"])))
            year = int(row["fiscal_year"]) if row["fiscal_year"].isdigit() else 0
            if not number:
                skipped.append(Skipped(where=where, code="no-id", message="課題番号がありません。"))
                continue
            if key in latest:
                other = latest[key] if year >= latest[key][0] else (year, row, where)
                message = f"{key}: 同じ課題の {other[0]} 年度の記録です。新しい年度の記録を残しました。"
                skipped.append(Skipped(where=other[2], code="older-year", message=message))
                if year < latest[key][0]:
                    continue
            latest[key] = (year, row, where)
    yield from skipped
    for key, (_, row, where) in latest.items():
        yield _project(key, row, abstracts, where)


def _rows(path: Path, abstracts: dict[str, str], skipped: list[Skipped]) -> Iterator[tuple[str, dict[str, str]]]:
    if path.suffix.lower() == ".json":
        yield from _answers(path)
        return
    columns = read_header(path)
    if "ABSTRACT_TEXT" not in columns and "PROJECT_TITLE" not in columns:
        raise SourceError(
            f"{path.name}: NIH ExPORTER の表ではありません（列 PROJECT_TITLE も ABSTRACT_TEXT もない）。"
            "PRJ_C か PRJABS_C のファイルを指定してください。",
            code="nih-unknown",
        )
    for row in read_commas(path):
        where = f"{path.name} の {row.line} 行目"
        if row.cells is None:
            skipped.append(Skipped(where=where, code="row-damaged", message=row.problem))
        elif "PROJECT_TITLE" in columns:
            yield where, {name: row.cells.get(column, "").strip() for name, column in _NAMES.items()}
        else:
            abstracts[row.cells["APPLICATION_ID"].strip()] = row.cells["ABSTRACT_TEXT"]


def _answers(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SourceError(f"{path}: ファイルを読めません（{error.strerror}）。パスを確かめてください。") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{path.name}: JSON として読めません（{error}）。取得し直してください。", code="source-damaged"
        ) from error
    for answer in content if isinstance(content, list) else [content]:
        if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
            raise SourceError(
                f"{path.name}: NIH RePORTER の応答ではありません（results の一覧がない）。", code="nih-unknown"
            )
        for number, result in enumerate(answer["results"], start=1):
            yield f"{path.name} の {number} 件目", _flat(result if isinstance(result, dict) else {})


def _flat(result: Mapping[str, Any]) -> dict[str, str]:
    """Bring a result of the API, in which some values are nested and any may be null, in one row."""
    organization = result.get("organization") if isinstance(result.get("organization"), dict) else {}
    institute = result.get("agency_ic_admin") if isinstance(result.get("agency_ic_admin"), dict) else {}
    section = result.get("full_study_section") if isinstance(result.get("full_study_section"), dict) else {}
    nested = {
        "org_name": (organization or {}).get("org_name"),
        "org_country": (organization or {}).get("org_country"),
        "ic": (institute or {}).get("name"),
        "study_section": (section or {}).get("name"),
    }
    return {name: str(nested.get(name, result.get(name)) or "").strip() for name in _NAMES}


def _project(key: str, row: dict[str, str], abstracts: Mapping[str, str], where: str) -> Project | Skipped:
    start, end = _date(row["project_start_date"]), _date(row["project_end_date"])
    country = country_code(row["org_country"])
    begun = next(iter(years_in(start)), None)
    year = int(row["fiscal_year"]) if row["fiscal_year"].isdigit() else None
    doubts = []
    if row["org_country"] and country is None:
        doubts.append(f"国名が分からない: {row['org_country']}")
    if begun is not None:
        doubts.append("採択年は開始日の年。")
    summary = [
        plain_text(text) for text in (row["abstract_text"] or abstracts.get(row["appl_id"], ""), row["phr_text"])
    ]
    fields = {
        "id": f"NIH-{key}",
        "programme": " ".join(filter(None, ("NIH", row["activity_code"], row["ic"]))),
        "title_en": plain_text(row["project_title"]),
        "countries": (country,) if country and country != "JP" else (),
        "institutions_jp": (row["org_name"],) if country == "JP" and row["org_name"] else (),
        "institutions_partner": (row["org_name"],) if country != "JP" and row["org_name"] else (),
        "field": row["study_section"],
        "fiscal_year": begun or year,
        "period": f"{start}〜{end}" if start or end else "",
        "summary": "\n".join(dict.fromkeys(text for text in summary if text)),
        "source_url": f"{_SITE}{row['appl_id']}" if row["appl_id"] else "",
        "seen": f"NIH RePORTER（{where.split(' の ')[0]}、{row['fiscal_year']} 年度の記録）",
        "license": LICENSE,
        "doubts": tuple(doubts),
    }
    return make_project(fields, where)


def _date(text: str) -> str:
    """Return a date as ISO 8601; ExPORTER writes month/day/year, the API a time of day behind."""
    month_first = text.split("/")
    if len(month_first) == 3 and all(part.isdigit() for part in month_first):
        month, day, year = month_first
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return text[:10]
