"""The encoder from its data to its folder, in one call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.analysis.lexicon import count_words, load_word_vectors, synonym_groups, word_vector_sources
from stitext.embedding import check_new_folder, new_model_folder
from stitext.embedding.static import StaticEncoder
from stitext.encoder_training import field_data, public_data, sources
from stitext.encoder_training.card import model_card
from stitext.encoder_training.evaluate import measure_encoder
from stitext.encoder_training.export import quantize, rotate, write_model
from stitext.encoder_training.table import initial_rows, start_weights
from stitext.encoder_training.train import Recipe, WeightedSource, train_table
from stitext.encoder_training.vocabulary import build_tokenizer, build_vocabulary, normalize
from stitext.errors import CorpusError
from stitext.evaluation import EncoderFigures

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

# Chosen on JSTS valid, JSICK trial, JSQuAD test and the development splits of our own sets.
_EVENING = 0.15
_LICENSE = "CC-BY-SA-4.0"
_PUBLIC_SOURCES = (
    ("JSTS v1.3 (JGLUE), train", "Yahoo Japan Corporation, Waseda University", "CC BY-SA 4.0"),
    ("JaQuAD, train", "Skelter Labs", "CC BY-SA 3.0"),
    ("JSICK, train: its sentences for the vocabulary alone", "Yanaka and Mineshima", "CC BY-SA 4.0"),
    (
        "Sudachi's synonym groups, from the installed dictionary",
        "Works Applications Enterprise Co., Ltd.",
        "Apache-2.0",
    ),
    ("stitext corpora: sentences (without labels and test documents), projects, paraphrases", "stitext", "Apache-2.0"),
)


class TrainingData(NamedTuple):
    """Where the data stand.

    Attributes
    ----------
    public_path
        Folder with ``jglue/``, ``jsick/`` and ``jaquad/``, all of them by others: `docs/encoder-data.md` says what they
        are. None of them is part of the project.
    corpora_path
        Folder with ``sentences/``, ``paraphrases/``, ``pairs/``, ``queries/`` and ``projects/``.
    """

    public_path: Path
    corpora_path: Path

    @property
    def projects_path(self) -> Path:
        """The catalogue of projects."""
        return self.corpora_path / "projects" / "projects.jsonl"


class FieldWeights(NamedTuple):
    """Weights of the losses on our own data; 0 leaves a source out."""

    passages: float = 0.1
    projects: float = 0.3
    synonyms: float = 0.2
    paraphrases: float = 0.5


def train_encoder(
    data: TrainingData,
    model_path: Path,
    *,
    progress: Callable[[str], None],
    recipe: Recipe | None = None,
    weights: FieldWeights | None = None,
) -> EncoderFigures:
    """Train the static encoder, measure it and write its folder.

    Parameters
    ----------
    data
        Where the data stand.
    model_path
        The folder to write, which must not exist; its name is the encoder's id.
    progress
        Called with a line at each step.
    recipe
        What to vary in the training.
    weights
        What to vary in the use of our own data.

    Returns
    -------
    EncoderFigures
        The figures of the encoder as it was written.

    Raises
    ------
    CorpusError
        If data are missing or break their format.
    OutputError
        If the folder exists or can't be written.
    """
    check_new_folder(model_path)
    recipe = recipe or Recipe()
    weights = weights or FieldWeights()
    texts = _texts(data)
    vectors = load_word_vectors()
    vocabulary = build_vocabulary(count_words(map(normalize, texts)), vectors.keys)
    tokenizer = build_tokenizer(vocabulary)
    counts = count_pieces(tokenizer, texts)
    progress(f"{len(texts):,} 文から {tokenizer.get_vocab_size():,} 語片の表を学習中")
    table = train_table(
        initial_rows(vocabulary, vectors, seed=recipe.seed),
        start_weights(counts),
        ranking=_ranking(data, tokenizer, weights, vectors.keys),
        ordering=[sources.score_bags(public_data.load_jsts(data.public_path, "train"), tokenizer)],
        recipe=recipe,
        progress=progress,
    )
    table = rotate(table, counts, n_dimensions=table.shape[1], evening=_EVENING)
    rows, scales = quantize(table)
    encoder = StaticEncoder(model_path.name, "", tokenizer, rows, scales, unknown_id=0)
    progress("測定中")
    figures = measure_encoder(encoder.encode_passages, data.public_path, data.corpora_path)
    meta = {
        "id": model_path.name,
        "kind": "encoder",
        "version": "1",
        "description": "Static Japanese sentence encoder of stitext: mean of piece vectors.",
        "license": _LICENSE,
        "language": "ja",
        "n_dimensions": int(table.shape[1]),
        "n_pieces": tokenizer.get_vocab_size(),
        "recipe": recipe.model_dump(),
        "field_weights": weights._asdict(),
        "evening": _EVENING,
        "sources": [{"name": name, "author": author, "license": terms} for name, author, terms in _PUBLIC_SOURCES],
        "word_vectors": {"name": "ja_ginza 5.3.0", "license": "MIT", "sources": list(word_vector_sources())},
        "training_data_sha256": _sha256_of(data),
        "figures": figures.model_dump(),
    }
    with new_model_folder(model_path) as folder:
        write_model(folder, table, tokenizer, meta=meta)
        (folder / "MODEL_CARD.md").write_text(model_card(meta), encoding="utf-8")
        metrics = json.dumps(figures.model_dump(), ensure_ascii=False, indent=2)
        (folder / "metrics.json").write_text(metrics + "\n", encoding="utf-8")
    return figures


def count_pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> NDArray[np.int64]:
    """Count how often each piece occurs in texts.

    Parameters
    ----------
    tokenizer
        The tokenizer.
    texts
        Texts of any length.

    Returns
    -------
    NDArray
        Shape (n_pieces,), int64.
    """
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for start in range(0, len(texts), 2000):
        ids = np.concatenate(sources.tokenize(tokenizer, texts[start : start + 2000]))
        counts += np.bincount(ids, minlength=len(counts))
    return counts


def _texts(data: TrainingData) -> list[str]:
    pairs = public_data.load_jsts(data.public_path, "train") + public_data.load_jsick(data.public_path, "train")
    questions = public_data.load_jaquad(data.public_path, "train")
    sentences = [
        sentence for sentence in field_data.load_sentences(data.corpora_path / "sentences") if not sentence.is_test
    ]
    return [
        *(text for pair in pairs for text in (pair.first, pair.second)),
        *(question.text for question in questions.questions),
        *(paragraph.text for paragraph in questions.paragraphs),
        *dict.fromkeys(paragraph.title for paragraph in questions.paragraphs),
        *(sentence.text for sentence in sentences),
        *dict.fromkeys(sentence.section for sentence in sentences if sentence.section),
        *(field_data.project_text(project) for project in field_data.load_projects(data.projects_path)),
    ]


def _ranking(
    data: TrainingData, tokenizer: Tokenizer, weights: FieldWeights, words: Iterable[str]
) -> list[WeightedSource]:
    questions = public_data.load_jaquad(data.public_path, "train")
    passages = field_data.passages(field_data.load_sentences(data.corpora_path / "sentences"))
    projects = field_data.project_groups(field_data.load_projects(data.projects_path))
    synonyms = synonym_groups(words)
    paraphrases = field_data.load_groups(data.corpora_path / "paraphrases" / "paraphrases.tsv")
    found = [
        WeightedSource(sources.QuestionSource(questions, tokenizer), 1.0),
        WeightedSource(sources.ParagraphSource(questions, tokenizer), 0.5),
        WeightedSource(field_data.PassageSource(passages, tokenizer), weights.passages),
        WeightedSource(field_data.GroupSource(projects, tokenizer, 512), weights.projects),
        WeightedSource(field_data.GroupSource(synonyms, tokenizer, 10_240), weights.synonyms),
        WeightedSource(field_data.GroupSource(paraphrases, tokenizer, 2_048), weights.paraphrases),
    ]
    return [source for source in found if source.weight > 0]


def _sha256_of(data: TrainingData) -> dict[str, str]:
    public = [
        *sorted((data.public_path / "jaquad" / "train").glob("*.json")),
        data.public_path / "jglue" / "jsts_train.json",
        data.public_path / "jsick" / "jsick.tsv",
    ]
    own = [
        data.corpora_path / "sentences" / "documents.jsonl",
        data.corpora_path / "sentences" / "splits.json",
        data.corpora_path / "paraphrases" / "paraphrases.tsv",
        data.projects_path,
    ]
    named = [
        *((file.relative_to(data.public_path).as_posix(), file) for file in public),
        *((file.relative_to(data.corpora_path).as_posix(), file) for file in own),
    ]
    try:
        return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in named}
    except OSError as error:
        raise CorpusError(
            f"学習データを読めません: {error.filename} ({error.strerror})。フォルダを確かめてください。"
        ) from error
