"""``stitext evaluate-search``: how well past projects are found, by words, by vectors, by both, and re-ranked."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.errors import CorpusError
from stitext.evaluation import Refusals, SearchFigures, SearchRow, SearchTable
from stitext.projects.catalogue import load_catalogue
from stitext.projects.index import Making, ProjectIndex, build_index
from stitext.projects.ranking import THRESHOLD
from stitext.projects.search import Filters, ask, fuse, search
from stitext.projects.units import project_units, split_sentences
from stitext.projects.wording import Wording
from stitext.records import FrameworkInfo
from stitext.searching import catalogue_source, load_wording

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stitext.settings import Settings

_CUT = 10
_GOOD = 2
_K1, _B = 1.2, 0.75
_SETS = (("everyday", "queries.jsonl"), ("requests", "requests.jsonl"))
_NOT_LETTERS = re.compile(r"[\W_]+")

Ranking = Callable[[str], Sequence[str]]


class Query(NamedTuple):
    """A query of a set and a split, with the grades of the projects that serve it; none where none does."""

    text: str
    grades: Mapping[str, int]
    queries: str
    split: str


def evaluate_search(corpora_path: Path, settings: Settings, *, progress: Callable[[str], None]) -> SearchTable:
    """Measure each way to search on our own queries over the shipped catalogue.

    Parameters
    ----------
    corpora_path
        Folder with ``projects/`` and ``queries/``.
    settings
        Which encoder.
    progress
        Called with a line at each step.

    Returns
    -------
    SearchTable
        Development and test queries apart.

    Raises
    ------
    CorpusError
        If catalogue or queries are missing or break their format.
    """
    queries = load_queries(corpora_path / "queries")
    path = corpora_path / "projects" / "projects.jsonl"
    projects = load_catalogue(path)
    wording = load_wording(settings)
    with tempfile.TemporaryDirectory(prefix="stitext-") as folder:
        progress("索引を作成中")
        making = Making(wording, lambda units: [() for _ in units], None, FrameworkInfo(id="-", version="-"))
        index = build_index(Path(folder) / "index", projects, making, source=catalogue_source(path))
        wholes = {project.id: project_units(project)[0].text for project in projects}
        rows = []
        for name, ranking in _ways(wholes, index, wording).items():
            progress(f"測定中: {name}")
            rows.append(SearchRow(name=name, figures=_figures(ranking, queries)))
        refusals = {split: _refusals(queries, split, index, wording) for split in ("dev", "test")}
        return SearchTable(
            catalogue=index.info.catalogue, encoder=index.info.encoder, rows=tuple(rows), refusals=refusals
        )


def load_queries(folder: Path) -> tuple[Query, ...]:
    """Read the queries with their judgements.

    Parameters
    ----------
    folder
        With ``queries.jsonl``, ``requests.jsonl`` and ``splits.json``.

    Returns
    -------
    tuple of Query
        Of both sets and splits.

    Raises
    ------
    CorpusError
        If a file is missing or breaks its format.
    """
    try:
        splits = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
        found = []
        for name, file in _SETS:
            own = splits["requests"] if name == "requests" else splits
            split_of = {each: split for split in ("dev", "test") for each in own[split]}
            for line in (folder / file).read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                found.append(Query(record["query"], record["grades"], name, split_of[record["id"]]))
        return tuple(found)
    except (OSError, ValueError, KeyError) as error:
        raise CorpusError(
            f"検索の問いを読めません: {folder} ({error})。CHECKSUMS と照らし合わせてください。"
        ) from error


def figures_of_ranking(ranked: Sequence[str], grades: Mapping[str, int]) -> SearchFigures:
    """Measure one ranking.

    Parameters
    ----------
    ranked
        Ids, best first.
    grades
        The grades of the projects that serve the query, at least one.

    Returns
    -------
    SearchFigures
        Of the first 10. Source: Järvelin and Kekäläinen 2002 for the discount, Burges et al. 2005 for the gain.
    """
    discounts = 1 / np.log2(np.arange(_CUT) + 2)
    gains = np.array([2.0 ** grades.get(name, 0) - 1 for name in ranked[:_CUT]])
    ideal = np.sort([2.0**grade - 1 for grade in grades.values()])[::-1][:_CUT]
    first = set(ranked[:_CUT])
    good = {name for name, grade in grades.items() if grade >= _GOOD} or set(grades)
    return SearchFigures(
        ndcg=float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum()),
        recall=len(first & set(grades)) / len(grades),
        recall_good=len(first & good) / len(good),
    )


def bigrams(text: str) -> tuple[str, ...]:
    """Cut a text into overlapping pairs of characters, none over a mark or blank."""
    parts = _NOT_LETTERS.split(unicodedata.normalize("NFKC", text).lower())
    return tuple(part[start : start + 2] for part in parts for start in range(len(part) - 1))


def word_search(bags: Mapping[str, Sequence[str]]) -> Callable[[Sequence[str]], list[str]]:
    """Make BM25 over a collection.

    Parameters
    ----------
    bags
        The words of each text, by its id.

    Returns
    -------
    Callable
        The words of a query to the ids of all texts, best first; k1 = 1.2, b = 0.75.
    """
    names = list(bags)
    counts = [Counter(words) for words in bags.values()]
    lengths = np.array([bag.total() for bag in counts], dtype=np.float64)
    norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
    holders: dict[str, list[int]] = {}
    for number, bag in enumerate(counts):
        for word in bag:
            holders.setdefault(word, []).append(number)

    def ranked(words: Sequence[str]) -> list[str]:
        scores = np.zeros(len(names))
        for word in set(words) & holders.keys():
            held = holders[word]
            rarity = np.log1p((len(names) - len(held) + 0.5) / (len(held) + 0.5))
            often = np.array([counts[number][word] for number in held], dtype=np.float64)
            scores[held] += rarity * often * (_K1 + 1) / (often + norms[held])
        return [names[number] for number in np.argsort(-scores, kind="stable")]

    return ranked


def _ways(wholes: Mapping[str, str], index: ProjectIndex, wording: Wording) -> dict[str, Ranking]:
    names = list(wholes)
    vectors = wording.encoder.encode_passages(list(wholes.values()))
    by_words = word_search({name: wording.content_words(text) for name, text in wholes.items()})
    by_terms = word_search({name: wording.bag(text) for name, text in wholes.items()})
    by_bigrams = word_search({name: bigrams(text) for name, text in wholes.items()})

    def by_vectors(text: str) -> list[str]:
        cosines: NDArray[np.float32] = vectors @ wording.encoder.encode_queries([text])[0]
        return [names[number] for number in np.argsort(-cosines, kind="stable")]

    def fused(text: str) -> list[str]:
        scores, _ = fuse(ask(split_sentences(text), wording).texts(), index, Filters())
        return sorted(scores, key=lambda name: (-scores[name], name))

    def ranked(text: str) -> list[str]:
        question = ask(split_sentences(text), wording)
        hits = search(question, index, wording, filters=Filters(), n_hits=_CUT, threshold=0)
        return [hit.project.id for hit in hits]

    return {
        "BM25 words": lambda text: by_words(wording.content_words(text)),
        "BM25 bigrams": lambda text: by_bigrams(bigrams(text)),
        "BM25 words+terms": lambda text: by_terms(wording.bag(text)),
        "encoder": by_vectors,
        "fused": fused,
        "re-ranked": ranked,
    }


def _figures(ranking: Ranking, queries: Iterable[Query]) -> dict[str, SearchFigures]:
    measured: dict[str, list[SearchFigures]] = {}
    for query in queries:
        if query.grades:
            figures = figures_of_ranking(ranking(query.text), query.grades)
            for name in (query.queries, "all"):
                measured.setdefault(f"{name}/{query.split}", []).append(figures)
    return {
        name: SearchFigures(
            ndcg=round(float(np.mean([each.ndcg for each in found])), 4),
            recall=round(float(np.mean([each.recall for each in found])), 4),
            recall_good=round(float(np.mean([each.recall_good for each in found])), 4),
        )
        for name, found in measured.items()
    }


def _refusals(queries: Iterable[Query], split: str, index: ProjectIndex, wording: Wording) -> Refusals:
    refused = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for query in queries:
        if query.split == split:
            question = ask(split_sentences(query.text), wording)
            hits = search(question, index, wording, filters=Filters(), n_hits=1, threshold=THRESHOLD)
            total[bool(query.grades)] += 1
            refused[bool(query.grades)] += not hits
    return Refusals(
        n_without=total[False], refused_without=refused[False], n_with=total[True], refused_with=refused[True]
    )
