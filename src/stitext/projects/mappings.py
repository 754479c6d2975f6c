"""Mappings: a table's header goes in, which column means what comes out; a mapping as TOML goes in and is checked.

``column_names.tsv`` holds the names that columns have in lists of projects from Japanese agencies and universities. A
mapping has ``[columns]`` (field = "column", or several columns to be joined), ``[constants]`` (field = text for every
record) and ``[table]`` (``id_prefix``, ``header_row``, ``sheet``).
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from stitext.errors import UsageError
from stitext.records import Record

FIELDS = (
    "id",
    "programme",
    "title_ja",
    "title_en",
    "countries",
    "institutions_jp",
    "institutions_partner",
    "field",
    "fiscal_year",
    "period",
    "summary",
    "results",
    "source_url",
    "license",
)

_START = ("開始日", "研究開始日", "開始年月日", "開始年月", "start date", "start")
_END = ("終了日", "研究終了日", "終了年月日", "終了年月", "end date", "end")
_SHORTEST_PART = 2  # of a name that may be a part of a column's name
_N_SEARCHED = 20


class Mapping(Record):
    """Which column holds what.

    Attributes
    ----------
    columns
        Columns by field, joined in their order where there are several.
    constants
        Text by field, for every record.
    id_prefix
        Put before every id.
    header_row
        Number of the row with the names of the columns, from 1; None to look for it.
    sheet
        Name of the sheet; None for the first with such a row.
    """

    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str] = Field(default_factory=dict)
    id_prefix: str = ""
    header_row: int | None = None
    sheet: str | None = None

    @field_validator("columns", "constants")
    @classmethod
    def _known_fields(cls, value: dict[str, object]) -> dict[str, object]:
        unknown = sorted(set(value) - set(FIELDS))
        if unknown:
            raise ValueError(f"知らない項目: {'、'.join(unknown)}。使える項目: {'、'.join(FIELDS)}")
        return value


def suggest_mapping(rows: Sequence[Sequence[str]]) -> Mapping | None:
    """Propose a mapping by the names of the columns.

    Parameters
    ----------
    rows
        The first rows of a table; the header is looked for among the first 20.

    Returns
    -------
    Mapping or None
        With the row of the header; None where no row names a title.
    """
    best: tuple[int, Mapping] | None = None
    for number, row in enumerate(rows[:_N_SEARCHED], start=1):
        columns = _fields_of(row)
        if ("title_ja" in columns or "title_en" in columns) and (best is None or len(columns) > best[0]):
            best = (len(columns), Mapping(columns=columns, header_row=number))
    return best[1] if best is not None and best[0] > 1 else None


def load_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Parameters
    ----------
    path
        A TOML file.

    Returns
    -------
    Mapping
        The mapping.

    Raises
    ------
    UsageError
        If it can't be read, has an unknown entry, or maps no title (``mapping-invalid``).
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: 列の対応を読めません（{error}）。", code="mapping-invalid") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: TOML として読めません（{error}）。", code="mapping-invalid") from error
    unknown = sorted(set(content) - {"columns", "constants", "table"})
    columns, table = content.get("columns", {}), content.get("table", {})
    if not isinstance(columns, dict) or not isinstance(table, dict):
        raise UsageError(
            f"{path}: columns と table は [columns]、[table] の見出しで書いてください。", code="mapping-invalid"
        )
    named = {name: (value,) if isinstance(value, str) else value for name, value in columns.items()}
    try:
        mapping = Mapping.model_validate({**table, "columns": named, "constants": content.get("constants", {})})
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise UsageError(
            f"{path}: 列の対応が書式に合いません（{where}: {problem['msg']}）。", code="mapping-invalid"
        ) from error
    if unknown:
        raise UsageError(
            f"{path}: 知らない見出し: {'、'.join(unknown)}。使えるのは columns、constants、table。",
            code="mapping-invalid",
        )
    if not {"title_ja", "title_en"} & set(mapping.columns):
        raise UsageError(
            f"{path}: [columns] に title_ja か title_en を書いてください（課題名の列）。", code="mapping-invalid"
        )
    return mapping


def mapping_toml(mapping: Mapping, header: Sequence[str]) -> str:
    """Write a mapping as a TOML file that a person can correct.

    Parameters
    ----------
    mapping
        The mapping.
    header
        All columns of the table; those that are not used are listed in a comment.

    Returns
    -------
    str
        The file's text.
    """
    lines = ['# 課題の項目 = 表の列の名前。列が複数なら ["列1", "列2"] と書き、つないで読む。', "[columns]"]
    for name in FIELDS:
        columns = mapping.columns.get(name)
        if columns is None:
            lines.append(f'# {name} = ""')
        else:
            lines.append(f"{name} = {_quoted(columns[0]) if len(columns) == 1 else _list(columns)}")
    used = {column for columns in mapping.columns.values() for column in columns}
    unused = [name for name in header if name.strip() and name not in used]
    if unused:
        lines.append(f"# 使っていない列: {'、'.join(' '.join(name.split()) for name in unused)}")
    lines += [
        "",
        "# すべての課題に同じ値を入れる項目（制度名、利用条件など）。",
        "[constants]",
        '# programme = ""',
        '# license = ""',
    ]
    lines += ["", "[table]", '# id_prefix = "JST-"', f"header_row = {mapping.header_row or 1}"]
    if mapping.sheet:
        lines.append(f"sheet = {_quoted(mapping.sheet)}")
    return "\n".join(lines) + "\n"


def _fields_of(row: Sequence[str]) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    free = {name: _plain(name) for name in row if name.strip()}
    for whole in (True, False):
        for field, names in _names().items():
            if field in columns:
                continue
            found = next(
                (column for name in names for column, plain in free.items() if _fits(_plain(name), plain, whole)), None
            )
            if found is not None:
                columns[field] = (found,)
                del free[found]
    if "period" not in columns:
        ends = [
            next((column for name in names for column, plain in free.items() if _plain(name) == plain), None)
            for names in (_START, _END)
        ]
        if ends[0] is not None:
            columns["period"] = tuple(end for end in ends if end is not None)
    return columns


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return the names of columns by field: the first field that fits wins, and a whole name before a part of one."""
    text = resources.files("stitext.projects").joinpath("column_names.tsv").read_text(encoding="utf-8")
    return {field: tuple(names) for field, *names in (line.split("\t") for line in text.splitlines())}


def _fits(name: str, column: str, whole: bool) -> bool:
    if whole:
        return name == column
    return len(name) > _SHORTEST_PART and name in column and not name.isascii()


def _plain(name: str) -> str:
    return re.sub(r"[\s_※*＊]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"
