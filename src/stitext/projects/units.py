"""A project → the texts that searches look at: all of it, its title, each sentence of its summary, each result."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from stitext.projects.countries import country_name
from stitext.records import Document, NormalizedText, Project, Sentence

UnitKind = Literal["project", "title", "summary", "result"]

# A sentence ends at a Japanese full stop, or at a full stop before a blank and a capital letter.
_SENTENCE_END = re.compile(r"(?<=[。！？])(?!$)|(?<=[.!?])\s+(?=[A-Z])|\n+")


class Unit(NamedTuple):
    """One text of a project; ``place`` is its number in the project, 0 for all of it together."""

    project_id: str
    place: int
    kind: UnitKind
    text: str


def project_units(project: Project) -> tuple[Unit, ...]:
    """List the texts of a project.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    tuple of Unit
        All of it together first; then title, summary and results in the record's own words.
    """
    parts = tuple(_parts(project))
    whole = "\n".join(
        part
        for part in (
            *(text for kind, text in parts if kind == "title"),
            project.field,
            "、".join(country_name(code) for code in project.countries),
            project.summary,
            "。".join(result.text for result in project.results),
        )
        if part
    )
    units = (Unit(project.id, place, kind, text) for place, (kind, text) in enumerate(parts, start=1))
    return (Unit(project.id, 0, "project", whole), *units)


def split_sentences(text: str) -> tuple[str, ...]:
    """Cut a running text of a record or a query into sentences.

    Parameters
    ----------
    text
        Japanese or English.

    Returns
    -------
    tuple of str
        The sentences, verbatim but for blanks around them.
    """
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part.strip())


def title_of(project: Project) -> str:
    """Return the title of a project: the Japanese one, else the English one."""
    return project.title_ja or project.title_en


def _parts(project: Project) -> Iterator[tuple[UnitKind, str]]:
    title = " ".join(part for part in (project.title_ja, project.title_en) if part)
    if title:
        yield "title", title
    for sentence in split_sentences(project.summary):
        yield "summary", sentence
    for result in project.results:
        yield "result", result.text


def units_document(units: Sequence[Unit]) -> Document:
    """Lay texts of projects one under the other, each as one sentence, so that they can be tagged.

    Parameters
    ----------
    units
        Single texts.

    Returns
    -------
    Document
        A sentence for each text, in order.
    """
    lines = [" ".join(unicodedata.normalize("NFKC", unit.text).split()) for unit in units]
    text = "\n".join(lines)
    sentences = []
    start = 0
    for number, line in enumerate(lines):
        end = start + len(line)
        sentences.append(
            Sentence(
                sentence_id=f"s{number + 1:04}",
                start=start,
                end=end,
                normalized_start=start,
                normalized_end=end,
                kind="paragraph",
                block=number,
            )
        )
        start = end + 1
    return Document(
        name="catalogue",
        format="text",
        encoding="utf-8",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        n_pages=None,
        text=text,
        normalized=NormalizedText(text=text, runs=((0, 0), (len(text), len(text)))),
        sentences=tuple(sentences),
    )
