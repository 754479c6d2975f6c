"""Sources: a path goes in, its documents come out: of most files one, of a zip file or a mail those inside.

A document inside is named by the path of its file and its own path in it, ``archive.zip/member.docx``. One that can't
be read stops no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from stitext.errors import SourceError, StitextError
from stitext.reading.containers import CONTAINER_SUFFIXES, Member, open_members
from stitext.reading.files import SUPPORTED_SUFFIXES, load_file
from stitext.reading.forms import Form
from stitext.records import Document, Place
from stitext.settings import Settings


class Reader(Protocol):
    """Reads the bytes of one file: in a process of its own (``isolation``), or here (``files``)."""

    def read_bytes(
        self, data: bytes, name: str, settings: Settings, *, ocr: bool = False, form: Form | None = None
    ) -> Document:
        """Read the bytes of one file, as ``files.read_bytes`` does."""
        ...


class ReadingOptions(NamedTuple):
    """How to read: with an empty form whose words are left out, with scanned pages recognized."""

    form: Form | None = None
    ocr: bool = False


class Reading(NamedTuple):
    """The outcome of reading one document: the document, or why there is none.

    Attributes
    ----------
    name
        The path of its file as it was given, with its own path in it.
    document
        The document, None where it can't be read.
    error
        Why there is none.
    is_envelope
        Whether it is a mail with attachments; one without words of its own is no failure.
    """

    name: str
    document: Document | None
    error: StitextError | None
    is_envelope: bool = False


def document_names(path: Path, settings: Settings) -> list[str]:
    """Name the documents of a file, without reading them.

    Parameters
    ----------
    path
        A file.
    settings
        The limit on bytes.

    Returns
    -------
    list of str
        One for each ``Reading`` of ``read_each``, in that order.
    """
    if path.suffix.lower() not in CONTAINER_SUFFIXES:
        return [path.as_posix()]
    try:
        members = open_members(load_file(path, settings), path.name, SUPPORTED_SUFFIXES)
    except StitextError:
        return [path.as_posix()]
    names = [f"{path.as_posix()}/{member.path}" for member in members]
    return names if path.suffix.lower() == ".zip" and names else [path.as_posix(), *names]


def read_each(path: Path, settings: Settings, reader: Reader, options: ReadingOptions) -> Iterator[Reading]:
    """Read the documents of a file one after the other.

    Parameters
    ----------
    path
        A file.
    settings
        The limits on bytes, pages and characters.
    reader
        What reads.
    options
        How to read.

    Yields
    ------
    Reading
        One for each document; of a zip file without any, why there is none.
    """
    suffix = path.suffix.lower()
    members: list[Member] = []
    name = path.as_posix()
    try:
        data = load_file(path, settings)
        if suffix in CONTAINER_SUFFIXES:
            members = open_members(data, path.name, SUPPORTED_SUFFIXES)
        if suffix == ".zip" and not members:
            raise _no_members(path.name)
    except StitextError as error:
        yield Reading(name, None, error)
        return
    if suffix != ".zip":
        yield _read(data, path.name, name, settings, reader, options)._replace(is_envelope=bool(members))
    for member in members:
        yield _read_member(member, path, settings, reader, options)


def _read_member(member: Member, path: Path, settings: Settings, reader: Reader, options: ReadingOptions) -> Reading:
    name = f"{path.as_posix()}/{member.path}"
    try:
        data = member.load()
    except StitextError as error:
        return Reading(name, None, error)
    reading = _read(data, f"{path.name}/{member.path}", name, settings, reader, options)
    if reading.document is None:
        return reading
    sentences = tuple(
        sentence.model_copy(update={"place": (sentence.place or Place()).model_copy(update={"member": member.path})})
        for sentence in reading.document.sentences
    )
    return reading._replace(document=reading.document.model_copy(update={"sentences": sentences}))


def _read(data: bytes, label: str, name: str, settings: Settings, reader: Reader, options: ReadingOptions) -> Reading:
    try:
        return Reading(name, reader.read_bytes(data, label, settings, ocr=options.ocr, form=options.form), None)
    except StitextError as error:
        return Reading(name, None, error)


def _no_members(name: str) -> StitextError:
    return SourceError(
        f"{name}: 読める形式のファイルが入っていません。読める形式: {' '.join(SUPPORTED_SUFFIXES)}",
        code="source-blank",
    )
