"""Catalogues of projects on disk: a JSONL file goes in, records come out, and the other way round.

One project a line, in any order; ids are unique in a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from stitext.errors import CorpusError
from stitext.records import Project

# Characters that some programs take for the end of a line; in JSON they may stand as escapes.
_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def load_catalogue(path: Path) -> tuple[Project, ...]:
    """Read a catalogue.

    Parameters
    ----------
    path
        A JSONL file, one project a line.

    Returns
    -------
    tuple of Project
        In the order of the file; at least one.

    Raises
    ------
    CorpusError
        If the file is missing (``catalogue-missing``), can't be read, holds no project (``catalogue-empty``), a line
        breaks the format (``catalogue-invalid``), or two have one id (``catalogue-duplicate``); the message names
        the line.
    """
    projects = tuple(iter_catalogue(path))
    if not projects:
        raise CorpusError(
            f"{path}: 課題が一件もありません。`stitext projects import` で取り込んでください。", code="catalogue-empty"
        )
    return projects


def iter_catalogue(path: Path) -> Iterator[Project]:
    """Read a catalogue line by line, for one that does not fit in memory.

    Parameters
    ----------
    path
        A JSONL file, one project a line; blank lines are passed over.

    Yields
    ------
    Project
        In the order of the file.

    Raises
    ------
    CorpusError
        As ``load_catalogue`` does, but an empty file yields nothing.
    """
    lines: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if not line.strip():
                    continue
                project = _parse(line, f"{path} の {number} 行目")
                if project.id in lines:
                    raise CorpusError(
                        f"{path} の {number} 行目: 課題 {project.id} は {lines[project.id]} 行目にもあります。"
                        "どちらかを消してください。",
                        code="catalogue-duplicate",
                    )
                lines[project.id] = number
                yield project
    except FileNotFoundError as error:
        raise CorpusError(
            f"{path}: 課題の目録がありません。パスを確かめるか、`stitext projects import FILE --to {path.name}` で"
            "作ってください。",
            code="catalogue-missing",
        ) from error
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path}: UTF-8 として読めません（{error.start} バイト目）。UTF-8 で保存し直してください。",
            code="catalogue-invalid",
        ) from error
    except OSError as error:
        raise CorpusError(
            f"{path}: 課題の目録を読めません（{error.strerror}）。パスと読取り権限を確かめてください。",
            code="catalogue-unreadable",
        ) from error


def catalogue_line(project: Project) -> str:
    """Write a project as one line of a catalogue.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    str
        JSON with its line break.
    """
    line = project.model_dump_json()
    return (line.translate(_LINE_BREAKS) if _LINE_BREAK.search(line) else line) + "\n"


def _parse(line: str, where: str) -> Project:
    try:
        project = Project.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise CorpusError(
            f"{where}: 課題の記録として読めません（{field}: {first['msg']}）。その行を直してください。",
            code="catalogue-invalid",
        ) from error
    if not project.id.strip():
        raise CorpusError(f"{where}: id が空です。目録の中で一意の id を書いてください。", code="catalogue-invalid")
    return project
