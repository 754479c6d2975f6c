"""Labels from the arrays of a whole set are those of an ordinary tagger; without a language model."""

import numpy as np
import pytest

from stitext.evaluation import empty_labels
from stitext.learning.cross_validation import (
    Fold,
    decide_stances,
    folds_of,
    gold_arrays,
    label_fold,
    label_folds,
    label_out_of_fold,
    learning_curve,
)
from stitext.records import STANCES
from stitext.tagging.tagger import score_sentences, tag
from stitext.tagging.training import gather, train_tagger
from tests.tagging.builders import ENCODER, FRAMEWORK, LABEL_IDS, analyzed_of, examples_of, vectors_of


def quiet(line):
    pass


def tagged_by(tagger, examples):
    """What the ordinary path says: for each sentence the stance of each of its labels."""
    found = []
    for example in examples:
        scores = score_sentences(example.analyzed, example.vectors, tagger)
        tagged = tag(example.analyzed, scores, tagger)
        found += [{label.id: label.stance for label in sentence.labels} for sentence in tagged.sentences]
    return found


def as_dicts(arrays):
    return [
        {LABEL_IDS[column]: STANCES[stances[column]] for column in np.flatnonzero(has)}
        for has, stances in zip(arrays.has, arrays.stances, strict=True)
    ]


def train(examples):
    return train_tagger(examples, LABEL_IDS, framework=FRAMEWORK, encoder=ENCODER, progress=quiet)


def test_the_same_sentences_get_the_same_labels_and_stances_by_both_paths():
    examples = examples_of()
    data = gather(examples, LABEL_IDS, progress=quiet)
    everything = np.arange(len(data.units))
    fold = Fold(inside=everything, outside=everything)
    found = decide_stances(data, [fold], label_fold(data, fold).has)
    by_arrays, by_tagger = as_dicts(found), tagged_by(train(examples), examples)
    assert by_arrays == by_tagger
    assert {stance for labels in by_arrays for stance in labels.values()} == set(STANCES)


def test_unseen_documents_get_nearly_the_labels_of_a_tagger_whose_vocabulary_lacks_theirs():
    examples = examples_of(n_documents=36)
    data = gather(examples, LABEL_IDS, progress=quiet)
    (fold,) = folds_of(data.situation.document, [range(24, 36)])
    found = decide_stances(data, [fold], label_out_of_fold(data, [fold], progress=quiet).has)
    by_tagger = tagged_by(train(examples[:24]), examples[24:])
    by_arrays = as_dicts(found)[-len(by_tagger) :]
    assert np.mean([one == other for one, other in zip(by_arrays, by_tagger, strict=True)]) > 0.95
    assert sum(map(len, by_tagger)) > 10


def test_a_sentence_that_takes_a_promise_back_is_negative_by_both_paths():
    examples = examples_of(n_documents=24)
    lines = (
        "輸出|管理|の|審査|を|四月|に|行う|。",
        "会議|は|京都|で|開い|た|。",
        "輸出|管理|の|審査|は|取りやめ|た|。",
    )
    stances = ({"C1.2": "concrete"}, {}, {"C1.2": "negative"})
    last = examples[0]._replace(analyzed=analyzed_of(*lines), vectors=vectors_of(3, seed=5), stances=stances)
    data = gather([*examples, last], LABEL_IDS, progress=quiet)
    everything = np.arange(len(data.units))
    fold = Fold(inside=everything, outside=everything)
    by_arrays = as_dicts(decide_stances(data, [fold], label_fold(data, fold).has))
    assert by_arrays == tagged_by(train([*examples, last]), [*examples, last])
    assert by_arrays[-1] == {"C1.2": "negative"}


def test_labels_of_held_out_documents_change_nothing():
    examples = examples_of(n_documents=30)
    others = [example._replace(stances=tuple({"P1.6": "concrete"} for _ in example.stances)) for example in examples]
    changed = [*examples[:24], *others[24:]]
    found = []
    for corpus in (examples, changed):
        data = gather(corpus, LABEL_IDS, progress=quiet)
        (fold,) = folds_of(data.situation.document, [range(24, 30)])
        found.append(decide_stances(data, [fold], label_out_of_fold(data, [fold], progress=quiet).has))
    assert np.array_equal(found[0].has, found[1].has)
    assert np.array_equal(found[0].stances, found[1].stances)


def test_a_label_that_is_only_in_the_fold_itself_is_given_to_none():
    examples = examples_of(n_documents=30)
    bare = [
        example._replace(stances=tuple({k: v for k, v in found.items() if k != "P2.1"} for found in example.stances))
        for example in examples[:24]
    ]
    data = gather([*bare, *examples[24:]], LABEL_IDS, progress=quiet)
    (fold,) = folds_of(data.situation.document, [range(24, 30)])
    found = label_fold(data, fold)
    assert not found.has[:, LABEL_IDS.index("P2.1")].any()
    assert found.has.any()


def test_folds_hold_whole_documents_and_learn_from_all_others():
    documents = np.asarray([0, 0, 1, 2, 2, 2])
    first, second = folds_of(documents, [[1], [0]])
    assert (first.outside.tolist(), first.inside.tolist()) == ([2], [0, 1, 3, 4, 5])
    assert (second.outside.tolist(), second.inside.tolist()) == ([0, 1], [2, 3, 4, 5])


def test_gold_arrays_tell_what_people_gave():
    data = gather(examples_of(), LABEL_IDS, progress=quiet)
    assert as_dicts(gold_arrays(data)) == data.stances
    assert np.array_equal(gold_arrays(data).stances == empty_labels(*data.targets.shape).stances, data.targets == 0)


def test_the_learning_curve_grows_with_the_documents_and_ends_with_all_of_them():
    data = gather(examples_of(n_documents=48), LABEL_IDS, progress=quiet)
    (fold,) = folds_of(data.situation.document, [range(40, 48)])
    has = label_fold(data, fold).has
    points = learning_curve(data, fold, by_all=has, progress=quiet)
    assert [point.n_documents for point in points] == [10, 20, 30, 40]
    gold = data.targets[fold.outside] > 0
    assert points[0].micro_f1 < points[-1].micro_f1
    assert points[-1].micro_f1 == pytest.approx(2 * (has & gold).sum() / (has.sum() + gold.sum()), abs=1e-4)


def test_folds_in_two_processes_get_the_labels_of_folds_in_one():
    examples = examples_of(n_documents=36)
    data = gather(examples, LABEL_IDS, progress=quiet)
    folds = folds_of(data.situation.document, [range(12), range(12, 24), range(24, 36)])
    together, apart = list(label_folds(data, folds)), list(label_folds(data, folds, least_sentences=1))
    for one, other in zip(together, apart, strict=True):
        assert np.allclose(one.probabilities, other.probabilities, atol=1e-3)
        assert (one.has == other.has).all()
