"""What tagging adds: the labels of each sentence, and what the document as a whole says of each label."""

from __future__ import annotations

from stitext.records.document import Document, Note
from stitext.records.record import Record, Stance


class Tag(Record):
    """A label on a sentence: with its stance, its score and the words that weighed most (verbatim).

    ``example`` is the nearest sentence that a person gave the label. ``withdrawn_by`` is the id of a later sentence
    that takes the promise back.
    """

    id: str
    stance: Stance
    score: float
    why: tuple[str, ...] = ()
    example: str | None = None
    withdrawn_by: str | None = None


class Candidate(Record):
    """A label that a sentence came near to and did not get.

    ``stance`` is the one that it would have; None where the label is too improbable to ask.
    """

    id: str
    sentence_id: str
    score: float
    why: tuple[str, ...] = ()
    stance: Stance | None = None


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
