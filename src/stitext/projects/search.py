"""What is asked → the projects that are like it: word search and vectors bring candidates, ``ranking`` orders them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stitext.projects.index import ProjectIndex, quoted
from stitext.projects.ranking import (
    FUSION_WEIGHT_OF_WORDS,
    SHARE_OF_THRESHOLD,
    THRESHOLD,
    AskedText,
    Candidates,
    Question,
    WordVectors,
    rank,
    word_share,
)
from stitext.projects.units import UnitKind
from stitext.projects.wording import Wording
from stitext.records import Project, Record

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_SENTENCES_AS_ONE = 3
N_TEXTS = 400  # texts that the vectors bring
N_BY_WORDS = 150  # projects that the words bring
N_CANDIDATES = 60  # projects that are ranked; 120 find no more on the development queries
_N_TEXTS_OF_LABEL = 8  # a project seldom has more texts with one label
_COLUMNS = ["project", "place", "kind", "text", "words", "vector", "labels", "record"]


class Filters(Record):
    """Which projects come into question; an empty filter lets all through.

    Attributes
    ----------
    countries
        ISO 3166 alpha-2; one of them has to be a partner's.
    programme, field
        Part of the programme's or field's name, in any case.
    since
        First fiscal year; a project whose year is not known is left out.
    labels
        Groups of ids of labels; of each group a text of the project has to have one.
    """

    countries: tuple[str, ...] = ()
    programme: str = ""
    field: str = ""
    since: int | None = None
    labels: tuple[tuple[str, ...], ...] = ()


class Text(NamedTuple):
    """One text of a project that was found, with its unit vector and the labels that it has."""

    place: int
    kind: UnitKind
    text: str
    vector: NDArray[np.float32]
    labels: tuple[str, ...]


class Hit(NamedTuple):
    """A project that was found, its score in [0, 1], and its single texts in order."""

    project: Project
    score: float
    texts: tuple[Text, ...]


def ask(texts: Sequence[str], wording: Wording, *, title: int | None = None) -> Question:
    """Bring what is asked into the form that searches compare.

    Parameters
    ----------
    texts
        Keywords, or sentences in their order.
    wording
        Of the index.
    title
        Which text is a draft's title.

    Returns
    -------
    Question
        With single sentences where there are more than three.
    """
    alone = list(texts) if len(texts) > N_SENTENCES_AS_ONE else []
    asked = ["\n".join(texts), *alone]
    vectors = wording.queries(asked)
    whole, *sentences = (
        AskedText(vector=vector, bag=wording.bag(text), words=wording.query_words(text))
        for text, vector in zip(asked, vectors, strict=True)
    )
    return Question(whole, sentences[title] if title is not None and sentences else None, tuple(sentences))


def search(
    question: Question,
    index: ProjectIndex,
    wording: Wording,
    *,
    filters: Filters,
    n_hits: int,
    threshold: float = THRESHOLD,
) -> tuple[Hit, ...]:
    """Find the projects that are like what is asked.

    Parameters
    ----------
    question
        From ``ask``.
    index
        The index.
    wording
        Its encoder, words and terms.
    filters
        Which projects come into question.
    n_hits
        How many to return at most.
    threshold
        Least score of the best, in [0, 1]; the others need a share of it.

    Returns
    -------
    tuple of Hit
        Best first; none where nothing is good enough.
    """
    fused, word_scores = fuse(question.texts(), index, filters)
    chosen = sorted(sorted(fused, key=lambda name: (-fused[name], name))[:N_CANDIDATES])
    if not chosen:
        return ()
    rows = _rows(chosen, index)
    candidates = _candidates(rows, chosen, word_scores)
    scores = rank(question, candidates, index.rarity, word_vectors(wording))
    if scores.max() < threshold:
        return ()
    least = threshold * SHARE_OF_THRESHOLD
    order = [number for number in np.argsort(-scores, kind="stable")[:n_hits] if scores[number] >= least]
    return _hits([(chosen[number], float(scores[number])) for number in order], rows)


def word_vectors(wording: Wording) -> WordVectors | None:
    """Return what encodes single words; None where the encoder is none that can."""
    return wording.word_vectors if wording.has_word_vectors else None


def fuse(
    asked: Sequence[AskedText], index: ProjectIndex, filters: Filters
) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Find candidates by words and by vectors.

    Parameters
    ----------
    asked
        All texts of a question.
    index
        The index.
    filters
        Which projects come into question.

    Returns
    -------
    tuple
        The candidates' fused scores by id (the nearest text's cosine and half the share of the words, the best over all
        that is asked), and for each text that asks the BM25 of those that word search found.
    """
    condition = where(filters)
    fused: dict[str, float] = {}
    word_scores = []
    for each in asked:
        words = by_words(each.bag, index, condition)
        nearest = by_vectors(each.vector, index, condition)
        names = sorted({*words, *nearest})
        shares = word_share(np.array([words.get(name, 0.0) for name in names]), each.bag, index.rarity)
        least = min(nearest.values(), default=0.0)
        for name, share in zip(names, shares, strict=True):
            score = nearest.get(name, least) + FUSION_WEIGHT_OF_WORDS * float(share)
            fused[name] = max(fused.get(name, score), score)
        word_scores.append(words)
    return fused, word_scores


def by_words(bag: Sequence[str], index: ProjectIndex, condition: str) -> dict[str, float]:
    """Return the BM25 of the best projects by word search, by id; none for a bag without words."""
    if not bag or index.info.catalogue.n_projects == 0:
        return {}
    # Each word once, as in the catalogue's statistics: a draft that repeats a word asks for it no more.
    asked = " ".join(dict.fromkeys(bag))
    found = index.table.search(asked, query_type="fts", fts_columns="bag").select(["project", "_score"])
    found = found.limit(N_BY_WORDS)
    rows = (found.where(condition, prefilter=True) if condition else found).to_arrow()
    return dict(zip(rows.column("project").to_pylist(), rows.column("_score").to_pylist(), strict=True))


