"""What is asked → the projects that are like it: word search and vectors bring candidates, ``ranking`` orders them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stitext.projects.index import ProjectIndex, quoted
from stitext.projects.ranking import (
    FUSION_WEIGHT_OF_WORDS,
    THRESHOLD,
    AskedText,
    Candidates,
    rank,
    word_share,
)
from stitext.projects.units import UnitKind
from stitext.projects.wording import Wording
from stitext.records import Project, Record

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_TEXTS = 400  # texts that the vectors bring
N_BY_WORDS = 150  # projects that the words bring
N_CANDIDATES = 120  # projects that are ranked
_COLUMNS = ["project", "place", "kind", "text", "words", "vector", "labels"]


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
        Ids of labels; a text of the project has to have one of them.
    """

    countries: tuple[str, ...] = ()
    programme: str = ""
    field: str = ""
    since: int | None = None
    labels: tuple[str, ...] = ()


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


def ask(text: str, wording: Wording) -> AskedText:
    """Bring what is asked into the form that searches compare.

    Parameters
    ----------
    text
        A sentence, keywords, or the sentences of a draft one after the other.
    wording
        Of the index.

    Returns
    -------
    AskedText
        Vector, bag and words.
    """
    return AskedText(vector=wording.queries([text])[0], bag=wording.bag(text), words=wording.query_words(text))


def search(
    text: str, index: ProjectIndex, wording: Wording, *, filters: Filters, n_hits: int, threshold: float = THRESHOLD
) -> tuple[Hit, ...]:
    """Find the projects that are like a text.

    Parameters
    ----------
    text
        What is asked.
    index
        The index.
    wording
        Its encoder, tokenizer and terms.
    filters
        Which projects come into question.
    n_hits
        How many to return at most.
    threshold
        Least score, in [0, 1].

    Returns
    -------
    tuple of Hit
        Best first; none where nothing is good enough.
    """
    asked = ask(text, wording)
    names, _, word_scores = fuse(asked, index, filters)
    chosen = names[:N_CANDIDATES]
    if not chosen:
        return ()
    rows = _rows(chosen, index)
    number_of = {name: number for number, name in enumerate(sorted(chosen))}
    candidates = _candidates(rows, number_of, word_scores)
    scores = rank(
        asked, candidates, index.rarity, wording.encoder.encode_passages if wording.has_word_vectors else None
    )
    order = [number for number in np.argsort(-scores, kind="stable")[:n_hits] if scores[number] >= threshold]
    by_number = sorted(number_of, key=number_of.__getitem__)
    return _hits([(by_number[number], float(scores[number])) for number in order], rows, candidates, index)


def fuse(
    asked: AskedText, index: ProjectIndex, filters: Filters
) -> tuple[list[str], list[float], dict[str, float]]:
    """Find candidates by words and by vectors, best first.

    Parameters
    ----------
    asked
        What is asked.
    index
        The index.
    filters
        Which projects come into question.

    Returns
    -------
    tuple
        Ids of the candidates, their fused scores (the nearest text's cosine and half the share of the words), and the
        BM25 of those that word search found, by id.
    """
    condition = where(filters)
    words = by_words(asked.bag, index, condition)
    nearest = by_vectors(asked.vector, index, condition)
    names = sorted({*words, *nearest})
    shares = word_share(np.array([words.get(name, 0.0) for name in names]), asked.bag, index.rarity)
    least = min(nearest.values(), default=0.0)
    cosines = np.array([nearest.get(name, least) for name in names])
    fused = cosines + FUSION_WEIGHT_OF_WORDS * shares
    order = np.argsort(-fused, kind="stable")
    return [names[place] for place in order], [float(fused[place]) for place in order], words


def by_words(bag: Sequence[str], index: ProjectIndex, condition: str) -> dict[str, float]:
    """Return the BM25 of the best projects by word search, by id; none for a bag without words."""
    if not bag or index.info.n_projects == 0:
        return {}
    from lancedb.query import MatchQuery

    # Each word once, as in the catalogue's statistics: a draft that repeats a word asks for it no more.
    query = MatchQuery(" ".join(dict.fromkeys(bag)), "bag")
    found = index.table.search(query).select(["project", "_score"]).limit(N_BY_WORDS)
    rows = (found.where(condition, prefilter=True) if condition else found).to_arrow()
    return dict(zip(rows.column("project").to_pylist(), rows.column("_score").to_pylist(), strict=True))


def by_vectors(vector: NDArray[np.float32], index: ProjectIndex, condition: str) -> dict[str, float]:
    """Return the cosine of each project's nearest text, for the projects of the nearest texts, by id."""
    if not vector.any() or index.info.n_projects == 0:
        return {}
    found = index.table.search(vector).distance_type("cosine").select(["project", "_distance"]).limit(N_TEXTS)
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
    if filters.labels:
        parts.append(f"array_has_any(labels, [{', '.join(map(quoted, filters.labels))}])")
    return " AND ".join(parts)


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
    rows: Sequence[dict[str, Any]], number_of: dict[str, int], word_scores: dict[str, float]
) -> Candidates:
    return Candidates(
        projects=np.array([number_of[row["project"]] for row in rows], dtype=np.int64),
        is_whole=np.array([row["place"] == 0 for row in rows], dtype=np.bool_),
        vectors=np.stack([row["vector"] for row in rows]),
        words=tuple(tuple(row["words"].split()) for row in rows),
        word_scores=np.array([word_scores.get(name, 0.0) for name in sorted(number_of)]),
    )


def _hits(
    scored: Sequence[tuple[str, float]], rows: Sequence[dict[str, Any]], candidates: Candidates, index: ProjectIndex
) -> tuple[Hit, ...]:
    if not scored:
        return ()
    condition = f"place = 0 AND project IN ({', '.join(quoted(name) for name, _ in scored)})"
    found = index.table.search().where(condition).select(["project", "record"]).limit(len(scored)).to_arrow()
    records = dict(zip(found.column("project").to_pylist(), found.column("record").to_pylist(), strict=True))
    return tuple(
        Hit(
            Project.model_validate_json(records[name]),
            score,
            tuple(
                Text(row["place"], row["kind"], row["text"], row["vector"], tuple(row["labels"] or ()))
                for row in rows
                if row["project"] == name and row["place"] > 0
            ),
        )
        for name, score in scored
    )
