"""The index of a catalogue: one table in LanceDB with a row for each text of each project.

A row holds the text, its content words, its vector, and what searches filter by. The row of all of a project together
holds the record itself, too, and the words that word search looks at. ``info.json`` beside the table says which
encoder made the vectors and which tagger the labels, ``holders.json`` how many projects hold each word.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from pydantic import ValidationError

from stitext.errors import ModelError, OutputError
from stitext.projects.countries import country_name
from stitext.projects.units import Unit, project_units
from stitext.projects.wording import Rarity, Wording
from stitext.records import CatalogueInfo, FrameworkInfo, ModelInfo, Project, Record

if TYPE_CHECKING:
    import pyarrow as pa
    from lancedb.table import Table

_T = TypeVar("_T")

FORMAT = 1
REBUILD = "stitext similar --rebuild"
TABLE = "projects"
_N_PROJECTS_AT_ONCE = 4_000
# From here on an approximate vector index pays; below, comparing with every vector takes milliseconds.
N_ROWS_FOR_VECTOR_INDEX = 100_000

LabelUnits = Callable[[Sequence[Unit]], Sequence[tuple[str, ...]]]
"""Single texts of projects, those of one project together → the ids of the labels of each."""


class IndexInfo(Record):
    """What an index was made of and by.

    Attributes
    ----------
    source
        Size and time of the catalogue's file, by which a change is noticed.
    catalogue
        What it holds.
    encoder
        What made the vectors.
    tagger
        What made the labels; None for cues alone or none.
    framework
        The framework that the labels belong to.
    """

    format: int
    source: str
    encoder: ModelInfo
    tagger: ModelInfo | None
    framework: FrameworkInfo
    catalogue: CatalogueInfo


class Source(NamedTuple):
    """A catalogue's file: its name, its SHA-256, and its size and time in words."""

    id: str
    sha256: str
    state: str


class Making(NamedTuple):
    """What an index is made by: the wording, who labels, and what the labels depend on."""

    wording: Wording
    label: LabelUnits
    tagger: ModelInfo | None
    framework: FrameworkInfo


@dataclass(frozen=True)
class ProjectIndex:
    """An open index."""

    path: Path
    info: IndexInfo
    table: Table
    rarity: Rarity


def build_index(path: Path, projects: Iterable[Project], making: Making, *, source: Source) -> ProjectIndex:
    """Make an index anew; one that stands there is replaced once the new one is whole.

    Parameters
    ----------
    path
        The index's folder.
    projects
        The catalogue.
    making
        What makes it.
    source
        The catalogue's file.

    Returns
    -------
    ProjectIndex
        The new index, open.

    Raises
    ------
    OutputError
        If the folder can't be written.
    """
    import lancedb

    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}.part")
    holders: Counter[str] = Counter()
    try:
        part.mkdir(parents=True)
        database = lancedb.connect(part)
        table = database.create_table(TABLE, schema=_schema(making.wording.encoder.n_dimensions))
        for batch in _batches(projects, making, holders):
            table.add(batch)
        _add_indices(table)
        n_projects = table.count_rows("place = 0")
        info = IndexInfo(
            format=FORMAT,
            source=source.state,
            encoder=_encoder_info(making.wording),
            tagger=making.tagger,
            framework=making.framework,
            catalogue=CatalogueInfo(id=source.id, sha256=source.sha256, n_projects=n_projects),
        )
        _write_facts(part, info, holders)
        if path.exists():
            shutil.rmtree(path)
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"課題の索引を書けません: {path} ({error})。書込み権限と空き容量を確かめてください。"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return ProjectIndex(path, info, _open_table(path), Rarity(n_projects, holders))


