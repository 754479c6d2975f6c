"""What a user does, one function each; the only place that knows the order of the stages.

Each takes the resources that were loaded once. Nothing here writes a file or knows a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from stitext.analysis.analyze import add_syntax, analyze
from stitext.coverage import check_coverage
from stitext.errors import StitextError, UsageError
from stitext.framework import Label
from stitext.reading import files
from stitext.reading.isolation import IsolatedReader
from stitext.reading.readout import Readout, read_out
from stitext.reading.rows import Row, document_from_row
from stitext.reading.sources import Reading, ReadingOptions, read_each
from stitext.records import (
    CoverageReport,
    Document,
    Item,
    ItemError,
    Note,
    Record,
    SimilarProjects,
    SimilarRequest,
    TaggedDocument,
    TagLine,
)
from stitext.resources import Resources, provenance, sentence_vectors
from stitext.searching import add_projects, find_similar
from stitext.settings import Settings
from stitext.tagging.cues import CueTagger, tag_by_cues
from stitext.tagging.tagger import in_play, score_sentences
from stitext.tagging.tagger import tag as tag_analyzed

_PLAIN = ReadingOptions()


class ReadResult(Record):
    """The outcome of reading one document; nothing read where it failed."""

    item: Item
    readout: Readout | None


class CheckResult(Record):
    """The outcome of checking one file; no report where it failed."""

    item: Item
    report: CoverageReport | None


class TagResult(Record):
    """The outcome of tagging one file; nothing tagged where it failed."""

    item: Item
    tagged: TaggedDocument | None


def read(path: Path, resources: Resources) -> Document:
    """Read a file.

    Parameters
    ----------
    path
        The file.
    resources
        Its settings hold the limits.

    Returns
    -------
    Document
        The text as it was read.
    """
    return resources.reader.read_file(path, resources.settings)


def read_bytes(data: bytes, name: str, resources: Resources) -> Document:
    """Read an uploaded file.

    Parameters
    ----------
    data
        Its content.
    name
        Its file name.
    resources
        Its settings hold the limits.

    Returns
    -------
    Document
        The text as it was read.
    """
    return resources.reader.read_bytes(data, name, resources.settings)


def read_text(text: str, name: str, resources: Resources) -> Document:
    """Read a text that is at hand already.

    Parameters
    ----------
    text
        The text.
    name
        A name for it.
    resources
        Its settings hold the limits.

    Returns
    -------
    Document
        The text with sections and sentences.
    """
    return files.read_text(text, name, resources.settings)


def read_all(
    paths: Iterable[Path], settings: Settings, *, options: ReadingOptions = _PLAIN, reader: IsolatedReader | None = None
) -> Iterator[ReadResult]:
    """Read files one after the other; one that fails stops no other.

    Parameters
    ----------
    paths
        The files; of a zip file or a mail each document inside is read by itself.
    settings
        The limits on bytes, pages and characters.
    options
        How to read.
    reader
        What reads them; one of its own where none is given.

    Yields
    ------
    ReadResult
        One for each document, in order.
    """
    own = IsolatedReader() if reader is None else reader
    try:
        for path in paths:
            for reading in read_each(path, settings, own, options):
                if reading.document is None:
                    yield ReadResult(item=_failed(reading), readout=None)
                    continue
                item = _done(reading.name, reading.document.warnings, partial=False)
                yield ReadResult(item=item, readout=read_out(reading.document))
    finally:
        if reader is None:
            own.close()


def tag(document: Document, resources: Resources) -> TaggedDocument:
    """Tag the sentences of a document.

    Parameters
    ----------
    document
        The document.
    resources
        From ``load_resources``.

    Returns
    -------
    TaggedDocument
        With labels, stances and what the document as a whole says.
    """
    analyzed = analyze(document, resources.analyzer)
    if resources.settings.analysis == "full":
        analyzed = add_syntax(analyzed, [sentence.sentence_id for sentence in analyzed.sentences], resources.analyzer)
    vectors = sentence_vectors(document, resources.encoder)
    if isinstance(resources.tagger, CueTagger):
        return tag_by_cues(analyzed, vectors.sentences, resources.tagger)
    scores = score_sentences(analyzed, vectors, resources.tagger)
    analyzed = add_syntax(analyzed, in_play(analyzed, scores), resources.analyzer)
    return tag_analyzed(analyzed, scores, resources.tagger)


def check(document: Document, resources: Resources) -> CoverageReport:
    """Tell which consideration points a document leaves unaddressed.

    Parameters
    ----------
    document
        The document.
    resources
        From ``load_resources``.

    Returns
    -------
    CoverageReport
        Verdicts with evidence; where the catalogue has an index, with past projects under unaddressed points.
    """
    tagged = tag(document, resources)
    report = check_coverage(tagged, resources.framework, provenance(resources), language=resources.settings.language)
    return add_projects(report, tagged, resources)


def similar(request: SimilarRequest, resources: Resources, *, document: Document | None = None) -> SimilarProjects:
    """Find past projects whose results could be reused.

    Parameters
    ----------
    request
        What is asked beside the draft, and which projects come into question.
    resources
        From ``load_resources``.
    document
        The draft.

    Returns
    -------
    SimilarProjects
        Best first; the index of the catalogue is built where there is none yet.
    """
    return find_similar(request, resources, tag, tagged=None if document is None else tag(document, resources))


def check_all(
    paths: Iterable[Path], resources: Resources, *, options: ReadingOptions = _PLAIN
) -> Iterator[CheckResult]:
    """Check files one after the other; one that fails stops no other.

    Parameters
    ----------
    paths
        The files; of a zip file or a mail each document inside is checked by itself.
    resources
        From ``load_resources``.
    options
        How to read the files.

    Yields
    ------
    CheckResult
        One for each document, in order.
    """
    for reading in _readings(paths, resources, options):
        if reading.document is None:
            yield CheckResult(item=_failed(reading), report=None)
            continue
        try:
            report = check(reading.document, resources)
        except StitextError as error:
            yield CheckResult(item=_failed(reading._replace(error=error)), report=None)
            continue
        partial = any(point.verdict == "not_assessed" for point in report.points)
        yield CheckResult(item=_done(reading.name, report.document.warnings, partial=partial), report=report)


def tag_all(paths: Iterable[Path], resources: Resources, *, options: ReadingOptions = _PLAIN) -> Iterator[TagResult]:
    """Tag files one after the other; one that fails stops no other.

    Parameters
    ----------
    paths
        The files; of a zip file or a mail each document inside is tagged by itself.
    resources
        From ``load_resources``.
    options
        How to read the files.

    Yields
    ------
    TagResult
        One for each document, in order.
    """
    for reading in _readings(paths, resources, options):
        if reading.document is None:
            yield TagResult(item=_failed(reading), tagged=None)
            continue
        try:
            # Archives hold many files of one name; the path as it was given tells them apart.
            tagged = tag(reading.document.model_copy(update={"name": reading.name}), resources)
        except StitextError as error:
            yield TagResult(item=_failed(reading._replace(error=error)), tagged=None)
            continue
        yield TagResult(item=_done(reading.name, tagged.document.warnings, partial=False), tagged=tagged)


def tag_lines(tagged: TaggedDocument) -> Iterator[TagLine]:
    """Turn a tagged document into one line a sentence.

    Parameters
    ----------
    tagged
        The tagged document.

    Yields
    ------
    TagLine
        In the order of the sentences, those without labels too.
    """
    document = tagged.document
    for sentence, found in zip(document.sentences, tagged.sentences, strict=True):
        yield TagLine(
            document=document.name,
            sentence_id=sentence.sentence_id,
            page=sentence.page,
            section=sentence.section,
            start=sentence.start,
            end=sentence.end,
            text=document.quote(sentence),
            labels=found.labels,
        )


def tag_rows(rows: Iterable[Row], resources: Resources) -> Iterator[dict[str, Any]]:
    """Tag rows of a table, each as one text unit.

    Parameters
    ----------
    rows
        Rows with their columns.
    resources
        From ``load_resources``.

    Yields
    ------
    dict[str, Any]
        Every column as it was, and ``labels``; for a row whose text is blank no label.

    Raises
    ------
    UsageError
        If a row has a column ``labels`` already.
    """
    for row in rows:
        if "labels" in row.columns:
            raise UsageError(
                "列「labels」が既にあり、結果で上書きしてしまいます。列の名前を変えてください。", code="column-taken"
            )
        labels: list[dict[str, Any]] = []
        if row.text.strip():
            tagged = tag(document_from_row(row, f"row {row.number}"), resources)
            labels = [label.model_dump(mode="json") for label in tagged.sentences[0].labels]
        yield {**row.columns, "labels": labels}


def explain(label_id: str, resources: Resources) -> Label:
    """Tell what a label means.

    Parameters
    ----------
    label_id
        Its id.
    resources
        From ``load_resources``.

    Returns
    -------
    Label
        Wording and interpretation.
    """
    return resources.framework.label(label_id)


def _readings(paths: Iterable[Path], resources: Resources, options: ReadingOptions) -> Iterator[Reading]:
    for path in paths:
        yield from read_each(path, resources.settings, resources.reader, options)


def _failed(reading: Reading) -> Item:
    code, message = (reading.error.code, reading.error.message) if reading.error is not None else ("", "")
    # A mail that only carries its attachments has no words of its own, and its attachments are read.
    is_carrier = reading.is_envelope and code == "source-blank"
    error = ItemError(code=code, message=message)
    return Item(name=reading.name, status="skipped" if is_carrier else "failed", errors=(error,))


def _done(name: str, warnings: tuple[Note, ...], *, partial: bool) -> Item:
    errors = tuple(
        ItemError(code=note.code, message=note.message, page=note.page)
        for note in warnings
        if note.code in ("page-without-text", "garbled-text") or partial
    )
    return Item(name=name, status="partial" if errors else "ok", errors=errors)
