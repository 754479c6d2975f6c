"""The policy document as data: its wording verbatim, and apart from it our reading of it.

A framework is a folder with ``policy.toml`` (facts: the document's own wording, with each correction of its
extraction) and ``interpretation.toml`` (ours: definitions, cues, advice). A ``Framework`` comes out. This module reads
and checks the two files; it does not look at any text by them.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from stitext.errors import FrameworkError
from stitext.records import Note, Record
from stitext.settings import PACKAGE_PATH

LabelKind = Literal["aim", "point", "direction"]

POLICY = "policy.toml"
INTERPRETATION = "interpretation.toml"


class Clause(Record):
    """One clause of the policy document, under its permanent id (``C2.4``).

    ``text`` is the document's wording without bullet marks, ``text_en`` our English gloss. Where the extraction is
    evidently wrong, ``text`` is corrected, ``extracted`` is what it printed, and ``correction`` says what differs.
    """

    id: str
    text: str
    text_en: str
    extracted: str | None = None
    correction: str | None = None


class Interpretation(Record):
    """Our reading of one label: none of this is the policy document's.

    ``cues`` are regular expressions to be searched for in NFKC text. ``advice`` says what to add to a draft that
    leaves a consideration point unaddressed; it is empty for other labels.
    """

    short_name: str
    short_name_en: str
    definition: str
    definition_en: str
    takes: str
    leaves: str
    cues: tuple[str, ...]
    advice: str = ""
    advice_en: str = ""


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
    files = _read(folder, with_cues=not shipped)
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
    return tuple(_read(folder, with_cues=True).problems)


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


# --------------------------------------------------------------------------------------------- the files


class _Head(Record):
    id: str
    version: str
    title: str
    title_en: str
    publisher: str
    source: str
    note: str


class _GroupEntry(Clause):
    kind: LabelKind
    purposes: tuple[str, ...] = ()


class _Reading(Interpretation):
    id: str


@dataclass
class _Files:
    """What the two files hold, entry by entry so that a broken one hides no other, and what is wrong with them."""

    problems: list[Note] = field(default_factory=list)
    sha256: str = ""
    head: list[_Head] = field(default_factory=list)
    situation: list[Clause] = field(default_factory=list)
    lead: list[Clause] = field(default_factory=list)
    groups: list[_GroupEntry] = field(default_factory=list)
    labels: list[Clause] = field(default_factory=list)
    readings: list[_Reading] = field(default_factory=list)

    def problem(self, code: str, where: str, message: str) -> None:
        self.problems.append(Note(code=code, message=f"{where}: {message}。"))


_Entry = TypeVar("_Entry", bound=Record)

_FRAMEWORK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_GROUP_ID = re.compile(r"[A-Z][0-9]+")
_LABEL_ID = re.compile(r"[A-Z][0-9]+\.[0-9]+")
_FILLED = (
    "title",
    "title_en",
    "text",
    "text_en",
    "short_name",
    "short_name_en",
    "definition",
    "definition_en",
    "takes",
)
_SHORT_NAME_LENGTH = 16  # in code points; a column of the tables that reports print
# pydantic's name of a failure → our code, and what to do
_FAILURES = {
    "missing": ("key-missing", "ありません。書き足してください"),
    "extra_forbidden": ("key-unknown", "知らないキーです。つづりを確かめるか、消してください"),
    "literal_error": ("value-invalid", "aim、point、direction のいずれかにしてください"),
    "string_type": ("value-invalid", "文字列にしてください"),
    "tuple_type": ("value-invalid", "文字列の並び [ ] にしてください"),
}


def _read(folder: Path, *, with_cues: bool) -> _Files:
    files = _Files()
    policy, interpretation = _toml(files, folder / POLICY), _toml(files, folder / INTERPRETATION)
    label_ids: list[str] = []
    if policy is not None:
        lists = {key: policy.pop(key, []) for key in ("situation", "lead", "groups", "labels")}
        label_ids = _ids(lists["labels"])
        files.head = _entries(files, POLICY, [policy], _Head)
        files.situation = _entries(files, POLICY, lists["situation"], Clause)
        files.lead = _entries(files, POLICY, lists["lead"], Clause)
        files.groups = _entries(files, POLICY, lists["groups"], _GroupEntry)
        files.labels = _entries(files, POLICY, lists["labels"], Clause)
        for head in files.head:
            _check_form(files, "id", head.id, _FRAMEWORK_ID)
            _check_form(files, "version", head.version, _VERSION)
        for key, tables in lists.items():
            for entry_id in _ids(tables):
                _check_form(files, entry_id, entry_id, _LABEL_ID if key == "labels" else _GROUP_ID)
        _check_doubled(files, POLICY, [entry_id for tables in lists.values() for entry_id in _ids(tables)])
        _check_groups(files, _ids(lists["groups"]), label_ids)
    if interpretation is not None:
        tables = interpretation.pop("labels", [])
        for key in interpretation:
            files.problem("key-unknown", f"{INTERPRETATION}: {key}", _FAILURES["extra_forbidden"][1])
        files.readings = _entries(files, INTERPRETATION, tables, _Reading)
        _check_doubled(files, INTERPRETATION, _ids(tables))
        _check_readings(files)
        if with_cues:
            _check_cues(files)
        if policy is not None:
            _check_pairs(files, label_ids, _ids(tables))
    return files


def _toml(files: _Files, path: Path) -> dict[str, Any] | None:
    try:
        content = path.read_bytes()
        files.sha256 = hashlib.sha256(files.sha256.encode() + content).hexdigest()
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        message = f"{path.parent} から読めません({error.strerror})。この名前で置いてください"
        files.problem("file-missing", path.name, message)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        files.problem("toml-invalid", f"{path.name}: {line} 行目", "UTF-8 ではありません。UTF-8 で保存してください")
    except tomllib.TOMLDecodeError as error:
        line_found = re.search(r"at line (\d+)", str(error))
        place = f"{line_found[1]} 行目" if line_found else "ファイルの末尾"
        files.problem("toml-invalid", f"{path.name}: {place}", f"TOML として読めません({error})。書式を直してください")
    return None


def _entries(files: _Files, name: str, tables: object, model: type[_Entry]) -> list[_Entry]:
    entries = []
    for n, table in enumerate(tables if isinstance(tables, list) else [tables], start=1):
        entry_id = table.get("id", f"{n} 番目") if isinstance(table, dict) else f"{n} 番目"
        try:
            entry = model.model_validate(table)
        except ValidationError as error:
            for found in error.errors():
                code, message = _FAILURES.get(found["type"], ("value-invalid", f"使えません({found['msg']})"))
                files.problem(code, f"{name}: {entry_id}: {'.'.join(str(part) for part in found['loc'])}", message)
            continue
        entries.append(entry)
        for key, value in entry:
            if key in _FILLED and not value.strip():
                files.problem("text-empty", f"{name}: {entry_id}: {key}", "空です。書いてください")
    return entries


def _ids(tables: object) -> list[str]:
    tables = tables if isinstance(tables, list) else []
    return [str(table["id"]) for table in tables if isinstance(table, dict) and "id" in table]


def _group_of(label_id: str) -> str:
    return label_id.partition(".")[0]


def _check_form(files: _Files, where: str, value: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(value):
        message = f"{value!r} は、ここの id の形 {form.pattern} に合いません。直してください"
        files.problem("id-invalid", f"{POLICY}: {where}", message)


def _check_doubled(files: _Files, name: str, ids: Sequence[str]) -> None:
    for entry_id, n_times in Counter(ids).items():
        if n_times > 1:
            message = f"同じ id が {n_times} 回使われています。一つにしてください"
            files.problem("id-doubled", f"{name}: {entry_id}", message)


def _check_groups(files: _Files, group_ids: Sequence[str], label_ids: Sequence[str]) -> None:
    purposes = [group.id for group in files.groups if group.kind == "aim"]
    known = f"あるもの: {', '.join(purposes)}"
    broken = set(group_ids) - {group.id for group in files.groups}  # told already; of a kind that nobody knows
    for kind in ("aim", "point"):
        if not broken and all(group.kind != kind for group in files.groups):
            files.problem("group-missing", POLICY, f'kind = "{kind}" の groups がありません。一つ以上書いてください')
    for label_id in label_ids:
        if (group_id := _group_of(label_id)) not in group_ids:
            message = f"{group_id} が groups にありません。groups に書き足すか、id を直してください"
            files.problem("group-unknown", f"{POLICY}: {label_id}", message)
    filled = {_group_of(label_id) for label_id in label_ids}
    for group in files.groups:
        where = f"{POLICY}: {group.id}"
        if group.id not in filled:
            files.problem("group-empty", where, f"属する項目がありません。labels に {group.id}.1 から書いてください")
        if group.kind == "point" and not group.purposes:
            files.problem("purpose-missing", where, f"どの目的の観点か、purposes に書いてください。{known}")
        allowed = {group.id} if group.kind == "aim" else {*purposes, *broken}
        for purpose_id in sorted(set(group.purposes) - allowed):
            files.problem("purpose-unknown", where, f"purposes に {purpose_id} は書けません。{known}")


def _check_pairs(files: _Files, label_ids: Sequence[str], reading_ids: Sequence[str]) -> None:
    for label_id in label_ids:
        if label_id not in reading_ids:
            message = f'解釈がありません。[[labels]] に id = "{label_id}" の項目を書き足してください'
            files.problem("interpretation-missing", f"{INTERPRETATION}: {label_id}", message)
    for label_id in reading_ids:
        if label_id not in label_ids:
            message = f"{POLICY} の labels にない id です。どちらかを直してください"
            files.problem("label-unknown", f"{INTERPRETATION}: {label_id}", message)


def _check_readings(files: _Files) -> None:
    points = {group.id for group in files.groups if group.kind == "point"}
    for reading in files.readings:
        where = f"{INTERPRETATION}: {reading.id}"
        if len(reading.short_name) > _SHORT_NAME_LENGTH:
            message = f"{len(reading.short_name)} 文字あります。{_SHORT_NAME_LENGTH} 文字までにしてください"
            files.problem("short-name-long", f"{where}: short_name", message)
        for key, advice in (("advice", reading.advice), ("advice_en", reading.advice_en)):
            if _group_of(reading.id) in points and not advice.strip():
                message = "空です。観点には、下書きに何を書き足せばよいかを書いてください"
                files.problem("advice-missing", f"{where}: {key}", message)
        if not reading.cues:
            files.problem("cue-missing", f"{where}: cues", "空です。一つ以上書いてください")


def _check_cues(files: _Files) -> None:
    for reading in files.readings:
        for cue in reading.cues:
            if (wrong := _cue_problem(cue)) is not None:
                files.problem("cue-invalid", f"{INTERPRETATION}: {reading.id}: cues", f"{cue!r} は{wrong}")


def _cue_problem(cue: str) -> str | None:
    if cue != (normal := unicodedata.normalize("NFKC", cue)):
        return f"NFKC で正規化した文には現れません。{normal!r} と書いてください"
    try:
        matches_nothing = re.compile(cue).search("") is not None
    except (re.error, OverflowError, RecursionError) as error:
        return f"正規表現ではありません({error})。記号の前に \\ を置くなどして直してください"
    return "空の文にも合うため、どの文にも合ってしまいます。直してください" if matches_nothing else None


def _build(files: _Files) -> Framework:
    readings = {reading.id: Interpretation(**reading.model_dump(exclude={"id"})) for reading in files.readings}
    groups = {}
    for entry in files.groups:
        purposes = (entry.id,) if entry.kind == "aim" else entry.purposes
        clause = Clause(**entry.model_dump(exclude={"kind", "purposes"}))
        groups[entry.id] = Group(id=entry.id, kind=entry.kind, purposes=purposes, clause=clause)
    labels = []
    for clause in files.labels:
        group = groups[_group_of(clause.id)]
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