def by_vectors(vector: NDArray[np.float32], index: ProjectIndex, condition: str) -> dict[str, float]:
    """Return the cosine of each project's nearest text, for the projects of the nearest texts, by id."""
    if not vector.any() or index.info.catalogue.n_projects == 0:
        return {}
    found: Any = index.table.search(vector)
    found = found.distance_type("cosine").select(["project", "_distance"]).limit(N_TEXTS)
    found = found.refine_factor(4).nprobes(40)
    rows = (found.where(condition, prefilter=True) if condition else found).to_arrow()
    nearest: dict[str, float] = {}
    for name, distance in zip(rows.column("project").to_pylist(), rows.column("_distance").to_pylist(), strict=True):
        nearest[name] = max(nearest.get(name, -1.0), 1.0 - distance)
    return nearest


def where(filters: Filters) -> str:
    """Write filters as a condition; empty where nothing is filtered."""
    parts = []
    if filters.countries:
        parts.append(f"array_has_any(countries, [{', '.join(map(quoted, filters.countries))}])")
    if filters.programme:
        parts.append(f"contains(programme, {quoted(filters.programme.lower())})")
    if filters.field:
        parts.append(f"contains(field, {quoted(filters.field.lower())})")
    if filters.since is not None:
        parts.append(f"year >= {filters.since}")
    for group in filters.labels:
        parts.append(f"array_has_any(labels, [{', '.join(map(quoted, group))}])")
    return " AND ".join(parts)


def nearest_texts(
    vector: NDArray[np.float32], label: str, index: ProjectIndex, *, n_projects: int
) -> tuple[tuple[Project, str], ...]:
    """Find the texts with a label that are nearest to a vector.

    Parameters
    ----------
    vector
        Unit vector, shape (d,).
    label
        Id of a label.
    index
        The index.
    n_projects
        How many projects at most.

    Returns
    -------
    tuple of pairs
        A project and its nearest text with the label, nearest first.
    """
    condition = f"place > 0 AND {where(Filters(labels=((label,),)))}"
    found: Any = index.table.search(vector if vector.any() else None)
    columns = ["project", "text"]
    if vector.any():
        found = found.distance_type("cosine")
        columns.append("_distance")
    texts: dict[str, str] = {}
    found = (
        found.where(condition, prefilter=True)
        .select(["project", "text", *(["_distance"] if vector.any() else [])])
        .limit(_N_TEXTS_OF_LABEL * n_projects)
    )
    for row in found.to_list():
        texts.setdefault(row["project"], row["text"])
    names = list(texts)[:n_projects]
    records = _records(names, index)
    return tuple((records[name], texts[name]) for name in names)


def n_without_year(index: ProjectIndex, filters: Filters) -> int:
    """Return how many projects only the filter on the year leaves out because their year is not known."""
    others = where(filters.model_copy(update={"since": None}))
    return int(index.table.count_rows(" AND ".join(part for part in ("place = 0", "year IS NULL", others) if part)))


def _rows(names: Sequence[str], index: ProjectIndex) -> list[dict[str, Any]]:
    condition = f"project IN ({', '.join(map(quoted, names))})"
    table = index.table.search().where(condition).select(_COLUMNS).limit(None).to_arrow()
    width = table.schema.field("vector").type.list_size
    vectors = table.column("vector").combine_chunks().flatten().to_numpy(zero_copy_only=False)
    vectors = vectors.astype(np.float32).reshape(-1, width)
    rows = table.drop_columns(["vector"]).to_pylist()
    for row, vector in zip(rows, vectors, strict=True):
        row["vector"] = vector
    return sorted(rows, key=lambda row: (row["project"], row["place"]))


def _candidates(
    rows: Sequence[dict[str, Any]], names: Sequence[str], word_scores: Sequence[dict[str, float]]
) -> Candidates:
    number_of = {name: number for number, name in enumerate(names)}
    return Candidates(
        projects=np.array([number_of[row["project"]] for row in rows], dtype=np.int64),
        is_whole=np.array([row["place"] == 0 for row in rows], dtype=np.bool_),
        vectors=np.stack([row["vector"] for row in rows]),
        words=tuple(tuple(row["words"].split()) for row in rows),
        word_scores=np.array([[found.get(name, 0.0) for name in names] for found in word_scores]),
    )


def _hits(scored: Sequence[tuple[str, float]], rows: Sequence[dict[str, Any]]) -> tuple[Hit, ...]:
    by_project: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_project.setdefault(row["project"], []).append(row)
    hits = []
    for name, score in scored:
        whole, *single = by_project[name]
        texts = (
            Text(row["place"], row["kind"], row["text"], row["vector"], tuple(row["labels"] or ())) for row in single
        )
        hits.append(Hit(Project.model_validate_json(whole["record"]), score, tuple(texts)))
    return tuple(hits)


def _records(names: Sequence[str], index: ProjectIndex) -> dict[str, Project]:
    if not names:
        return {}
    condition = f"place = 0 AND project IN ({', '.join(map(quoted, names))})"
    found = index.table.search().where(condition).select(["project", "record"]).limit(len(names)).to_arrow()
    pairs = zip(found.column("project").to_pylist(), found.column("record").to_pylist(), strict=True)
    return {name: Project.model_validate_json(record) for name, record in pairs}
