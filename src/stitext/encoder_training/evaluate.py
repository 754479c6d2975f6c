"""All figures of an encoder at once, from the public sets and from our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stitext.embedding import Encoder, find_model
from stitext.encoder_training import field_data, figures, public_data
from stitext.encoder_training.baselines import mean_word_vectors, word_search_figure
from stitext.errors import CorpusError
from stitext.evaluation import EncoderFigures, EncoderRow, EncoderTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from stitext.encoder_training.figures import Encode

_FIRST_DIMENSIONS = 256
# Spearman on JSTS valid. Source: the models' own reports, as collected by JMTEB.
_PUBLISHED_JSTS_VALID = (
    ("hotchpotch/static-embedding-japanese", 0.778),
    ("intfloat/multilingual-e5-small", 0.787),
    ("cl-nagoya/ruri-v3-30m", 0.819),
    ("cl-nagoya/ruri-v3-310m", 0.843),
)


def measure_encoder(encode: Encode, public_path: Path | None, corpora_path: Path) -> EncoderFigures:
    """Measure an encoder on all sets.

    Parameters
    ----------
    encode
        Texts to unit rows, shape (n_texts, d), float32.
    public_path
        Folder with ``jglue/``, ``jsick/`` and ``jaquad/``; None leaves the public sets out.
    corpora_path
        Folder with ``sentences/``, ``pairs/``, ``queries/`` and ``projects/``.

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
        **({} if public_path is None else _public_figures(encode, public_path)),
        **_by_split("tagging", lambda split: tagging_figure(encode, corpora_path, split)),
        **_by_split("paraphrases", lambda split: paraphrase_figure(encode, corpora_path, split)),
        **_by_split("grades", lambda split: figures.similarity_figure(encode, load_graded_pairs(corpora_path, split))),
        **_by_split("projects", lambda split: project_figure(encode, corpora_path, split)),
    }
    return EncoderFigures(**{name: round(value, 4) for name, value in found.items()})


def measure_word_search(public_path: Path | None, corpora_path: Path) -> EncoderFigures:
    """Measure BM25 over content words on the sets that are searches.

    Parameters
    ----------
    public_path
        Folder with ``jglue/`` and ``jaquad/``; None leaves the public sets out.
    corpora_path
        Folder with ``pairs/``, ``queries/`` and ``projects/``.

    Returns
    -------
    EncoderFigures
        Rounded to four places; None for what is no search.

    Raises
    ------
    CorpusError
        If a set is missing or breaks its format.
    """
    projects = load_project_texts(corpora_path)
    found = {
        **_by_split("paraphrases", lambda split: word_search_figure(*load_paraphrases(corpora_path, split))),
        **_by_split("projects", lambda split: word_search_figure(load_queries(corpora_path, split), projects)),
    }
    if public_path is not None:
        jsquad, jaquad = public_data.load_jsquad(public_path, "valid"), public_data.load_jaquad(public_path, "dev")
        found |= {"jsquad_valid": _question_search(jsquad), "jaquad_dev": _question_search(jaquad)}
    return EncoderFigures(**{name: round(value, 4) for name, value in found.items()})


