"""The records that stages hand on: frozen, and each round-trips to JSON.

``Document`` → ``AnalyzedDocument`` → ``TaggedDocument`` → ``CoverageReport``. All offsets are code points, ends
exclusive; pages count from 1; scores are in [0, 1]. The records hold no behavior but small look-ups.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from typing import Literal

from pydantic import BaseModel, ConfigDict

Stance = Literal["concrete", "mention", "negative"]
Verdict = Literal["addressed", "mentioned", "unaddressed", "not_assessed"]
BlockKind = Literal["heading", "paragraph", "item", "row", "cell"]
AnalysisMode = Literal["auto", "full"]

STANCES: tuple[Stance, ...] = ("concrete", "mention", "negative")
VERDICTS: tuple[Verdict, ...] = ("addressed", "mentioned", "unaddressed", "not_assessed")


class Record(BaseModel):
    """What all records share: they are frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ---------------------------------------------------------------------------------------------- reading


class Note(Record):
    """A warning or an error about one place of an input.

    ``code`` is stable and readable; ``message`` says what, where and what to do next.
    """

    code: str
    message: str
    page: int | None = None


class LeftOut(Record):
    """A stretch of the original text that is not part of any sentence, and why (a page number, say)."""

    start: int
    end: int
    reason: str
    page: int | None = None


class NormalizedText(Record):
    """Normalized text with the map back to the original.

    Attributes
    ----------
    text
        NFKC, one line break between blocks and none inside, no markup.
    runs
        Pairs (offset in ``text``, offset in the original), ascending. From one run to the next both texts go on
        one code point at a time; a code point that stands for several original ones opens a run of its own.
    """

    text: str
    runs: tuple[tuple[int, int], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original, (start, end), from which a stretch of the normalized text came."""
        if not self.runs:
            return 0, 0
        first = self._source_start(start)
        if end <= start:
            return first, first
        last = self._source_start(end - 1)
        after = bisect_left(self.runs, (end, -1))
        if after < len(self.runs) and self.runs[after][0] == end:
            return first, max(self.runs[after][1], last + 1)
        return first, last + 1

    def _source_start(self, offset: int) -> int:
        index = max(bisect_right(self.runs, (offset, sys.maxsize)) - 1, 0)
        return self.runs[index][1] + offset - self.runs[index][0]


class Box(Record):
    """A rectangle on a page, in points of 1/72 inch from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Place(Record):
    """Where a sentence stands in its source, as far as the format knows.

    Attributes
    ----------
    boxes
        The rectangles that it fills on PDF pages, one a line.
    paragraph
        Number of the paragraph from 1, in document order, those in tables, text boxes and notes counted too.
    cell
        Where it stands in a table, as spreadsheets write it: ``様式1!B12`` on a sheet, ``2!C3`` in the second table
        of a text document.
    member
        Path inside a container (a zip file, an e-mail's attachments).
    """

    boxes: tuple[Box, ...] = ()
    paragraph: int | None = None
    cell: str | None = None
    member: str | None = None


class Sentence(Record):
    """One unit of the codebook: a sentence, a bullet, a heading, a table row or cell.

    ``start`` and ``end`` are offsets into ``Document.text``, ``normalized_start`` and ``normalized_end`` into
    ``Document.normalized.text``. ``section`` is the nearest heading's text, ``section_path`` all of them from the
    outermost in.
    """

    sentence_id: str
    start: int
    end: int
    normalized_start: int
    normalized_end: int
    kind: BlockKind
    block: int
    page: int | None = None
    section: str | None = None
    section_path: tuple[str, ...] = ()
    place: Place | None = None


class Document(Record):
    """One text as it was read, with its original wording and its sentences.

    ``sha256`` is that of the source's bytes. ``encoding`` is given for text formats only, ``n_pages`` for formats
    with pages only.
    """

    name: str
    format: str
    encoding: str | None
    sha256: str
    n_pages: int | None
    text: str
    normalized: NormalizedText
    sentences: tuple[Sentence, ...]
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Note, ...] = ()

    def quote(self, sentence: Sentence) -> str:
        """Return the sentence's original wording, verbatim."""
        return self.text[sentence.start : sentence.end]

    def normalized_quote(self, sentence: Sentence) -> str:
        """Return the sentence's normalized wording, as the analysis sees it."""
        return self.normalized.text[sentence.normalized_start : sentence.normalized_end]


