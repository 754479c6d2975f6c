"""Corpora → a tagger, and figures of one: what ``stitext train`` and ``stitext evaluate`` do.

Documents are split as the corpus says. The test documents take no part in training; they are looked at only when asked
for by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from stitext import __version__
from stitext.analysis.analyze import add_syntax, analyze, load_analyzer
from stitext.corpus import GoldDocument, GoldDraft, load_corpus, load_drafts, load_splits
from stitext.embedding import Encoder, check_new_folder, load_encoder, new_model_folder
from stitext.errors import CorpusError
from stitext.evaluation import (
    DraftEvaluation,
    Evaluation,
    SentenceEvaluation,
    evaluate_drafts,
    evaluate_sentences,
    summarize_folds,
)
from stitext.framework import Framework, load_framework
from stitext.operations import check, read, sentence_vectors
from stitext.records import FrameworkInfo, ModelInfo, Record, TaggedSentence
from stitext.resources import Resources, load_resources
from stitext.settings import Settings
from stitext.tagging.cues import build_cue_tagger, label_descriptions, tag_by_cues
from stitext.tagging.model_files import save_tagger
from stitext.tagging.tagger import Tagger, score_sentences, tag
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


def train(corpus_path: Path, output_path: Path, settings: Settings, *, progress: Progress) -> TrainingSummary:
    """Train a tagger on all documents of a corpus but the test documents, and write it to a new folder.

    Parameters
    ----------
    corpus_path
        A corpus of labelled sentences.
    output_path
        The model's folder, which must not exist; its name becomes the tagger's id.
    settings
        Which framework and encoder.
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
    examples = _examples(chosen, encoder)
    tagger = _train(examples, framework, encoder, progress)
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


def evaluate(
    corpus_path: Path, drafts_path: Path | None, settings: Settings, *, with_test: bool, progress: Progress
) -> Evaluation:
    """Measure by cross-validation over whole documents, and measure the tagger in use on whole drafts.

    Parameters
    ----------
    corpus_path
        A corpus of labelled sentences with folds.
    drafts_path
        A corpus of drafts with gold verdicts; None leaves drafts out.
    settings
        Which framework, encoder and tagger.
    with_test
        Whether to look at the held-out documents and drafts too.
    progress
        Called with a line at each step.

    Returns
    -------
    Evaluation
        Each fold's tagger saw no document of that fold.
    """
    # First, so that a missing model is said before minutes of training.
    resources = load_resources(settings)
    framework, encoder = resources.framework, resources.encoder
    corpus = load_corpus(corpus_path)
    splits = load_splits(corpus_path)
    held_out = set(splits.test)
    progress(f"解析中: {len(corpus):,} 文書")
    examples = dict(zip((gold.key for gold in corpus), _examples(corpus, encoder, parse_all=True), strict=True))
    gold_by_key = {gold.key: gold for gold in corpus}
    folds: list[SentenceEvaluation] = []
    tagged: dict[str, tuple[TaggedSentence, ...]] = {}
    for number, keys in enumerate(splits.folds, start=1):
        outside = set(keys) | held_out
        progress(f"交差検証 {number}/{len(splits.folds)}")
        tagger = _train(
            [example for key, example in examples.items() if key not in outside], framework, encoder, progress
        )
        tagged |= {key: _tag(examples[key], tagger) for key in keys}
        folds.append(evaluate_sentences([gold_by_key[key].labels for key in keys], [tagged[key] for key in keys]))
    known = [key for keys in splits.folds for key in keys]
    pooled = evaluate_sentences([gold_by_key[key].labels for key in known], [tagged[key] for key in known])
    progress("手がかり規則と原稿を測定中")
    return Evaluation(
        tagger=summarize_folds(folds, pooled),
        rules=_evaluate_rules([gold_by_key[key] for key in known], examples, framework, encoder),
        drafts=None if drafts_path is None else _evaluate_drafts(drafts_path, resources, test=False),
        test=_evaluate_test([gold_by_key[key] for key in splits.test], examples, resources) if with_test else None,
        test_drafts=_evaluate_drafts(drafts_path, resources, test=True) if with_test and drafts_path else None,
    )


def _examples(corpus: Sequence[GoldDocument], encoder: Encoder, *, parse_all: bool = False) -> list[Example]:
    analyzer = load_analyzer()
    examples = []
    for gold in corpus:
        analyzed = analyze(gold.document, analyzer)
        wanted = [
            sentence.sentence_id
            for sentence, labels in zip(analyzed.sentences, gold.labels, strict=True)
            if labels or parse_all
        ]
        examples.append(
            Example(
                analyzed=add_syntax(analyzed, wanted, analyzer),
                vectors=sentence_vectors(gold.document, encoder),
                stances=tuple({label.id: label.stance for label in labels} for labels in gold.labels),
            )
        )
    return examples


def _train(examples: Sequence[Example], framework: Framework, encoder: Encoder, progress: Progress) -> Tagger:
    return train_tagger(
        examples,
        [label.id for label in framework.labels],
        framework=FrameworkInfo(id=framework.id, version=framework.version),
        encoder=ModelInfo(id=encoder.id, sha256=encoder.sha256),
        progress=progress,
    )


def _tag(example: Example, tagger: Tagger) -> tuple[TaggedSentence, ...]:
    scores = score_sentences(example.analyzed, example.vectors, tagger)
    return tag(example.analyzed, scores, tagger).sentences


def _evaluate_rules(
    corpus: Sequence[GoldDocument], examples: dict[str, Example], framework: Framework, encoder: Encoder
) -> SentenceEvaluation:
    rules = build_cue_tagger(framework, encoder.encode_passages(label_descriptions(framework)))
    tagged = [
        tag_by_cues(examples[gold.key].analyzed, examples[gold.key].vectors.sentences, rules).sentences
        for gold in corpus
    ]
    return evaluate_sentences([gold.labels for gold in corpus], tagged)


def _evaluate_test(
    corpus: Sequence[GoldDocument], examples: dict[str, Example], resources: Resources
) -> SentenceEvaluation:
    if not isinstance(resources.tagger, Tagger):
        raise CorpusError("この枠組みには学習済みのモデルがないため、テスト文書では測れません。")
    tagged = [_tag(examples[gold.key], resources.tagger) for gold in corpus]
    return evaluate_sentences([gold.labels for gold in corpus], tagged)


def _evaluate_drafts(path: Path, resources: Resources, *, test: bool) -> DraftEvaluation:
    held_out = set(json.loads((path / "splits.json").read_text(encoding="utf-8"))["test"])
    drafts: list[GoldDraft] = [draft for draft in load_drafts(path) if (draft.draft_id in held_out) == test]
    documents = [read(draft.path, resources) for draft in drafts]
    japanese = replace(resources, settings=resources.settings.model_copy(update={"language": "ja"}))
    reports = [check(document, japanese) for document in documents]
    return evaluate_drafts(drafts, reports, [document.text for document in documents])


def _sources(corpus_path: Path, n_documents: int) -> dict[str, str | int]:
    data = (corpus_path / "documents.jsonl").read_bytes()
    return {
        "corpus": corpus_path.name,
        "documents_sha256": hashlib.sha256(data).hexdigest(),
        "n_documents": n_documents,
        "license": "Apache-2.0",
        "stitext": __version__,
    }
