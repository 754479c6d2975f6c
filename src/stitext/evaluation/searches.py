"""The figures of project search."""

from __future__ import annotations

from stitext.records import CatalogueInfo, ModelInfo, Record


class SearchFigures(Record):
    """What a way to search reaches on one set of queries; every figure is a mean over queries, in [0, 1].

    Attributes
    ----------
    ndcg
        Graded nDCG@10, gain 2^grade - 1; the primary figure.
    recall
        Share of the projects of grade 1 or more among the first 10.
    recall_good
        Share of the projects of grade 2 among the first 10.
    """

    ndcg: float
    recall: float
    recall_good: float


class SearchRow(Record):
    """One way to search: its figures on each set, by ``everyday/dev``, ``requests/test``, ``all/test`` and so on."""

    name: str
    figures: dict[str, SearchFigures]


class Refusals(Record):
    """How often nothing is found: of the queries without a good match (right) and of those with one (wrong)."""

    n_without: int
    refused_without: int
    n_with: int
    refused_with: int


class SearchTable(Record):
    """The ways to search side by side, over the same catalogue and queries."""

    catalogue: CatalogueInfo
    encoder: ModelInfo
    rows: tuple[SearchRow, ...]
    refusals: dict[str, Refusals]
