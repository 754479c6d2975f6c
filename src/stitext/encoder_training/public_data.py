"""Readers for the public sets that train and measure an encoder: JSTS, JSICK, JaQuAD, JSQuAD.

The sets themselves are not part of the project; each reader takes the folder that holds them.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from stitext.errors import CorpusError

_SENTENCE_END = re.compile(r"(?<=[。！？!?\n])")


class ScoredPair(NamedTuple):
    """Two sentences and how alike people found them: 0 to 5 in JSTS, 1 to 5 in JSICK."""

    first: str
    second: str
    score: float


class Paragraph(NamedTuple):
    """A paragraph with the title of its article."""

    title: str
    text: str


class Question(NamedTuple):
    """A question, the index of the paragraph that answers it, and the sentence there that does."""

    text: str
    paragraph: int
    answer_sentence: str


class QuestionSet(NamedTuple):
    """Questions over paragraphs."""

    questions: tuple[Question, ...]
    paragraphs: tuple[Paragraph, ...]


def load_jsts(public_path: Path, split: str) -> tuple[ScoredPair, ...]:
    """Read JSTS.

    Parameters
    ----------
    public_path
        The folder that holds ``jglue/``.
    split
        ``train``, ``valid`` or ``test``.

    Returns
    -------
    tuple of ScoredPair
        Scores from 0 to 5.

    Raises
    ------
    CorpusError
        If the file is not there.
    """
    lines = _read(public_path / "jglue" / f"jsts_{split}.json").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return tuple(ScoredPair(record["sentence1"], record["sentence2"], float(record["label"])) for record in records)


def load_jsick(public_path: Path, split: str) -> tuple[ScoredPair, ...]:
    """Read JSICK.

    Parameters
    ----------
    public_path
        The folder that holds ``jsick/``.
    split
        ``train``, ``trial`` or ``test``.

    Returns
    -------
    tuple of ScoredPair
        Scores from 1 to 5.

    Raises
    ------
    CorpusError
        If the file is not there.
    """
    rows = csv.DictReader(_read(public_path / "jsick" / "jsick.tsv").splitlines(), delimiter="\t")
    return tuple(
        ScoredPair(row["sentence_A_Ja"], row["sentence_B_Ja"], float(row["relatedness_score_Ja"]))
        for row in rows
        if row["data"] == split
    )


def load_jaquad(public_path: Path, split: str) -> QuestionSet:
    """Read JaQuAD.

    Parameters
    ----------
    public_path
        The folder that holds ``jaquad/``.
    split
        ``train`` or ``dev``.

    Returns
    -------
    QuestionSet
        The questions and paragraphs of the split.

    Raises
    ------
    CorpusError
        If no file is there.
    """
    paths = sorted((public_path / "jaquad" / split).glob("*.json"))
    if not paths:
        raise CorpusError(
            f"JaQuAD がありません: {public_path / 'jaquad' / split}。公開データのフォルダを確かめてください。"
        )
    return _question_set([article for path in paths for article in json.loads(_read(path))["data"]])


def load_jsquad(public_path: Path, split: str) -> QuestionSet:
    """Read JSQuAD; each paragraph's text is its title, a line break, and the paragraph.

    Parameters
    ----------
    public_path
        The folder that holds ``jglue/``.
    split
        ``valid`` or ``test``.

    Returns
    -------
    QuestionSet
        The questions and paragraphs of the split.

    Raises
    ------
    CorpusError
        If the file is not there.
    """
    return _question_set(json.loads(_read(public_path / "jglue" / f"jsquad_{split}.json"))["data"])


def split_sentences(text: str) -> tuple[str, ...]:
    """Cut a paragraph after each full stop, question mark, exclamation mark and line break.

    Parameters
    ----------
    text
        A paragraph.

    Returns
    -------
    tuple of str
        Its sentences without surrounding blanks, in order.
    """
    return tuple(piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip())


def _question_set(articles: list[dict[str, Any]]) -> QuestionSet:
    questions: list[Question] = []
    paragraphs: list[Paragraph] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for qa in paragraph["qas"]:
                answer = _sentence_at(context, qa["answers"][0]["answer_start"]) if qa["answers"] else context
                questions.append(Question(qa["question"], len(paragraphs), answer))
            paragraphs.append(Paragraph(article["title"], context.replace(" [SEP] ", "\n")))
    return QuestionSet(tuple(questions), tuple(paragraphs))


def _sentence_at(text: str, offset: int) -> str:
    start = 0
    for piece in _SENTENCE_END.split(text):
        start += len(piece)
        if offset < start:
            return piece.strip()
    return text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"公開データを読めません: {path} ({error.strerror})。フォルダを確かめてください。") from error
