"""What a search for past projects takes and gives."""

from __future__ import annotations

from pydantic import Field

from stitext.records.document import Note
from stitext.records.project import SimilarProject
from stitext.records.record import Record
from stitext.records.report import Provenance


class SimilarRequest(Record):
    """What is asked beside a draft, and which projects come into question.

    Attributes
    ----------
    text
        A sentence or keywords; empty where a draft or a point alone asks.
    point
        Id of a consideration point; only projects whose record holds it.
    purpose
        Id of a purpose or aim; only projects whose record holds it.
    countries
        ISO 3166 alpha-2 codes; one of them has to be a partner's.
    programme, field
        Part of the name, in any case.
    since
        First fiscal year; projects whose year is not known are left out.
    k
        How many projects at most.
    """

    text: str = ""
    point: str = ""
    purpose: str = ""
    countries: tuple[str, ...] = ()
    programme: str = ""
    field: str = ""
    since: int | None = None
    k: int = Field(default=10, ge=1, le=100)


class SimilarQuery(Record):
    """What was asked: the request, the draft's name where there was one, and the sentences that asked, verbatim."""

    document: str | None
    asked: tuple[str, ...]
    request: SimilarRequest


class SimilarProjects(Record):
    """Past projects whose results could be reused, best first; none where nothing in the catalogue is near enough.

    Attributes
    ----------
    notes
        What the search left out, and why.
    """

    query: SimilarQuery
    projects: tuple[SimilarProject, ...]
    notes: tuple[Note, ...]
    provenance: Provenance
