"""Past projects and what came out of them, and what a search for reusable results gives."""

from __future__ import annotations

from typing import Literal

from stitext.records.record import Record

ResultKind = Literal[
    "論文群",
    "データベース",
    "ソフトウェア",
    "標準・指針",
    "特許",
    "装置・キット",
    "実証サイト",
    "人材",
    "ネットワーク",
    "政策採用",
]


class ProjectResult(Record):
    """One result of a project, in the words of the record that it is from.

    ``kind`` is None where the wording does not tell. ``page`` counts from 1 and is given for results found in a report.
    """

    text: str
    kind: ResultKind | None = None
    page: int | None = None


class Project(Record):
    """A past project, as far as its source tells; what it does not tell is empty.

    Attributes
    ----------
    id
        Permanent; unique in a catalogue.
    countries
        The partners' countries, ISO 3166 alpha-2, upper case.
    fiscal_year
        Fiscal year of adoption.
    period
        As the source words it.
    source_url
        Page, file or record that it is from.
    seen
        When and how the source was seen.
    license
        Terms of the source.
    doubts
        What is not sure of the record, each in a sentence.
    """

    id: str
    programme: str = ""
    title_ja: str = ""
    title_en: str = ""
    countries: tuple[str, ...] = ()
    institutions_jp: tuple[str, ...] = ()
    institutions_partner: tuple[str, ...] = ()
    field: str = ""
    fiscal_year: int | None = None
    period: str = ""
    summary: str = ""
    results: tuple[ProjectResult, ...] = ()
    source_url: str = ""
    seen: str = ""
    license: str = ""
    doubts: tuple[str, ...] = ()


class SimilarPair(Record):
    """A sentence of a project's record and the sentence of the draft that it is like; both verbatim."""

    theirs: str
    ours: str
    score: float


class ReusableResult(Record):
    """A result that the draft could build on.

    Attributes
    ----------
    result
        The record's own words.
    use
        The sentence of the draft that it could serve, verbatim; empty for a search by keywords.
    holders
        Institutions that hold it, as far as the record tells.
    points
        Ids of the consideration points that it helps.
    source
        Where it is from.
    caveats
        What stands against it: age, doubts, another country. Each in a sentence.
    """

    result: str
    kind: ResultKind | None
    use: str
    holders: tuple[str, ...]
    points: tuple[str, ...]
    source: str
    caveats: tuple[str, ...]


class SimilarProject(Record):
    """One hit: the project, why it is like the draft, and which of its results could be reused; score in [0, 1]."""

    id: str
    title: str
    programme: str
    countries: tuple[str, ...]
    year: int | None
    score: float
    similar: tuple[SimilarPair, ...]
    reusable: tuple[ReusableResult, ...]
    source_url: str


class PointProject(Record):
    """A past project that dealt with a consideration point, with the words of its record that do.

    Attributes
    ----------
    text
        The record's own words that hold the point.
    """

    id: str
    title: str
    programme: str
    countries: tuple[str, ...]
    year: int | None
    text: str
    source_url: str
