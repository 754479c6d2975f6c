"""``stitext evaluate``: cross-validation over whole documents beside baselines, and verdicts on whole drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stitext.corpus import GoldDocument, load_corpus, load_split_drafts, load_splits
from stitext.errors import CorpusError
from stitext.evaluation import (
    LEAST_PROBABILITY,
    Baseline,
    DraftEvaluation,
    Evaluation,
    LabelArrays,
    LabelCounts,
    SentenceEvaluation,
    count_labels,
    empty_labels,
    evaluate_drafts,
    evaluate_sentences,
    figures_of,
    reliability,
    summarize_folds,
    take_documents,
)
from stitext.learning.cross_validation import (
    Fold,
    decide_stances,
    folds_of,
    gold_arrays,
    label_out_of_fold,
    learning_curve,
)
from stitext.learning.parsing import gather_examples, parse, parse_labelled
from stitext.operations import check, read, tag
from stitext.records import STANCES
from stitext.resources import Resources, load_resources
from stitext.settings import Settings
from stitext.tagging.baselines import label_by_cosine, label_by_words, word_features
from stitext.tagging.coding_rules import CodingRules, apply_coding_rules, load_coding_rules
from stitext.tagging.cues import build_cue_tagger, label_descriptions, rule_stance, tag_by_cues
from stitext.tagging.tagger import Tagger
from stitext.tagging.training import Example, TrainingSet, gather

Flags = NDArray[np.bool_]
Progress = Callable[[str], None]


class Extras(NamedTuple):
    """What to measure beside the folds: the held-out test documents and drafts, the learning curve, coding rules."""

    test: bool = False
    curve: bool = False
    rules_path: Path | None = None


def evaluate(
    corpus_path: Path,
    drafts_path: Path | None,
    settings: Settings,
    *,
    extras: Extras,
    progress: Progress,
) -> Evaluation:
    """Measure by cross-validation over whole documents, and measure the tagger in use on whole drafts.

    The features of all documents but the test ones are computed once. Vocabulary and document frequencies therefore
    come from the text of all these documents; no label of a held-out document is seen by what labels it.

    Parameters
    ----------
    corpus_path
        A corpus of labelled sentences with folds.
    drafts_path
        A corpus of drafts with gold verdicts; None leaves drafts out.
    settings
        Which framework, encoder and tagger.
    extras
        What to measure beside that.
    progress
        Called with a line at each step.

    Returns
    -------
    Evaluation
        Baselines and tagger are measured on the same folds.

    Raises
    ------
    CorpusError
        If the corpus has too few documents or no folds, or a fold names a document that it does not hold.
    """
    # First, so that what is missing is said before minutes of training.
    resources = load_resources(settings)
    rules = None if extras.rules_path is None else load_coding_rules(extras.rules_path)
    splits = load_splits(corpus_path)
    gold = {document.key: document for document in load_corpus(corpus_path)}
    known = [document for key, document in gold.items() if key not in set(splits.test)]
    number_of = {document.key: number for number, document in enumerate(known)}
    _check_folds(splits.folds, number_of, corpus_path)
    progress(f"解析中: {len(known):,} 文書")
    examples = parse_labelled(gather_examples(known, resources.encoder))
    label_ids = [label.id for label in resources.framework.labels]
    data = gather(examples, label_ids, progress=progress)
    folds = folds_of(data.situation.document, ([number_of[key] for key in keys] for keys in splits.folds))
    out_of_fold = label_out_of_fold(data, folds, progress=progress)
    progress("立場を判定中")
    data = _parse_found(data, out_of_fold.has)
    rows = np.sort(np.concatenate([fold.outside for fold in folds]))
    counts = _count(data, decide_stances(data, folds, out_of_fold.has), rows)
    progress("比較の方法を測定中")
    baselines = _measure_baselines(data, folds, resources, rules=rules)
    measured = [number_of[key] for keys in splits.folds for key in keys]
    probabilities = out_of_fold.probabilities[rows]
    counted = probabilities >= LEAST_PROBABILITY
    by_first = out_of_fold.has[folds[0].outside]
    curve = learning_curve(data, folds[0], by_all=by_first, progress=progress) if extras.curve else ()
    progress("原稿を測定中")
    return Evaluation(
        tagger=summarize_folds(_by_fold(counts, measured, splits.folds, number_of), figures_of(counts)),
        baselines=baselines,
        rules=_evaluate_cues(
            [known[number] for number in measured], [data.examples[number] for number in measured], resources
        ),
        reliability=reliability(probabilities[counted], data.targets[rows][counted] > 0),
        learning_curve=curve,
        drafts=None if drafts_path is None else _evaluate_drafts(drafts_path, resources, test=False),
        test=_evaluate_test([gold[key] for key in splits.test], resources) if extras.test else None,
        test_drafts=_evaluate_drafts(drafts_path, resources, test=True) if extras.test and drafts_path else None,
    )


def _check_folds(folds: Sequence[Sequence[str]], known: dict[str, int], path: Path) -> None:
    if not folds or not all(folds):
        raise CorpusError(f"{path / 'splits.json'}: 交差検証の folds が空です。文書を2組以上に分けて書いてください。")
    missing = [key for keys in folds for key in keys if key not in known]
    if missing:
        raise CorpusError(
            f"{path / 'splits.json'}: folds の文書 {'、'.join(missing[:5])} がコーパスにないか、test にもあります。"
        )


def _parse_found(data: TrainingSet, has: Flags) -> TrainingSet:
    """Add syntax to the sentences that got a label and that people gave none."""
    lengths = [len(example.stances) for example in data.examples]
    flags = np.split(has.any(axis=1), np.cumsum(lengths)[:-1])
    return data._replace(examples=parse(data.examples, [found.tolist() for found in flags]))


def _count(data: TrainingSet, found: LabelArrays, rows: NDArray[np.int64]) -> LabelCounts:
    gold = gold_arrays(data)
    return count_labels(
        LabelArrays(gold.has[rows], gold.stances[rows]),
        LabelArrays(found.has[rows], found.stances[rows]),
        data.situation.document[rows],
        label_ids=data.label_ids,
    )


def _by_fold(
    counts: LabelCounts, measured: Sequence[int], folds: Sequence[Sequence[str]], number_of: dict[str, int]
) -> list[SentenceEvaluation]:
    place_of = {number: place for place, number in enumerate(sorted(measured))}
    places = [np.asarray([place_of[number_of[key]] for key in keys], dtype=np.int64) for keys in folds]
    return [figures_of(take_documents(counts, found)) for found in places]


def _measure_baselines(
    data: TrainingSet, folds: Sequence[Fold], resources: Resources, *, rules: CodingRules | None
) -> tuple[Baseline, ...]:
    rows = np.sort(np.concatenate([fold.outside for fold in folds]))
    stances = _rule_stances(data.examples)

    def measure(has: Flags) -> SentenceEvaluation:
        arrays = LabelArrays(has, np.where(has, stances[:, None], empty_labels(*has.shape).stances))
        return figures_of(_count(data, arrays, rows))

    by_cosine, by_words = np.zeros_like(data.targets, dtype=np.bool_), np.zeros_like(data.targets, dtype=np.bool_)
    vectors = np.vstack([example.vectors.sentences for example in data.examples])
    label_vectors = resources.encoder.encode_passages(label_descriptions(resources.framework))
    words = word_features(data.units)
    for inside, outside in folds:
        by_cosine[outside] = label_by_cosine(vectors, label_vectors, data.targets, inside=inside)[outside]
        by_words[outside] = label_by_words(words, data.targets, data.situation.document, inside=inside, outside=outside)
    baselines = [
        Baseline(name="cosine", figures=measure(by_cosine)),
        Baseline(name="tfidf", figures=measure(by_words)),
    ]
    if rules is not None:
        baselines.insert(0, Baseline(name="coding_rules", figures=measure(_by_rules(data, rules))))
    return tuple(baselines)


def _by_rules(data: TrainingSet, rules: CodingRules) -> Flags:
    found = apply_coding_rules([unit.tokens.lemmas for unit in data.units], rules)
    columns = list(rules.codes)
    nowhere = np.zeros(len(data.units), dtype=np.bool_)
    return np.column_stack(
        [found[:, columns.index(label_id)] if label_id in rules.codes else nowhere for label_id in data.label_ids]
    )


def _rule_stances(examples: Sequence[Example]) -> NDArray[np.int8]:
    documents = [example.analyzed.document for example in examples]
    return np.asarray(
        [
            STANCES.index(rule_stance(document.normalized_quote(sentence)))
            for document in documents
            for sentence in document.sentences
        ],
        dtype=np.int8,
    )


def _evaluate_cues(
    corpus: Sequence[GoldDocument], examples: Sequence[Example], resources: Resources
) -> SentenceEvaluation:
    framework = resources.framework
    cues = build_cue_tagger(framework, resources.encoder.encode_passages(label_descriptions(framework)))
    tagged = [tag_by_cues(example.analyzed, example.vectors.sentences, cues).sentences for example in examples]
    return evaluate_sentences([gold.labels for gold in corpus], tagged)


def _evaluate_test(corpus: Sequence[GoldDocument], resources: Resources) -> SentenceEvaluation:
    if not isinstance(resources.tagger, Tagger):
        raise CorpusError("この枠組みには学習済みのモデルがないため、テスト文書では測れません。")
    tagged = [tag(gold.document, resources).sentences for gold in corpus]
    return evaluate_sentences([gold.labels for gold in corpus], tagged)


def _evaluate_drafts(path: Path, resources: Resources, *, test: bool) -> DraftEvaluation:
    drafts = load_split_drafts(path, test=test)
    documents = [read(draft.path, resources) for draft in drafts]
    japanese = replace(resources, settings=resources.settings.model_copy(update={"language": "ja"}))
    reports = [check(document, japanese) for document in documents]
    return evaluate_drafts(drafts, reports, [document.text for document in documents])
