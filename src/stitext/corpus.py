"""Labelled corpora on disk → documents with gold labels, and how they are split.

A corpus of sentences is a folder with ``documents.jsonl`` (a line per sentence in document order: ``part, doc, genre,
n, section, text, labels``) and ``splits.json`` (``test`` and ``folds``: lists of ``part/doc``). A corpus of drafts is a
folder with each draft and its ``<name>.json`` or ``<name>.gold.json`` of gold verdicts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from stitext.errors import CorpusError
from stitext.reading.blocks import Piece
from stitext.reading.normalization import normalize_pieces
from stitext.records import BlockKind, Document, Record, Sentence, Stance, Verdict


class GoldLabel(Record):
    """A label that a person gave to a sentence."""

    id: str
    stance: Stance


class GoldLine(Record):
    """One line of ``documents.jsonl``."""

    part: str
    doc: str
    genre: str
    n: int
    section: str | None
    text: str
    labels: tuple[GoldLabel, ...]


class GoldDocument(Record):
    """A document with the gold labels of each of its sentences, in order."""

    key: str
    part: str
    document: Document
    labels: tuple[tuple[GoldLabel, ...], ...]


class Splits(Record):
    """Keys of the documents held out for the test, and of each fold of cross-validation."""

    test: tuple[str, ...]
    folds: tuple[tuple[str, ...], ...]


class GoldPoint(Record):
    """A person's verdict on one point of a draft, with evidence found in the draft and the reason."""

    verdict: Verdict
    evidence: tuple[str, ...]
    why: str


class GoldDraft(NamedTuple):
    """A whole draft on disk with a person's verdicts, and whether it pursues each aim."""

    draft_id: str
    path: Path
    points: dict[str, GoldPoint]
    purposes: dict[str, bool]


def load_corpus(path: Path) -> tuple[GoldDocument, ...]:
    """Read a corpus of labelled sentences.

    Parameters
    ----------
    path
        The corpus's folder.

    Returns
    -------
    tuple of GoldDocument
        In the order of the file.

    Raises
    ------
    CorpusError
        If the file is missing or empty, a line breaks the format, or a document is not in one piece.
    """
    file = path / "documents.jsonl"
    documents: list[GoldDocument] = []
    seen: set[str] = set()
    for key, group in groupby(_read_lines(file), key=lambda line: f"{line.part}/{line.doc}"):
        if key in seen:
            raise CorpusError(f"{file}: 文書 {key} の行が離れた所にもあります。文書ごとに続けて並べてください。")
        seen.add(key)
        documents.append(gold_document(key, tuple(group)))
    if not documents:
        raise CorpusError(f"{file}: 文がありません。ラベル付きの文を1行に1つ書いてください。")
    return tuple(documents)


def load_splits(path: Path) -> Splits:
    """Read how a corpus is split.

    Parameters
    ----------
    path
        The corpus's folder.

    Returns
    -------
    Splits
        The held-out test documents and the folds.

    Raises
    ------
    CorpusError
        If the file is missing or breaks the format.
    """
    file = path / "splits.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Splits(test=content["test"], folds=content["folds"])
    except ValidationError as error:
        raise CorpusError(f"{file}: 分割が書式に合いません。{_first_problem(error)}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{file}: 分割を読めません（{error}）。test と folds を書いてください。") from error


def gold_document(key: str, lines: tuple[GoldLine, ...]) -> GoldDocument:
    """Make a document of labelled lines, one sentence a line.

    Parameters
    ----------
    key
        The document's key.
    lines
        Its lines in order; at least one.

    Returns
    -------
    GoldDocument
        A line that later lines name as their section is a heading.
    """
    texts = [line.text for line in lines]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    pieces = [[Piece(start, start + len(text))] for start, text in zip(starts, texts, strict=False)]
    normalized, spans = normalize_pieces("\n".join(texts), pieces)
    headings = {line.section for line in lines}
    sentences = []
    for number, (line, start, (first, last)) in enumerate(zip(lines, starts, spans, strict=False)):
        kind: BlockKind = "heading" if line.section is None and line.text in headings else "paragraph"
        section = _normalized(line.section)
        sentences.append(
            Sentence(
                sentence_id=f"s{number + 1:04d}",
                start=start,
                end=start + len(line.text),
                normalized_start=first,
                normalized_end=last,
                kind=kind,
                block=number,
                section=section,
                section_path=(section,) if section else (),
            )
        )
    text = "\n".join(texts)
    document = Document(
        name=key,
        format="corpus",
        encoding=None,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        n_pages=None,
        text=text,
        normalized=normalized,
        sentences=tuple(sentences),
    )
    return GoldDocument(key=key, part=lines[0].part, document=document, labels=tuple(line.labels for line in lines))


def load_drafts(path: Path) -> tuple[GoldDraft, ...]:
    """Read a corpus of drafts with gold verdicts.

    Parameters
    ----------
    path
        The corpus's folder.

    Returns
    -------
    tuple of GoldDraft
        In the order of their ids.

    Raises
    ------
    CorpusError
        If there is none, a gold file breaks the format, or its draft is missing.
    """
    drafts = []
    for file in sorted(path.glob("*.json")):
        if file.name == "splits.json":
            continue
        draft_id = file.name.removesuffix(".json").removesuffix(".gold")
        sources = [found for found in sorted(path.glob(f"{draft_id}.*")) if found.suffix != ".json"]
        if len(sources) != 1:
            raise CorpusError(
                f"{file}: この判定の原稿 {draft_id}.* が {len(sources)} 件あります。1件だけ置いてください。"
            )
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            points = TypeAdapter(dict[str, GoldPoint]).validate_python(content["consideration"])
            purposes = TypeAdapter(dict[str, bool]).validate_python(content["purposes"])
        except ValidationError as error:
            raise CorpusError(f"{file}: 判定が書式に合いません。{_first_problem(error)}") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{file}: 判定を読めません（{error}）。") from error
        drafts.append(GoldDraft(draft_id=draft_id, path=sources[0], points=points, purposes=purposes))
    if not drafts:
        raise CorpusError(f"{path}: 判定付きの原稿がありません。")
    return tuple(drafts)


def load_split_drafts(path: Path, *, test: bool) -> tuple[GoldDraft, ...]:
    """Read the drafts of a corpus that are held out for the test, or the others, which may be tuned on.

    Parameters
    ----------
    path
        The corpus's folder, with ``splits.json``.
    test
        Whether to read the test drafts.

    Returns
    -------
    tuple of GoldDraft
        In the order of their ids.

    Raises
    ------
    CorpusError
        If the split or a draft can't be read.
    """
    file = path / "splits.json"
    try:
        held_out = set(json.loads(file.read_text(encoding="utf-8"))["test"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{file}: 分割を読めません（{error}）。development と test を書いてください。") from error
    return tuple(draft for draft in load_drafts(path) if (draft.draft_id in held_out) == test)


def _read_lines(file: Path) -> Iterator[GoldLine]:
    try:
        with file.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    yield GoldLine.model_validate_json(line)
                except ValidationError as error:
                    raise CorpusError(f"{file} {number} 行目: {_first_problem(error)}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file}: コーパスを読めません（{error}）。") from error


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}"


def _normalized(section: str | None) -> str | None:
    if section is None:
        return None
    return normalize_pieces(section, [[Piece(0, len(section))]])[0].text or None
