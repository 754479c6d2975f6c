"""Features know their place in the sentence, so that what weighed can be shown verbatim."""

import numpy as np
import pytest

from stitext.tagging.features import LOCATORS, SPARSE_WEIGHTS, fit_features, transform, units
from tests.builders import document_of
from tests.tagging.builders import N_DIMENSIONS, analyzed_of, unit_of, vectors_of

UNIT = unit_of("若手|を|3|年間|派遣|する|。", heading="人材|の|育成")


@pytest.mark.parametrize("block", ["char", "content", "word"])
def test_the_span_of_a_feature_reproduces_it(block):
    located = list(LOCATORS[block](UNIT))
    assert located
    for feature, (start, end) in located:
        if block == "content":  # a pair of content words may have a particle between
            words = feature.split("\t")
            assert UNIT.text[start:end].startswith(words[0])
            assert UNIT.text[start:end].endswith(words[-1])
        else:
            assert UNIT.text[start:end] == feature.replace("\t", "")


def test_words_include_particles_and_content_words_do_not():
    words = {located.feature for located in LOCATORS["word"](UNIT)}
    content = {located.feature for located in LOCATORS["content"](UNIT)}
    assert {"を", "若手\tを\t3"} <= words
    assert {"若手", "年間\t派遣"} <= content
    assert not any("を" in feature.split("\t") or "3" in feature.split("\t") for feature in content)


def test_words_of_the_heading_have_no_place_in_the_sentence():
    located = list(LOCATORS["heading"](UNIT))
    assert {found.feature for found in located} == {"人材", "育成", "人材\t育成"}
    assert all(found.span is None for found in located)


def test_a_sentence_without_heading_has_no_heading_features():
    assert list(LOCATORS["heading"](unit_of("若手|を|派遣"))) == []


def test_letters_whose_lower_case_is_longer_shift_no_place():
    analyzed = analyzed_of("İzmir|大学|の|ABC|試料")
    unit = units(analyzed)[0]
    assert len(unit.text) == len("İzmir大学のABC試料")
    start = unit.text.index("試料")
    assert ("試料", (start, start + 2)) in list(LOCATORS["char"](unit))


def test_features_ignore_case():
    assert units(analyzed_of("AI|で|測る"))[0].text == units(analyzed_of("ai|で|測る"))[0].text


def fitted():
    all_units = [unit_of(line, heading="目的") for line in ("若手|を|派遣|する|。",) * 3 + ("試料|を|送る|。",) * 2]
    return all_units, fit_features(all_units, n_dimensions=N_DIMENSIONS)


def test_features_in_fewer_than_three_sentences_are_dropped():
    _, space = fitted()
    vocabulary = space.vectorizers["word"].vocabulary_
    assert "若手" in vocabulary
    assert "試料" not in vocabulary


def test_each_block_has_the_weight_that_is_stated():
    all_units, space = fitted()
    features = transform(all_units, vectors_of(len(all_units)), space)
    squares = features.sparse[0].multiply(features.sparse[0]).sum()
    assert squares == pytest.approx(sum(SPARSE_WEIGHTS.values()), abs=1e-5)
    assert (features.dense[0] ** 2).sum() == pytest.approx(0.6 + 0.15 + 0.15, abs=1e-5)
    assert features.sparse.shape == (5, space.n_sparse)
    assert features.dense.shape == (5, 3 * N_DIMENSIONS)
    assert features.sparse.dtype == features.dense.dtype == np.float32


def test_a_sentence_of_unknown_words_has_no_sparse_features():
    _, space = fitted()
    features = transform([unit_of("xyz")], vectors_of(1), space)
    assert features.sparse.nnz == 0


def test_units_take_the_tokens_of_their_section():
    analyzed = analyzed_of("若手|を|派遣", "試料|を|送る")
    assert [unit.heading.surfaces for unit in units(analyzed)] == [("1", ".", "目的")] * 2
    assert document_of("文。").sentences[0].section == "1. 目的"
