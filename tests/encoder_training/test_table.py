from __future__ import annotations

import numpy as np
import pytest

from stitext.analysis.lexicon import WordVectors
from stitext.encoder_training.table import initial_rows, start_weights
from stitext.encoder_training.vocabulary import Vocabulary


@pytest.fixture
def vectors():
    return WordVectors(keys=("測る", "水"), rows=np.array([1, 0]), table=np.eye(4, dtype=np.float32)[:2])


def test_an_inflected_piece_starts_from_its_lemma(vectors):
    vocabulary = Vocabulary(pieces=(("<unk>", -9.0), ("測っ", -1.0)), forms={"測っ": {"測る": 3}})
    rows = initial_rows(vocabulary, vectors, n_dimensions=6)
    np.testing.assert_array_equal(rows[1, :4], [0, 1, 0, 0])
    assert np.linalg.norm(rows[1, 4:]) == pytest.approx(0.4)


def test_the_unknown_piece_has_zeros(vectors):
    vocabulary = Vocabulary(pieces=(("<unk>", -9.0), ("水", -1.0)), forms={})
    assert not initial_rows(vocabulary, vectors, n_dimensions=6)[0].any()


def test_a_piece_without_a_vector_starts_from_its_characters_and_noise(vectors):
    vocabulary = Vocabulary(pieces=(("<unk>", -9.0), ("水水", -1.0)), forms={"水水": {"水水": 1}})
    row = initial_rows(vocabulary, vectors, n_dimensions=6)[1, :4]
    noise = initial_rows(vocabulary, vectors._replace(keys=("測る", "火")), n_dimensions=6)[1, :4]
    np.testing.assert_allclose(row - noise, [0.7, 0, 0, 0], atol=1e-6)
    assert np.linalg.norm(noise) == pytest.approx(0.7)


def test_frequent_pieces_start_with_less_weight():
    weights = start_weights(np.array([0, 10, 1000]))
    assert weights[0] == 0
    assert weights[0] > weights[1] > weights[2]
