"""The policy document as data: its wording verbatim, and apart from it our reading of it.

A framework is a folder with ``policy.toml`` (facts: the document's own wording, with each correction of its
extraction) and ``interpretation.toml`` (ours: definitions, cues, advice). A ``Framework`` comes out.
``framework_files`` reads and checks the two files; nothing here looks at any text by them.
"""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from pathlib import Path

from stitext.errors import FrameworkError
from stitext.framework_files import (
    POLICY,
    Clause,
    FrameworkFiles,
    Interpretation,
    LabelKind,
    group_of,
    read_files,
)
from stitext.records import Note, Record
from stitext.settings import PACKAGE_PATH


class Label(Record):
    """What a sentence can be tagged with: an aim, a consideration point or a direction.

    ``group`` is the id of its group (``P1``, ``C2``, ``D1``), ``purposes`` the ids of the purposes it belongs to.
    """

    id: str
    kind: LabelKind
    group: str
    purposes: tuple[str, ...]
    clause: Clause
    interpretation: Interpretation


class Group(Record):
    """The clause over a group of labels; a group of aims is a purpose."""

    id: str
    kind: LabelKind
    purposes: tuple[str, ...]
    clause: Clause


class FrameworkSummary(Record):
    """Which frameworks ship with stitext."""

    id: str
    version: str
    title: str
    title_en: str


class Framework(Record):
    """A policy document with our reading of it.

    ``sha256`` changes with every byte of the two files. All tuples are in the document's order.
    """

    id: str
    version: str
    title: str
    title_en: str
    publisher: str
    source: str
    note: str
    situation: tuple[Clause, ...]
    lead: tuple[Clause, ...]
    groups: tuple[Group, ...]
    labels: tuple[Label, ...]
    sha256: str

    @property
    def purposes(self) -> tuple[Group, ...]:
        """The purposes, which are the groups of aims."""
        return tuple(group for group in self.groups if group.kind == "aim")

    @property
    def aims(self) -> tuple[Label, ...]:
        """The labels that are aims of a purpose."""
        return tuple(label for label in self.labels if label.kind == "aim")

    @property
    def points(self) -> tuple[Label, ...]:
        """The labels that are consideration points."""
        return tuple(label for label in self.labels if label.kind == "point")

    @property
    def directions(self) -> tuple[Label, ...]:
        """The labels that are directions of measures; a framework may have none."""
        return tuple(label for label in self.labels if label.kind == "direction")

    def label(self, label_id: str) -> Label:
        """Return the label of an id.

        Parameters
        ----------
        label_id
            The id, such as ``C2.4``.

        Returns
        -------
        Label
            The label.

        Raises
        ------
        FrameworkError
            If the framework has no such label.
        """
        for label in self.labels:
            if label.id == label_id:
                return label
        typed = unicodedata.normalize("NFKC", label_id).strip().upper()
        near = difflib.get_close_matches(typed, [label.id for label in self.labels], n=5, cutoff=0.5)
        hint = f"近いもの: {', '.join(near)}" if near else f"{self.labels[0].id} のように書いてください"
        raise FrameworkError(
            f"枠組み {self.id}/{self.version} に項目 {label_id} はありません。{hint}。", code="label-unknown"
        )


def list_frameworks() -> tuple[FrameworkSummary, ...]:
    """List the frameworks that ship with stitext.

    Returns
    -------
    tuple of FrameworkSummary
        By id, and within an id by version, oldest first.
    """
    summaries = []
    for framework_id, version, folder in _shipped():
        policy = tomllib.loads((folder / POLICY).read_text(encoding="utf-8"))
        summaries.append(
            FrameworkSummary(id=framework_id, version=version, title=policy["title"], title_en=policy["title_en"])
        )
    return tuple(summaries)


def load_framework(name: str) -> Framework:
    """Load a framework.

    An id that ships wins over a folder of that name; write ``./NAME`` for the folder.

    Parameters
    ----------
    name
        An id that ships (``sti-international``, its latest version; ``sti-international/1``, that version), or the
        path of a framework's folder or of its ``policy.toml``.

    Returns
    -------
    Framework
        The framework.

    Raises
    ------
    FrameworkError
        If there is no such framework, or its files break the format; the message lists all that is wrong.
    """
    shipped = [folder for key, version, folder in _shipped() if name in (key, f"{key}/{version}")]
    if shipped:
        folder: Path | None = shipped[-1]
    else:
        folder = _folder(Path(name)) if name else None  # Path("") would be the folder one stands in
    if folder is None:
        known = ", ".join(f"{summary.id}/{summary.version}" for summary in list_frameworks())
        raise FrameworkError(
            f"枠組み {name} が見つかりません。使えるもの: {known}。"
            f"自作の枠組みは、{POLICY} のあるフォルダーのパスで指定してください。",
            code="framework-unknown",
        )
    # Compiling all cues takes most of the time; those that ship are compiled by the tests.
    files = read_files(folder, with_cues=not shipped)
    if files.problems:
        problems = "\n".join(f"- {problem.message}" for problem in files.problems)
        raise FrameworkError(
            f"枠組み {folder} に直すべき点が {len(files.problems)} 件あります。\n{problems}", code="framework-invalid"
        )
    return _build(files)


def validate_framework(path: Path) -> tuple[Note, ...]:
    """Find all that is wrong with a framework's files.

    Parameters
    ----------
    path
        The framework's folder, or its ``policy.toml``.

    Returns
    -------
    tuple of Note
        One for each problem, naming file and id; empty where the framework can be loaded.
    """
    folder = _folder(path)
    if folder is None:
        message = f"{path}: 枠組みのフォルダーでも {POLICY} でもありません。パスを確かめてください。"
        return (Note(code="file-missing", message=message),)
    return tuple(read_files(folder, with_cues=True).problems)


def _shipped() -> list[tuple[str, str, Path]]:
    folders = [file.parent for file in (PACKAGE_PATH / "frameworks").glob(f"*/*/{POLICY}")]
    found = [(folder.parent.name, folder.name, folder) for folder in folders]
    return sorted(found, key=lambda entry: (entry[0], [int(part) for part in entry[1].split(".")]))


def _folder(path: Path) -> Path | None:
    try:
        if path.is_dir():
            return path
        return path.parent if path.name == POLICY and path.is_file() else None
    except OSError:  # a name that the system can't hold, which is no path
        return None


def _build(files: FrameworkFiles) -> Framework:
    readings = {reading.id: Interpretation(**reading.model_dump(exclude={"id"})) for reading in files.readings}
    groups = {}
    for entry in files.groups:
        purposes = (entry.id,) if entry.kind == "aim" else entry.purposes
        clause = Clause(**entry.model_dump(exclude={"kind", "purposes"}))
        groups[entry.id] = Group(id=entry.id, kind=entry.kind, purposes=purposes, clause=clause)
    labels = []
    for clause in files.labels:
        group = groups[group_of(clause.id)]
        labels.append(
            Label(
                id=clause.id,
                kind=group.kind,
                group=group.id,
                purposes=group.purposes,
                clause=clause,
                interpretation=readings[clause.id],
            )
        )
    return Framework(
        **files.head[0].model_dump(),
        situation=tuple(files.situation),
        lead=tuple(files.lead),
        groups=tuple(groups.values()),
        labels=tuple(labels),
        sha256=files.sha256,
    )
