"""Training pairs from our own corpora: what stands together in a document, a project's facts, words of one meaning.

Sentences are used without their labels, and those of the test documents are left out altogether.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.encoder_training.sources import Drawn, tokenize
from stitext.errors import CorpusError
from stitext.projects.catalogue import load_catalogue
from stitext.projects.countries import country_name
from stitext.records import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_MIN_CHARACTERS = 8


class FieldSentence(NamedTuple):
    """One line of a document of the corpus of sentences."""

    document: str
    section: str | None
    text: str
    labels: frozenset[str]
    is_test: bool


class Passage(NamedTuple):
    """A section: its heading, where it has one, and its sentences."""

    document: str
    heading: str | None
    sentences: tuple[str, ...]


def load_sentences(corpus_path: Path) -> tuple[FieldSentence, ...]:
    """Read the corpus of sentences.

    Parameters
    ----------
    corpus_path
        Folder with ``documents.jsonl`` and ``splits.json``.

    Returns
    -------
    tuple of FieldSentence
        All lines in document order.

    Raises
    ------
    CorpusError
        If a file is missing or breaks the format.
    """
    try:
        test = set(json.loads((corpus_path / "splits.json").read_text(encoding="utf-8"))["test"])
        lines = (corpus_path / "documents.jsonl").read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines]
        return tuple(
            FieldSentence(
                document=f"{record['part']}/{record['doc']}",
                section=record["section"],
                text=record["text"],
                labels=frozenset(label["id"] for label in record["labels"]),
                is_test=f"{record['part']}/{record['doc']}" in test,
            )
            for record in records
        )
    except (OSError, ValueError, KeyError) as error:
        raise CorpusError(
            f"文のコーパスを読めません: {corpus_path} ({error})。CHECKSUMS と照らし合わせてください。"
        ) from error


def load_projects(path: Path) -> tuple[Project, ...]:
    """Read a catalogue of projects.

    Parameters
    ----------
    path
        A JSONL file, one project a line.

    Returns
    -------
    tuple of Project
        The projects, in the order of the file.

    Raises
    ------
    CorpusError
        If the file is missing or breaks the format.
    """
    return load_catalogue(path)


def project_text(project: Project) -> str:
    """Return a project as one passage: title, field, countries, summary, results."""
    parts = [
        project.title_ja,
        project.field,
        "、".join(map(country_name, project.countries)),
        project.summary,
        _results_text(project),
    ]
    return "\n".join(part for part in parts if part)


def load_groups(path: Path) -> tuple[tuple[str, ...], ...]:
    """Read groups of texts of one meaning.

    Parameters
    ----------
    path
        A file with one group a line, its texts parted by tabs.

    Returns
    -------
    tuple of tuple
        Groups of two or more texts.

    Raises
    ------
    CorpusError
        If the file can't be read, or a line has fewer than two texts.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(f"言い換えの一覧を読めません: {path} ({error.strerror})。パスを確かめてください。") from error
    groups = tuple(tuple(line.split("\t")) for line in lines)
    for number, group in enumerate(groups, start=1):
        if len(group) < 2:
            raise CorpusError(
                f"言い換えの一覧の {number} 行目に文が一つしかありません: {path}。"
                "タブで区切って二つ以上書いてください。"
            )
    return groups


def passages(sentences: Sequence[FieldSentence]) -> tuple[Passage, ...]:
    """Gather the sentences of each section, test documents left out.

    Parameters
    ----------
    sentences
        Lines in document order.

    Returns
    -------
    tuple of Passage
        Sections with at least one sentence, in order.
    """
    found: list[Passage] = []
    run: list[FieldSentence] = []
    for sentence in [*(each for each in sentences if not each.is_test), None]:
        if run and (sentence is None or (sentence.document, sentence.section) != (run[0].document, run[0].section)):
            texts = tuple(each.text for each in run if len(each.text) >= _MIN_CHARACTERS)
            if run[0].section is not None and texts:
                found.append(Passage(run[0].document, run[0].section, texts))
            run = []
        if sentence is not None:
            run.append(sentence)
    return tuple(found)


class PassageSource:
    """Sentence → next one (40 %), → rest of its section (40 %), heading → sentence (20 %); documents are blocks."""

    def __init__(self, found: Sequence[Passage], tokenizer: Tokenizer) -> None:
        self._headings = tokenize(tokenizer, [passage.heading or "" for passage in found])
        self._sentences = [tokenize(tokenizer, passage.sentences) for passage in found]
        numbers = {document: n for n, document in enumerate({passage.document: None for passage in found})}
        self._documents = np.array([numbers[passage.document] for passage in found], dtype=np.int64)
        self._sections = np.array([n for n, bags in enumerate(self._sentences) for _ in bags], dtype=np.int64)
        self._places = np.array([n for bags in self._sentences for n in range(len(bags))], dtype=np.int64)

    def draw(self, random: np.random.Generator) -> Drawn:
        """Draw each sentence once."""
        anchors: list[NDArray[np.int64]] = []
        positives: list[NDArray[np.int64]] = []
        kinds = random.random(len(self._sections))
        for section, place, kind in zip(self._sections.tolist(), self._places.tolist(), kinds.tolist(), strict=True):
            bags = self._sentences[section]
            if len(bags) < 2 or kind >= 0.8:
                anchors.append(self._headings[section])
                positives.append(bags[place])
            elif kind < 0.4:
                anchors.append(bags[place])
                positives.append(bags[place + 1 if place + 1 < len(bags) else place - 1])
            else:
                anchors.append(bags[place])
                positives.append(np.concatenate([*bags[:place], *bags[place + 1 :]]))
        return Drawn(anchors, positives, self._sections, self._documents[self._sections])


class GroupSource:
    """Two texts of one group: a title and its summary, a summary and a result, two words of one meaning.

    Parameters
    ----------
    groups
        Texts that mean or tell of the same thing.
    tokenizer
        The tokenizer of the encoder.
    n_pairs
        How many pairs to draw for an epoch.
    """

    def __init__(self, groups: Sequence[Sequence[str]], tokenizer: Tokenizer, n_pairs: int) -> None:
        self._groups = [tokenize(tokenizer, group) for group in groups]
        self._n_pairs = n_pairs

    def draw(self, random: np.random.Generator) -> Drawn:
        """Draw pairs of different texts, each from a group drawn at random."""
        chosen = np.concatenate(
            [random.permutation(len(self._groups)) for _ in range(self._n_pairs // len(self._groups) + 1)]
        )[: self._n_pairs]
        anchors: list[NDArray[np.int64]] = []
        positives: list[NDArray[np.int64]] = []
        for group in chosen.tolist():
            first, second = random.choice(len(self._groups[group]), size=2, replace=False)
            anchors.append(self._groups[group][first])
            positives.append(self._groups[group][second])
        return Drawn(anchors, positives, chosen, chosen)


def project_groups(projects: Sequence[Project]) -> tuple[tuple[str, ...], ...]:
    """Return for each project its title, summary and results, where it has two or more of them.

    Parameters
    ----------
    projects
        Projects of a catalogue.

    Returns
    -------
    tuple of tuple
        The texts of each project.
    """
    found = [
        tuple(text for text in (project.title_ja, project.summary, _results_text(project)) if text)
        for project in projects
    ]
    return tuple(texts for texts in found if len(texts) > 1)


def _results_text(project: Project) -> str:
    return "。".join(result.text for result in project.results)