def compare_encoders(
    encoder: Encoder, public_path: Path | None, corpora_path: Path, *, progress: Callable[[str], None]
) -> EncoderTable:
    """Measure an encoder, its first 256 dimensions where it has more, and its baselines in one run.

    Parameters
    ----------
    encoder
        The encoder to measure.
    public_path
        Folder with ``jglue/``, ``jsick/`` and ``jaquad/``; None leaves the public sets out.
    corpora_path
        Folder with ``sentences/``, ``pairs/``, ``queries/`` and ``projects/``.
    progress
        Called with a line at each step.

    Returns
    -------
    EncoderTable
        The encoder first; published figures of public models last.

    Raises
    ------
    CorpusError
        If a set is missing or breaks its format.
    """
    progress(f"測定中: {encoder.id}")
    whole = measure_encoder(_symmetric(encoder), public_path, corpora_path)
    rows = [EncoderRow(name=encoder.id, figures=whole, n_dimensions=encoder.n_dimensions, n_bytes=_n_bytes(encoder))]
    if encoder.n_dimensions > _FIRST_DIMENSIONS:
        progress(f"測定中: {encoder.id} の最初の {_FIRST_DIMENSIONS} 次元")
        first = measure_encoder(_first_dimensions(encoder), public_path, corpora_path)
        name = f"{encoder.id}[:{_FIRST_DIMENSIONS}]"
        rows.append(EncoderRow(name=name, figures=first, n_dimensions=_FIRST_DIMENSIONS))
    progress("測定中: 語のベクトルの平均（ja_ginza）")
    mean = measure_encoder(mean_word_vectors(), public_path, corpora_path)
    rows.append(EncoderRow(name="mean of ja_ginza vectors", figures=mean, n_dimensions=300))
    progress("測定中: BM25")
    rows.append(EncoderRow(name="BM25 over words", figures=measure_word_search(public_path, corpora_path)))
    rows += [
        EncoderRow(name=name, figures=EncoderFigures(jsts_valid=figure), published=True)
        for name, figure in _PUBLISHED_JSTS_VALID
    ]
    return EncoderTable(rows=tuple(rows))


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
    return figures.search_figure(encode, *load_paraphrases(corpora_path, split))


def load_paraphrases(corpora_path: Path, split: str) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """Read the pairs of a split as a search: the first sentences ask, the second ones of all pairs are found.

    Parameters
    ----------
    corpora_path
        Folder with ``pairs/``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    tuple of dict
        For each first sentence the grades of its second ones by id, and all second sentences by id.
    """
    pairs = _pairs(corpora_path, split)
    grades: dict[str, dict[str, int]] = {}
    for pair in pairs:
        if pair["grade"] > 0:
            grades.setdefault(pair["first"], {})[pair["id"]] = pair["grade"]
    return grades, {pair["id"]: pair["second"] for pair in pairs}


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


def project_figure(encode: Encode, corpora_path: Path, split: str) -> float:
    """Measure how well project queries find their projects.

    Parameters
    ----------
    encode
        Texts to unit rows.
    corpora_path
        Folder with ``queries/`` and ``projects/``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    float
        nDCG@10, in [0, 1].
    """
    return figures.search_figure(encode, load_queries(corpora_path, split), load_project_texts(corpora_path))


def load_project_texts(corpora_path: Path) -> dict[str, str]:
    """Read the catalogue as texts to be found.

    Parameters
    ----------
    corpora_path
        Folder with ``projects/``.

    Returns
    -------
    dict
        Title, field, countries, summary and results of each project, by its id.
    """
    projects = field_data.load_projects(corpora_path / "projects" / "projects.jsonl")
    return {project.id: field_data.project_text(project) for project in projects}


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


def _public_figures(encode: Encode, public_path: Path) -> dict[str, float]:
    return {
        "jsts_valid": figures.similarity_figure(encode, public_data.load_jsts(public_path, "valid")),
        "jsts_test": figures.similarity_figure(encode, public_data.load_jsts(public_path, "test")),
        "jsick_test": figures.similarity_figure(encode, public_data.load_jsick(public_path, "test")),
        "jsquad_valid": figures.question_figure(encode, public_data.load_jsquad(public_path, "valid")),
        "jaquad_dev": figures.question_figure(encode, public_data.load_jaquad(public_path, "dev")),
    }


def _question_search(question_set: public_data.QuestionSet) -> float:
    queries: dict[str, dict[str, int]] = {}
    for question in question_set.questions:
        queries.setdefault(question.text, {})[str(question.paragraph)] = 1
    texts = {str(number): paragraph.text for number, paragraph in enumerate(question_set.paragraphs)}
    return word_search_figure(queries, texts)


def _symmetric(encoder: Encoder) -> Encode:
    # A query prefix is for searches; as all sets go one way here, each text is encoded as a passage.
    return encoder.encode_passages


def _first_dimensions(encoder: Encoder) -> Encode:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = encoder.encode_passages(texts)[:, :_FIRST_DIMENSIONS].copy()
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        rows /= np.where(norms > 0, norms, np.float32(1))
        return rows

    return encode


def _n_bytes(encoder: Encoder) -> int:
    return sum(file.stat().st_size for file in find_model(encoder.id).rglob("*") if file.is_file())


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
