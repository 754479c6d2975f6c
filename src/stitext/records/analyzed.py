"""What analysis adds: tokens for each sentence, and syntax for some."""

from __future__ import annotations

from stitext.records.document import Document
from stitext.records.record import Record


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
