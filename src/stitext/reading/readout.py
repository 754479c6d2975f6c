"""Readout: a ``Document`` goes in, what was read of it comes out, as ``stitext read`` shows it."""

from __future__ import annotations

from stitext.records import BlockKind, Document, Note, Place, Record


class ReadDocument(Record):
    """The document that was read, with its text as read: all offsets count in it."""

    name: str
    format: str
    encoding: str | None
    sha256: str
    n_pages: int | None
    text: str


class ReadSentence(Record):
    """One sentence: its verbatim wording, where it stands, and the headings above it, the outermost first."""

    sentence_id: str
    text: str
    kind: BlockKind
    page: int | None
    section: str | None
    section_path: tuple[str, ...]
    start: int
    end: int
    place: Place | None


class ReadLeftOut(Record):
    """A stretch that is no part of any sentence: its verbatim wording and why it was left out."""

    text: str
    reason: str
    page: int | None
    start: int
    end: int


class Readout(Record):
    """What was read of a document: its sentences, what was left out and why, and warnings."""

    document: ReadDocument
    sentences: tuple[ReadSentence, ...]
    left_out: tuple[ReadLeftOut, ...]
    warnings: tuple[Note, ...]


def read_out(document: Document) -> Readout:
    """Show what was read of a document.

    Parameters
    ----------
    document
        The document.

    Returns
    -------
    Readout
        Its sentences in order, with their wording.
    """
    return Readout(
        document=ReadDocument(
            name=document.name,
            format=document.format,
            encoding=document.encoding,
            sha256=document.sha256,
            n_pages=document.n_pages,
            text=document.text,
        ),
        sentences=tuple(
            ReadSentence(
                sentence_id=sentence.sentence_id,
                text=document.quote(sentence),
                kind=sentence.kind,
                page=sentence.page,
                section=sentence.section,
                section_path=sentence.section_path,
                start=sentence.start,
                end=sentence.end,
                place=sentence.place,
            )
            for sentence in document.sentences
        ),
        left_out=tuple(
            ReadLeftOut(
                text=document.text[item.start : item.end],
                reason=item.reason,
                page=item.page,
                start=item.start,
                end=item.end,
            )
            for item in document.left_out
        ),
        warnings=document.warnings,
    )
