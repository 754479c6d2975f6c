from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from stitext.embedding import load_encoder
from stitext.errors import ModelError
from tests.embedding.builders import write_static

TEXTS = ("水田の水", "衛星の研究成果を社会実装", "ＡＩ", "知らない字", "", "  \n ", "水" * 5000)


@pytest.fixture
def path(tmp_path):
    return write_static(tmp_path / "tiny")


def test_static_vectors_are_unit_rows_and_zero_without_a_known_piece(path):
    vectors = load_encoder(str(path)).encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 8)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 0, 0, 0, 1], atol=1e-6)


def test_static_encodes_nothing_to_nothing(path):
    assert load_encoder(str(path)).encode_passages([]).shape == (0, 8)


def test_static_folds_width_and_case(path):
    narrow, wide = load_encoder(str(path)).encode_queries(["ai", "ＡＩ"])
    np.testing.assert_array_equal(narrow, wide)


def test_static_gives_the_same_vectors_alone_and_in_any_batch(path):
    encoder = load_encoder(str(path))
    many = encoder.encode_passages([*TEXTS * 100])
    np.testing.assert_allclose(many[: len(TEXTS)], encoder.encode_passages(TEXTS), atol=1e-6)
    np.testing.assert_array_equal(many, load_encoder(str(path)).encode_passages([*TEXTS * 100]))


def test_static_is_the_mean_of_its_pieces(path):
    water, field, both = load_encoder(str(path)).encode_passages(["水", "田", "水田"])
    # Both rows count by their own length, so the mean lies in the plane of the two.
    assert np.linalg.matrix_rank(np.stack([water, field, both]), tol=1e-4) == 2


def test_static_agrees_with_model2vec(path):
    from model2vec import StaticModel

    texts = [text for text in TEXTS if text.strip()]
    theirs = StaticModel.from_pretrained(path).encode(texts)
    np.testing.assert_allclose(load_encoder(str(path)).encode_passages(texts), theirs, atol=1e-3)


@pytest.mark.slow
def test_static_agrees_with_sentence_transformers(path):
    from sentence_transformers import SentenceTransformer

    texts = [text for text in TEXTS if text.strip()]
    theirs = SentenceTransformer(str(path), device="cpu").encode(texts)
    np.testing.assert_allclose(load_encoder(str(path)).encode_passages(texts), theirs, atol=1e-3)


def test_static_is_read_without_torch(path):
    code = (
        "import sys\n"
        "from stitext.embedding import load_encoder\n"
        f"load_encoder({str(path)!r}).encode_queries(['水田'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'model2vec'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_static_with_rows_that_do_not_fit_its_pieces_is_refused(tmp_path):
    path = write_static(tmp_path / "tiny", n_rows_off=3)
    with pytest.raises(ModelError, match="14 個に対し、行 17 本"):
        load_encoder(str(path))


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_static_with_a_damaged_file_is_refused_by_path(path, name):
    (path / name).write_bytes(b"\x00damaged")
    with pytest.raises(ModelError, match=str(path)):
        load_encoder(str(path))
