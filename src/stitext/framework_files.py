"""The two files of a framework: read entry by entry, with all that is wrong with them.

A framework's folder goes in, ``FrameworkFiles`` comes out; ``framework.py`` makes a ``Framework`` of it.
"""

from __future__ import annotations

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

from stitext.records import Note, Record

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


class Head(Record):
    """The facts of ``policy.toml`` about the document as a whole."""

    id: str
    version: str
    title: str
    title_en: str
    publisher: str
    source: str
    note: str


class GroupEntry(Clause):
    """A group as ``policy.toml`` writes it."""

    kind: LabelKind
    purposes: tuple[str, ...] = ()


class Reading(Interpretation):
    """An entry of ``interpretation.toml``."""

    id: str


@dataclass
class FrameworkFiles:
    """What the two files hold, entry by entry so that a broken one hides no other, and what is wrong with them."""

    problems: list[Note] = field(default_factory=list)
    sha256: str = ""
    head: list[Head] = field(default_factory=list)
    situation: list[Clause] = field(default_factory=list)
    lead: list[Clause] = field(default_factory=list)
    groups: list[GroupEntry] = field(default_factory=list)
    labels: list[Clause] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def problem(self, code: str, where: str, message: str) -> None:
        """Note one thing that is wrong, at ``where``."""
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


def read_files(folder: Path, *, with_cues: bool) -> FrameworkFiles:
    """Read and check the two files of a framework.

    Parameters
    ----------
    folder
        The framework's folder.
    with_cues
        Whether to compile the cues too, which takes most of the time.

    Returns
    -------
    FrameworkFiles
        What could be read, and all problems.
    """
    files = FrameworkFiles()
    policy, interpretation = _toml(files, folder / POLICY), _toml(files, folder / INTERPRETATION)
    label_ids: list[str] = []
    if policy is not None:
        lists = {key: policy.pop(key, []) for key in ("situation", "lead", "groups", "labels")}
        label_ids = _ids(lists["labels"])
        files.head = _entries(files, POLICY, [policy], Head)
        files.situation = _entries(files, POLICY, lists["situation"], Clause)
        files.lead = _entries(files, POLICY, lists["lead"], Clause)
        files.groups = _entries(files, POLICY, lists["groups"], GroupEntry)
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
        files.readings = _entries(files, INTERPRETATION, tables, Reading)
        _check_doubled(files, INTERPRETATION, _ids(tables))
        _check_readings(files)
        if with_cues:
            _check_cues(files)
        if policy is not None:
            _check_pairs(files, label_ids, _ids(tables))
    return files


def _toml(files: FrameworkFiles, path: Path) -> dict[str, Any] | None:
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


def _entries(files: FrameworkFiles, name: str, tables: object, model: type[_Entry]) -> list[_Entry]:
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


def group_of(label_id: str) -> str:
    """Return the id of a label's group: ``C2`` of ``C2.4``."""
    return label_id.partition(".")[0]


def _check_form(files: FrameworkFiles, where: str, value: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(value):
        message = f"{value!r} は、ここの id の形 {form.pattern} に合いません。直してください"
        files.problem("id-invalid", f"{POLICY}: {where}", message)


def _check_doubled(files: FrameworkFiles, name: str, ids: Sequence[str]) -> None:
    for entry_id, n_times in Counter(ids).items():
        if n_times > 1:
            message = f"同じ id が {n_times} 回使われています。一つにしてください"
            files.problem("id-doubled", f"{name}: {entry_id}", message)


def _check_groups(files: FrameworkFiles, group_ids: Sequence[str], label_ids: Sequence[str]) -> None:
    purposes = [group.id for group in files.groups if group.kind == "aim"]
    known = f"あるもの: {', '.join(purposes)}"
    broken = set(group_ids) - {group.id for group in files.groups}  # told already; of a kind that nobody knows
    for kind in ("aim", "point"):
        if not broken and all(group.kind != kind for group in files.groups):
            files.problem("group-missing", POLICY, f'kind = "{kind}" の groups がありません。一つ以上書いてください')
    for label_id in label_ids:
        if (group_id := group_of(label_id)) not in group_ids:
            message = f"{group_id} が groups にありません。groups に書き足すか、id を直してください"
            files.problem("group-unknown", f"{POLICY}: {label_id}", message)
    filled = {group_of(label_id) for label_id in label_ids}
    for group in files.groups:
        where = f"{POLICY}: {group.id}"
        if group.id not in filled:
            files.problem("group-empty", where, f"属する項目がありません。labels に {group.id}.1 から書いてください")
        if group.kind == "point" and not group.purposes:
            files.problem("purpose-missing", where, f"どの目的の観点か、purposes に書いてください。{known}")
        allowed = {group.id} if group.kind == "aim" else {*purposes, *broken}
        for purpose_id in sorted(set(group.purposes) - allowed):
            files.problem("purpose-unknown", where, f"purposes に {purpose_id} は書けません。{known}")


def _check_pairs(files: FrameworkFiles, label_ids: Sequence[str], reading_ids: Sequence[str]) -> None:
    for label_id in label_ids:
        if label_id not in reading_ids:
            message = f'解釈がありません。[[labels]] に id = "{label_id}" の項目を書き足してください'
            files.problem("interpretation-missing", f"{INTERPRETATION}: {label_id}", message)
    for label_id in reading_ids:
        if label_id not in label_ids:
            message = f"{POLICY} の labels にない id です。どちらかを直してください"
            files.problem("label-unknown", f"{INTERPRETATION}: {label_id}", message)


def _check_readings(files: FrameworkFiles) -> None:
    points = {group.id for group in files.groups if group.kind == "point"}
    for reading in files.readings:
        where = f"{INTERPRETATION}: {reading.id}"
        if len(reading.short_name) > _SHORT_NAME_LENGTH:
            message = f"{len(reading.short_name)} 文字あります。{_SHORT_NAME_LENGTH} 文字までにしてください"
            files.problem("short-name-long", f"{where}: short_name", message)
        for key, advice in (("advice", reading.advice), ("advice_en", reading.advice_en)):
            if group_of(reading.id) in points and not advice.strip():
                message = "空です。観点には、下書きに何を書き足せばよいかを書いてください"
                files.problem("advice-missing", f"{where}: {key}", message)
        if not reading.cues:
            files.problem("cue-missing", f"{where}: cues", "空です。一つ以上書いてください")


def _check_cues(files: FrameworkFiles) -> None:
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
