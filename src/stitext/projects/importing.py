"""Importing: what importers find goes in, the lines of a catalogue brought up to date come out.

An importer yields ``Project`` and ``Skipped`` in the order of its source. The same input twice changes nothing; a
record whose source has changed takes the old one's place; no other record is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ValidationError

from stitext.projects.catalogue import catalogue_line
from stitext.records import Project, Record

Change = Literal["new", "updated", "unchanged", "kept"]


class Skipped(Record):
    """One record of a source that is not imported.

    Attributes
    ----------
    where
        File and line or record.
    code
        Stable and readable.
    message
        Why, and what to do where something can be done.
    """

    where: str
    code: str
    message: str


class ImportSummary(Record):
    """What an import did.

    Attributes
    ----------
    n_read
        Records of the sources, the skipped ones too.
    n_new
        Added to the catalogue.
    n_updated
        Took the place of an older record.
    n_unchanged
        Stood in the catalogue already.
    n_total
        Projects of the catalogue afterwards.
    skipped
        What was not imported, in the order of the sources.
    """

    n_read: int
    n_new: int
    n_updated: int
    n_unchanged: int
    n_total: int
    skipped: tuple[Skipped, ...]


@dataclass
class Gathered:
    """What the importers found: lines of the catalogue by id, and what was skipped."""

    lines: dict[str, str] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    n_read: int = 0


def gather(found: Iterable[Project | Skipped]) -> Gathered:
    """Collect what importers yield; of two records with one id the later is kept.

    Parameters
    ----------
    found
        From an importer.

    Returns
    -------
    Gathered
        Lines by id, in the order in which the ids came first.
    """
    gathered = Gathered()
    for each in found:
        gathered.n_read += 1
        if isinstance(each, Skipped):
            gathered.skipped.append(each)
            continue
        try:
            line = catalogue_line(each)
        except ValueError:  # half a surrogate pair, as JSON may hold it
            message = "文字として書けない符号（対のないサロゲート）があります。元のデータを直してください。"
            gathered.skipped.append(Skipped(where=each.id, code="invalid", message=message))
            continue
        if each.id in gathered.lines:
            same = gathered.lines[each.id] == line
            message = "同じ記録が二度あります。" if same else "同じ id の記録が二つあり、後のものを残しました。"
            gathered.skipped.append(Skipped(where=each.id, code="duplicate", message=message))
        gathered.lines[each.id] = line
    return gathered


def merge(existing: Iterable[Project], incoming: Mapping[str, str]) -> Iterator[tuple[str, Change]]:
    """Bring a catalogue up to date.

    Parameters
    ----------
    existing
        The catalogue's projects; none where it is new.
    incoming
        Lines by id.

    Yields
    ------
    tuple[str, Change]
        A line of the new catalogue and what became of it; the old order first, then what is new.
    """
    seen: set[str] = set()
    for project in existing:
        seen.add(project.id)
        old = catalogue_line(project)
        new = incoming.get(project.id)
        if new is None:
            yield old, "kept"
        else:
            yield new, "unchanged" if new == old else "updated"
    for project_id, line in incoming.items():
        if project_id not in seen:
            yield line, "new"


def make_project(fields: Mapping[str, object], where: str) -> Project | Skipped:
    """Make a project of the fields that an importer found.

    Parameters
    ----------
    fields
        Values by the names of ``Project``.
    where
        File and line, for the report.

    Returns
    -------
    Project or Skipped
        Skipped where it has no id or no title, or a value breaks the record.
    """
    if not str(fields.get("id", "")).strip():
        return Skipped(where=where, code="no-id", message="課題番号がありません。")
    if not fields.get("title_ja") and not fields.get("title_en"):
        return Skipped(where=where, code="no-title", message=f"{fields['id']}: 課題名がありません。")
    try:
        return Project.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        return Skipped(
            where=where, code="invalid", message=f"{fields['id']}: {name} の値が使えません（{first['msg']}）。"
        )