# --------------------------------------------------------------------------------------------- analysis


class Syntax(Record):
    """Dependency syntax of one sentence; all tuples have one item per token but ``bunsetu``.

    ``heads`` are token indices (the root is its own head), ``starts`` and ``ends`` are offsets into the sentence's
    normalized text, ``bunsetu`` are token index pairs (first, end exclusive).
    """

    surfaces: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]
    bunsetu: tuple[tuple[int, int], ...]


class Tokens(Record):
    """Tokens of one text, as parallel tuples with one item per token.

    ``starts`` are offsets into the normalized text; ``lemmas`` are Sudachi's normalized forms; ``pos`` joins the first
    two levels of its part of speech by a hyphen.
    """

    surfaces: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    starts: tuple[int, ...]


class AnalyzedSentence(Record):
    """The tokens of one sentence, and its syntax where it was parsed."""

    sentence_id: str
    tokens: Tokens
    syntax: Syntax | None = None


class AnalyzedDocument(Record):
    """A document with the analysis of each of its sentences, in order, and of its section headings by their text."""

    document: Document
    sentences: tuple[AnalyzedSentence, ...]
    sections: dict[str, Tokens]


# ---------------------------------------------------------------------------------------------- tagging


class Tag(Record):
    """A label on a sentence: with its stance, its score and the words that weighed most (verbatim).

    ``withdrawn_by`` is the id of a later sentence that takes the promise back.
    """

    id: str
    stance: Stance
    score: float
    why: tuple[str, ...] = ()
    withdrawn_by: str | None = None


class Candidate(Record):
    """A label that a sentence came near to and did not get."""

    id: str
    sentence_id: str
    score: float
    why: tuple[str, ...] = ()


class TaggedSentence(Record):
    """The labels of one sentence, highest score first."""

    sentence_id: str
    labels: tuple[Tag, ...]


class DocumentLabel(Record):
    """What a document as a whole says of one label.

    ``held`` is the calibrated probability that some sentence holds the label as ``concrete`` or ``mention``,
    ``concrete`` that some sentence holds it as ``concrete``; each counts from its threshold on.
    """

    id: str
    held: float
    concrete: float
    held_threshold: float
    concrete_threshold: float


class ModelInfo(Record):
    """Which model gave a result: its id and the SHA-256 of its files."""

    id: str
    sha256: str


class TaggedDocument(Record):
    """A document with the labels of each of its sentences, in order.

    ``candidates`` holds, for each label, the highest-scored sentences that did not get it. ``document_labels`` holds
    one item for each label that the tagger knows. ``assessable`` is false where the text is too short or in a language
    that the tagger does not know; ``warnings`` says which.
    """

    document: Document
    sentences: tuple[TaggedSentence, ...]
    candidates: tuple[Candidate, ...]
    document_labels: tuple[DocumentLabel, ...]
    assessable: bool
    model: ModelInfo | None
    warnings: tuple[Note, ...] = ()


# --------------------------------------------------------------------------------------------- coverage


class Evidence(Record):
    """A verbatim quote with its place: ``document.text[start:end] == quote``.

    ``stance`` is None for a sentence that came near to the label and did not get it; ``withdrawn_by`` is the id of a
    later sentence that takes the promise back.
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
    addressed.
    """

    id: str
    name: str
    short_name: str
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    considered: tuple[Evidence, ...]
    advice: str


class VerdictSummary(Record):
    """How many points have each verdict."""

    addressed: int
    mentioned: int
    unaddressed: int
    not_assessed: int


class Provenance(Record):
    """All that a result depends on beside the input."""

    stitext: str
    framework: FrameworkInfo
    tagger: ModelInfo | None
    encoder: ModelInfo | None
    analysis: AnalysisMode
    settings_sha256: str


class CoverageReport(Record):
    """Which consideration points and purposes a document serves, with evidence."""

    document: DocumentInfo
    framework: FrameworkInfo
    purposes: tuple[PurposeCoverage, ...]
    points: tuple[PointCoverage, ...]
    summary: VerdictSummary
    provenance: Provenance


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


# ------------------------------------------------------------------------------------------------ batch


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