def open_index(path: Path, wording: Wording) -> ProjectIndex:
    """Open an index, and refuse one whose vectors another encoder made.

    Parameters
    ----------
    path
        The index's folder.
    wording
        The encoder in use.

    Returns
    -------
    ProjectIndex
        Ready to search.

    Raises
    ------
    ModelError
        If there is none (``index-missing``), it is damaged or of another format (``index-invalid``), or its encoder
        is another one (``encoder-mismatch``).
    """
    if not (path / "info.json").is_file():
        raise ModelError(f"課題の索引がありません: {path}。`{REBUILD}` で作ってください。", code="index-missing")
    try:
        facts = json.loads((path / "info.json").read_text(encoding="utf-8"))
        if facts.get("format") != FORMAT:
            raise ModelError(
                f"課題の索引の版が違います: {path}（{facts.get('format')}、今の版は {FORMAT}）。"
                f"`{REBUILD}` で作り直してください。",
                code="index-invalid",
            )
        info = IndexInfo.model_validate(facts)
        holders = json.loads((path / "holders.json").read_text(encoding="utf-8"))
        table = _open_table(path)
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(
            f"課題の索引を読めません: {path} ({error})。`{REBUILD}` で作り直してください。", code="index-invalid"
        ) from error
    _check_encoder(info, wording, path)
    return ProjectIndex(path, info, table, Rarity(info.catalogue.n_projects, holders))


def update_index(index: ProjectIndex, projects: Iterable[Project], making: Making, *, source: Source) -> ProjectIndex:
    """Bring an index up to its catalogue in place: what is new or changed comes in, what is gone goes out.

    Parameters
    ----------
    index
        The index, made by the same encoder.
    projects
        The whole catalogue as it is now.
    making
        What makes new rows; their labels count as the index's own tagger's.
    source
        The catalogue's file as it is now.

    Returns
    -------
    ProjectIndex
        The index with its new facts.
    """
    old = _digests(index)
    fresh: list[Project] = []
    kept: set[str] = set()
    for project in projects:
        if old.get(project.id) == _digest(project):
            kept.add(project.id)
        else:
            fresh.append(project)
    gone = sorted(old.keys() - kept)
    holders = Counter(index.rarity.holders)
    for ids in _in_batches(gone):
        chosen = f"project IN ({', '.join(quoted(each) for each in ids)})"
        rows = index.table.search().where(f"place = 0 AND {chosen}").select(["bag"]).limit(len(ids)).to_arrow()
        for bag in rows.column("bag").to_pylist():
            holders.subtract(set(bag.split()))
        index.table.delete(chosen)
    for batch in _batches(fresh, making, holders):
        index.table.add(batch)
    if gone or fresh:
        index.table.optimize()
    holders = +holders  # a word that no project holds any more is an unknown one
    n_projects = len(kept) + len(fresh)
    catalogue = CatalogueInfo(id=source.id, sha256=source.sha256, n_projects=n_projects)
    info = index.info.model_copy(update={"source": source.state, "catalogue": catalogue})
    _write_facts(index.path, info, holders)
    return ProjectIndex(index.path, info, index.table, Rarity(n_projects, holders))


def quoted(text: str) -> str:
    """Return a text as a string of a filter; nothing in it can end the string."""
    return "'" + text.replace("'", "''") + "'"


def _in_batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(items)
    while batch := list(islice(rest, _N_PROJECTS_AT_ONCE)):
        yield batch


