"""What a person or a program gets: verdicts with evidence, lines of labels, the outcome of each item of a batch."""

from __future__ import annotations

from typing import Literal

from stitext.records.document import Note
from stitext.records.project import PointProject
from stitext.records.record import AnalysisMode, Record, Stance, Verdict
from stitext.records.tagged import ModelInfo, Tag


class Evidence(Record):
    """A verbatim quote with its place: ``document.text[start:end] == quote``.

    ``stance`` is None for a sentence that came near to the label and did not get it. ``example`` is the nearest
    sentence that a person gave the label. ``withdrawn_by`` is the id of a later sentence that takes the promise back.
    """

    sentence_id: str
    quote: str
    page: int | None
    section: str | None
    start: int
    end: int
    stance: Stance | None
    score: float
    why: tuple[str, ...] = ()
    example: str | None = None
    withdrawn_by: str | None = None


class DocumentInfo(Record):
    """What a report says of the document that it is about."""

    name: str
    format: str
    encoding: str | None
    sha256: str
    n_pages: int | None
    n_sentences: int
    warnings: tuple[Note, ...] = ()


class FrameworkInfo(Record):
    """Which framework a result answers to."""

    id: str
    version: str


class PurposeCoverage(Record):
    """Whether a document pursues a purpose or one of its aims, and on what evidence."""

    id: str
    name: str
    pursued: bool
    score: float
    evidence: tuple[Evidence, ...]


class PointCoverage(Record):
    """The verdict on one consideration point: what it rests on, what came near, and advice.

    ``name`` is the policy document's own wording, ``short_name`` ours. ``advice`` is empty for a point that is
    addressed. ``projects`` are past projects that dealt with a point that is unaddressed, nearest to the draft first.
    """

    id: str
    name: str
    short_name: str
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    considered: tuple[Evidence, ...]
    advice: str
    projects: tuple[PointProject, ...] = ()


class VerdictSummary(Record):
    """How many points have each verdict."""

    addressed: int
    mentioned: int
    unaddressed: int
    not_assessed: int


class CatalogueInfo(Record):
    """Which catalogue of past projects a result rests on: its file's name and SHA-256, and its number of projects."""

    id: str
    sha256: str
    n_projects: int


class Provenance(Record):
    """All that a result depends on beside the input; ``catalogue`` where past projects were looked up."""

    stitext: str
    framework: FrameworkInfo
    tagger: ModelInfo | None
    encoder: ModelInfo | None
    analysis: AnalysisMode
    settings_sha256: str
    catalogue: CatalogueInfo | None = None


class CoverageReport(Record):
    """Which consideration points and purposes a document serves, with evidence.

    ``notes`` says what beside the document could not be looked up.
    """

    document: DocumentInfo
    framework: FrameworkInfo
    purposes: tuple[PurposeCoverage, ...]
    points: tuple[PointCoverage, ...]
    summary: VerdictSummary
    provenance: Provenance
    notes: tuple[Note, ...] = ()


class TagLine(Record):
    """One sentence of a tagged document, as ``stitext tag`` writes it."""

    document: str
    sentence_id: str
    page: int | None
    section: str | None
    start: int
    end: int
    text: str
    labels: tuple[Tag, ...]


class ItemError(Record):
    """Why one item of a batch failed, or what was lost of it."""

    code: str
    message: str
    page: int | None = None


class Item(Record):
    """The outcome of one input of a batch; an item with errors is never ``ok``."""

    name: str
    status: Literal["ok", "partial", "failed", "skipped"]
    errors: tuple[ItemError, ...] = ()
