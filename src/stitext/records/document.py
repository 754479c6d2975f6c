"""What reading makes: a document with its sentences, each with its place in the source."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right

from stitext.records.record import BlockKind, Record


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
