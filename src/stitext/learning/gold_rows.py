"""``stitext evaluate --rows``: anybody's own labelled rows → figures of the tagger in use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple, NoReturn

from pydantic import JsonValue

from stitext.corpus import GoldLine, gold_document
from stitext.errors import CorpusError
from stitext.evaluation import RowsEvaluation, evaluate_labels
from stitext.operations import tag
from stitext.reading.rows import Row, read_rows
from stitext.records import STANCES, FrameworkInfo, Stance
from stitext.resources import load_resources
from stitext.settings import Settings
from stitext.tagging.tagger import Tagger

LABELS_COLUMN = "labels"
_SEPARATOR = ";"


class _GoldRow(NamedTuple):
    text: str
    section: str | None
    document: str
    labels: dict[str, Stance | None]


def evaluate_rows(path: Path, settings: Settings, *, progress: Callable[[str], None]) -> RowsEvaluation:
    """Measure the tagger in use on somebody's own labelled rows.

    Parameters
    ----------
    path
        A .jsonl, .csv or .xlsx file with the columns ``text`` and ``labels``, and where there are any ``section`` and
        ``document``. In JSON Lines ``labels`` is a list of label ids, or of objects with ``id`` and ``stance``; in the
        others, label ids separated by semicolons. Rows of one document that follow each other are tagged together;
        a row without a document stands alone.
    settings
        Which framework, encoder and tagger.
    progress
        Called with a line at each step.

    Returns
    -------
    RowsEvaluation
        The stance is measured where a row gives it.

    Raises
    ------
    CorpusError
        If a row has no text, or labels that are unknown or can't be read (``gold-rows-invalid``); the message names the
        line.
    SourceError
        If the file can't be read.
    UsageError
        If there is no column with the text.
    """
    resources = load_resources(settings)
    known = [label.id for label in resources.framework.labels]
    rows = list(_read_gold(path, set(known)))
    if not rows:
        raise CorpusError(f"{path.name}: 行がありません。1 行に 1 文ずつ書いてください。", code="gold-rows-invalid")
    progress(f"判定中: {len(rows):,} 行")
    gold, tagged = [], []
    for name, group in groupby(rows, key=lambda row: row.document):
        together = tuple(group)
        lines = tuple(
            GoldLine(part="", doc=name, genre="", n=n, section=row.section, text=row.text, labels=())
            for n, row in enumerate(together, start=1)
        )
        gold.append([row.labels for row in together])
        tagged.append(tag(gold_document(name, lines).document, resources).sentences)
    framework = resources.framework
    return RowsEvaluation(
        source=path.name,
        framework=FrameworkInfo(id=framework.id, version=framework.version),
        tagger=resources.tagger.info if isinstance(resources.tagger, Tagger) else None,
        n_stances=sum(stance is not None for row in rows for stance in row.labels.values()),
        figures=evaluate_labels(gold, tagged),
    )


def _read_gold(path: Path, known: set[str]) -> Iterator[_GoldRow]:
    places = _places(path)
    for row in read_rows(path):
        where = next(places)
        if not row.text.strip():
            _refuse(where, "本文が空です")
        if LABELS_COLUMN not in row.columns:
            _refuse(where, f"列「{LABELS_COLUMN}」がありません。ラベルがない行では [] か空欄にしてください")
        section, document = (_optional(row, name, where) for name in ("section", "document"))
        labels = _labels(row.columns[LABELS_COLUMN], where)
        unknown = [label_id for label_id in labels if label_id not in known]
        if unknown:
            _refuse(where, f"枠組みにないラベルです: {'、'.join(unknown)}")
        yield _GoldRow(row.text, section, document or f"{path.name} {row.number}", labels)


def _places(path: Path) -> Iterator[str]:
    """Yield where each row stands: the line of JSON Lines, else the row's number below the header."""
    if path.suffix.lower() != ".jsonl":
        yield from (f"{path.name} の {number} 件目" for number in count(1))
    # Read as bytes, since rows.py finds the encoding: what is blank and where a line ends is the same in all of them.
    lines = path.read_bytes().split(b"\n")
    yield from (f"{path.name} の {number} 行目" for number, line in enumerate(lines, start=1) if line.strip())


def _optional(row: Row, name: str, where: str) -> str | None:
    value = row.columns.get(name)
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    if isinstance(value, (int, float)):
        return str(value)
    _refuse(where, f"列「{name}」が文字ではありません")
    return None


def _labels(value: JsonValue, where: str) -> dict[str, Stance | None]:
    items: list[JsonValue]
    if value is None:
        items = []
    elif isinstance(value, str):
        items = [part.strip() for part in value.split(_SEPARATOR) if part.strip()]
    elif isinstance(value, list):
        items = value
    else:
        _refuse(where, "labels は、ラベルの ID の並びにしてください")
    labels: dict[str, Stance | None] = {}
    for item in items:
        label_id, stance = _label(item, where)
        if label_id in labels:
            _refuse(where, f"ラベル {label_id} が二度あります")
        labels[label_id] = stance
    return labels


def _label(item: JsonValue, where: str) -> tuple[str, Stance | None]:
    if isinstance(item, str):
        return item, None
    if isinstance(item, dict) and isinstance(item.get("id"), str) and set(item) <= {"id", "stance"}:
        stance = item.get("stance")
        for known in STANCES:
            if stance == known:
                return str(item["id"]), known
        if stance is None:
            return str(item["id"]), None
        _refuse(where, f"stance は {' / '.join(STANCES)} のどれかです: {json.dumps(stance, ensure_ascii=False)}")
    _refuse(where, f"ラベルは ID か {{id, stance}} にしてください: {json.dumps(item, ensure_ascii=False)}")


def _refuse(where: str, problem: str) -> NoReturn:
    raise CorpusError(f"{where}: {problem}。その行を直してください。", code="gold-rows-invalid")
