"""The baselines of the table learn from the sentences inside and from no label outside."""

import numpy as np

from stitext.tagging.baselines import label_by_cosine, label_by_words, word_features
from stitext.tagging.features import units
from tests.tagging.builders import LABEL_IDS, examples_of, unit_rows


def material():
    examples = examples_of(n_documents=32)
    all_units = [unit for example in examples for unit in units(example.analyzed)]
    targets = np.asarray(
        [[label_id in found for label_id in LABEL_IDS] for example in examples for found in example.stances],
        dtype=np.float32,
    )
    documents = np.repeat(np.arange(len(examples)), [len(example.stances) for example in examples])
    return all_units, targets, documents


def test_words_that_go_with_a_label_find_it_in_other_documents():
    all_units, targets, documents = material()
    inside, outside = np.flatnonzero(documents < 24), np.flatnonzero(documents >= 24)
    found = label_by_words(word_features(all_units), targets, documents, inside=inside, outside=outside)
    wanted = targets[outside] > 0
    assert found.shape == wanted.shape
    assert 2 * (found & wanted).sum() / (found.sum() + wanted.sum()) > 0.9


def test_labels_outside_change_nothing():
    all_units, targets, documents = material()
    features, vectors, labels = word_features(all_units), unit_rows(len(all_units)), unit_rows(len(LABEL_IDS), seed=3)
    inside, outside = np.flatnonzero(documents < 24), np.flatnonzero(documents >= 24)
    changed = targets.copy()
    changed[outside] = 1 - changed[outside]
    honest, changed_labels = (
        [
            label_by_words(features, known, documents, inside=inside, outside=outside),
            label_by_cosine(vectors, labels, known, inside=inside),
        ]
        for known in (targets, changed)
    )
    assert np.array_equal(honest[0], changed_labels[0])
    assert np.array_equal(honest[1], changed_labels[1])


def test_sentences_like_a_label_s_description_get_it():
    labels = np.eye(3, 16, dtype=np.float32)
    sentences = np.vstack([labels + 0.1 * unit_rows(3, seed=seed) for seed in range(2, 10)]).astype(np.float32)
    sentences /= np.linalg.norm(sentences, axis=1, keepdims=True)
    targets = np.tile(np.eye(3, dtype=np.float32), (8, 1))
    found = label_by_cosine(sentences, labels, targets, inside=np.arange(12))
    assert np.array_equal(found[12:], targets[12:] > 0)
