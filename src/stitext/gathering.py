"""Gathering: files go in, projects for a catalogue come out: reading joined with the importers of ``projects``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Literal

from stitext.errors import SourceError, UsageError
from stitext.projects.cordis import read_cordis
from stitext.projects.from_reports import project_from_report
from stitext.projects.importing import Skipped
from stitext.projects.kaken import read_kaken
from stitext.projects.mappings import Mapping, mapping_toml, suggest_mapping
from stitext.projects.nih import read_nih
from stitext.projects.quoted import read_header
from stitext.projects.tables import read_table
from stitext.reading.folders import find_files
from stitext.reading.isolation import IsolatedReader
from stitext.reading.sources import ReadingOptions, document_names, read_each
from stitext.reading.table_rows import PlainRow, read_table_rows
from stitext.records import Project
from stitext.settings import Settings

SourceFormat = Literal["kaken", "cordis", "nih", "table"]

_N_HEAD = 20
_N_SAMPLE = 3
_CORDIS_COLUMNS = ({"projectID"}, {"objective", "rcn"})


@dataclass(frozen=True)
class Suggestion:
    """A mapping proposed for a table, as a TOML file, and what its first rows become."""

    toml: str
    sample: tuple[Project | Skipped, ...]


def import_files(
    paths: Sequence[Path], *, source_format: SourceFormat | None = None, mapping: Mapping | None = None
) -> Iterator[Project | Skipped]:
    """Yield the projects of files from elsewhere.

    Parameters
    ----------
    paths
        Files of one format, or folders of such files.
    source_format
        The format; None to tell it by the files.
    mapping
        Which column holds what, for tables; None to go by the names of the columns.

    Yields
    ------
    Project | Skipped
        In the order of the sources.

    Raises
    ------
    UsageError
        If the files are of several formats, a mapping is given for what is no table, or a table's columns can't be
        told (``mapping-needed``).
    SourceError
        If a file can't be read.
    """
    files = [file for path in paths for file in _files(path)]
    chosen = source_format or ("table" if mapping is not None else _format_of(files))
    if mapping is not None and chosen != "table":
        raise UsageError(f"列の対応（--map）は表のためのものです。形式 {chosen} には要りません。")
    match chosen:
        case "kaken":
            yield from chain.from_iterable(map(read_kaken, files))
        case "cordis":
            yield from read_cordis(files)
        case "nih":
            yield from read_nih(files)
        case "table":
            for file in files:
                rows = read_table_rows(file)
                head = list(islice(rows, _N_HEAD))
                yield from read_table(chain(head, rows), mapping or _suggested(head, file), file.name)


def suggest_for(path: Path) -> Suggestion:
    """Propose a mapping for a table and show what it makes of the first rows.

    Parameters
    ----------
    path
        The table.

    Returns
    -------
    Suggestion
        The mapping and up to three records.

    Raises
    ------
    UsageError
        If no row names a title (``mapping-needed``).
    SourceError
        If the file can't be read.
    """
    rows = read_table_rows(path)
    head = list(islice(rows, _N_HEAD))
    mapping = _suggested(head, path)
    header = next(row.cells for row in head if _is_header(row, mapping))
    sample = tuple(islice(read_table(chain(head, rows), mapping, path.name), _N_SAMPLE))
    return Suggestion(mapping_toml(mapping, header), sample)


def projects_from_reports(folder: Path, settings: Settings) -> Iterator[Project | Skipped]:
    """Yield the project of each report in a folder.

    Parameters
    ----------
    folder
        A folder, searched to any depth; or one file.
    settings
        The limits on bytes, pages and characters.

    Yields
    ------
    Project | Skipped
        One for each document; skipped where it can't be read or has no title.
    """
    reader = IsolatedReader()
    try:
        for path in find_files([folder]):
            for reading in read_each(path, settings, reader, ReadingOptions()):
                name = _below(reading.name, folder)
                if reading.document is not None:
                    yield project_from_report(reading.document, name)
                elif reading.error is not None:
                    yield Skipped(where=name, code=reading.error.code, message=reading.error.message)
    finally:
        reader.close()


def count_reports(folder: Path, settings: Settings) -> int:
    """Count the documents that ``projects_from_reports`` reads.

    Parameters
    ----------
    folder
        The folder.
    settings
        The limit on bytes.

    Returns
    -------
    int
        Documents, those inside zip files and mails too.
    """
    return sum(len(document_names(path, settings)) for path in find_files([folder]))


def _below(name: str, folder: Path) -> str:
    """Return the path below the folder, with the folder's own name in front where that tells two folders apart."""
    parent = folder if folder.is_dir() else folder.parent
    return name.removeprefix(f"{parent.as_posix()}/")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith((".", "~$")))
    if not found:
        raise SourceError(f"{path}: フォルダーにファイルがありません。パスを確かめてください。", code="source-missing")
    return found


def _format_of(files: Sequence[Path]) -> SourceFormat:
    formats = {_one_format(file) for file in files}
    formats.discard(None)
    if len(formats) != 1:
        named = "、".join(sorted(str(each) for each in formats)) or "なし"
        raise UsageError(
            f"ファイルの形式が一つに決まりません（{named}）。形式ごとに分けるか、--format で指定してください。",
            code="format-unclear",
        )
    (found,) = formats
    return found or "table"


def _one_format(file: Path) -> SourceFormat | None:
    suffix = file.suffix.lower()
    if suffix == ".xml":
        return "kaken"
    if suffix == ".json":
        head = _head(file)
        if re.search(r'"(?:workPerformed|finalResults)"', head):
            return "cordis"
        return "nih" if re.search(r'"(?:appl_id|project_num|core_project_num)"', head) else None
    if suffix == ".csv":
        columns = {name.strip().strip('"') for name in read_header(file)}
        if "APPLICATION_ID" in columns:
            return "nih"
        if any(needed <= columns for needed in _CORDIS_COLUMNS):
            return "cordis"
    return "table"


def _head(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            return stream.read(200_000)
    except FileNotFoundError as error:
        raise SourceError(f"{file}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{file}: ファイルを読めません（{error.strerror}）。読取り権限を確かめてください。",
            code="source-unreadable",
        ) from error


def _suggested(head: Sequence[PlainRow], path: Path) -> Mapping:
    for sheet in dict.fromkeys(row.sheet for row in head):
        rows = [row for row in head if row.sheet == sheet]
        mapping = suggest_mapping([row.cells for row in rows])
        if mapping is not None:
            number = rows[(mapping.header_row or 1) - 1].number
            return mapping.model_copy(update={"header_row": number, "sheet": sheet or None})
    raise UsageError(
        f"{path.name}: 課題名の列が見つかりません。どの列が何かを TOML に書き、--map で指定してください"
        '（例: [columns] title_ja = "テーマ"）。',
        code="mapping-needed",
    )


def _is_header(row: PlainRow, mapping: Mapping) -> bool:
    return row.number == mapping.header_row and row.sheet == (mapping.sheet or "")