def _batches(projects: Iterable[Project], making: Making, holders: Counter[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    schema = _schema(making.wording.encoder.n_dimensions)
    for some in _in_batches(projects):
        units = [project_units(project) for project in some]
        found = iter(making.label([unit for texts in units for unit in texts[1:]]))
        rows: list[dict[str, Any]] = []
        readable: list[str] = []
        for project, texts in zip(some, units, strict=True):
            labels = [tuple(sorted(set(next(found)))) for _ in texts[1:]]
            read = [making.wording.readable(unit.text) for unit in texts[1:]]
            facts = "\n".join(part for part in (project.field, "、".join(map(country_name, project.countries))) if part)
            readable += ["\n".join((*read, facts)), *read]
            rows += _rows(project, texts, labels, [making.wording.content_words(text) for text in (*read, facts)])
            bag = (*rows[-len(texts)]["words"].split(), *making.wording.marks(texts[0].text))
            rows[-len(texts)]["bag"] = " ".join(bag)
            holders.update(set(bag))
        vectors = making.wording.encoder.encode_passages(readable).astype(np.float16)
        flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
        columns = [
            flat if name == "vector" else pa.array([row[name] for row in rows], type=schema.field(name).type)
            for name in schema.names
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _rows(
    project: Project, units: Sequence[Unit], labels: Sequence[tuple[str, ...]], words: Sequence[tuple[str, ...]]
) -> list[dict[str, Any]]:
    """Make the rows of a project; ``words`` are those of each single text, then those of field and countries."""
    every = tuple(sorted({label for found in labels for label in found}))
    all_words = tuple(word for found in words for word in found)
    facts = {
        "project": project.id,
        "programme": project.programme.lower(),
        "field": project.field.lower(),
        "countries": list(project.countries),
        "year": project.fiscal_year,
        "bag": None,
        "record": None,
        "digest": None,
    }
    rows = [
        {**facts, "place": unit.place, "kind": unit.kind, "text": unit.text, "words": " ".join(own), "labels": found}
        for unit, own, found in zip(units, (all_words, *words[:-1]), (every, *labels), strict=True)
    ]
    rows[0] |= {"record": project.model_dump_json(), "digest": _digest(project)}
    return rows


def _schema(n_dimensions: int) -> pa.Schema:
    import pyarrow as pa

    return pa.schema(
        [
            ("project", pa.string()),
            ("place", pa.int32()),
            ("kind", pa.string()),
            ("text", pa.string()),
            ("words", pa.string()),
            ("bag", pa.string()),
            ("vector", pa.list_(pa.float16(), n_dimensions)),
            ("labels", pa.list_(pa.string())),
            ("programme", pa.string()),
            ("field", pa.string()),
            ("countries", pa.list_(pa.string())),
            ("year", pa.int32()),
            ("record", pa.string()),
            ("digest", pa.string()),
        ]
    )


def _add_indices(table: Table) -> None:
    from lancedb.index import FTS, Bitmap, BTree, IvfRq, LabelList

    n_rows = table.count_rows()
    if n_rows == 0:
        return
    if n_rows > _N_PROJECTS_AT_ONCE:
        table.optimize()
    words = FTS(
        base_tokenizer="whitespace",  # the words are cut already
        stem=False,
        remove_stop_words=False,
        ascii_folding=False,
        lower_case=False,
        max_token_length=None,
    )
    table.create_index("bag", config=words)
    if n_rows >= N_ROWS_FOR_VECTOR_INDEX:
        table.create_index("project", config=BTree())
        table.create_index("year", config=BTree())
        table.create_index("place", config=Bitmap())
        table.create_index("countries", config=LabelList())
        table.create_index("labels", config=LabelList())
        # Of 80,000 texts: 1.6 s to make and all of the ten nearest found; IVF_PQ took 50 s and found 99.5 %.
        table.create_index("vector", config=IvfRq(distance_type="cosine"))


def _digests(index: ProjectIndex) -> dict[str, str]:
    rows = index.table.search().where("place = 0").select(["project", "digest"]).limit(None).to_arrow()
    return dict(zip(rows.column("project").to_pylist(), rows.column("digest").to_pylist(), strict=True))


def _digest(project: Project) -> str:
    return hashlib.sha256(project.model_dump_json().encode()).hexdigest()[:32]


def _check_encoder(info: IndexInfo, wording: Wording, path: Path) -> None:
    encoder = wording.encoder
    if info.encoder.sha256 != encoder.sha256:
        raise ModelError(
            f"課題の索引 {path} はエンコーダ {info.encoder.id} ({info.encoder.sha256[:12]}) で作られていますが、"
            f"今のエンコーダは {encoder.id} ({encoder.sha256[:12]}) です。"
            f"`{REBUILD}` で作り直すか、設定 encoder を {info.encoder.id} に戻してください。",
            code="encoder-mismatch",
        )


def _encoder_info(wording: Wording) -> ModelInfo:
    return ModelInfo(id=wording.encoder.id, sha256=wording.encoder.sha256)


def _open_table(path: Path) -> Table:
    import lancedb

    return lancedb.connect(path).open_table(TABLE)


def _write_facts(path: Path, info: IndexInfo, holders: Counter[str]) -> None:
    counts = {word: count for word, count in holders.items() if count > 0}
    for name, text in (
        ("holders.json", json.dumps(counts, ensure_ascii=False)),
        ("info.json", info.model_dump_json(indent=2)),
    ):
        temporary = path / f"{name}.part"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path / name)
