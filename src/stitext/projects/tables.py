"""Tables: rows of any list of projects and a mapping go in, projects come out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from stitext.errors import UsageError
from stitext.projects.countries import parse_countries
from stitext.projects.importing import Skipped, make_project
from stitext.projects.kinds import result_kind
from stitext.projects.mappings import Mapping
from stitext.projects.source_texts import is_japanese, plain_text, sentences_of, years_in
from stitext.records import Project, ProjectResult

LICENSE = "表の提供元に確かめる（取り込みのときには確かめていない）"
_N_SEARCHED = 30
_LISTED = re.compile(r"[、;；\n]|,(?=\s*[^\s\d])")
_FY = re.compile(r"(?:FY|fy)\s?'?(\d{2})(?!\d)")


class Row(Protocol):
    """A row of a table: its sheet, its number from 1, and its cells."""

    @property
    def sheet(self) -> str:
        """Name of the sheet; empty for text."""
        ...

    @property
    def number(self) -> int:
        """Number of the row, from 1."""
        ...

    @property
    def cells(self) -> tuple[str, ...]:
        """Values as text."""
        ...


def read_table(rows: Iterable[Row], mapping: Mapping, file_name: str) -> Iterator[Project | Skipped]:
    """Yield the projects of a table.

    Parameters
    ----------
    rows
        All rows, what stands above the header too.
    mapping
        Which column holds what.
    file_name
        For messages and provenance.

    Yields
    ------
    Project | Skipped
        One for each row below the header that holds anything.

    Raises
    ------
    UsageError
        If no row has the columns of the mapping (``column-missing``).
    """
    wanted = [column for columns in mapping.columns.values() for column in columns]
    remaining = iter(rows)
    header: list[str] | None = None
    sheet = ""
    seen: list[Row] = []
    for row in islice((each for each in remaining if mapping.sheet in (None, each.sheet)), _N_SEARCHED):
        seen.append(row)
        names = [name.strip() for name in row.cells]
        if mapping.header_row in (None, row.number) and {column.strip() for column in wanted} <= set(names):
            header, sheet = names, row.sheet
            break
    if header is None:
        fullest = max(seen, key=lambda row: len(row.cells), default=None)
        named = "、".join(name for name in fullest.cells if name) if fullest is not None else "なし"
        raise UsageError(
            f"{file_name}: 対応に書かれた列のそろった見出しの行がありません（{'、'.join(wanted)}）。表の列: {named}。"
            "--suggest-map で列の名前を確かめてください。",
            code="column-missing",
        )
    for row in remaining:
        if row.sheet != sheet or not any(cell.strip() for cell in row.cells):
            continue
        place = f"{file_name} のシート「{row.sheet}」" if row.sheet else file_name
        where = f"{place} の {row.number} 行目"
        if any(cell.strip() for cell in row.cells[len(header) :]):
            yield Skipped(where=where, code="row-damaged", message="見出しより多くの列があります。")
            continue
        cells = dict(zip(header, row.cells, strict=False))
        yield _project(cells, mapping, where, file_name)


def _project(cells: dict[str, str], mapping: Mapping, where: str, file_name: str) -> Project | Skipped:
    values = {name: _value(cells, columns) for name, columns in mapping.columns.items()}
    values.update({name: text for name, text in mapping.constants.items() if not values.get(name)})
    title_ja, title_en = plain_text(values.get("title_ja", "")), plain_text(values.get("title_en", ""))
    if title_ja and not title_en and not is_japanese(title_ja):
        title_ja, title_en = "", title_ja
    countries, unknown = parse_countries(values.get("countries", ""))
    doubts = [f"国名が分からない: {name}" for name in unknown]
    year, of_year = _year(values)
    doubts += of_year
    number = " ".join(values.get("id", "").split())
    if not number and (title_ja or title_en):
        number = hashlib.sha256(f"{title_ja}|{title_en}".encode(errors="replace")).hexdigest()[:10]
        doubts.append("課題番号がなく、id は題名から作った。")
    fields = {
        "id": f"{mapping.id_prefix}{number}" if number else "",
        "programme": values.get("programme", ""),
        "title_ja": " ".join(title_ja.split("\n")),
        "title_en": " ".join(title_en.split("\n")),
        "countries": countries,
        "institutions_jp": _listed(values.get("institutions_jp", "")),
        "institutions_partner": _listed(values.get("institutions_partner", "")),
        "field": values.get("field", ""),
        "fiscal_year": year,
        "period": values.get("period", ""),
        "summary": plain_text(values.get("summary", "")),
        "results": tuple(
            ProjectResult(text=text, kind=result_kind(text))
            for text in dict.fromkeys(sentences_of(values.get("results", "")))
        ),
        "source_url": values.get("source_url", ""),
        "seen": f"表「{file_name}」",
        "license": values.get("license", "") or LICENSE,
        "doubts": tuple(doubts),
    }
    return make_project(fields, where)


def _value(cells: dict[str, str], columns: Sequence[str]) -> str:
    parts = [cells.get(column.strip(), "").strip() for column in columns]
    joined = "〜" if len(columns) == 2 and all(years_in(part) for part in parts) else "\n"
    return joined.join(part for part in parts if part)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _LISTED.split(text) if part.strip()))


def _year(values: dict[str, str]) -> tuple[int | None, list[str]]:
    """Read the year of adoption: of the common era, of a Japanese era, or of a period's beginning."""
    text = unicodedata.normalize("NFKC", values.get("fiscal_year", "")).strip()
    named = years_in(text) or years_in(f"{text}年")  # R3, H28 alone
    short = _FY.search(text)
    if named:
        return named[0], []
    if short:
        return 2000 + int(short[1]), []
    doubts = [f"採択年度が読めない: {text}"] if text else []
    begun = years_in(values.get("period", ""))
    if begun:
        return begun[0], [*doubts, "採択年度は期間の始まりの年。"]
    return None, doubts
