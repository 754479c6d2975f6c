"""All figures of an encoder at once, from the public sets and from our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stitext.encoder_training import field_data, figures, public_data
from stitext.errors import CorpusError
from stitext.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stitext.encoder_training.figures import Encode


class EncoderFigures(Record):
    """What an encoder reaches; every figure grows with quality, the primary one is ``projects_test``.

    Attributes
    ----------
    jsts_valid, jsts_test, jsick_test
        Spearman's correlation with people's scores.
    jsquad_valid, jaquad_dev
        nDCG@10 of finding each question's paragraph.
    tagging_dev, tagging_test
        Micro F1 of a linear tagger on vectors alone: on the first fold and on the test documents.
    paraphrases_dev, paraphrases_test
        nDCG@10 of finding a sentence's paraphrase (and, at a lower gain, its neighbor in topic) among the second
        sentences of all pairs, lookalikes that share its words included.
    grades_dev, grades_test
        Spearman's correlation with the grades of the same pairs. It is negative for every encoder that goes by words:
        of the three second sentences the one with another meaning shares most words.
    projects_dev, projects_test
        nDCG@10 of project queries over the catalogue.
    """

    jsts_valid: float
    jsts_test: float
    jsick_test: float
    jsquad_valid: float
    jaquad_dev: float
    tagging_dev: float
    tagging_test: float
    paraphrases_dev: float
    paraphrases_test: float
    grades_dev: float
    grades_test: float
    projects_dev: float
    projects_test: float


def measure_encoder(encode: Encode, public_path: Path, corpora_path: Path, projects_path: Path) -> EncoderFigures:
    """Measure an encoder on all sets.

    Parameters
    ----------
    encode
        Texts to unit rows, shape (n_texts, d), float32.
    public_path
        Folder with ``jglue/``, ``jsick/`` and ``jaquad/``.
    corpora_path
        Folder with ``sentences/``, ``pairs/`` and ``queries/``.
    projects_path
        The catalogue that the queries are judged on, JSONL.

    Returns
    -------
    EncoderFigures
        Rounded to four places.

    Raises
    ------
    CorpusError
        If a set is missing or breaks its format.
    """
    found = {
        "jsts_valid": figures.similarity_figure(encode, public_data.load_jsts(public_path, "valid")),
        "jsts_test": figures.similarity_figure(encode, public_data.load_jsts(public_path, "test")),
        "jsick_test": figures.similarity_figure(encode, public_data.load_jsick(public_path, "test")),
        "jsquad_valid": figures.question_figure(encode, public_data.load_jsquad(public_path, "valid")),
        "jaquad_dev": figures.question_figure(encode, public_data.load_jaquad(public_path, "dev")),
        **_by_split("tagging", lambda split: tagging_figure(encode, corpora_path, split)),
        **_by_split("paraphrases", lambda split: paraphrase_figure(encode, corpora_path, split)),
        **_by_split("grades", lambda split: figures.similarity_figure(encode, load_graded_pairs(corpora_path, split))),
        **_by_split("projects", lambda split: project_figure(encode, corpora_path, projects_path, split)),
    }
    return EncoderFigures(**{name: round(value, 4) for name, value in found.items()})


def tagging_figure(encode: Encode, corpora_path: Path, split: str) -> float:
    """Measure a linear tagger on vectors alone, P and C labels.

    Parameters
    ----------
    encode
        Texts to unit rows.
    corpora_path
        Folder with ``sentences/``.
    split
        ``dev`` learns from folds 2 to 5 and measures on fold 1, ``test`` learns from all folds and measures on the
        test documents.

    Returns
    -------
    float
        Micro F1, in [0, 1].
    """
    sentences = field_data.load_sentences(corpora_path / "sentences")
    labels = sorted({label for sentence in sentences for label in sentence.labels if not label.startswith("D")})
    vectors = encode([sentence.text for sentence in sentences])
    truth = np.array([[label in sentence.labels for label in labels] for sentence in sentences])
    documents = np.array([sentence.document for sentence in sentences])
    test = np.array([sentence.is_test for sentence in sentences])
    fold = np.isin(documents, _read(corpora_path / "sentences" / "splits.json")["folds"][0])
    learned, measured = (~test, test) if split == "test" else (~test & ~fold, fold)
    parts = [
        figures.Labelled(vectors[rows], truth[rows], tuple(documents[rows].tolist())) for rows in (learned, measured)
    ]
    return figures.tagging_figure(parts[0], parts[1])


def paraphrase_figure(encode: Encode, corpora_path: Path, split: str) -> float:
    """Measure how well sentences of the same idea in other words are found.

    Parameters
    ----------
    encode
        Texts to unit rows.
    corpora_path
        Folder with ``pairs/``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    float
        nDCG@10, in [0, 1].
    """
    pairs = _pairs(corpora_path, split)
    grades: dict[str, dict[str, int]] = {}
    for pair in pairs:
        if pair["grade"] > 0:
            grades.setdefault(pair["first"], {})[pair["id"]] = pair["grade"]
    return figures.search_figure(encode, grades, {pair["id"]: pair["second"] for pair in pairs})


def load_graded_pairs(corpora_path: Path, split: str) -> tuple[public_data.ScoredPair, ...]:
    """Read the graded pairs of a split.

    Parameters
    ----------
    corpora_path
        Folder with ``pairs/``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    tuple of ScoredPair
        With grade 0, 1 or 2.
    """
    return tuple(
        public_data.ScoredPair(pair["first"], pair["second"], float(pair["grade"]))
        for pair in _pairs(corpora_path, split)
    )


def project_figure(encode: Encode, corpora_path: Path, projects_path: Path, split: str) -> float:
    """Measure how well project queries find their projects.

    Parameters
    ----------
    encode
        Texts to unit rows.
    corpora_path
        Folder with ``queries/``.
    projects_path
        The catalogue, JSONL.
    split
        ``dev`` or ``test``.

    Returns
    -------
    float
        nDCG@10, in [0, 1].
    """
    queries = load_queries(corpora_path, split)
    projects = field_data.load_projects(projects_path)
    return figures.search_figure(
        encode, queries, {project["id"]: field_data.project_text(project) for project in projects}
    )


def load_queries(corpora_path: Path, split: str) -> Mapping[str, Mapping[str, int]]:
    """Read the project queries of a split.

    Parameters
    ----------
    corpora_path
        Folder with ``queries/``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    Mapping
        For each query its projects' grades, 1 or 2.
    """
    chosen = set(_read(corpora_path / "queries" / "splits.json")[split])
    records = _read_lines(corpora_path / "queries" / "queries.jsonl")
    return {record["query"]: record["grades"] for record in records if record["id"] in chosen}


def _by_split(name: str, measure: Callable[[str], float]) -> dict[str, float]:
    return {f"{name}_{split}": measure(split) for split in ("dev", "test")}


def _pairs(corpora_path: Path, split: str) -> list[dict[str, Any]]:
    chosen = set(_read(corpora_path / "pairs" / "splits.json")[split])
    return [pair for pair in _read_lines(corpora_path / "pairs" / "pairs.jsonl") if pair["group"] in chosen]


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"コーパスを読めません: {path} ({error})。CHECKSUMS と照らし合わせてください。") from error


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise CorpusError(f"コーパスを読めません: {path} ({error})。CHECKSUMS と照らし合わせてください。") from error
