"""The records that stages hand on: frozen, and each round-trips to JSON.

``Document`` → ``AnalyzedDocument`` → ``TaggedDocument`` → ``CoverageReport``. All offsets are code points, ends
exclusive; pages count from 1; scores are in [0, 1]. The records hold no behavior but small look-ups.
"""

from __future__ import annotations

from stitext.records.analyzed import AnalyzedDocument, AnalyzedSentence, Syntax, Tokens
from stitext.records.document import Box, Document, LeftOut, NormalizedText, Note, Place, Sentence
from stitext.records.project import (
    PointProject,
    Project,
    ProjectResult,
    ResultKind,
    ReusableResult,
    SimilarPair,
    SimilarProject,
)
from stitext.records.record import STANCES, VERDICTS, AnalysisMode, BlockKind, Record, Stance, Verdict
from stitext.records.report import (
    CatalogueInfo,
    CoverageReport,
    DocumentInfo,
    Evidence,
    FrameworkInfo,
    Item,
    ItemError,
    PointCoverage,
    Provenance,
    PurposeCoverage,
    TagLine,
    VerdictSummary,
)
from stitext.records.similar import SimilarProjects, SimilarQuery, SimilarRequest
from stitext.records.tagged import Candidate, DocumentLabel, ModelInfo, Tag, TaggedDocument, TaggedSentence

__all__ = [
    "STANCES",
    "VERDICTS",
    "AnalysisMode",
    "AnalyzedDocument",
    "AnalyzedSentence",
    "BlockKind",
    "Box",
    "Candidate",
    "CatalogueInfo",
    "CoverageReport",
    "Document",
    "DocumentInfo",
    "DocumentLabel",
    "Evidence",
    "FrameworkInfo",
    "Item",
    "ItemError",
    "LeftOut",
    "ModelInfo",
    "NormalizedText",
    "Note",
    "Place",
    "PointCoverage",
    "PointProject",
    "Project",
    "ProjectResult",
    "Provenance",
    "PurposeCoverage",
    "Record",
    "ResultKind",
    "ReusableResult",
    "Sentence",
    "SimilarPair",
    "SimilarProject",
    "SimilarProjects",
    "SimilarQuery",
    "SimilarRequest",
    "Stance",
    "Syntax",
    "Tag",
    "TagLine",
    "TaggedDocument",
    "TaggedSentence",
    "Tokens",
    "Verdict",
    "VerdictSummary",
]
