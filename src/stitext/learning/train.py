"""A corpus of labelled documents → a tagger in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stitext import __version__
from stitext.analysis.analyze import load_analyzer
from stitext.corpus import load_corpus, load_splits
from stitext.embedding import Encoder, check_new_folder, load_encoder, new_model_folder
from stitext.framework import Framework, load_framework
from stitext.learning.draft_thresholds import choose_draft_thresholds
from stitext.learning.parsing import gather_examples, parse_labelled
from stitext.records import FrameworkInfo, ModelInfo, Record
from stitext.resources import Resources
from stitext.settings import Settings
from stitext.tagging.model_files import save_tagger
from stitext.tagging.tagger import Tagger
from stitext.tagging.training import Example, train_tagger

Progress = Callable[[str], None]


class TrainingSummary(Record):
    """What was trained, and where it lies."""

    tagger: ModelInfo
    framework: FrameworkInfo
    encoder: ModelInfo
    n_documents: int
    n_sentences: int
    n_labels: int
    path: str


def train(
    corpus_path: Path,
    output_path: Path,
    settings: Settings,
    *,
    drafts_path: Path | None = None,
    progress: Progress,
) -> TrainingSummary:
    """Train a tagger on all documents of a corpus but the test documents, and write it to a new folder.

    Parameters
    ----------
    corpus_path
        A corpus of labelled sentences.
    output_path
        The model's folder, which must not exist; its name becomes the tagger's id.
    settings
        Which framework and encoder.
    drafts_path
        A corpus of drafts with gold verdicts, whose development drafts set the thresholds of verdicts; without it the
        documents of the corpus do.
    progress
        Called with a line at each step.

    Returns
    -------
    TrainingSummary
        The folder is there whole, or not at all.

    Raises
    ------
    OutputError
        If the folder exists or can't be written.
    """
    check_new_folder(output_path)
    framework = load_framework(settings.framework)
    encoder = load_encoder(settings.encoder)
    corpus = load_corpus(corpus_path)
    held_out = set(load_splits(corpus_path).test)
    chosen = [gold for gold in corpus if gold.key not in held_out]
    progress(f"解析中: {len(chosen):,} 文書")
    examples = parse_labelled(gather_examples(chosen, encoder))
    tagger = _train(examples, framework, encoder, progress)
    if drafts_path is not None:
        progress("原稿で判定のしきい値を選定中")
        resources = Resources(settings, framework, load_analyzer(), encoder, tagger)
        held, concrete = choose_draft_thresholds(drafts_path, resources)
        tagger = replace(tagger, held_threshold=held, concrete_threshold=concrete)
    with new_model_folder(output_path) as folder:
        saved = save_tagger(tagger, folder, sources=_sources(corpus_path, len(chosen)))
    return TrainingSummary(
        tagger=saved.info,
        framework=saved.framework,
        encoder=saved.encoder,
        n_documents=len(chosen),
        n_sentences=sum(len(example.stances) for example in examples),
        n_labels=len(saved.label_ids),
        path=str(output_path),
    )


def _train(examples: list[Example], framework: Framework, encoder: Encoder, progress: Progress) -> Tagger:
    return train_tagger(
        examples,
        [label.id for label in framework.labels],
        framework=FrameworkInfo(id=framework.id, version=framework.version),
        encoder=ModelInfo(id=encoder.id, sha256=encoder.sha256),
        progress=progress,
    )


def _sources(corpus_path: Path, n_documents: int) -> dict[str, str | int]:
    data = (corpus_path / "documents.jsonl").read_bytes()
    return {
        "corpus": corpus_path.name,
        "documents_sha256": hashlib.sha256(data).hexdigest(),
        "n_documents": n_documents,
        "license": "Apache-2.0",
        "stitext": __version__,
    }
